//! `[mcp.NAME]`: the MCP servers that `portcullis mcp --name NAME` starts and guards.
//!
//! It starts none, and puts no secret into a variable.

use std::collections::BTreeMap;

use portcullis_model::Secret;
use toml::de::DeValue;

use super::declare::{About, Key, Kind, Letters, Section, Shape, Status};
use super::reader::Reader;
use super::value::{self, ITEMS_MAX};
use crate::assemble::secrets::refers;

/// LIMIT: bytes of a variable's name.
const VARIABLE_BYTES_MAX: usize = 128;
/// Variables of ours: a server has no business with them.
const OWN_VARIABLES: &str = "PORTCULLIS_";

/// A server and how it is started.
#[derive(Debug)]
pub struct McpServer {
    /// What it is called in rules and in the record.
    pub name: String,
    /// The program and its arguments.
    pub command: Vec<String>,
    /// Its variables as they are written: a text, one that refers to secrets, or `env:NAME`.
    pub env: BTreeMap<String, Secret>,
}

pub(super) static SECTION: Section = Section {
    name: "mcp",
    shape: Shape::Named(Letters::Hyphen),
    status: Status::Built,
    doc: "MCP servers that `portcullis mcp --name NAME` starts behind the gate, where no command \
          follows `--`. Of the environment they see `PATH`, `HOME`, `LANG`, `LC_*`, `TMPDIR`, \
          `USER`, `LOGNAME`, `SHELL` and `TERM`, and what `env` says.",
    keys: &[&COMMAND.about, &ENV.about, &URL, &HEADERS],
};

static COMMAND: Key<Vec<String>> = Key {
    about: About {
        name: "command",
        kind: Kind::Texts("a word: first the program, by name or from `/` on, then its arguments"),
        default: None,
        status: Status::Built,
        doc: "What starts it. Required.",
    },
    read: command,
};

static ENV: Key<BTreeMap<String, Secret>> = Key {
    about: About {
        name: "env",
        kind: Kind::Variables,
        default: Some("{}"),
        status: Status::Built,
        doc: "Its variables. `{{secret:NAME}}` stands for what `portcullis secret set NAME` keeps, \
              `env:NAME` for a variable of the environment that `portcullis` is started in.",
    },
    read: variables,
};

static URL: About = About {
    name: "url",
    kind: Kind::Text("a URL"),
    default: None,
    status: Status::Later,
    doc: "Where a server of Streamable HTTP is.",
};

static HEADERS: About = About {
    name: "headers",
    kind: Kind::Variables,
    default: None,
    status: Status::Later,
    doc: "What it is sent with each request.",
};

/// A command whose program does not depend on the folder that the client happens to be in: that
/// may be a cloned repository, which would choose the program.
fn command(about: &About, written: &DeValue<'_>) -> Result<Vec<String>, String> {
    let words = value::texts(about, written)?;
    match words.first().map(String::as_str) {
        None | Some("") => Err("must begin with a program".to_owned()),
        Some(program) if program.contains('/') && !program.starts_with('/') => {
            Err("must begin with a program's name or its whole path, from `/` on".to_owned())
        }
        Some(_) => Ok(words),
    }
}

/// Variables; their values are kept from sight from here on.
fn variables(about: &About, written: &DeValue<'_>) -> Result<BTreeMap<String, Secret>, String> {
    let form = "a table as `{ NAME = \"value\" }`";
    let table = written.as_table().ok_or_else(|| value::wrong_type(form, written))?;
    if table.iter().count() > ITEMS_MAX {
        return Err(format!("must not hold more than {ITEMS_MAX} items"));
    }
    let mut variables = BTreeMap::new();
    for (at, (name, written)) in table.iter().enumerate() {
        let name = name.get_ref().as_ref();
        if !is_variable(name) {
            return Err(format!(
                "item {} is no name of a variable: letters, digits and `_`, at most \
                 {VARIABLE_BYTES_MAX}",
                at + 1
            ));
        }
        if name.starts_with(OWN_VARIABLES) {
            return Err(format!("holds `{name}`, which no server may see: remove it"));
        }
        let wrong = |what: String| format!("the value of `{name}` {what}");
        let text = value::text(about, written.get_ref()).map_err(wrong)?;
        if let Some(variable) = text.strip_prefix("env:") {
            if !is_variable(variable) {
                return Err(wrong("must name a variable after `env:`".to_owned()));
            }
        } else {
            refers(&text).map_err(|what| format!("the value of `{name}`: {what}"))?;
        }
        variables.insert(name.to_owned(), Secret::new(text));
    }
    Ok(variables)
}

/// Whether this may name a variable, in every shell.
fn is_variable(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    (1..=VARIABLE_BYTES_MAX).contains(&name.len())
        && name.bytes().all(fits)
        && !name.starts_with(|c: char| c.is_ascii_digit())
}

/// Settles the servers, in the order of the file.
pub(super) fn settle(reader: &mut Reader<'_>) -> Vec<McpServer> {
    let names = reader.layers.names(SECTION.name);
    names.into_iter().filter_map(|name| one(reader, &name)).collect()
}

/// One server.
fn one(reader: &mut Reader<'_>, name: &str) -> Option<McpServer> {
    let section = format!("{}.{name}", SECTION.name);
    // One that is elsewhere is refused for that, once.
    if reader.is_written(&section, &URL) {
        return None;
    }
    let command = reader.required(&section, &COMMAND);
    let env = reader.value(&section, &ENV);
    // A variable that names a server can write its `-` only as `_`.
    Some(McpServer { name: name.replace('_', "-"), command: command?, env: env? })
}
