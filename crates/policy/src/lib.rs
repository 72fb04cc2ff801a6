//! Decides, purely: the same call, facts and policy give the same decision.
//!
//! It reads rules and compares names. It performs nothing, asks nobody, knows no clock and no
//! value: what a rule discloses is an entity to an argument, never a text.
//!
//! ```
//! use portcullis_policy::{PolicySet, Preset};
//!
//! let rules = r#"
//!     [[rule]]
//!     id = "mail"
//!     tools = ["send_email"]
//!     effect = "allow"
//!     reveal = [{ entity = "EMAIL_ADDRESS", arg = "/to" }]
//! "#;
//! let policy = PolicySet::parse(Preset::Guarded, rules).expect("the rules are well-formed");
//! assert_eq!(policy.rules(), 1);
//! ```

#![forbid(unsafe_code)]
#![deny(clippy::wildcard_enum_match_arm)]

mod danger;
mod decide;
mod disclosures;
mod explain;
mod hours;
mod names;
mod parse;
mod rule;

pub use danger::Danger;
pub use decide::{Decision, Permit};
pub use disclosures::Disclosures;
pub use explain::{Considered, Question, Runner};
pub use hours::LocalTime;
pub use parse::PolicyError;
pub use rule::{PolicySet, Preset, RuleId};
