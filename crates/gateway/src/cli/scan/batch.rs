//! `scan --batch`: one row of JSON in, one out, in order.
//!
//! A bad row is answered in its place and does not stop the others.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use portcullis_engine::detect::{Detector, Hint, Settings as Wanted};
use portcullis_model::{Entity, Finding};
use serde::Deserialize;
use serde_json::Value;

use super::place::count;
use super::report::json::members;
use super::{is_language, said};
use crate::cli::arguments::{Offsets, Scan};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::Output;
use crate::cli::rows::{Problem, Rows, answer_problem};

/// LIMIT: detectors that are kept for rows with wishes of their own.
const DETECTORS_MAX: usize = 64;

/// A row, as it comes.
#[derive(Deserialize)]
struct Row<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(default)]
    entities: Option<Vec<String>>,
    #[serde(default)]
    min_score: Option<f32>,
    #[serde(default)]
    language: Option<Cow<'a, str>>,
    /// What the text stands under: a key, a column, a header.
    #[serde(default)]
    key: Option<Cow<'a, str>>,
}

/// Answers all rows of standard input.
pub(super) fn run(scan: &Scan, base: Wanted, output: &mut Output) -> Result<Exit, Failure> {
    let common = Detector::new(base.clone()).map_err(|error| Failure::usage(said(&error)))?;
    let special = HashMap::new();
    let mut bench = Bench { base, common: Arc::new(common), special, answer: Vec::new() };
    let mut tally = Tally { found: false, bad: false };
    let done = tally.all(&mut bench, scan.offsets, output);
    match (done, tally) {
        // The reader is gone: what was found until then is still the answer.
        (Err(failure), Tally { found: true, .. }) if failure.lines.is_empty() => Ok(Exit::Negative),
        (Err(failure), _) => Err(failure),
        (Ok(()), Tally { bad: true, .. }) => Ok(Exit::Usage),
        (Ok(()), Tally { found: true, .. }) => Ok(Exit::Negative),
        (Ok(()), Tally { .. }) => Ok(Exit::Done),
    }
}

/// Whether anything was found, and whether a row was bad.
struct Tally {
    found: bool,
    bad: bool,
}

impl Tally {
    /// Answers all rows.
    fn all(
        &mut self,
        bench: &mut Bench,
        offsets: Offsets,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let mut rows = Rows::new(io::stdin().lock());
        while let Some(row) = rows.next() {
            let row = row.map_err(|error| Failure::io("standard input", &error))?;
            match row.and_then(|row| bench.find(row, offsets, output)) {
                Ok(any) => self.found |= any,
                Err(problem) => {
                    answer_problem(&problem, output)?;
                    self.bad = true;
                }
            }
            if !rows.has_more_at_hand() {
                output.flush()?;
            }
        }
        output.flush()
    }
}

/// What a row wants otherwise: entities, and the bits of a score.
#[derive(PartialEq, Eq, Hash)]
struct Wish {
    entities: Option<Vec<String>>,
    min_score: Option<u32>,
}

/// Detectors by what they look for.
struct Bench {
    base: Wanted,
    common: Arc<Detector>,
    special: HashMap<Wish, Arc<Detector>>,
    /// An answer as it is written.
    answer: Vec<u8>,
}

impl Bench {
    /// Answers one row; says whether anything was found.
    fn find(&mut self, row: &str, offsets: Offsets, output: &mut Output) -> Result<bool, Problem> {
        let row: Row<'_> = serde_json::from_str(row).map_err(|_| diagnose(row))?;
        if row.language.is_some_and(|language| !is_language(&language)) {
            return Err(Problem::new("`language` must be a language tag, as `en`"));
        }
        let detector = self.detector(row.entities, row.min_score)?;
        let findings = detector.find(&row.text, &Hint { key: row.key.as_deref() });
        self.answer.clear();
        answer(&findings, &row.text, offsets, &mut self.answer);
        io::Write::write_all(output.out(), &self.answer).map_err(Problem::output)?;
        Ok(!findings.is_empty())
    }

    /// The detector for a row's wishes.
    fn detector(
        &mut self,
        entities: Option<Vec<String>>,
        min_score: Option<f32>,
    ) -> Result<Arc<Detector>, Problem> {
        if entities.is_none() && min_score.is_none() {
            return Ok(Arc::clone(&self.common));
        }
        let wish = Wish { entities, min_score: min_score.map(f32::to_bits) };
        if let Some(known) = self.special.get(&wish) {
            return Ok(Arc::clone(known));
        }
        let mut wanted = self.base.clone();
        if let Some(names) = &wish.entities {
            wanted.entities = Some(names.iter().map(|name| Entity::named(name.clone())).collect());
        }
        if let Some(score) = min_score {
            wanted.min_score = score;
            wanted.min_scores.clear();
        }
        let detector = Detector::new(wanted).map_err(|error| Problem::new(said(&error)))?;
        let detector = Arc::new(detector);
        if self.special.len() >= DETECTORS_MAX {
            self.special.clear();
        }
        self.special.insert(wish, Arc::clone(&detector));
        Ok(detector)
    }
}

/// Writes the findings of a row, with their offsets in the asked unit.
fn answer(findings: &[Finding], text: &str, offsets: Offsets, out: &mut Vec<u8>) {
    // Then both units are the same, and nobody counts.
    let alike = offsets == Offsets::Bytes || findings.is_empty() || text.is_ascii();
    let (mut bytes, mut characters) = (0, 0);
    let mut offset = |at: usize| {
        if alike {
            return at;
        }
        characters += count(text.as_bytes().get(bytes..at).unwrap_or_default());
        bytes = at;
        characters
    };
    out.extend_from_slice(b"{\"findings\":[");
    for (index, finding) in findings.iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"{" } else { b",{" });
        let start = offset(finding.start);
        members(finding, (start, offset(finding.end)), out);
        out.push(b'}');
    }
    out.extend_from_slice(b"]}\n");
}

/// Says what is wrong with a row that could not be read.
fn diagnose(row: &str) -> Problem {
    let value = match serde_json::from_str::<Value>(row) {
        Ok(Value::Object(members)) => members,
        Ok(_) => return Problem::new("a row must be an object with a `text`"),
        Err(error) => return Problem::new(format!("not JSON at column {}", error.column())),
    };
    let is_list = |value: &Value| {
        value.is_null() || value.as_array().is_some_and(|list| list.iter().all(Value::is_string))
    };
    let is_text = |value: &Value| value.is_null() || value.is_string();
    let checks: [(&str, bool, &str); 5] = [
        ("text", value.get("text").is_some_and(Value::is_string), "must be a text"),
        ("entities", value.get("entities").is_none_or(is_list), "must be a list of texts"),
        (
            "min_score",
            value.get("min_score").is_none_or(|score| score.is_null() || score.is_number()),
            "must be a number from 0 to 1",
        ),
        ("language", value.get("language").is_none_or(is_text), "must be a language tag, as `en`"),
        ("key", value.get("key").is_none_or(is_text), "must be a text"),
    ];
    match checks.iter().find(|(_, right, _)| !right) {
        Some((key, _, what)) => Problem::new(format!("`{key}` {what}")),
        None => Problem::new("a member stands twice"),
    }
}
