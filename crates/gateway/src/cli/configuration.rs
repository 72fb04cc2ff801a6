//! `config check`, `config schema`, `config show`.
//!
//! They change nothing.

use serde_json::json;

use super::arguments::Config;
use super::exit::Exit;
use super::failure::Failure;
use super::output::Output;
use super::setting::Setting;
use crate::assemble::{StartError, check_policy};
use crate::config::{self, ConfigError, Settings, Source};

/// Runs one of them.
pub(super) fn run(
    command: &Config,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    match command {
        Config::Check => check(setting, output),
        Config::Schema => {
            output.value(&config::schema::schema())?;
            Ok(Exit::Done)
        }
        Config::Show => show(setting, output),
    }
}

/// Reports every mistake, and credentials that `serve` would miss.
fn check(setting: &Setting<'_>, output: &mut Output) -> Result<Exit, Failure> {
    let checked = setting.check(&[])?;
    let (errors, warnings) = match checked {
        Ok(settings) => {
            let errors = settings.missing();
            if errors.is_empty() {
                // The rules would stop every other command, so their mistakes count here too.
                (wrong_rules(&settings), settings.warnings)
            } else {
                (errors, settings.warnings)
            }
        }
        Err(errors) => (errors, Vec::new()),
    };
    if output.json {
        let errors: Vec<_> = errors.iter().map(as_json).collect();
        output.value(&json!({ "errors": errors, "warnings": warnings }))?;
    } else {
        for error in &errors {
            output.line(error)?;
        }
        for warning in &warnings {
            output.warn(warning);
        }
    }
    if !errors.is_empty() {
        return Ok(Exit::Usage);
    }
    if !output.json {
        output.line("the configuration is sound")?;
    }
    Ok(Exit::Done)
}

/// What is wrong with the rules that the settings name.
fn wrong_rules(settings: &Settings) -> Vec<ConfigError> {
    let Err(error) = check_policy(settings) else { return Vec::new() };
    let path = &settings.policy.file;
    let wrong = |message: &str| ConfigError {
        source: Source::File { path: path.clone(), line: 0 },
        key: String::new(),
        message: message.to_owned(),
    };
    if let StartError::Read { source, .. } = &error {
        return vec![wrong(&super::failure::reason(source))];
    }
    let start = format!("{}: ", path.display());
    let text = error.to_string();
    text.lines().map(|line| wrong(line.strip_prefix(&start).unwrap_or(line))).collect()
}

/// An error with its place taken apart.
fn as_json(error: &ConfigError) -> serde_json::Value {
    json!({
        "source": error.source.to_string(),
        "line": error.source.line(),
        "key": error.key,
        "message": error.message,
    })
}

/// Prints what is settled.
fn show(setting: &Setting<'_>, output: &mut Output) -> Result<Exit, Failure> {
    let settings = setting.settings(&[])?;
    if output.json {
        output.value(&config::show::as_json(&settings.shown))?;
    } else {
        output.line(config::show::as_toml(&settings.shown).trim_end())?;
    }
    Ok(Exit::Done)
}
