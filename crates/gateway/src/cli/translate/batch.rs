//! Rows that are one call: gathered into one document, and taken apart again.
//!
//! What no edit names stays identical to the byte: each row keeps its members, their order and
//! its spelling.

use portcullis_model::{Document, Edited, Field, Role};

use crate::cli::rows::Problem;
use crate::wire;
use crate::wire::json::{FIELDS_MAX, Fields, Kind, Tape, Value};

/// LIMIT: rows of one call: each is a transaction, and those cost by their number.
pub(super) const ROWS_MAX: usize = 8_192;
/// LIMIT: bytes of one call, unless one row alone has more.
pub(super) const BYTES_MAX: usize = 4 << 20;
/// LIMIT: the same where an analyzer reads along, in the time that a call has for that.
pub(super) const ANALYZED_BYTES_MAX: usize = 32 << 10;

/// Rows that are one call.
pub(super) struct Batch {
    bytes_max: usize,
    raw: String,
    fields: Vec<Field>,
    rows: Vec<Slot>,
    tape: Tape,
}

/// The place of a row in the answer.
pub(super) enum Slot {
    /// It goes through the engine.
    Good,
    /// It is wrong.
    Bad(Problem),
}

/// What became of a row.
#[derive(PartialEq, Eq)]
pub(super) enum Added {
    /// It is in.
    In,
    /// There is no more place; it belongs to the next batch.
    Full,
}

impl Batch {
    /// None yet, of so many bytes at most.
    pub(super) fn new(bytes_max: usize) -> Self {
        let (raw, fields, rows) = (String::new(), Vec::new(), Vec::new());
        Self { bytes_max, raw, fields, rows, tape: Tape::default() }
    }

    /// Whether there are no rows.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether it should not wait for more rows.
    pub(super) fn is_full(&self) -> bool {
        self.rows.len() >= ROWS_MAX || self.raw.len() >= self.bytes_max
    }

    /// Adds a row that could not be read.
    pub(super) fn add_bad(&mut self, problem: Problem) {
        self.rows.push(Slot::Bad(problem));
    }

    /// Adds a row.
    pub(super) fn add(&mut self, row: &str) -> Added {
        if !self.is_empty() && self.raw.len() + row.len() > self.bytes_max {
            return Added::Full;
        }
        match fields(&mut self.tape, row, self.raw.len()) {
            Ok(fields) if !self.is_empty() && self.fields.len() + fields.len() > FIELDS_MAX => {
                return Added::Full;
            }
            Ok(fields) => {
                self.fields.extend(fields);
                self.raw.push_str(row);
                self.raw.push('\n');
                self.rows.push(Slot::Good);
            }
            Err(problem) => self.add_bad(problem),
        }
        Added::In
    }

    /// The document of all good rows, and the places of all.
    pub(super) fn into_parts(self) -> (Document, Vec<Slot>) {
        (Document { raw: self.raw, fields: self.fields, ..Document::default() }, self.rows)
    }
}

/// The rows of an answer, one a line. No row holds a raw line feed: it was read as a line, and
/// what is spliced into JSON is escaped.
pub(super) fn written(edited: &Edited) -> String {
    wire::splice(edited)
}

/// Every text of a row, at these bytes of the document.
fn fields(tape: &mut Tape, row: &str, base: usize) -> Result<Vec<Field>, Problem> {
    let refused = |error| Problem::new(format!("not acceptable JSON: {error}"));
    let root = tape.read(row).map_err(refused)?;
    check(root)?;
    let mut fields = Fields::based(base);
    fields.leaves(root, &mut |fields, leaf| {
        fields.push(leaf, Role::Text);
    });
    fields.finish().map_err(refused)
}

/// A row is an object with a text or any JSON.
fn check(row: Value<'_>) -> Result<(), Problem> {
    if row.kind() != Kind::Object {
        return Err(Problem::new("a row must be an object with a `text` or a `json`"));
    }
    match (row.get("text"), row.get("json")) {
        (Some(text), None) if text.kind() == Kind::Str => Ok(()),
        (Some(_), None) => Err(Problem::new("`text` must be a text")),
        (None, Some(_)) => Ok(()),
        (Some(_), Some(_)) => Err(Problem::new("a row holds a `text` or a `json`, not both")),
        (None, None) => Err(Problem::new("a row must hold a `text` or a `json`")),
    }
}

#[cfg(test)]
mod tests {
    use portcullis_model::Edit;

    use super::*;

    /// The messages of bad rows, and all texts of good ones.
    fn check(rows: &[&str], texts: &[&str], problems: &[&str]) {
        let mut batch = Batch::new(BYTES_MAX);
        for row in rows {
            assert!(batch.add(row) == Added::In);
        }
        let (document, slots) = batch.into_parts();
        let found: Vec<&str> = document.fields.iter().map(|field| document.text(field)).collect();
        assert_eq!(found, texts);
        let found: Vec<&str> = slots
            .iter()
            .filter_map(|slot| match slot {
                Slot::Bad(problem) => Some(problem.message.as_str()),
                Slot::Good => None,
            })
            .collect();
        assert_eq!(found.len(), problems.len(), "{found:?}");
        for (found, expected) in found.iter().zip(problems) {
            assert!(found.starts_with(expected), "{found}");
        }
    }

    #[test]
    fn every_text_of_a_row_is_a_field() {
        check(&[r#"{"text":"a"}"#], &["text", "a"], &[]);
        check(&[r#"{"json":"a"}"#], &["json", "a"], &[]);
        check(&[r#"{"json":null}"#], &["json"], &[]);
        check(
            &[r#"{"id":7,"json":{"k":[1,"\u0061"]}}"#, r#"{"text":""}"#],
            &["id", "7", "json", "k", "1", "a", "text", ""],
            &[],
        );
    }

    #[test]
    fn a_bad_row_says_what_is_wrong_and_leaves_the_others() {
        check(
            &["nope", r#"{"text":"a"}"#, "[]", "{}", r#"{"text":1}"#, r#"{"text":"a","json":1}"#],
            &["text", "a"],
            &[
                "not acceptable JSON: ",
                "a row must be an object",
                "a row must hold",
                "`text` must be a text",
                "a row holds a `text` or a `json`, not both",
            ],
        );
        check(&[r#"{"text":"a","text":"b"}"#], &[], &["not acceptable JSON: duplicate key"]);
    }

    #[test]
    fn what_no_edit_names_stays_identical() {
        let rows = [r#"{ "id" : 1.0e0, "text":"\u0041 x" }"#, r#"{"json":[12, true ]}"#];
        let mut batch = Batch::new(BYTES_MAX);
        for row in rows {
            assert!(batch.add(row) == Added::In);
        }
        let (document, _) = batch.into_parts();
        let number = document.fields.iter().position(|field| document.text(field) == "12").unwrap();
        let edits = vec![Edit { field: number, range: 0..2, with: "n".to_owned() }];
        let written = written(&Edited::new(document, edits));
        assert_eq!(written, format!("{}\n{}\n", rows[0], r#"{"json":["n", true ]}"#));
    }

    #[test]
    fn a_batch_takes_no_more_than_its_limits() {
        let mut batch = Batch::new(BYTES_MAX);
        let row = format!(r#"{{"text":"{}"}}"#, "x".repeat(BYTES_MAX));
        assert!(batch.add(&row) == Added::In && batch.is_full());
        assert!(batch.add(r#"{"text":"a"}"#) == Added::Full);
        let mut batch = Batch::new(BYTES_MAX);
        let many = format!(r#"{{"json":[{}1]}}"#, "1,".repeat(FIELDS_MAX / 2));
        assert!(batch.add(&many) == Added::In);
        assert!(batch.add(&many) == Added::Full);
    }
}
