//! Prints findings as text, JSON or SARIF. No form holds a value.
//!
//! It appends to a buffer: who prints and in which order is somebody else's business.

use std::collections::HashMap;

use portcullis_engine::detect::Detector;
use portcullis_model::{Entity, Finding};

use super::place::Place;
use crate::cli::arguments::{Format, Offsets};

pub(super) mod json;
mod sarif;
mod text;

/// A finding and where it stands.
#[derive(Debug)]
pub(super) struct Spot<'a> {
    pub(super) finding: &'a Finding,
    pub(super) start: Place,
    pub(super) end: Place,
    /// Its fingerprint with the number of its occurrence, where the format has one.
    pub(super) print: Option<&'a str>,
}

/// Prints findings in one format.
#[derive(Debug)]
pub(super) struct Report {
    format: Format,
    offsets: Offsets,
    colors: bool,
    /// Rules by their ids, in the order in which SARIF lists them.
    rules: HashMap<String, usize>,
}

impl Report {
    pub(super) fn new(format: Format, offsets: Offsets, colors: bool) -> Self {
        Self { format, offsets, colors, rules: HashMap::new() }
    }

    /// Whether findings need fingerprints.
    pub(super) fn wants_prints(&self) -> bool {
        self.format == Format::Sarif
    }

    /// Prints what stands before the first.
    pub(super) fn begin(&mut self, detector: &Detector, out: &mut Vec<u8>) {
        match self.format {
            Format::Text => {}
            Format::Json => out.push(b'['),
            Format::Sarif => self.rules = sarif::begin(detector, out),
        }
    }

    /// What stands between two findings; every one begins with it, also the first.
    pub(super) fn gap(&self) -> &'static [u8] {
        match self.format {
            Format::Text => b"",
            Format::Json | Format::Sarif => b",",
        }
    }

    /// Prints what stands after the last; `whole` says that everything could be read.
    pub(super) fn end(&self, found: usize, whole: bool, out: &mut Vec<u8>) {
        match self.format {
            Format::Text => {}
            Format::Json if found == 0 => out.extend_from_slice(b"]\n"),
            Format::Json => out.extend_from_slice(b"\n]\n"),
            Format::Sarif => sarif::end(whole, out),
        }
    }

    /// What every finding of a source begins with.
    pub(super) fn lead(&self, name: &str) -> Vec<u8> {
        match self.format {
            Format::Text => text::lead(name, self.colors),
            Format::Json => json::lead(name),
            Format::Sarif => sarif::lead(name),
        }
    }

    /// Prints one, after the gap.
    pub(super) fn add(&self, lead: &[u8], spot: &Spot<'_>, out: &mut Vec<u8>) {
        out.extend_from_slice(self.gap());
        match self.format {
            Format::Text => text::add(lead, spot, self.colors, out),
            Format::Json => json::add(lead, spot, self.offsets, out),
            Format::Sarif => sarif::add(lead, spot, &self.rules, out),
        }
    }
}

/// The rule of a finding: secrets have one.
pub(super) fn rule(finding: &Finding) -> Option<&str> {
    finding.rule.as_deref().filter(|_| finding.entity == Entity::SECRET)
}

/// A score in thousandths: sums leave 0.91999996 where 0.92 is meant.
fn thousandths(score: f32) -> usize {
    // A score lies between 0 and 1.
    (score.clamp(0.0, 1.0) * 1_000.0).round() as usize
}
