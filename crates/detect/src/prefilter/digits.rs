//! Which numbers a recognizer of digits is asked about: those that its templates could fit.
//!
//! It looks at the digits of the first group and at those of all groups, at nothing between.

use crate::number::Number;

/// The numbers that the templates of a recognizer could fit.
#[derive(Debug)]
pub(crate) struct Digits {
    /// Counts of digits that a template has in all, each one a bit.
    totals: u32,
    /// Counts of digits that may stand before the first separator, each one a bit.
    firsts: u32,
    pub(crate) recognizer: usize,
}

/// What of a number decides whether recognizers are asked about it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counts {
    totals: u32,
    first: u32,
}

impl Digits {
    /// The numbers that these templates could fit.
    pub(super) fn new(templates: &[&str], recognizer: usize) -> Self {
        let mut made = Self { totals: 0, firsts: 0, recognizer };
        for template in templates {
            let mut digits = 0;
            for place in template.bytes() {
                match place {
                    b'9' => digits += 1,
                    _ => made.firsts |= 1 << digits,
                }
            }
            made.firsts |= 1 << digits;
            made.totals |= 1 << digits;
        }
        made
    }

    /// Whether one of the templates could fit.
    pub(crate) fn may_fit(&self, counts: Counts) -> bool {
        self.totals & counts.totals != 0 && self.firsts & counts.first != 0
    }
}

impl Counts {
    /// The counts of a number.
    pub(crate) fn of(number: &Number) -> Self {
        let first = number.groups().first().map_or(0, |group| 1 << group.len());
        Self { totals: number.counts(), first }
    }
}
