//! The log as its users see it: written by several processes, cut, changed, repaired, verified.
//!
//! Some tests start this binary again as another process; see `it/children.rs`.

#![forbid(unsafe_code)]

#[path = "it/support.rs"]
mod support;

#[path = "it/children.rs"]
mod children;
#[path = "it/opening.rs"]
mod opening;
#[path = "it/python.rs"]
mod python;
#[path = "it/reading.rs"]
mod reading;
#[path = "it/tampering.rs"]
mod tampering;
#[path = "it/tearing.rs"]
mod tearing;
