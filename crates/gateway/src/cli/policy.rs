//! `policy check` and `policy explain`: what the rules say, and why a call was decided so.
//!
//! They change nothing and make no call.

mod past;

use std::io::Read as _;
use std::path::Path;

use portcullis_engine::{Clock as _, SystemClock};
use serde_json::{Value, json};

use super::arguments::{Explain, ExplainDoor, Policy};
use super::exit::Exit;
use super::failure::Failure;
use super::output::{Output, plain};
use super::setting::Setting;
use crate::assemble::rules::{self, Considered, Decision, Runner, Use};

/// LIMIT: bytes of a policy file.
const FILE_BYTES_MAX: u64 = 1_048_576;

/// Runs one of them.
pub(super) fn run(
    command: &Policy,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    match command {
        Policy::Check { file } => check(file.as_deref(), setting, output),
        Policy::Explain(wish) => match (&wish.call, &wish.tool) {
            (Some(call), _) => past::explain(call, wish, setting, output),
            (None, Some(tool)) => explain(tool, wish, setting, output),
            (None, None) => Err(Failure::usage("neither a call nor a tool is named")
                .hint("`portcullis audit tail` shows calls; or ask with `--tool NAME`")),
        },
    }
}

/// Reports every mistake of a file, or of the one that is in force.
fn check(file: Option<&Path>, setting: &Setting<'_>, output: &mut Output) -> Result<Exit, Failure> {
    let settings = setting.settings(&[])?;
    let path = file.unwrap_or(&settings.policy.file);
    let needed = file.is_some() || settings.policy.file_required;
    let text = match read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !needed => String::new(),
        Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
            return Err(Failure::usage(format!("{}: is not UTF-8 text", path.display())));
        }
        Err(error) => return Err(Failure::io(path.display(), &error)),
    };
    if text.len() as u64 > FILE_BYTES_MAX {
        let path = path.display();
        return Err(Failure::usage(format!("{path}: is longer than {FILE_BYTES_MAX} bytes")));
    }
    let (count, errors) = match rules::check(settings.policy.preset, &text) {
        Ok(count) => (count, Vec::new()),
        Err(errors) => (0, errors),
    };
    if output.json {
        let preset = settings.policy.preset;
        output
            .value(&json!({ "file": path, "preset": preset, "rules": count, "errors": errors }))?;
    } else {
        for error in &errors {
            output.line(format_args!("{}: {error}", path.display()))?;
        }
        if errors.is_empty() {
            let preset = settings.policy.preset;
            output
                .line(format_args!("the rules are sound: {count}, over the preset `{preset}`"))?;
        }
    }
    Ok(if errors.is_empty() { Exit::Done } else { Exit::Usage })
}

/// A file, of at most one byte over the limit.
fn read(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    std::fs::File::open(path)?.take(FILE_BYTES_MAX + 1).read_to_string(&mut text)?;
    Ok(text)
}

/// Says how a tool would be decided now.
fn explain(
    tool: &str,
    wish: &Explain,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let settings = setting.settings(&[])?;
    let runner = match wish.door {
        ExplainDoor::Mcp => Runner::Server,
        ExplainDoor::Llm => Runner::Provider,
    };
    let now = SystemClock::start().local();
    let asked = Use { principal: &wish.agent, tool, runner, now };
    let (decision, considered) = rules::explain(&settings, &asked)?;
    let (word, rule, reason) = told(&decision);
    if output.json {
        output.value(&json!({
            "tool": tool,
            "agent": wish.agent,
            "decision": word,
            "rule": rule,
            "reason": reason,
            "preset": settings.policy.preset,
            "considered": considered.iter().map(as_json).collect::<Vec<_>>(),
        }))?;
        return Ok(Exit::Done);
    }
    output.line(format_args!(
        "{}: {word}, by {}",
        plain(tool),
        rule.as_deref().unwrap_or("no rule")
    ))?;
    if let Some(reason) = reason {
        output.line(format_args!("  because {reason}"))?;
    }
    list(&considered, output)?;
    if runner == Runner::Server {
        output.note(
            "what its server says of the tool is not known here, and can make it more dangerous",
        );
    }
    Ok(Exit::Done)
}

/// A decision in words: what, by which rule, why.
fn told(decision: &Decision) -> (&'static str, Option<String>, Option<String>) {
    match decision {
        Decision::Allow(permit) => ("allowed", Some(permit.rule.to_string()), None),
        Decision::Ask { rule, reason } => (
            "refused until a person or a rule allows it",
            Some(rule.to_string()),
            Some(reason.clone()),
        ),
        Decision::Deny { rule, reason } => {
            ("denied", rule.as_ref().map(ToString::to_string), Some(reason.clone()))
        }
        Decision::Closed { rule, opens_in } => (
            "closed at this hour",
            Some(rule.to_string()),
            Some(format!("it opens in {} minutes", opens_in.as_secs() / 60)),
        ),
    }
}

/// Prints what each rule has to do with it.
fn list(considered: &[Considered], output: &mut Output) -> Result<(), Failure> {
    if considered.is_empty() {
        return output.line("  there are no rules: the preset decides");
    }
    output.line("rules, in the order of the file (deny wins, then ask, then allow):")?;
    for one in considered {
        let matched = match (one.names_tool, one.names_caller) {
            (true, true) => "matches",
            (true, false) => "another caller",
            (false, _) => "another tool",
        };
        output.line(format_args!(
            "  {:5}  {}: {matched}",
            one.effect,
            plain(&one.rule.to_string())
        ))?;
        if one.names_tool && one.names_caller {
            for reveal in &one.reveals {
                output.line(format_args!("         discloses {reveal}"))?;
            }
        }
    }
    Ok(())
}

fn as_json(one: &Considered) -> Value {
    json!({
        "rule": one.rule.to_string(),
        "effect": one.effect,
        "names_tool": one.names_tool,
        "names_caller": one.names_caller,
        "matches": one.names_tool && one.names_caller,
        "reveals": one.reveals,
    })
}
