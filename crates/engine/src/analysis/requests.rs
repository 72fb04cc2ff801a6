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

    /// A text, and what is hidden of it: between « and ».
    fn marked(written: &str) -> (String, Vec<Range<usize>>) {
        let (mut text, mut hidden) = (String::new(), Vec::new());
        for (index, part) in written.split(['\u{ab}', '\u{bb}']).enumerate() {
            text.push_str(part);
            if index % 2 == 1 {
                hidden.push(text.len() - part.len()..text.len());
            }
        }
        (text, hidden)
    }

    fn requests(fields: &[&str]) -> Requests {
        let mut requests = Requests::default();
        for (index, (text, hidden)) in fields.iter().map(|it| marked(it)).enumerate() {
            requests.add(index, &text, &hidden);
        }
        requests
    }

    /// What is sent for these fields.
    #[track_caller]
    fn check(fields: &[&str], sent: &[&str]) {
        let requests = requests(fields);
        let texts: Vec<&str> = requests.iter().map(Request::text).collect();
        assert_eq!(texts, sent);
        assert_eq!(requests.bytes(), sent.iter().map(|text| text.len()).sum::<usize>());
    }

    #[test]
    fn small_fields_go_together_and_what_is_hidden_does_not_go() {
        check(&[], &[]);
        check(&["", "  ", "12 / 7"], &[]);
        check(&["Ada King", "42", "Linz"], &["Ada King\n\nLinz"]);
        check(&["mail «a@b.c» to Ada"], &["mail ____ to Ada"]);
        check(&["«a@b.c»", "x"], &["x"]);
        check(&["«a@b.c» is Ada", "Ada: «a@b.c»"], &["____ is Ada\n\nAda: ____"]);
    }

    #[test]
    fn a_full_request_is_followed_by_another() {
        let full = "x".repeat(REQUEST_BYTES_MAX);
        check(&[&full], &[&full]);
        check(&[&full, "Ada"], &[&full, "Ada"]);
        check(&[&format!("{full}y")], &[&full, "y"]);
        let almost = "x".repeat(REQUEST_BYTES_MAX - ROOM_MIN - SEPARATOR.len());
        check(&[&almost, "Ada"], &[&format!("{almost}\n\nAda")]);
        check(&[&format!("{almost}x"), "Ada"], &[&format!("{almost}x"), "Ada"]);
    }

    /// Where a finding in a request belongs.
    #[track_caller]
    fn belongs(fields: &[&str], at: Range<usize>, places: &[(usize, &str)]) {
        let requests = requests(fields);
        let finding = Finding {
            entity: Entity::known("PERSON"),
            rule: None,
            start: at.start,
            end: at.end,
            score: 0.85,
            recognizer: "test".into(),
        };
        let texts: Vec<String> = fields.iter().map(|it| marked(it).0).collect();
        let found = requests.iter().flat_map(|request| request.places(&finding)).map(|seen| {
            let range = seen.finding.start..seen.finding.end;
            (seen.field, texts[seen.field].get(range).unwrap())
        });
        assert_eq!(found.collect::<Vec<_>>(), places);
    }

    #[test]
    fn findings_go_back_to_their_fields() {
        let fields = ["Ada King", "7", "in Linz"];
        belongs(&fields, 0..8, &[(0, "Ada King")]);
        belongs(&fields, 13..17, &[(2, "Linz")]);
        belongs(&fields, 4..12, &[(0, "King"), (2, "in")]);
        belongs(&fields, 8..10, &[]);
        let hidden = ["Grüße «a@b.c» Ada «a@b.c»"];
        belongs(&hidden, 13..16, &[(0, "Ada")]);
        belongs(&hidden, 0..21, &[(0, "Grüße "), (0, " Ada ")]);
        belongs(&hidden, 8..12, &[]);
    }

    proptest::proptest! {
        /// Every shown byte is sent once, and what is found there belongs where it came from.
        #[test]
        fn nothing_is_lost_and_nothing_moves(
            words in proptest::collection::vec("[a-z\u{e9}\u{65e5} .\n]{0,300}", 0..120),
            hide in proptest::collection::vec(proptest::bool::ANY, 120),
        ) {
            let mut requests = Requests::default();
            let (mut text, mut expected, mut hidden) = (String::new(), String::new(), Vec::new());
            for (word, hide) in words.iter().zip(hide) {
                let range = text.len()..text.len() + word.len();
                text.push_str(word);
                match hidden.last().is_none_or(|last: &Range<usize>| last.end < range.start) {
                    true if hide && !word.is_empty() => hidden.push(range),
                    true | false => expected.push_str(word),
                }
            }
            requests.add(0, &text, &hidden);
            let mut shown = String::new();
            for request in requests.iter() {
                proptest::prop_assert!(request.text().len() <= REQUEST_BYTES_MAX);
                for piece in &request.pieces {
                    let there = request.text.get(piece.range.clone()).unwrap();
                    let from = text.get(piece.start..piece.start + there.len());
                    proptest::prop_assert_eq!(Some(there), from);
                    shown.push_str(there);
                }
            }
            let has_letter = expected.contains(char::is_alphabetic);
            proptest::prop_assert_eq!(shown, if has_letter { expected } else { String::new() });
        }
    }
}
