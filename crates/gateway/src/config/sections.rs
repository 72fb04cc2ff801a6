//! The one list of sections, in the order of the documentation.

use super::declare::Section;
use super::{audit, mcp, policy, privacy, providers, reserved, server, vault};

/// All of them, the reserved ones included.
pub(super) static ALL: [&Section; 12] = [
    &server::SECTION,
    &providers::SECTION,
    &mcp::SECTION,
    &privacy::SECTION,
    &vault::SECTION,
    &policy::SECTION,
    &audit::SECTION,
    &reserved::PRIVACY_CUSTOM,
    &privacy::PRESIDIO,
    &reserved::APPROVAL,
    &reserved::LIMITS,
    &reserved::AUDIT_EXPORT,
];
