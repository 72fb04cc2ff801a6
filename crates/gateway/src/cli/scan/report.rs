//! Prints findings as text, JSON or SARIF, each as soon as it is found.

use std::io::Write as _;
use std::sync::Arc;

use anstyle::{AnsiColor, Style};
use portcullis_engine::detect::Detector;
use portcullis_model::{Entity, Finding};
use serde::Serialize;
use serde_json::{Value, json};

use super::place::Place;
use crate::cli::arguments::{Format, Offsets};
use crate::cli::failure::Failure;
use crate::cli::output::{Output, plain};

/// A finding and where it stands.
pub(super) struct Spot<'a> {
    pub(super) name: &'a str,
    pub(super) finding: &'a Finding,
    pub(super) start: Place,
    pub(super) end: Place,
}

/// Prints findings in one format.
pub(super) struct Report {
    format: Format,
    offsets: Offsets,
    found: usize,
}

/// A finding as `--format json` prints it.
#[derive(Serialize)]
struct Entry<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    entity: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'a str>,
    start: usize,
    end: usize,
    score: f32,
    recognizer: &'a str,
}

impl Report {
    pub(super) fn new(format: Format, offsets: Offsets) -> Self {
        Self { format, offsets, found: 0 }
    }

    /// How many were added.
    pub(super) fn found(&self) -> usize {
        self.found
    }

    /// Prints what stands before the first.
    pub(super) fn begin(
        &self,
        detector: &Arc<Detector>,
        output: &mut Output,
    ) -> Result<(), Failure> {
        match self.format {
            Format::Text => Ok(()),
            Format::Json => Ok(write!(output.out(), "[")?),
            Format::Sarif => sarif_head(detector, output),
        }
    }

    /// Prints what stands after the last.
    pub(super) fn end(&self, output: &mut Output) -> Result<(), Failure> {
        match self.format {
            Format::Text => Ok(()),
            Format::Json if self.found == 0 => output.line("]"),
            Format::Json => output.line("\n]"),
            Format::Sarif => output.line("\n]}]}"),
        }
    }

    /// Prints one.
    pub(super) fn add(&mut self, spot: &Spot<'_>, output: &mut Output) -> Result<(), Failure> {
        self.found += 1;
        if self.format != Format::Text {
            let gap = if self.found == 1 { "\n" } else { ",\n" };
            write!(output.out(), "{gap}")?;
        }
        match self.format {
            Format::Text => text(spot, output),
            Format::Json => self.json(spot, output),
            Format::Sarif => sarif(spot, output),
        }
    }

    fn json(&self, spot: &Spot<'_>, output: &mut Output) -> Result<(), Failure> {
        let (start, end) = match self.offsets {
            Offsets::Characters => (spot.start.characters, spot.end.characters),
            Offsets::Bytes => (spot.start.bytes, spot.end.bytes),
        };
        let entry = Entry {
            path: spot.name,
            line: spot.start.line,
            column: spot.start.column,
            entity: spot.finding.entity.name(),
            rule: rule(spot.finding),
            start,
            end,
            score: rounded(spot.finding.score),
            recognizer: &spot.finding.recognizer,
        };
        Ok(serde_json::to_writer(output.out(), &entry).map_err(std::io::Error::from)?)
    }
}

/// The rule of a finding: secrets have one.
pub(super) fn rule(finding: &Finding) -> Option<&str> {
    finding.rule.as_deref().filter(|_| finding.entity == Entity::SECRET)
}

/// One line for a person.
fn text(spot: &Spot<'_>, output: &mut Output) -> Result<(), Failure> {
    let place = format!("{}:{}:{}", plain(spot.name), spot.start.line, spot.start.column);
    let place = output.emphasised(&place, Style::new().bold());
    let entity = spot.finding.entity.name();
    let entity = output.emphasised(entity, AnsiColor::Yellow.on_default());
    let rule = rule(spot.finding).map(|rule| format!(" {rule}")).unwrap_or_default();
    let characters = spot.end.characters - spot.start.characters;
    output.line(format_args!(
        "{place}: {entity}{rule} ({characters} characters, score {:.2}, {})",
        spot.finding.score, spot.finding.recognizer
    ))
}

/// The name of a finding's SARIF rule.
fn rule_id(entity: &str, rule: Option<&str>) -> String {
    rule.map_or_else(|| entity.to_owned(), |rule| format!("{entity}/{rule}"))
}

/// Everything before the results.
fn sarif_head(detector: &Arc<Detector>, output: &mut Output) -> Result<(), Failure> {
    let mut ids: Vec<String> = detector
        .recognizers()
        .map(|recognizer| rule_id(recognizer.entity().name(), recognizer.rule()))
        .chain(detector.own().map(|(entity, rule)| rule_id(entity.name(), rule)))
        .collect();
    ids.sort();
    ids.dedup();
    let rules: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
    let driver = json!({
        "name": "portcullis",
        "version": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    write!(
        output.out(),
        "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\
         \"runs\":[{{\"tool\":{{\"driver\":{driver}}},\"columnKind\":\"unicodeCodePoints\",\
         \"results\":["
    )?;
    Ok(())
}

/// A score as it is meant: sums leave 0.91999996 where 0.92 is meant.
pub(super) fn rounded(score: f32) -> f32 {
    (score * 1_000.0).round() / 1_000.0
}

/// One result.
fn sarif(spot: &Spot<'_>, output: &mut Output) -> Result<(), Failure> {
    let finding = spot.finding;
    let secret = finding.entity == Entity::SECRET;
    let id = rule_id(finding.entity.name(), rule(finding));
    // Widened as it is, a score of 0.95 would print as 0.949999988079071.
    let score = (f64::from(finding.score) * 1_000.0).round() / 1_000.0;
    let result = json!({
        "ruleId": id,
        "level": if secret { "error" } else { "warning" },
        "message": { "text": format!("{id} found") },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": uri(spot.name) },
                "region": {
                    "startLine": spot.start.line,
                    "startColumn": spot.start.column,
                    "endLine": spot.end.line,
                    "endColumn": spot.end.column,
                    "charOffset": spot.start.characters,
                    "charLength": spot.end.characters - spot.start.characters,
                    "byteOffset": spot.start.bytes,
                    "byteLength": spot.end.bytes - spot.start.bytes,
                },
            },
        }],
        "properties": { "score": score, "recognizer": finding.recognizer },
    });
    Ok(write!(output.out(), "{result}")?)
}

/// A path as a relative reference (RFC 3986).
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.extend(['%', hex(byte >> 4), hex(byte)]);
        }
    }
    out
}

/// The lower half of a byte as a digit.
fn hex(byte: u8) -> char {
    char::from_digit(u32::from(byte & 0xF), 16).map_or('0', |digit| digit.to_ascii_uppercase())
}
