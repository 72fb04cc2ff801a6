//! Finds what the file or the environment names and nobody declared.
//!
//! Nothing is silently ignored: a key that was misspelled would leave a protection off.

use toml::de::{DeTable, DeValue};

use super::declare::{Letters, Section, Shape, Status};
use super::error::Source;
use super::reader::{Reader, not_available};
use super::sections;
use super::similar::did_you_mean;
use super::sources::item_of;

/// A problem at a byte of the file.
struct Problem {
    byte: usize,
    key: String,
    message: String,
}

/// Puts on record every name that is not declared, and every section that is reserved.
pub(super) fn refuse_undeclared(reader: &mut Reader<'_>) {
    let mut problems = Vec::new();
    top(&reader.layers.file, &mut problems);
    for Problem { byte, key, message } in problems {
        let source = reader.layers.place(Some(byte));
        reader.errors.push(super::ConfigError { source, key, message });
    }
    let overs = reader.layers.over.iter();
    let unknown: Vec<(Source, String, String)> = overs
        .filter_map(|over| {
            Some((over.source.clone(), over.key.clone(), undeclared_variable(&over.key)?))
        })
        .collect();
    for (source, key, message) in unknown {
        reader.errors.push(super::ConfigError { source, key, message });
    }
}

/// The tables at the top of the file.
fn top(file: &DeTable<'_>, problems: &mut Vec<Problem>) {
    for (name, value) in file {
        let (key, byte) = (name.get_ref().to_string(), name.span().start);
        match sections::ALL.iter().find(|section| section.name == key) {
            Some(section) => whole(section, &key, byte, value.get_ref(), problems),
            None => {
                let known = sections::ALL.iter().map(|section| section.name);
                let message = format!("unknown section{}", did_you_mean(&key, known));
                problems.push(Problem { byte, key, message });
            }
        }
    }
}

/// All that stands under the name of one section.
fn whole(
    section: &Section,
    path: &str,
    byte: usize,
    value: &DeValue<'_>,
    problems: &mut Vec<Problem>,
) {
    let mut problem = |byte, key: &str, message| {
        problems.push(Problem { byte, key: key.to_owned(), message });
    };
    if section.status == Status::Later {
        return problem(byte, path, not_available(path, ""));
    }
    if section.shape == Shape::Listed {
        return list(section, path, byte, value, problems);
    }
    let Some(table) = value.as_table() else {
        return problem(byte, path, super::value::wrong_type("a table", value));
    };
    match section.shape {
        Shape::Single | Shape::Listed => keys(section, path, table, problems),
        Shape::Named(letters) => {
            for (name, value) in table {
                let (path, byte) = (format!("{path}.{}", name.get_ref()), name.span().start);
                if !letters.fit(name.get_ref()) {
                    let message = letters.said().to_owned();
                    problems.push(Problem { byte, key: path, message });
                } else if let Some(table) = value.get_ref().as_table() {
                    keys(section, &path, table, problems);
                } else {
                    let message = super::value::wrong_type("a table", value.get_ref());
                    problems.push(Problem { byte, key: path, message });
                }
            }
        }
    }
}

/// The tables of a list.
fn list(
    section: &Section,
    path: &str,
    byte: usize,
    value: &DeValue<'_>,
    problems: &mut Vec<Problem>,
) {
    let right = format!("a list of tables: `[[{path}]]`");
    let Some(items) = value.as_array() else {
        let message = super::value::wrong_type(&right, value);
        return problems.push(Problem { byte, key: path.to_owned(), message });
    };
    for (index, item) in items.iter().enumerate() {
        let path = item_of(path, index);
        match item.get_ref().as_table() {
            Some(table) => keys(section, &path, table, problems),
            None => {
                let message = super::value::wrong_type("a table", item.get_ref());
                problems.push(Problem { byte: item.span().start, key: path, message });
            }
        }
    }
}

/// The keys of one table.
fn keys(section: &Section, path: &str, table: &DeTable<'_>, problems: &mut Vec<Problem>) {
    for (name, value) in table {
        let (name, byte) = (name.get_ref().as_ref(), name.span().start);
        if section.keys.iter().any(|about| about.name == name) {
            continue;
        }
        let key = format!("{path}.{name}");
        if let Some(inner) = section.inner(name) {
            whole(inner, &key, byte, value.get_ref(), problems);
            continue;
        }
        let message = format!("unknown key{}", did_you_mean(name, within(section)));
        problems.push(Problem { byte, key, message });
    }
}

/// The names that may stand in a section: its keys and the sections inside it.
fn within(section: &Section) -> impl Iterator<Item = &'static str> {
    section.keys.iter().map(|about| about.name).chain(section.inside().map(|(name, _)| name))
}

/// What is wrong with the name of a variable, if anything is.
fn undeclared_variable(key: &str) -> Option<String> {
    let (path, name) = key.rsplit_once('.').unwrap_or(("", key));
    let of_section = |section: &&&Section| match section.shape {
        Shape::Single => section.name == path,
        // A variable can write `-` only as `_`.
        Shape::Named(_) => path.split_once('.').is_some_and(|(section_name, rest)| {
            section_name == section.name && Letters::Underscore.fit(rest)
        }),
        Shape::Listed => false,
    };
    let Some(section) = sections::ALL.iter().find(of_section) else {
        let known = sections::ALL.iter().map(|section| section.name);
        return Some(format!("unknown section{}", did_you_mean(path, known)));
    };
    if section.status == Status::Later {
        return Some(not_available(section.name, ""));
    }
    if section.keys.iter().any(|about| about.name == name) {
        return None;
    }
    let known = section.keys.iter().map(|about| about.name);
    Some(format!("unknown key{}", did_you_mean(name, known)))
}
