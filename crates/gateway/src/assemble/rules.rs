//! The rules, for commands that check and explain them.
//!
//! It decides nothing about a call.

use portcullis_policy::{PolicySet, Preset};

/// Checks rules over a preset; all that is wrong, a line each.
///
/// # Errors
///
/// What is wrong.
pub fn check(preset: &str, rules: &str) -> Result<usize, Vec<String>> {
    let preset = Preset::named(preset).ok_or_else(|| vec![format!("unknown preset `{preset}`")])?;
    match PolicySet::parse(preset, rules) {
        Ok(policy) => Ok(policy.rules()),
        Err(errors) => Err(errors.iter().map(ToString::to_string).collect()),
    }
}
