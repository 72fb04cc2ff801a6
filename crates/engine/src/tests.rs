//! The way of a call against a scripted far side: every stage with every fault, and what becomes
//! of the text on both crossings.
//!
//! What does not even compile is shown by `tests/fail`; wire formats are the gateway's.

mod analysis;
mod beside;
mod crossing;
mod cuts;
mod disclosure;
mod far;
mod faults;
mod hang_ups;
mod limits;
mod replay;
mod secrets;
mod scene;
mod streams;
pub(crate) mod tools;
