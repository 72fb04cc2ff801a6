//! The crate from outside: schemas and arguments in, violations out.

#![forbid(unsafe_code)]
#![expect(
    clippy::expect_used,
    reason = "helpers of tests are tests: what does not hold here must fail"
)]

#[path = "it/hints.rs"]
mod hints;
#[path = "it/closed.rs"]
mod closed;
#[path = "it/refused.rs"]
mod refused;
#[path = "it/hostile.rs"]
mod hostile;
#[path = "it/real_tools.rs"]
mod real_tools;
#[path = "it/properties.rs"]
mod properties;
