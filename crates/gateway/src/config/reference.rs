//! `docs/config.md`, from the declarations.

use std::fmt::Write as _;

use super::declare::{About, Kind, Section, Shape, Status, enumerated, listed};
use super::sections;
use super::sources::variable;
use super::value::spelled;

/// What stands before the sections.
const INTRODUCTION: &str = "\
# Configuration

<!-- Generated from the declarations in crates/gateway/src/config: do not edit. -->

The file is TOML: `portcullis.toml` in the home directory, or the one that `--config` names; never
one of the working directory.
The home directory is what `--home` names, else `PORTCULLIS_HOME`, else `portcullis` in the
platform's data directory.

A value comes from the built-in default, then the file, then the environment, then a flag: the last
one wins.
A variable's name is `PORTCULLIS__` and the section and key in capitals, joined by `__`, as
`PORTCULLIS__SERVER__LISTEN`; its value is TOML, or a bare text.

`portcullis config check` reports every mistake of a file at once, with line and key.
`portcullis config show` prints what is settled and where each value comes from.
`portcullis config schema` prints a JSON Schema for editors.

A key that weakens the protection warns at start, or begins with `danger_`.
What is not available in this version may only be written with its default, or not at all.
";

/// The whole document.
#[must_use]
pub fn reference() -> String {
    let mut out = INTRODUCTION.to_owned();
    for section in sections::ALL {
        describe(section, &mut out);
    }
    out
}

/// One section.
fn describe(section: &Section, out: &mut String) {
    let name = section.name.replace('*', "NAME");
    let head = match section.shape {
        Shape::Single => format!("[{name}]"),
        Shape::Named(_) => format!("[{name}.NAME]"),
        Shape::Listed => format!("[[{name}]]"),
    };
    let _ = writeln!(out, "\n## `{head}`\n\n{}", section.doc);
    if section.status == Status::Later {
        let _ = writeln!(out, "Not available in this version.");
        return;
    }
    if section.keys.is_empty() {
        return;
    }
    let mut before = sections::ALL.iter().take_while(|it| !std::ptr::eq(**it, section));
    if let Some(same) = before.find(|it| are_same(it.keys, section.keys)) {
        let _ = writeln!(out, "Its keys are those of `{}` above.", same.name);
        return;
    }
    let _ = writeln!(out, "\n| key | value | default | what it does |\n|---|---|---|---|");
    for about in section.keys {
        let default = about.default.map_or_else(|| "none".to_owned(), |text| format!("`{text}`"));
        let _ = writeln!(
            out,
            "| `{}` | {} | {default} | {}{} |",
            about.name,
            takes(about),
            about.doc,
            if about.status == Status::Later { " Not available in this version." } else { "" },
        );
    }
    if let (Shape::Single, Some(first)) = (section.shape, section.keys.first()) {
        let _ = writeln!(out, "\nAs a variable: `{}`.", variable(section.name, first.name));
    }
}

/// Whether two sections have the same keys.
fn are_same(one: &[&About], other: &[&About]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| std::ptr::eq(*one, *other))
}

/// What a key takes, in words.
fn takes(about: &About) -> String {
    match about.kind {
        Kind::Text(form) | Kind::Hidden(form) => form.to_owned(),
        Kind::Credential => "`env:NAME`, `client`, `none` or the key itself".to_owned(),
        Kind::Choice(choices) => {
            let later: Vec<&str> =
                choices.iter().filter(|c| c.status == Status::Later).map(|c| c.name).collect();
            let built = listed(choices);
            if later.is_empty() || about.status == Status::Later {
                built
            } else {
                format!("{built} (later: {})", enumerated(&later, "and"))
            }
        }
        Kind::Flag => "`true` or `false`".to_owned(),
        Kind::Ratio => "a number from 0 to 1".to_owned(),
        Kind::Whole => "a whole number".to_owned(),
        Kind::Duration { min, max } => {
            format!("a time from {} to {}: `s`, `m`, `h`, `d`", spelled(min), spelled(max))
        }
        Kind::Texts(form) => format!("a list; each {form}"),
        Kind::Variables => "a table from names to texts".to_owned(),
        Kind::PerEntity(choices) => format!("a table from entities to {}", listed(choices)),
        Kind::RatioPerEntity => "a table from entities to numbers from 0 to 1".to_owned(),
        Kind::TextsPerEntity(form) => format!("a table from entities to lists; each item {form}"),
    }
}
