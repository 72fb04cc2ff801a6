//! The lines of a text in which something was found, as soon as they are decided.
//!
//! What stands beside a finding decides whether it is reported, so a line is looked at when all
//! of it is there. A line without end is cut, at places that depend on the text alone.

use portcullis_model::Finding;

/// LIMIT: bytes of a line; a longer one is taken in pieces of this length, each as a line.
const LINE_BYTES_MAX: usize = 64 * 1024;

/// A line, or several over which a finding spreads, with what was found in it.
#[derive(Debug, PartialEq)]
pub(super) struct Line<'t> {
    /// Where it begins in the text.
    pub(super) start: usize,
    /// The line with its end.
    pub(super) text: &'t str,
    /// What was found in it, at least one; offsets count from the start of the whole text.
    pub(super) findings: &'t [Finding],
}

/// Walks over the lines with findings.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    text: &'t str,
    findings: &'t [Finding],
    /// The start of a line: all before it is decided.
    at: usize,
    /// Whether nothing follows the text.
    finished: bool,
}

impl<'t> Lines<'t> {
    /// A text that begins where a line does.
    pub(super) fn new(text: &'t str, findings: &'t [Finding], finished: bool) -> Self {
        Self { text, findings, at: 0, finished }
    }

    /// Up to where everything is decided, once there is no next line.
    pub(super) fn decided(&self) -> usize {
        if self.finished { self.text.len() } else { self.at }
    }

    /// Goes to the start of the line in which this byte stands; nothing is found before it.
    fn skip(&mut self, goal: usize) {
        let passed = self.text.as_bytes().get(self.at..goal).unwrap_or_default();
        self.at += memchr::memrchr(b'\n', passed).map_or(0, |last| last + 1);
        while goal - self.at >= LINE_BYTES_MAX {
            self.at = self.text.floor_char_boundary(self.at + LINE_BYTES_MAX);
        }
    }

    /// Where the line that begins here ends; nothing if that is not known yet.
    fn end(&self) -> Option<usize> {
        let mut from = self.at;
        loop {
            let cut = (self.at + LINE_BYTES_MAX).max(from);
            let whole = self.text.len() >= cut;
            let cut = self.text.floor_char_boundary(cut);
            let ahead = self.text.as_bytes().get(from..cut).unwrap_or_default();
            let end = match memchr::memchr(b'\n', ahead) {
                Some(newline) => from + newline + 1,
                None if whole || self.finished => cut,
                None => return None,
            };
            let before = self.findings.partition_point(|finding| finding.start < end);
            let last = before.checked_sub(1).and_then(|last| self.findings.get(last));
            match last.filter(|last| end < last.end) {
                Some(over) => from = over.end,
                None => return Some(end),
            }
        }
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = Line<'t>;

    fn next(&mut self) -> Option<Line<'t>> {
        let first = self.findings.first();
        self.skip(first.map_or(self.text.len(), |first| first.start));
        first?;
        let end = self.end()?;
        let count = self.findings.partition_point(|finding| finding.start < end);
        let (inside, after) = self.findings.split_at_checked(count)?;
        let text = self.text.get(self.at..end)?;
        let line = Line { start: self.at, text, findings: inside };
        (self.at, self.findings) = (end, after);
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use portcullis_model::Entity;

    use super::*;

    fn finding(start: usize, end: usize) -> Finding {
        let recognizer = Cow::Borrowed("a");
        Finding { entity: Entity::known("A"), rule: None, start, end, score: 1.0, recognizer }
    }

    fn check(text: &str, spans: &[(usize, usize)], finished: bool, expected: (&[&str], usize)) {
        let findings: Vec<_> = spans.iter().map(|(start, end)| finding(*start, *end)).collect();
        let mut lines = Lines::new(text, &findings, finished);
        let got: Vec<_> = lines.by_ref().map(|line| line.text).collect();
        assert_eq!((got.as_slice(), lines.decided()), expected, "{text:?} {spans:?}");
    }

    #[test]
    fn a_line_is_taken_when_it_has_ended() {
        check("", &[], false, (&[], 0));
        check("a\nb", &[], false, (&[], 2));
        check("a\nb", &[], true, (&[], 3));
        check("a\nb", &[(0, 1)], false, (&["a\n"], 2));
        check("a\nb", &[(2, 3)], false, (&[], 2));
        check("a\nb", &[(2, 3)], true, (&["b"], 3));
        check("a b\nc", &[(0, 1), (2, 3)], false, (&["a b\n"], 4));
        check("x\na\ny\nb\nz", &[(2, 3), (6, 7)], false, (&["a\n", "b\n"], 8));
    }

    #[test]
    fn a_finding_over_lines_takes_all_of_them() {
        check("a\nb\nc\nd", &[(0, 3)], false, (&["a\nb\n"], 6));
        check("a\nb\nc\nd", &[(0, 3), (4, 7)], false, (&["a\nb\n"], 4));
        check("a\nb\nc\nd", &[(0, 3), (4, 7)], true, (&["a\nb\n", "c\nd"], 7));
        check("a\nb", &[(0, 2)], false, (&["a\n"], 2));
        check("a\nb", &[(0, 3)], false, (&[], 0));
    }

    #[test]
    fn a_line_without_end_is_cut_where_the_text_says_whatever_is_there() {
        let at = LINE_BYTES_MAX;
        let long = "x".repeat(3 * at);
        let (text, spans) = (long.as_str(), [(5, 6), (at - 1, at + 4), (2 * at + 9, 2 * at + 12)]);
        let cut = |from: usize, to: usize| text.get(from..to).unwrap();
        // The second piece begins where the finding ends, and is as long as any.
        let first = (0, at + 4);
        let second = (at + 4, 2 * at + 4);
        let third = (second.1, 3 * at);
        check(text, &spans, true, (&[cut(0, first.1), cut(third.0, third.1)], 3 * at));
        check(text, &spans, false, (&[cut(0, first.1)], second.1));
        check(cut(0, at), &spans[..1], false, (&[cut(0, at)], at));
        check(cut(0, at - 1), &spans[..1], false, (&[], 0));
    }
}
