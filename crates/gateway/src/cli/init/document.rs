//! A commented TOML file as a list of tables, so that an import can change a line of it.
//!
//! It knows no key; what a value means is decided by the configuration.

use std::fmt;

/// A file.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// What stands at its head, without `#`.
    pub(super) head: Vec<String>,
    /// Its tables.
    pub(super) tables: Vec<Table>,
}

/// A table of it.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// As it is written: `[privacy]`.
    pub(super) header: String,
    /// What stands above it, without `#`.
    pub(super) notes: Vec<String>,
    /// Its lines.
    pub(super) lines: Vec<Line>,
}

/// A key of a table.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) key: String,
    /// As TOML.
    pub(super) value: String,
    /// What stands above it, without `#`.
    pub(super) notes: Vec<String>,
    /// Whether it holds or stands as a comment.
    pub(super) holds: bool,
}

impl Table {
    /// A table of these lines that hold.
    pub(super) fn of(header: &str, note: &str, lines: &[(&str, &str, &str)]) -> Self {
        let line = |(key, value, note): &(&str, &str, &str)| Line {
            key: (*key).to_owned(),
            value: (*value).to_owned(),
            notes: wrapped(note),
            holds: true,
        };
        let lines = lines.iter().map(line).collect();
        Self { header: header.to_owned(), notes: wrapped(note), lines }
    }

    /// Whether it may stand only once.
    fn is_single(&self) -> bool {
        !self.header.starts_with("[[")
    }
}

impl Document {
    /// Puts the lines of a table where they belong: over those of the same key.
    pub(super) fn merge(&mut self, table: &Table) {
        let mut tables = self.tables.iter_mut();
        match tables.find(|known| known.is_single() && known.header == table.header) {
            None => self.tables.push(table.clone()),
            Some(known) => {
                for line in &table.lines {
                    known.put(line);
                }
            }
        }
    }
}

impl Table {
    /// Puts a line over that of the same key; one that does not hold goes beside it.
    fn put(&mut self, line: &Line) {
        let same = self.lines.iter_mut().find(|known| known.key == line.key && known.holds);
        match same {
            Some(known) if line.holds => *known = line.clone(),
            Some(_) | None => self.lines.push(line.clone()),
        }
    }
}

/// A note cut into lines that fit beside code.
pub(super) fn wrapped(note: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in note.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.len() + word.len() < 92 => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        comment(&self.head, f)?;
        self.tables.iter().try_for_each(|table| write!(f, "\n{table}"))
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        comment(&self.notes, f)?;
        // A header of a section that this version does not have would be an error.
        let holds = self.lines.is_empty() || self.lines.iter().any(|line| line.holds);
        writeln!(f, "{}{}", if holds { "" } else { "# " }, self.header)?;
        for line in &self.lines {
            comment(&line.notes, f)?;
            let mark = if line.holds { "" } else { "# " };
            writeln!(f, "{mark}{} = {}", line.key, line.value)?;
        }
        Ok(())
    }
}

fn comment(lines: &[String], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    lines.iter().try_for_each(|line| writeln!(f, "# {line}"))
}
