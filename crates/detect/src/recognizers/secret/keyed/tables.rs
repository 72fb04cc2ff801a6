//! All tables of keyed rules, one file for each kind of vendor.
//!
//! Of two rules that fit the same value the earlier one wins. For example:
//!
//! ```ignore
//! // keyed/monitoring.rs
//! pub(super) const RULES: &[KeyedRule] = &[KeyedRule {
//!     id: "datadog-access-token",
//!     keywords: &["datadog"],
//!     also: &[],
//!     parts: &[run(Class::Alphanumeric, 40)],
//! }];
//! ```

use super::KeyedRule;

/// All tables.
pub(in crate::recognizers) static ALL: &[&[KeyedRule]] = &[
    super::ai::RULES,
    super::cloud::RULES,
    super::source_hosts::RULES,
    super::chat::RULES,
    super::payment::RULES,
    super::services::RULES,
];
