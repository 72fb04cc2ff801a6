//! `doctor`: what works on this machine, what does not, and what to do about it.
//!
//! It changes nothing: it makes no home, no key and no record, and asks for no passphrase.

mod clients;
mod data;
mod home;
mod keys;
mod network;
mod records;
mod settings;

use std::time::SystemTime;

use anstyle::AnsiColor;
use portcullis_engine::{Clock as _, SystemClock};
use serde_json::{Value, json};

use super::arguments::Doctor;
use super::exit::Exit;
use super::failure::Failure;
use super::output::{Output, plain};
use super::setting::Setting;

/// How it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Ok,
    Warning,
    Problem,
}

/// One thing that was looked at.
#[derive(Debug)]
struct Check {
    what: &'static str,
    state: State,
    text: String,
    /// What to do.
    advice: Option<String>,
}

/// What the checks look at.
struct Patient<'a> {
    setting: &'a Setting<'a>,
    now: SystemTime,
    online: bool,
    /// How this program is called with the same home.
    program: String,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Problem => "problem",
        }
    }
}

impl Check {
    fn new(what: &'static str, state: State, text: impl Into<String>) -> Self {
        Self { what, state, text: text.into(), advice: None }
    }

    fn ok(what: &'static str, text: impl Into<String>) -> Self {
        Self::new(what, State::Ok, text)
    }

    fn warning(what: &'static str, text: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { advice: Some(advice.into()), ..Self::new(what, State::Warning, text) }
    }

    fn problem(what: &'static str, text: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { advice: Some(advice.into()), ..Self::new(what, State::Problem, text) }
    }
}

/// Runs the command. Exit 1 if there is a problem.
pub(super) fn run(
    wish: &Doctor,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    if wish.data {
        return data::run(setting, output);
    }
    let now = SystemClock::start().now();
    let patient = Patient { setting, now, online: wish.online, program: setting.program() };
    let (settings, mut checks) = settings::look(&patient);
    checks.extend(home::look(&patient));
    checks.extend(keys::look(&patient));
    checks.extend(records::look(&patient, settings.as_ref()));
    checks.extend(network::look(&patient, settings.as_ref()));
    checks.extend(clients::look(&patient));
    checks.extend(later());
    say(&checks, output)?;
    let problem = checks.iter().any(|check| check.state == State::Problem);
    Ok(if problem { Exit::Negative } else { Exit::Done })
}

/// What this version does not have, so that nobody counts on it.
fn later() -> [Check; 2] {
    [
        Check::warning(
            "isolation",
            "not in this version: a tool server runs with your rights",
            "start servers that you do not trust in a container of your own",
        ),
        Check::ok(
            "keyring",
            "not in this version: the passphrase comes from the keyfile or the terminal",
        ),
    ]
}

fn say(checks: &[Check], output: &mut Output) -> Result<(), Failure> {
    if output.json {
        let all: Vec<Value> = checks.iter().map(as_json).collect();
        return output.value(&Value::Array(all));
    }
    for check in checks {
        let color = match check.state {
            State::Ok => AnsiColor::Green,
            State::Warning => AnsiColor::Yellow,
            State::Problem => AnsiColor::Red,
        };
        let word = format!("{:7}", check.state.word());
        let word = output.emphasised(&word, color.on_default().bold());
        output.line(format_args!("{word}  {:10} {}", check.what, plain(&check.text)))?;
        if let Some(advice) = &check.advice {
            output.line(format_args!("{:20} -> {}", "", plain(advice)))?;
        }
    }
    let count = |state: State| checks.iter().filter(|check| check.state == state).count();
    output.line(format_args!(
        "\nproblems: {}, warnings: {}",
        count(State::Problem),
        count(State::Warning)
    ))
}

fn as_json(check: &Check) -> Value {
    json!({
        "check": check.what,
        "state": check.state.word(),
        "text": check.text,
        "advice": check.advice,
    })
}
