//! A finding as a line for a person: where, what, how sure.

use std::io::Write as _;

use anstyle::{AnsiColor, Style};

use super::json::{decimal, score};
use super::{Spot, rule};
use crate::cli::output::plain;

/// Where a place is shown.
const PLACE: Style = Style::new().bold();
/// What was found.
const ENTITY: Style = AnsiColor::Yellow.on_default();
/// What matters less.
const SCORE: Style = Style::new().dimmed();

/// The path, made harmless for a terminal once for all findings of a file.
pub(super) fn lead(name: &str, colors: bool) -> Vec<u8> {
    let mut lead = Vec::new();
    begin(PLACE, colors, &mut lead);
    lead.extend_from_slice(plain(name).as_bytes());
    lead.push(b':');
    lead
}

/// One line.
pub(super) fn add(lead: &[u8], spot: &Spot<'_>, colors: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(lead);
    decimal(spot.start.line, out);
    out.push(b':');
    decimal(spot.start.column, out);
    end(PLACE, colors, out);
    out.extend_from_slice(b"  ");
    begin(ENTITY, colors, out);
    out.extend_from_slice(plain(spot.finding.entity.name()).as_bytes());
    end(ENTITY, colors, out);
    if let Some(rule) = rule(spot.finding) {
        out.extend_from_slice(b" (");
        out.extend_from_slice(plain(rule).as_bytes());
        out.push(b')');
    }
    out.extend_from_slice(b"  ");
    begin(SCORE, colors, out);
    score(spot.finding.score, out);
    end(SCORE, colors, out);
    out.push(b'\n');
}

fn begin(style: Style, colors: bool, out: &mut Vec<u8>) {
    if colors {
        // Writing to memory does not fail.
        drop(write!(out, "{style}"));
    }
}

fn end(style: Style, colors: bool, out: &mut Vec<u8>) {
    if colors {
        drop(write!(out, "{style:#}"));
    }
}
