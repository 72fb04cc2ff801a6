//! Texts of a document put together into requests, and findings taken back to where they belong.
//!
//! What an analyzer must not see is left out: a filler stands in its place, of one length
//! whatever it stands for. Fields follow each other with an empty line between them. What is
//! found in fillers and between fields belongs nowhere; what reaches over them is cut there.

use std::ops::Range;

use portcullis_model::Finding;

use super::{REQUEST_BYTES_MAX, cut};

/// Stands between two fields: no sentence and no name goes on behind it.
const SEPARATOR: &str = "\n\n";
/// Stands for what is not shown.
const FILLER: &str = "____";
/// LIMIT: with less room than this a request is complete: the next text begins another.
const ROOM_MIN: usize = 64;

/// What is sent for one document.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    all: Vec<Request>,
    bytes: usize,
}

/// One text that is sent. It may hold anything: it cannot be printed.
#[derive(Default)]
pub(crate) struct Request {
    text: String,
    pieces: Vec<Piece>,
}

/// A stretch of a request that comes from a field as it is.
struct Piece {
    /// Where it stands in the request.
    range: Range<usize>,
    field: usize,
    /// Where it stands in the field.
    start: usize,
}

/// A finding in a field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seen {
    pub(crate) field: usize,
    pub(crate) finding: Finding,
}

impl Requests {
    /// Adds the text of a field without what is hidden: ranges, sorted and apart. What has no
    /// letter in it names nobody and is not sent.
    pub(crate) fn add(&mut self, field: usize, text: &str, hidden: &[Range<usize>]) {
        let ends = hidden.iter().map(|range| range.end);
        let starts = hidden.iter().map(|range| range.start).chain([text.len()]);
        let shown: Vec<Range<usize>> =
            [0].into_iter().chain(ends).zip(starts).map(|(from, to)| from..to).collect();
        let shown_text = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
        if !shown.iter().any(|range| shown_text(range).contains(char::is_alphabetic)) {
            return;
        }
        let size = shown.iter().map(Range::len).sum::<usize>() + FILLER.len() * hidden.len();
        self.begin(size);
        for (index, range) in shown.into_iter().enumerate() {
            if 0 < index {
                self.fill();
            }
            self.show(field, text, range);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Bytes of all of them.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Request> {
        self.all.iter()
    }

    /// Goes on in the last request with a field of this size, or begins another.
    fn begin(&mut self, size: usize) {
        let size = size.min(REQUEST_BYTES_MAX);
        match self.all.last() {
            Some(last) if SEPARATOR.len() + size.max(ROOM_MIN) <= last.room() => {
                self.push(SEPARATOR);
            }
            Some(_) | None => self.all.push(Request::default()),
        }
    }

    fn fill(&mut self) {
        if self.all.last().is_none_or(|last| last.room() < FILLER.len() + ROOM_MIN) {
            self.all.push(Request::default());
        }
        self.push(FILLER);
    }

    fn show(&mut self, field: usize, text: &str, range: Range<usize>) {
        let Range { start: mut at, end } = range;
        while at < end {
            let rest = text.get(at..end).unwrap_or_default();
            let room = self.all.last().map_or(0, Request::room);
            if room < rest.len().min(ROOM_MIN) {
                self.all.push(Request::default());
                continue;
            }
            let len = cut::cut(rest, room);
            self.push(rest.get(..len).unwrap_or_default());
            if let Some(last) = self.all.last_mut() {
                let range = last.text.len() - len..last.text.len();
                last.pieces.push(Piece { range, field, start: at });
            }
            at += len;
        }
    }

    fn push(&mut self, text: &str) {
        self.bytes += text.len();
        if let Some(last) = self.all.last_mut() {
            last.text.push_str(text);
        }
    }
}

impl Request {
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where a finding belongs, cut at what is no field's.
    pub(super) fn places(&self, finding: &Finding) -> impl Iterator<Item = Seen> {
        let first = self.pieces.partition_point(|piece| piece.range.end <= finding.start);
        let pieces = self.pieces.get(first..).unwrap_or_default().iter();
        pieces.take_while(|piece| piece.range.start < finding.end).map(|piece| {
            let start = finding.start.max(piece.range.start) - piece.range.start + piece.start;
            let end = finding.end.min(piece.range.end) - piece.range.start + piece.start;
            Seen { field: piece.field, finding: Finding { start, end, ..finding.clone() } }
        })
    }

    fn room(&self) -> usize {
        REQUEST_BYTES_MAX.saturating_sub(self.text.len())
    }
}

impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request").field("pieces", &self.pieces.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use portcullis_model::Entity;

    use super::*;

    fn requests(fields: &[(&str, &[Range<usize>])]) -> Requests {
        let mut requests = Requests::default();
        for (index, (text, hidden)) in fields.iter().enumerate() {
            requests.add(index, text, hidden);
        }
        requests
    }

    /// What is sent for these fields.
    #[track_caller]
    fn check(fields: &[(&str, &[Range<usize>])], sent: &[&str]) {
        let requests = requests(fields);
        let texts: Vec<&str> = requests.iter().map(Request::text).collect();
        assert_eq!(texts, sent);
        assert_eq!(requests.bytes(), sent.iter().map(|text| text.len()).sum::<usize>());
    }

    #[test]
    fn small_fields_go_together_and_what_is_hidden_does_not_go() {
        check(&[], &[]);
        check(&[("", &[]), ("  ", &[]), ("12 / 7", &[])], &[]);
        check(&[("Ada King", &[]), ("42", &[]), ("Linz", &[])], &["Ada King\n\nLinz"]);
        check(&[("mail a@b.c to Ada", &[5..10])], &["mail ____ to Ada"]);
        check(&[("a@b.c", &[0..5]), ("x", &[])], &["x"]);
        check(
            &[("a@b.c is Ada", &[0..5]), ("Ada: a@b.c", &[5..10])],
            &["____ is Ada\n\nAda: ____"],
        );
    }

    #[test]
    fn a_full_request_is_followed_by_another() {
        let full = "x".repeat(REQUEST_BYTES_MAX);
        check(&[(&full, &[])], &[&full]);
        check(&[(&full, &[]), ("Ada", &[])], &[&full, "Ada"]);
        let more = format!("{full}y");
        check(&[(&more, &[])], &[&full, "y"]);
        let almost = "x".repeat(REQUEST_BYTES_MAX - ROOM_MIN - SEPARATOR.len());
        check(&[(&almost, &[]), ("Ada", &[])], &[&format!("{almost}\n\nAda")]);
        check(&[(&format!("{almost}x"), &[]), ("Ada", &[])], &[&format!("{almost}x"), "Ada"]);
    }

    /// Where a finding in a request belongs.
    #[track_caller]
    fn belongs(fields: &[(&str, &[Range<usize>])], at: Range<usize>, places: &[(usize, &str)]) {
        let requests = requests(fields);
        let finding = Finding {
            entity: Entity::known("PERSON"),
            rule: None,
            start: at.start,
            end: at.end,
            score: 0.85,
            recognizer: "test".into(),
        };
        let request = requests.iter().next().unwrap();
        let found = request
            .places(&finding)
            .map(|seen| (seen.field, &fields[seen.field].0[seen.finding.start..seen.finding.end]));
        assert_eq!(found.collect::<Vec<_>>(), places);
    }

    #[test]
    fn findings_go_back_to_their_fields() {
        let two: &[(&str, &[Range<usize>])] = &[("Ada King", &[]), ("7", &[]), ("in Linz", &[])];
        belongs(two, 0..8, &[(0, "Ada King")]);
        belongs(two, 13..17, &[(2, "Linz")]);
        belongs(two, 4..12, &[(0, "King"), (2, "in")]);
        belongs(two, 8..10, &[]);
        // "Grüße ____ Ada ____"
        let hidden: &[(&str, &[Range<usize>])] =
            &[("Gr\u{fc}\u{df}e a@b.c Ada a@b.c", &[8..13, 18..23])];
        belongs(hidden, 13..16, &[(0, "Ada")]);
        belongs(hidden, 0..21, &[(0, "Gr\u{fc}\u{df}e "), (0, " Ada ")]);
        belongs(hidden, 8..12, &[]);
    }

    proptest::proptest! {
        /// Every shown byte is sent once, and what is found there belongs where it came from.
        #[test]
        fn nothing_is_lost_and_nothing_moves(
            words in proptest::collection::vec("[a-z\u{e9}\u{65e5} .\n]{0,300}", 0..120),
            hide in proptest::collection::vec(proptest::bool::ANY, 120),
        ) {
            let text = words.concat();
            let mut hidden: Vec<Range<usize>> = Vec::new();
            let mut at = 0;
            for (word, hide) in words.iter().zip(hide) {
                if hide && !word.is_empty() && hidden.last().is_none_or(|last| last.end < at) {
                    hidden.push(at..at + word.len());
                }
                at += word.len();
            }
            let requests = requests(&[(&text, &hidden)]);
            let mut shown = String::new();
            for request in requests.iter() {
                proptest::prop_assert!(request.text().len() <= REQUEST_BYTES_MAX);
                for piece in &request.pieces {
                    let there = &request.text[piece.range.clone()];
                    proptest::prop_assert_eq!(there, &text[piece.start..piece.start + there.len()]);
                    shown.push_str(there);
                }
            }
            let mut expected = text.clone();
            for range in hidden.iter().rev() {
                expected.replace_range(range.clone(), "");
            }
            let has_letter = expected.contains(char::is_alphabetic);
            proptest::prop_assert_eq!(shown, if has_letter { expected } else { String::new() });
        }
    }
}
