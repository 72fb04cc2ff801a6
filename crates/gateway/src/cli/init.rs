//! `init`: writes a commented configuration and rules to begin with.
//!
//! It makes no key and overwrites nothing unless it is told to, and then keeps a copy.

mod answers;
mod document;
mod import;
mod starter;

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use portcullis_engine::{Clock as _, SystemClock};
use serde_json::{Value, json};

use super::arguments::Init;
use super::exit::Exit;
use super::failure::Failure;
use super::output::Output;
use super::replace;
use super::setting::Setting;
use crate::assemble::rules;
use crate::config::{self, Environment, File, Sources};
use answers::Answers;
use import::{Fate, Imported};

/// A file that is to be written.
struct Draft {
    path: PathBuf,
    text: String,
}

/// Runs the command.
pub(super) fn run(
    wish: &Init,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let imported = import::all(&wish.import)?;
    let config = setting.arguments.config.clone().unwrap_or_else(|| setting.home.config_file());
    let paths = [config, setting.home.path().join("policy.toml")];
    refuse_existing(&paths, wish, setting)?;
    let ask = !wish.yes;
    if ask && !io::stdin().is_terminal() {
        return Err(Failure::usage("there is no terminal to ask on")
            .hint("`portcullis init --yes` takes the defaults; `portcullis init --help` lists what can be said instead"));
    }
    let answers = match ask {
        true => answers::asked(wish, &mut io::stdin().lock(), output)?,
        false => Answers::of(wish),
    };
    let drafts = drafts(&answers, &imported, paths)?;
    if ask {
        show(&drafts, &imported, output);
        if !answers::agreed(&mut io::stdin().lock(), output)? {
            output.note("nothing was written");
            return Ok(Exit::Negative);
        }
    }
    setting.home.make().map_err(|error| Failure::io(setting.home.path().display(), &error))?;
    let mut copies = Vec::new();
    for draft in &drafts {
        copies.push(write(draft)?);
    }
    report(&Report { drafts, copies, imported, answers }, setting, output)
}

/// Refuses to replace what is there, unless that was asked for.
fn refuse_existing(paths: &[PathBuf], wish: &Init, setting: &Setting<'_>) -> Result<(), Failure> {
    let there: Vec<&PathBuf> = paths.iter().filter(|path| path.exists()).collect();
    if there.is_empty() || wish.force {
        return Ok(());
    }
    let lines = there.iter().map(|path| format!("{} is there already", path.display())).collect();
    let program = setting.program();
    let hint = format!(
        "`{program} config check` tells whether it is sound; `--force` writes anew and keeps a copy"
    );
    Err(Failure { exit: Exit::Usage, lines, hint: Some(hint) })
}

/// The texts, checked as `config check` would.
fn drafts(
    answers: &Answers,
    imported: &[Imported],
    [config, policy]: [PathBuf; 2],
) -> Result<[Draft; 2], Failure> {
    let tables = imported.iter().flat_map(|one| &one.tables);
    let rules_text = starter::rules(answers, imported.iter().flat_map(|one| &one.rules));
    let text = starter::configuration(answers, tables).to_string();
    let environment = Environment::default();
    let file = Some(File { path: &config, text: &text });
    let home = config.parent().unwrap_or(Path::new("."));
    let sources = Sources { file, environment: &environment, flags: &[], home };
    config::settle(&sources).map_err(|errors| Failure::config(&errors))?;
    rules::check(answers.preset.word(), &rules_text).map_err(|lines| Failure {
        exit: Exit::Usage,
        lines,
        hint: None,
    })?;
    Ok([Draft { path: config, text }, Draft { path: policy, text: rules_text }])
}

/// Writes one file; the copy of what was there.
fn write(draft: &Draft) -> Result<Option<PathBuf>, Failure> {
    let fault = |error: io::Error| Failure::io(draft.path.display(), &error);
    let copy = replace::keep(&draft.path, SystemClock::start().now()).map_err(fault)?;
    replace::replace(&draft.path, &draft.text).map_err(fault)?;
    Ok(copy)
}

/// Shows what would be written, before the last question.
fn show(drafts: &[Draft], imported: &[Imported], output: &mut Output) {
    for draft in drafts {
        output.note(format_args!("\n--- {}", draft.path.display()));
        output.note(draft.text.trim_end());
    }
    output.note("---");
    for line in imported.iter().flat_map(said) {
        output.note(line);
    }
}

/// What was done.
struct Report {
    drafts: [Draft; 2],
    copies: Vec<Option<PathBuf>>,
    imported: Vec<Imported>,
    answers: Answers,
}

/// Says what was done, and what to do next.
fn report(done: &Report, setting: &Setting<'_>, output: &mut Output) -> Result<Exit, Failure> {
    let next = starter::next(&done.answers, &setting.program());
    if output.json {
        let pairs = done.drafts.iter().zip(&done.copies);
        let written: Vec<Value> = pairs
            .map(|(draft, copy)| json!({ "path": draft.path, "copy": copy.as_deref() }))
            .collect();
        let imported: Vec<Value> = done.imported.iter().map(as_json).collect();
        output.value(&json!({ "written": written, "imported": imported, "next": next }))?;
        return Ok(Exit::Done);
    }
    for line in done.imported.iter().flat_map(said) {
        output.line(line)?;
    }
    for (draft, copy) in done.drafts.iter().zip(&done.copies) {
        output.line(format_args!("wrote {}", draft.path.display()))?;
        if let Some(copy) = copy {
            output.line(format_args!("  what was there is kept as {}", copy.display()))?;
        }
    }
    output.line("\nWhat next:")?;
    for (number, step) in next.iter().enumerate() {
        output.line(format_args!("  {}. {step}", number + 1))?;
    }
    Ok(Exit::Done)
}

/// What became of an imported file, a line for each name.
fn said(one: &Imported) -> Vec<String> {
    let mut lines = vec![format!("{} ({}):", one.file.display(), one.product)];
    for item in &one.items {
        let name = super::output::plain(&item.name);
        lines.push(match &item.fate {
            Fate::Carried(key) => format!("  carried over  {name} -> {key}"),
            Fate::Holds(why) => format!("  holds anyway  {name}: {why}"),
            Fate::Left(why) => format!("  NOT carried   {name}: {why}"),
        });
    }
    lines
}

/// The same for a program.
fn as_json(one: &Imported) -> Value {
    let items = |wanted: fn(&Fate) -> Option<(&'static str, &String)>| -> Vec<Value> {
        let found = one.items.iter().filter_map(|item| Some((&item.name, wanted(&item.fate)?)));
        found.map(|(name, (key, text))| json!({ "name": name, key: text })).collect()
    };
    json!({
        "file": one.file,
        "product": one.product,
        "carried": items(|fate| match fate {
            Fate::Carried(key) => Some(("key", key)),
            Fate::Holds(_) | Fate::Left(_) => None,
        }),
        "holds": items(|fate| match fate {
            Fate::Holds(why) => Some(("reason", why)),
            Fate::Carried(_) | Fate::Left(_) => None,
        }),
        "not_carried": items(|fate| match fate {
            Fate::Left(why) => Some(("reason", why)),
            Fate::Carried(_) | Fate::Holds(_) => None,
        }),
    })
}
