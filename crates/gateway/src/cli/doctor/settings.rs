//! The configuration and the rules, as every other command would read them.

use super::{Check, Patient};
use crate::assemble::check_policy;
use crate::config::Settings;

/// The settings, if they are sound, and what is to be said of them.
pub(super) fn look(patient: &Patient<'_>) -> (Option<Settings>, Vec<Check>) {
    let setting = patient.setting;
    let program = &patient.program;
    let file = setting.arguments.config.clone().unwrap_or_else(|| setting.home.config_file());
    let advice = format!("`{program} config check` says it with line and key");
    let settings = match setting.check(&[]) {
        Ok(Ok(settings)) => settings,
        Ok(Err(errors)) => {
            let wrong = |error: &crate::config::ConfigError| {
                Check::problem("config", error.to_string(), advice.as_str())
            };
            return (None, errors.iter().map(wrong).collect());
        }
        Err(failure) => {
            return (None, vec![Check::problem("config", failure.lines.join("; "), advice)]);
        }
    };
    let mut checks = vec![match file.exists() {
        true => Check::ok("config", format!("{} is sound", file.display())),
        false => Check::warning(
            "config",
            "there is none; the built-in defaults hold",
            format!("`{program} init` writes one"),
        ),
    }];
    let hold = "change it, unless it is meant";
    checks.extend(settings.warnings.iter().map(|one| Check::warning("config", one, hold)));
    let missing = settings.missing();
    let missing = missing.iter().map(|error| {
        let advice = "`serve` does not start without it";
        Check::problem("config", error.to_string(), advice)
    });
    checks.extend(missing);
    checks.push(rules(&settings, program));
    (Some(settings), checks)
}

fn rules(settings: &Settings, program: &str) -> Check {
    let policy = &settings.policy;
    match check_policy(settings) {
        Ok(()) if policy.file.exists() => {
            let (preset, file) = (policy.preset, policy.file.display());
            Check::ok("policy", format!("{file} is sound; preset `{preset}`"))
        }
        Ok(()) => Check::ok("policy", format!("no rules; preset `{}`", policy.preset)),
        Err(error) => {
            let advice = format!("`{program} policy check` says all that is wrong");
            Check::problem("policy", error.to_string().replace('\n', "; "), advice)
        }
    }
}
