//! Fuzzes the reader of baselines: no panic, and what is wrong is said without repeating it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portcullis_gateway::cli::Baseline;

fuzz_target!(|text: &str| {
    let Err(error) = Baseline::parse(text) else { return };
    let said = error.to_string();
    assert!(said.starts_with("is ") || said.starts_with("holds "));
    assert!(said.len() < 100);
});
