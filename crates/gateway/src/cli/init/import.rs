//! Takes over settings of other products: Lango, Lantern, Mask, Airlock.
//!
//! Each setting is tried on this version's configuration; what it refuses, or what would weaken
//! the protection, stands in the file as a comment. No value of a credential is carried or told.

mod airlock;
mod lango;
mod lantern;
mod mask;
mod variables;

use std::io::Read as _;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::document::{Line, Table, wrapped};
use crate::assemble::rules;
use crate::cli::failure::Failure;
use crate::config::{self, Environment, File, Sources};

/// LIMIT: bytes of an imported file.
const BYTES_MAX: u64 = 1_048_576;
/// LIMIT: files that are imported at once.
const FILES_MAX: usize = 16;

/// What became of one file.
#[derive(Debug)]
pub(super) struct Imported {
    pub(super) file: PathBuf,
    pub(super) product: &'static str,
    pub(super) items: Vec<Item>,
    pub(super) tables: Vec<Table>,
    pub(super) rules: Vec<Rule>,
}

/// What became of one setting.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) name: String,
    pub(super) fate: Fate,
}

/// Where a setting went.
#[derive(Debug)]
pub(super) enum Fate {
    /// To this key of ours.
    Carried(String),
    /// Nowhere: it always holds here, for this reason.
    Holds(String),
    /// Nowhere, for this reason.
    Left(String),
}

/// A rule that stands for a setting.
#[derive(Debug)]
pub(super) struct Rule {
    id: String,
    note: String,
    tools: Vec<String>,
    effect: &'static str,
}

impl Rule {
    /// As TOML.
    pub(super) fn text(&self) -> String {
        let tools: Vec<String> = self.tools.iter().map(|tool| quoted(tool)).collect();
        let (note, id, effect) = (&self.note, &self.id, self.effect);
        let tools = tools.join(", ");
        format!("# {note}\n[[rule]]\nid = \"{id}\"\ntools = [{tools}]\neffect = \"{effect}\"\n")
    }
}

/// Reads all files that were named; a key that two of them set is of the first.
///
/// # Errors
/// If one cannot be read, or is of no known product.
pub(super) fn all(files: &[PathBuf]) -> Result<Vec<Imported>, Failure> {
    if files.len() > FILES_MAX {
        return Err(Failure::usage(format!("`--import` takes at most {FILES_MAX} files")));
    }
    let mut done: Vec<Imported> = Vec::new();
    for file in files {
        let text = read(file)?;
        let mut one = Import::new(file, &done);
        match text.trim_start().starts_with('{') {
            true => structured(&text, &mut one)?,
            false => variables::take(&text, &mut one)?,
        }
        done.push(one.imported);
    }
    Ok(done)
}

/// A file, bounded.
fn read(file: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let opened = std::fs::File::open(file);
    let read = opened.and_then(|open| open.take(BYTES_MAX + 1).read_to_string(&mut text));
    read.map_err(|error| Failure::io(file.display(), &error))?;
    if text.len() as u64 > BYTES_MAX {
        let path = file.display();
        return Err(Failure::usage(format!("{path}: is longer than {BYTES_MAX} bytes")));
    }
    Ok(text)
}

/// A JSON file: the block of Lango or of Lantern, alone or inside a whole configuration.
fn structured(text: &str, import: &mut Import<'_>) -> Result<(), Failure> {
    let path = import.imported.file.display().to_string();
    let value: Value = serde_json::from_str(text).map_err(|error| {
        // Its own text may quote the file.
        Failure::usage(format!("{path}: line {}: is not JSON", error.line()))
    })?;
    let block = |pointer: &str| value.pointer(pointer).and_then(Value::as_object);
    let lango = block("/security/interceptor").or_else(|| block("/interceptor"));
    let lantern = block("/guardrails");
    let Some(whole) = value.as_object() else { return Err(unknown(&path)) };
    match (lango, lantern) {
        (Some(block), _) => lango::take(block, import),
        (None, Some(block)) => lantern::take(block, import),
        (None, None) if lango::knows(whole) => lango::take(whole, import),
        (None, None) if lantern::knows(whole) => lantern::take(whole, import),
        (None, None) => return Err(unknown(&path)),
    }
    if lango.is_some() || lantern.is_some() {
        beside(whole, import);
    }
    Ok(())
}

/// Names what stands beside the block in a whole configuration.
fn beside(whole: &Map<String, Value>, import: &mut Import<'_>) {
    let why = "not of the block that is imported";
    for (name, inner) in whole {
        match (name.as_str(), inner.as_object()) {
            ("interceptor" | "guardrails", _) => {}
            ("security", Some(inner)) => {
                for name in inner.keys().filter(|name| *name != "interceptor") {
                    import.leave(format!("security.{name}"), why);
                }
            }
            (name, _) => import.leave(name, why),
        }
    }
}

fn unknown(path: &str) -> Failure {
    Failure::usage(format!("{path}: holds no settings that are known here")).hint(
        "known are JSON with `security.interceptor` (Lango) or `guardrails` (Lantern), and lines \
         NAME=VALUE with MASK_... or AIRLOCK_...",
    )
}

/// One file on its way.
struct Import<'a> {
    imported: Imported,
    before: &'a [Imported],
}

impl<'a> Import<'a> {
    fn new(file: &Path, before: &'a [Imported]) -> Self {
        let imported = Imported {
            file: file.to_owned(),
            product: "",
            items: Vec::new(),
            tables: Vec::new(),
            rules: Vec::new(),
        };
        Self { imported, before }
    }

    /// Says that a setting always holds here.
    fn holds(&mut self, name: impl Into<String>, why: &str) {
        self.imported.items.push(Item { name: name.into(), fate: Fate::Holds(why.to_owned()) });
    }

    /// Says that a setting is not carried over, and why.
    fn leave(&mut self, name: impl Into<String>, why: impl Into<String>) {
        self.imported.items.push(Item { name: name.into(), fate: Fate::Left(why.into()) });
    }

    /// Says where a credential belongs.
    fn credential(&mut self, name: &str, secret: &str) {
        self.leave(name, format!("a credential: `portcullis secret set {secret}` keeps it sealed"));
    }

    /// Tries lines of one table that stand for a setting. Those that this version takes without
    /// a warning are carried over; the others are written as a comment.
    fn carry(&mut self, name: &str, header: &str, lines: &[(&str, String)]) {
        let section = header.trim_matches(['[', ']']);
        let keys: Vec<String> = lines.iter().map(|(key, _)| format!("{section}.{key}")).collect();
        if let Some(other) = self.taken(header, lines) {
            let keys = keys.join("`, `");
            return self.leave(name, format!("`{keys}`: {} says otherwise", other.display()));
        }
        let tried = tried(header, lines);
        let from = format!("From {} {name}", self.imported.product);
        let note = match &tried {
            Ok(()) => from,
            Err(why) => format!("{from}; not carried over: {why}"),
        };
        let mut notes = wrapped(&note);
        let mut written = Vec::new();
        for (key, value) in lines {
            let (key, value) = ((*key).to_owned(), value.clone());
            written.push(Line {
                key,
                value,
                notes: std::mem::take(&mut notes),
                holds: tried.is_ok(),
            });
        }
        let header = header.to_owned();
        self.imported.tables.push(Table { header, notes: Vec::new(), lines: written });
        match tried {
            Ok(()) => {
                let fate = Fate::Carried(keys.join(", "));
                self.imported.items.push(Item { name: name.to_owned(), fate });
            }
            Err(why) => self.leave(name, why),
        }
    }

    /// The file that says otherwise about one of these keys.
    fn taken(&self, header: &str, lines: &[(&str, String)]) -> Option<&'a Path> {
        let differs = |table: &Table| {
            let held = table.lines.iter().filter(|line| line.holds);
            table.header == header
                && !header.starts_with("[[")
                && held.into_iter().any(|line| {
                    lines.iter().any(|(key, value)| *key == line.key && *value != line.value)
                })
        };
        let found = self.before.iter().find(|one| one.tables.iter().any(differs));
        found.map(|one| one.file.as_path())
    }

    /// Makes a rule of a list of tools.
    fn rule(&mut self, name: &str, tools: &[String], effect: &'static str) {
        if tools.is_empty() {
            return self.holds(name, "it names no tool");
        }
        let id = name.rsplit('.').next().unwrap_or(name).replace('_', "-").to_ascii_lowercase();
        let number = self.before.iter().map(|one| one.rules.len()).sum::<usize>();
        let id = format!("{id}-{}", number + self.imported.rules.len() + 1);
        let note = format!("From {} {name}.", self.imported.product);
        let rule = Rule { id, note, tools: tools.to_vec(), effect };
        match rules::check("guarded", &rule.text()) {
            Ok(_) => {
                let fate = Fate::Carried(format!("policy.toml, rule {}", rule.id));
                self.imported.items.push(Item { name: name.to_owned(), fate });
                self.imported.rules.push(rule);
            }
            Err(why) => self.leave(name, why.join("; ")),
        }
    }
}

/// Whether this version takes these lines; else why not.
fn tried(header: &str, lines: &[(&str, String)]) -> Result<(), String> {
    let mut text = format!("{header}\n");
    for (key, value) in lines {
        text.extend([*key, " = ", value.as_str(), "\n"]);
    }
    let environment = Environment::default();
    let file = Some(File { path: Path::new("imported"), text: &text });
    let sources = Sources { file, environment: &environment, flags: &[], home: Path::new("/") };
    match config::settle(&sources) {
        Ok(settings) if settings.warnings.is_empty() => Ok(()),
        Ok(settings) => {
            Err(format!("it would weaken the protection: {}", settings.warnings.join("; ")))
        }
        Err(errors) => {
            let said = errors.iter().map(|error| match error.key.is_empty() {
                true => error.message.clone(),
                false => format!("`{}`: {}", error.key, error.message),
            });
            Err(said.collect::<Vec<_>>().join("; "))
        }
    }
}

/// A text as TOML: its escapes are those of JSON.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A list of texts as TOML.
fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}

/// A list of texts, if it is one.
fn texts(value: &Value) -> Option<Vec<String>> {
    let items = value.as_array()?.iter();
    items.map(|item| item.as_str().map(ToOwned::to_owned)).collect()
}
