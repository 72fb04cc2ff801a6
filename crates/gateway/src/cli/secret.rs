//! `secret set`, `get`, `list`, `rm`, `rotate`: secrets that agents use and never see.
//!
//! No command prints a value, and none takes one from the command line.

use std::io::{self, IsTerminal as _, Read as _};
use std::time::SystemTime;

use portcullis_engine::{Clock as _, SystemClock};
use portcullis_model::Secret;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::arguments::{NamedSecret as Command, OneSecret, SetSecret};
use super::exit::Exit;
use super::failure::Failure;
use super::gate;
use super::output::{Output, plain};
use super::setting::Setting;
use crate::assemble::secrets::{
    Allowed, Desk, Metadata, SecretName, Set, ToolGrant, VALUE_BYTES_MAX,
};

/// Runs one of them.
pub(super) fn run(
    command: &Command,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let settings = setting.settings_aloud(&[], output)?;
    let desk = Desk::open(&setting.home, gate::master(setting)?)?;
    let place = (&setting.home, &settings);
    let now = SystemClock::start().now();
    match command {
        Command::Set(wish) => {
            let (tenant, name) = secret(&wish.secret)?;
            let content = (value()?, allowed(wish)?);
            let word = match desk.set(place, (tenant, &name), content, now)? {
                Set::Created => "created",
                Set::Replaced => "replaced",
            };
            done(word, &desk, (tenant, &name), output)
        }
        Command::Rotate(wish) => {
            let (tenant, name) = secret(wish)?;
            desk.rotate(place, (tenant, &name), value()?, now)?;
            done("rotated", &desk, (tenant, &name), output)
        }
        Command::Get(wish) => {
            let (tenant, name) = secret(wish)?;
            match desk.metadata(tenant, &name)? {
                Some(found) => one(&found, output),
                None => none(&name, output),
            }
        }
        Command::List { tenant } => list(&desk.list(tenant)?, output),
        Command::Rm(wish) => {
            let (tenant, name) = secret(wish)?;
            if !desk.remove(place, (tenant, &name))? {
                return none(&name, output);
            }
            if output.json {
                output.value(&json!({ "removed": name.as_str() }))?;
            } else {
                output.line(format_args!("removed {name}"))?;
            }
            Ok(Exit::Done)
        }
    }
}

fn secret(wish: &OneSecret) -> Result<(&str, SecretName), Failure> {
    let name = wish.name.parse();
    let name = name.map_err(|error| Failure::usage(format!("{error}")))?;
    Ok((&wish.tenant, name))
}

/// The value: all of standard input without the newline at its end, or what is typed twice.
pub(super) fn value() -> Result<Secret, Failure> {
    if io::stdin().is_terminal() {
        return typed();
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(VALUE_BYTES_MAX + 3));
    let read = io::stdin().lock().take(VALUE_BYTES_MAX as u64 + 3).read_to_end(&mut bytes);
    read.map_err(|error| Failure::io("standard input", &error))?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| Failure::usage("the value on standard input is not UTF-8 text"))?;
    let text = text.strip_suffix('\n').unwrap_or(text);
    Ok(Secret::new(text.strip_suffix('\r').unwrap_or(text).to_owned()))
}

fn typed() -> Result<Secret, Failure> {
    let ask = |question: &str| {
        let answer = rpassword::prompt_password(question).map(Secret::new);
        answer.map_err(|error| Failure::io("the terminal", &error))
    };
    let (first, second) = (ask("Value: ")?, ask("Once more: ")?);
    if first.expose() == second.expose() {
        Ok(first)
    } else {
        Err(Failure::usage("the two values differ"))
    }
}

/// Who may have it, where that is said.
fn allowed(wish: &SetSecret) -> Result<Option<Allowed>, Failure> {
    if wish.tool.is_empty() && wish.host.is_empty() {
        return Ok(None);
    }
    let grant = |written: &String| match written.split_once('@') {
        Some((_, pointer)) if !pointer.starts_with('/') => Err(Failure::usage(format!(
            "`--tool {}`: what follows `@` must be a JSON pointer, like `/headers/token`",
            plain(written)
        ))),
        Some((tool, pointer)) => {
            Ok(ToolGrant { tool: tool.to_owned(), argument: Some(pointer.to_owned()) })
        }
        None => Ok(ToolGrant { tool: written.clone(), argument: None }),
    };
    let tools = wish.tool.iter().map(grant).collect::<Result<_, _>>()?;
    Ok(Some(Allowed { tools, hosts: wish.host.clone() }))
}

fn done(
    word: &str,
    desk: &Desk,
    (tenant, name): (&str, &SecretName),
    output: &mut Output,
) -> Result<Exit, Failure> {
    let scanned = desk.metadata(tenant, name)?.is_some_and(|found| found.scanned);
    if output.json {
        output.value(&json!({ word: name.as_str(), "scanned": scanned }))?;
    } else {
        output.line(format_args!("{word} {name}: refer to it as {{{{secret:{name}}}}}"))?;
    }
    if !scanned {
        output.warn(
            "its value is under 12 characters, or nearly uniform: it is kept, but texts are not \
             searched for it",
        );
    }
    Ok(Exit::Done)
}

fn one(found: &Metadata, output: &mut Output) -> Result<Exit, Failure> {
    if output.json {
        output.value(&row(found))?;
        return Ok(Exit::Done);
    }
    let list = |texts: Vec<String>, none: &str| match texts.is_empty() {
        true => none.to_owned(),
        false => texts.join(", "),
    };
    output.line(format_args!("name:      {}", found.name))?;
    output.line(format_args!("created:   {}", time(found.created)))?;
    output.line(format_args!("rotated:   {}", time(found.rotated)))?;
    let used = found.last_used.map_or_else(|| "never".to_owned(), time);
    output.line(format_args!("last used: {used}"))?;
    output.line(format_args!("tools:     {}", list(tools(found), "none")))?;
    output.line(format_args!("hosts:     {}", list(found.allowed.hosts.clone(), "any")))?;
    output.line(format_args!("searched:  {}", if found.scanned { "yes" } else { "no" }))?;
    Ok(Exit::Done)
}

fn list(all: &[Metadata], output: &mut Output) -> Result<Exit, Failure> {
    if output.json {
        output.value(&Value::Array(all.iter().map(row).collect()))?;
        return Ok(Exit::Done);
    }
    if all.is_empty() {
        output.note("there are no secrets: keep one with `portcullis secret set NAME`");
        return Ok(Exit::Done);
    }
    let width = all.iter().map(|found| found.name.as_str().len()).max().unwrap_or(0).max(4);
    output.line(format_args!("{:width$}  {:20}  {:20}  TOOLS", "NAME", "ROTATED", "LAST USED"))?;
    for found in all {
        let used = found.last_used.map_or_else(|| "never".to_owned(), time);
        let (name, rotated) = (&found.name, time(found.rotated));
        let line = format!("{name:width$}  {rotated:20}  {used:20}  {}", tools(found).join(", "));
        output.line(line.trim_end())?;
    }
    Ok(Exit::Done)
}

fn none(name: &SecretName, output: &mut Output) -> Result<Exit, Failure> {
    if output.json {
        output.value(&Value::Null)?;
    } else {
        output.note(format_args!("there is no secret `{name}`"));
    }
    Ok(Exit::Negative)
}

fn tools(found: &Metadata) -> Vec<String> {
    let written = |grant: &ToolGrant| match &grant.argument {
        Some(pointer) => format!("{}@{pointer}", plain(&grant.tool)),
        None => plain(&grant.tool),
    };
    found.allowed.tools.iter().map(written).collect()
}

fn row(found: &Metadata) -> Value {
    json!({
        "name": found.name.as_str(),
        "created": time(found.created),
        "rotated": time(found.rotated),
        "last_used": found.last_used.map(time),
        "tools": tools(found),
        "hosts": found.allowed.hosts,
        "scanned": found.scanned,
    })
}

/// A time in UTC.
fn time(at: SystemTime) -> String {
    jiff::Timestamp::try_from(at).map(|at| at.to_string()).unwrap_or_default()
}
