//! The rules, for commands that check and explain them.
//!
//! It decides nothing about a call.

use portcullis_keys::{KeyStore, Master, Purpose};
use portcullis_model::ToolName;
pub use portcullis_policy::{Considered, Decision, LocalTime, Runner};
use portcullis_policy::{PolicySet, Preset, Question};

use super::StartError;
use crate::config::{Home, Settings};

/// Checks rules over a preset, and says how many there are.
///
/// # Errors
///
/// All that is wrong, a line each.
pub fn check(preset: &str, rules: &str) -> Result<usize, Vec<String>> {
    let preset = Preset::named(preset).ok_or_else(|| vec![format!("unknown preset `{preset}`")])?;
    match PolicySet::parse(preset, rules) {
        Ok(policy) => Ok(policy.rules()),
        Err(errors) => Err(errors.iter().map(ToString::to_string).collect()),
    }
}

/// A tool and who would use it.
#[derive(Debug, Clone, Copy)]
pub struct Use<'a> {
    /// Who would call.
    pub principal: &'a str,
    /// The tool: `SERVER__TOOL`, or its own name.
    pub tool: &'a str,
    /// Who would run it.
    pub runner: Runner,
    /// When.
    pub now: LocalTime,
}

/// How a tool would be decided under the rules in force, and what each of them has to do with
/// it.
///
/// # Errors
///
/// If the rules cannot be read.
pub fn explain(
    settings: &Settings,
    asked: &Use<'_>,
) -> Result<(Decision, Vec<Considered>), StartError> {
    let policy = super::policy(&settings.policy)?;
    let (server, tool) = match asked.tool.split_once("__") {
        Some((server, tool)) if !server.is_empty() => (Some(server), tool),
        Some(_) | None => (None, asked.tool),
    };
    let tool = ToolName { server, tool };
    let Use { principal, runner, now, .. } = *asked;
    let decision = policy.would(&Question { principal, tool, runner, now });
    Ok((decision, policy.considered(principal, &tool)))
}

/// The digest by which records name the rules in force.
///
/// # Errors
///
/// If the rules or the keys cannot be read.
pub fn digest(settings: &Settings, home: &Home, master: Master) -> Result<String, StartError> {
    let policy = super::policy(&settings.policy)?;
    let key = KeyStore::open(&home.key_store(), master)?.mac(Purpose::Digest)?;
    let digest = key.mac("policy", &[policy.canonical().as_bytes()]);
    Ok(data_encoding::HEXLOWER.encode(digest.get(..16).unwrap_or_default()))
}
