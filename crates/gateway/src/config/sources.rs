//! Where settings come from: the file, the environment, the command line; and who wins.
//!
//! It finds what was written under a name and gives it no meaning.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::environment::Environment;
use super::error::{ConfigError, Source};

/// LIMIT: bytes of the file; a hundred times what a person writes.
pub const FILE_BYTES_MAX: usize = 1_048_576;

/// How the variables begin that set a key.
const PREFIX: &str = "PORTCULLIS__";

/// All that settings are made of.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The file, if there is one.
    pub file: Option<File<'a>>,
    /// The environment.
    pub environment: &'a Environment,
    /// What the command line says.
    pub flags: &'a [Flag],
    /// The home directory: relative paths start there.
    pub home: &'a Path,
}

/// The text of the file, and where it stands.
#[derive(Clone, Copy)]
pub struct File<'a> {
    /// Where it stands, for messages.
    pub path: &'a Path,
    /// Its text.
    pub text: &'a str,
}

// The text may hold credentials.
impl std::fmt::Debug for File<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "File({})", self.path.display())
    }
}

/// A key that the command line sets.
#[derive(Debug, Clone)]
pub struct Flag {
    /// The flag, for messages: `--listen`.
    pub name: &'static str,
    /// The key: `server.listen`.
    pub key: &'static str,
    /// Its value.
    pub value: String,
}

/// A value and where it was written.
pub(super) struct Written<'a> {
    pub(super) value: DeValue<'a>,
    pub(super) source: Source,
    /// The text as it stands in a variable or flag, for keys that take a text.
    pub(super) plain: Option<&'a str>,
}

/// What was written, by layer.
pub(super) struct Layers<'a> {
    pub(super) file: DeTable<'a>,
    path: Option<&'a Path>,
    text: &'a str,
    /// Variables, then flags: the last one wins.
    pub(super) over: Vec<Over<'a>>,
}

/// A key that a variable or a flag sets.
pub(super) struct Over<'a> {
    pub(super) key: String,
    pub(super) source: Source,
    text: &'a str,
}

impl<'a> Layers<'a> {
    /// Reads the file and lists the variables and flags; what does not parse goes to `errors`.
    pub(super) fn read(sources: &Sources<'a>, errors: &mut Vec<ConfigError>) -> Self {
        let text = sources.file.map(|file| file.text).unwrap_or_default();
        let path = sources.file.map(|file| file.path);
        let mut layers = Self { file: DeTable::new(), path, text, over: overrides(sources) };
        if text.len() > FILE_BYTES_MAX {
            let message = format!("the file must not be longer than {FILE_BYTES_MAX} bytes");
            errors.push(ConfigError { source: layers.place(None), key: String::new(), message });
            return layers;
        }
        let (table, mistakes) = DeTable::parse_recoverable(text);
        for mistake in mistakes {
            let source = layers.place(mistake.span().map(|span| span.start));
            let message = format!("not TOML: {}", mistake.message());
            errors.push(ConfigError { source, key: String::new(), message });
        }
        layers.file = table.into_inner();
        layers
    }

    /// The place in the file at this byte.
    pub(super) fn place(&self, byte: Option<usize>) -> Source {
        let Some(path) = self.path else { return Source::Default };
        let before = byte.and_then(|byte| self.text.as_bytes().get(..byte));
        let line = before.map_or(0, |before| memchr::memchr_iter(b'\n', before).count() + 1);
        Source::File { path: path.to_owned(), line }
    }

    /// What was written last for this key of this section.
    pub(super) fn find(&self, section: &str, key: &str) -> Option<Written<'a>> {
        // A variable's name holds no `-`.
        let full = format!("{section}.{key}").replace('-', "_");
        if let Some(over) = self.over.iter().rev().find(|over| over.key == full) {
            // A bare word is no TOML value; it is taken as the text that it is.
            let value = DeValue::parse(over.text)
                .map_or_else(|_| DeValue::String(over.text.into()), Spanned::into_inner);
            let source = over.source.clone();
            return Some(Written { value, source, plain: Some(over.text) });
        }
        let (name, value) = entry(self.table(section)?, key)?;
        let source = self.place(Some(name.start));
        Some(Written { value: value.clone(), source, plain: None })
    }

    /// The line of the file at which a section begins.
    pub(super) fn section_place(&self, section: &str) -> Source {
        let mut table = &self.file;
        let mut start = None;
        for part in section.split('.') {
            let Some((place, value)) = inner(table, part) else { break };
            start = Some(place);
            let Some(inner) = value.as_table() else { break };
            table = inner;
        }
        self.place(start)
    }

    /// Whether the file has a table of this name.
    pub(super) fn has(&self, section: &str) -> bool {
        self.table(section).is_some()
    }

    /// The table of the file with this name, by its parts.
    fn table(&self, section: &str) -> Option<&DeTable<'a>> {
        let mut table = &self.file;
        for part in section.split('.') {
            table = inner(table, part)?.1.as_table()?;
        }
        Some(table)
    }

    /// The items of a section that is a list of tables, by the names that they have here; `None`
    /// if it is not written.
    pub(super) fn items(&self, section: &str) -> Option<Vec<String>> {
        let (parent, name) = section.rsplit_once('.').unwrap_or(("", section));
        let list = entry(self.table(parent)?, name)?.1.as_array()?;
        let tables = list.iter().enumerate().filter(|(_, item)| item.get_ref().is_table());
        Some(tables.map(|(index, _)| item_of(section, index)).collect())
    }

    /// The names under a section that stands once for each name, in the order of the file; then
    /// those that only variables name.
    pub(super) fn names(&self, section: &str) -> Vec<String> {
        let mut placed: Vec<(usize, String)> = Vec::new();
        if let Some(table) = self.table(section) {
            placed
                .extend(table.iter().map(|(key, _)| (key.span().start, key.get_ref().to_string())));
        }
        placed.sort();
        let mut names: Vec<String> = placed.into_iter().map(|(_, name)| name).collect();
        for over in &self.over {
            let rest = over.key.strip_prefix(section).and_then(|rest| rest.strip_prefix('.'));
            if let Some((name, _)) = rest.and_then(|rest| rest.rsplit_once('.'))
                && !names.iter().any(|known| known.replace('-', "_") == name)
            {
                names.push(name.to_owned());
            }
        }
        names
    }
}

/// The entry of a table with this name: where its key stands, and its value.
fn entry<'t, 'a>(
    table: &'t DeTable<'a>,
    name: &str,
) -> Option<(std::ops::Range<usize>, &'t DeValue<'a>)> {
    let (key, value) = table.iter().find(|(key, _)| key.get_ref() == name)?;
    Some((key.span(), value.get_ref()))
}

/// An item of a list of tables, as it is named in messages: `privacy.custom[1]`.
pub(super) fn item_of(section: &str, index: usize) -> String {
    format!("{section}[{}]", index + 1)
}

/// What a part of a section's name stands for, and where: a table, or an item of a list of them.
fn inner<'t, 'a>(table: &'t DeTable<'a>, part: &str) -> Option<(usize, &'t DeValue<'a>)> {
    let Some((name, number)) = part.strip_suffix(']').and_then(|part| part.split_once('[')) else {
        return entry(table, part).map(|(place, value)| (place.start, value));
    };
    let index = number.parse::<usize>().ok()?.checked_sub(1)?;
    let item = entry(table, name)?.1.as_array()?.get(index)?;
    Some((item.span().start, item.get_ref()))
}

/// The variables that set a key, then the flags.
fn overrides<'a>(sources: &Sources<'a>) -> Vec<Over<'a>> {
    let variables = sources.environment.beginning(PREFIX).map(|(name, text)| {
        let rest = name.strip_prefix(PREFIX).unwrap_or(name);
        let key = rest.to_ascii_lowercase().replace("__", ".");
        Over { key, source: Source::Environment(name.to_owned()), text }
    });
    let flags = sources.flags.iter().map(|flag| Over {
        key: flag.key.to_owned(),
        source: Source::Flag(flag.name),
        text: &flag.value,
    });
    variables.chain(flags).collect()
}

/// The variable that sets this key: `PORTCULLIS__SERVER__LISTEN`.
#[must_use]
pub(super) fn variable(section: &str, key: &str) -> String {
    format!("{PREFIX}{}__{key}", section.replace('.', "__")).to_ascii_uppercase()
}
