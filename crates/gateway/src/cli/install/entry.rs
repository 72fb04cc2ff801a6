//! One server of a client, put behind the gate or taken out: edits of the text, nothing more.
//!
//! All that is needed to undo it stands in the entry itself: the command is the first argument
//! after `--`, and the others follow it as they were.

use std::ops::Range;
use std::path::Path;

use serde_json::Value;

use super::jsonc::{Node, What};

/// A piece of the text that is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) span: Range<usize>,
    pub(super) text: String,
}

/// What a server of a client is to the gate.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A program that the client starts.
    Plain,
    /// The same behind the gate, under this name.
    Guarded(String),
    /// Something else, for this reason.
    Other(&'static str),
}

/// How the gate is started by a client.
#[derive(Debug, Clone)]
pub(super) struct Gate {
    /// The program.
    pub(super) program: String,
    /// What follows `mcp`: the home and the configuration, where they are not the usual ones.
    pub(super) options: Vec<String>,
}

/// An entry that starts the gate, taken apart.
struct Guarded<'a> {
    name: String,
    /// All of its arguments.
    items: &'a [Node],
    /// Where the command of the server stands in them.
    inner: usize,
    /// Whether the entry had no list of arguments before.
    bare: bool,
}

/// What a server of a client is.
pub(super) fn kind(entry: &Node) -> Kind {
    if let Some(guarded) = guarded(entry) {
        return Kind::Guarded(guarded.name);
    }
    let remote = matches!(entry.get("type").and_then(Node::text), Some("http" | "sse" | "ws"))
        || entry.get("url").is_some()
        || entry.get("serverUrl").is_some();
    if remote {
        return Kind::Other("not stdio: not guarded by this version");
    }
    let Some(command) = entry.get("command").and_then(Node::text) else {
        return Kind::Other("it names no command");
    };
    if command.is_empty() {
        return Kind::Other("it names no command");
    }
    match entry.get("args").map(|args| &args.what) {
        None => Kind::Plain,
        Some(What::Array(items)) if items.iter().all(|item| item.text().is_some()) => Kind::Plain,
        Some(_) => Kind::Other("its `args` are no list of texts"),
    }
}

/// Takes an entry apart that starts the gate.
fn guarded(entry: &Node) -> Option<Guarded<'_>> {
    let command = entry.get("command")?.text()?;
    // Wherever the program stood when it was installed.
    if Path::new(command).file_stem()? != "portcullis" {
        return None;
    }
    let What::Array(items) = &entry.get("args")?.what else { return None };
    let words: Vec<&str> = items.iter().map(Node::text).collect::<Option<_>>()?;
    if words.first() != Some(&"mcp") {
        return None;
    }
    let inner = words.iter().position(|word| *word == "--")? + 1;
    words.get(inner)?;
    let before = words.get(1..inner)?;
    let joined = before.iter().find_map(|word| word.strip_prefix("--name="));
    let apart = before.iter().skip_while(|word| **word != "--name").nth(1);
    let name = joined.or(apart.copied()).unwrap_or_default().to_owned();
    Some(Guarded { name, items, inner, bare: joined.is_some() })
}

/// Puts a plain server behind the gate.
pub(super) fn guard(entry: &Node, name: &str, gate: &Gate, text: &str) -> Option<Vec<Edit>> {
    let command = entry.get("command")?;
    let raw = text.get(command.span.clone())?;
    let program = Edit { span: command.span.clone(), text: quoted(&gate.program) };
    let mut words = vec![quoted("mcp")];
    words.extend(gate.options.iter().map(|word| quoted(word)));
    let args = entry.get("args");
    // How the name is spelled tells whether there was a list of arguments.
    match args {
        Some(_) => words.extend([quoted("--name"), quoted(name)]),
        None => words.push(quoted(&format!("--name={name}"))),
    }
    words.extend([quoted("--"), raw.to_owned()]);
    let words = words.join(", ");
    let edit = match args {
        None => Edit {
            span: command.span.end..command.span.end,
            text: format!(", \"args\": [{words}]"),
        },
        Some(args) => {
            let What::Array(items) = &args.what else { return None };
            let (at, end) = match items.first() {
                Some(first) => (first.span.start, ", "),
                None => (args.span.start + 1, ""),
            };
            Edit { span: at..at, text: format!("{words}{end}") }
        }
    };
    Some(vec![program, edit])
}

/// Takes the gate out of an entry: what is left is what was there.
pub(super) fn release(entry: &Node, text: &str) -> Option<Vec<Edit>> {
    let Guarded { items, inner, bare, .. } = guarded(entry)?;
    let (command, args) = (entry.get("command")?, entry.get("args")?);
    let (first, original) = (items.first()?, items.get(inner)?);
    let raw = text.get(original.span.clone())?.to_owned();
    let program = Edit { span: command.span.clone(), text: raw };
    let next = items.get(inner + 1);
    let edit = match next {
        Some(next) => Edit { span: first.span.start..next.span.start, text: String::new() },
        // The whole member goes, from the command's end on, as it came.
        // Only if nothing else came in between since.
        None if bare && follows(command, args, text) => {
            Edit { span: command.span.end..args.span.end, text: String::new() }
        }
        None => Edit { span: first.span.start..original.span.end, text: String::new() },
    };
    Some(vec![program, edit])
}

/// Whether the arguments stand right behind the command.
fn follows(command: &Node, args: &Node, text: &str) -> bool {
    let between = text.get(command.span.end..args.span.start).unwrap_or_default();
    between.split_whitespace().collect::<String>() == r#","args":"#
}

/// The text with the edits done.
pub(super) fn applied(text: &str, edits: &[Edit]) -> Option<String> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.span.start);
    let (mut out, mut at) = (String::with_capacity(text.len() + 256), 0);
    for edit in edits {
        out.push_str(text.get(at..edit.span.start)?);
        out.push_str(&edit.text);
        at = edit.span.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// The gate's name for a server that the client calls so.
pub(super) fn server_name(client: &str) -> String {
    let mapped: String = client
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '-' })
        .take(NAME_MAX)
        .collect();
    match mapped.trim_matches('-') {
        "" => "server".to_owned(),
        name => name.to_owned(),
    }
}

/// LIMIT: characters of a server's name.
const NAME_MAX: usize = 64;

/// A text as JSON.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
