//! Why a call was decided so: its records, and what today's rules have to do with it.
//!
//! The log names no caller, so rules about callers are told as far as the tool goes.

use serde_json::{Value, json};

use super::super::exit::Exit;
use super::super::failure::Failure;
use super::super::key;
use super::super::output::{Output, plain};
use super::super::setting::Setting;
use super::{as_json, list};
use crate::assemble::keys::Envelope;
use crate::assemble::log::{self, Entry, Intent, Outcome, Record};
use crate::assemble::rules::{self, Considered, Runner, Use};
use crate::cli::arguments::Explain;
use crate::config::Settings;
use portcullis_engine::{Clock as _, SystemClock};

/// What the log holds of one call.
struct Past {
    time: String,
    intent: Option<Intent>,
    outcome: Option<Outcome>,
}

/// Whether the rules are still those of the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Since {
    Same,
    Changed,
    Unknown,
}

/// Explains a call of the log.
pub(super) fn explain(
    call: &str,
    wish: &Explain,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let settings = setting.settings(&[])?;
    let log = setting.home.audit().join(&wish.tenant);
    if !log.is_dir() {
        return Err(Failure::new(Exit::Fault, format!("there is no log at {}", log.display())));
    }
    let entries =
        log::find(&log, call).map_err(|error| Failure::new(Exit::Fault, error.to_string()))?;
    let Some(past) = past(entries) else {
        let message = format!("there is no call `{}` in {}", plain(call), log.display());
        return Err(Failure::new(Exit::Fault, message)
            .hint("`portcullis audit tail` shows the last calls; `x-portcullis-call` names one"));
    };
    let since = since(&past, &settings, setting)?;
    let considered = considered(&past, wish, &settings)?;
    say(&past, since, considered.as_deref(), output)?;
    Ok(Exit::Done)
}

/// The records of a call, if there are any.
fn past(entries: Vec<Entry>) -> Option<Past> {
    let mut past = Past { time: entries.first()?.time.clone(), intent: None, outcome: None };
    for entry in entries {
        match entry.record? {
            Record::Intent(intent) => past.intent = Some(intent),
            Record::Outcome(outcome) => past.outcome = Some(outcome),
            Record::Reveal(_)
            | Record::Key(_)
            | Record::Config(_)
            | Record::Admin(_)
            | Record::Start(_)
            | Record::Stop(_)
            | Record::Repair(_) => {}
        }
    }
    Some(past)
}

/// Compares digests, where the keys can be had without asking a person.
fn since(past: &Past, settings: &Settings, setting: &Setting<'_>) -> Result<Since, Failure> {
    let Some(then) = past.intent.as_ref().and_then(|intent| intent.policy.as_ref()) else {
        return Ok(Since::Unknown);
    };
    let Some(passphrase) = key::keyfile(setting)? else { return Ok(Since::Unknown) };
    let master = Envelope::open(&setting.home.envelope(), &passphrase);
    let master = master.map_err(|error| key::said(&error))?;
    let now = rules::digest(settings, &setting.home, master)?;
    Ok(if *then == now { Since::Same } else { Since::Changed })
}

/// Today's rules about the tool of the call; none where it used none.
fn considered(
    past: &Past,
    wish: &Explain,
    settings: &Settings,
) -> Result<Option<Vec<Considered>>, Failure> {
    let subject = past.outcome.as_ref().map(|outcome| &outcome.subject);
    let subject = subject.or(past.intent.as_ref().map(|intent| &intent.subject));
    let Some(tool) = subject.and_then(|subject| subject.tool.as_ref()) else { return Ok(None) };
    let server = subject.and_then(|subject| subject.upstream.as_ref());
    let tool = server.map_or_else(|| tool.clone(), |server| format!("{server}__{tool}"));
    let now = SystemClock::start().local();
    let asked = Use { principal: &wish.agent, tool: &tool, runner: Runner::Server, now };
    let (_, considered) = rules::explain(settings, &asked)?;
    Ok(Some(considered))
}

fn say(
    past: &Past,
    since: Since,
    considered: Option<&[Considered]>,
    output: &mut Output,
) -> Result<(), Failure> {
    if output.json {
        let since = match since {
            Since::Same => Some(true),
            Since::Changed => Some(false),
            Since::Unknown => None,
        };
        return output.value(&json!({
            "time": past.time,
            "intent": past.intent.as_ref().map(|one| serde_json::to_value(one).unwrap_or_default()),
            "outcome": past.outcome.as_ref().map(|one| serde_json::to_value(one).unwrap_or_default()),
            "same_rules_now": since,
            "considered": considered.map(|all| all.iter().map(as_json).collect::<Vec<Value>>()),
        }));
    }
    record(past, output)?;
    output.line(match since {
        Since::Same => "the rules are those that held then",
        Since::Changed => "the rules were changed since: what follows may not be what decided",
        Since::Unknown => {
            "whether the rules are those that held then is not known without the keys"
        }
    })?;
    match considered {
        Some(considered) => list(considered, output),
        None => output.line("it used no tool, so no rule was asked"),
    }
}

/// The records of the call, for a person.
fn record(past: &Past, output: &mut Output) -> Result<(), Failure> {
    let subject = past.outcome.as_ref().map(|outcome| &outcome.subject);
    let Some(subject) = subject.or(past.intent.as_ref().map(|intent| &intent.subject)) else {
        return Ok(());
    };
    output.line(format_args!(
        "call {} at {}, door {}",
        plain(&subject.call),
        past.time,
        subject.door
    ))?;
    for (what, value) in [
        ("upstream", &subject.upstream),
        ("operation", &subject.operation),
        ("model", &subject.model),
        ("tool", &subject.tool),
        ("rule", &subject.rule),
    ] {
        if let Some(value) = value {
            output.line(format_args!("  {what:9}  {}", plain(value)))?;
        }
    }
    let Some(outcome) = &past.outcome else {
        return output.line("  it has not ended, or its end is not on record");
    };
    let decision = match outcome.decision {
        log::Decision::Allowed => "allowed",
        log::Decision::Refused => "refused",
    };
    output.line(format_args!("  decision   {decision}"))?;
    for (what, value) in [("code", &outcome.code), ("reason", &outcome.reason)] {
        if let Some(value) = value {
            output.line(format_args!("  {what:9}  {}", plain(value)))?;
        }
    }
    for one in &outcome.findings {
        output.line(format_args!("  found      {} {}: {}", one.count, one.entity, one.action))?;
    }
    Ok(())
}
