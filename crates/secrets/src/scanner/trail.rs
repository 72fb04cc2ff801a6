//! One place where a pattern may begin, followed until it is one or none.
//!
//! It keeps how far it came, so that a long value that comes in small pieces is read once.

use std::ops::Range;

use super::patterns::Patterns;
use super::reading::{Reading, Step, View};

/// A possible beginning.
pub(super) struct Trail {
    pub(super) reading: Reading,
    pub(super) start: usize,
    at: usize,
    /// Separators since the last byte that counted.
    gap: usize,
    depth: usize,
    /// The patterns that it still can be.
    range: Range<usize>,
    /// Where the longest pattern that it was ended, and which one that was.
    found: Option<(usize, usize)>,
}

/// What became of a trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// The text that is there does not tell.
    Open,
    /// It is this or nothing.
    Closed(Option<Found>),
}

/// A pattern in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) secret: usize,
}

impl Trail {
    pub(super) fn new(patterns: &Patterns, start: usize, reading: Reading) -> Self {
        let range = patterns.all();
        Self { reading, start, at: start, gap: 0, depth: 0, range, found: None }
    }

    /// Goes on as far as the text goes.
    pub(super) fn advance(&mut self, patterns: &Patterns, view: &View<'_>) -> Progress {
        loop {
            match view.step(self.at, self.reading) {
                Step::End if !view.finished => return Progress::Open,
                Step::Unfinished => return Progress::Open,
                Step::End => break,
                Step::Dropped { width } => {
                    self.gap += 1;
                    if patterns.gap_max < self.gap {
                        break;
                    }
                    self.at += width;
                }
                Step::Kept { bytes, count, width } => {
                    for byte in bytes.into_iter().take(count) {
                        self.range = patterns.narrow(&self.range, self.depth, byte);
                        self.depth += 1;
                    }
                    if self.range.is_empty() {
                        break;
                    }
                    self.gap = 0;
                    self.at += width;
                    if patterns.is_whole(self.range.start, self.depth) {
                        self.found = Some((self.at, self.range.start));
                    }
                }
            }
        }
        let found = self.found.map(|(end, pattern)| self.whole(patterns, view, end, pattern));
        Progress::Closed(found)
    }

    /// With all that belongs to it.
    fn whole(&self, patterns: &Patterns, view: &View<'_>, end: usize, pattern: usize) -> Found {
        let (secret, around) = patterns.of(pattern);
        let mut start = view.dropped_before(self.start, around.lead);
        if around.coded_before {
            start = view.coded_before(start);
        }
        let mut end = end;
        for _ in 0..around.trail {
            let Step::Dropped { width } = view.step(end, self.reading) else { break };
            end += width;
        }
        if around.coded_after {
            end = view.coded_after(end);
        }
        Found { start, end, secret }
    }
}
