//! The log as its users see it: written by several processes, cut, changed, repaired, verified.
//!
//! Some tests start this binary again as another process; see `it/children.rs`.

#![forbid(unsafe_code)]

#[cfg(test)]
#[path = "it/support.rs"]
mod support;

#[cfg(test)]
#[path = "it/children.rs"]
mod children;
#[cfg(test)]
#[path = "it/opening.rs"]
mod opening;
#[cfg(test)]
#[path = "it/lives.rs"]
mod lives;
#[cfg(test)]
#[path = "it/python.rs"]
mod python;
#[cfg(test)]
#[path = "it/reading.rs"]
mod reading;
#[cfg(test)]
#[path = "it/tampering.rs"]
mod tampering;
#[cfg(test)]
#[path = "it/tearing.rs"]
mod tearing;
