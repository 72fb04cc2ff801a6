//! The one list of sections, in the order of the documentation.

use super::declare::Section;
use super::{audit, mcp, policy, privacy, providers, reserved, server, vault};

/// All of them, the reserved ones included.
pub(super) static ALL: [&Section; 15] = [
    &server::SECTION,
    &providers::SECTION,
    &mcp::SECTION,
    &privacy::SECTION,
    &privacy::CUSTOM,
    &privacy::PRESIDIO,
    &privacy::TENANTS,
    &privacy::OF_TENANT,
    &privacy::CUSTOM_OF_TENANT,
    &vault::SECTION,
    &policy::SECTION,
    &audit::SECTION,
    &reserved::APPROVAL,
    &reserved::LIMITS,
    &reserved::AUDIT_EXPORT,
];
