//! Decides, purely: the same call, facts and policy give the same decision.

#![forbid(unsafe_code)]
