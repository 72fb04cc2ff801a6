//! What tests need: call builders, a scripted model, a clock.

#![forbid(unsafe_code)]
