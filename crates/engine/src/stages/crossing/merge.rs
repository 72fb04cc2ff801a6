//! Findings of several origins become one list in which none overlaps another.
//!
//! The higher score wins, then the longer span, then the earlier recognizer: ours before others.
//! What loses keeps what the winners leave of it: nobody should read half a name because the
//! other half was an address.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use portcullis_model::{Document, Finding};

use super::find::Found;
use crate::analysis::requests::Seen;

/// Who says that something is there, in the order in which they are believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    /// What nothing can take the place of.
    Certain,
    Own,
    Other,
}

/// Puts together what we found and what others saw; `is_certain` says what of ours nothing can
/// take the place of.
pub(crate) fn merge(
    document: &Document,
    own: Vec<Found>,
    seen: Vec<Seen>,
    is_certain: impl Fn(&Found) -> bool,
) -> Vec<Found> {
    let origin = |it: &Found| if is_certain(it) { Origin::Certain } else { Origin::Own };
    let mut ranked: Vec<(Origin, Found)> = own.into_iter().map(|it| (origin(&it), it)).collect();
    let others = seen.into_iter();
    ranked
        .extend(others.map(|Seen { field, finding }| {
            (Origin::Other, Found { field, finding, secret: None })
        }));
    ranked.sort_by(by_rank);
    let mut taken: HashMap<usize, Taken> = HashMap::new();
    let mut merged = Vec::with_capacity(ranked.len());
    for (origin, it) in ranked {
        let text = document.fields.get(it.field).map_or("", |field| document.text(field));
        let range = it.finding.start..it.finding.end;
        let left = taken.entry(it.field).or_default().take(range.clone());
        if origin != Origin::Other && left.first() == Some(&range) {
            merged.push(it);
            continue;
        }
        for Range { start, end } in left.into_iter().filter_map(|range| trimmed(text, range)) {
            let finding = Finding { start, end, ..it.finding.clone() };
            merged.push(Found { field: it.field, finding, secret: it.secret.clone() });
        }
    }
    merged.sort_by_key(|it| (it.field, it.finding.start));
    merged
}

fn by_rank((one, a): &(Origin, Found), (other, b): &(Origin, Found)) -> Ordering {
    let certain = |origin: Origin| origin == Origin::Certain;
    let len = |it: &Finding| it.end - it.start;
    certain(*other)
        .cmp(&certain(*one))
        .then_with(|| b.finding.score.total_cmp(&a.finding.score))
        .then_with(|| len(&b.finding).cmp(&len(&a.finding)))
        .then_with(|| one.cmp(other))
        .then_with(|| (a.field, a.finding.start).cmp(&(b.field, b.finding.start)))
}

/// The same without white space at its ends; `None` if no letter and no digit is left.
fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = text.get(range.clone())?;
    if !part.contains(char::is_alphanumeric) {
        return None;
    }
    let start = range.end - part.trim_start().len();
    let end = range.start + part.trim_end().len();
    Some(start..end)
}

/// Stretches of a text that belong to findings, with those that touch in one: so each look costs
/// little, however many findings a hostile analyzer sends.
#[derive(Debug, Default)]
struct Taken(BTreeMap<usize, usize>);

impl Taken {
    /// Takes a range, and says what of it nobody had.
    fn take(&mut self, range: Range<usize>) -> Vec<Range<usize>> {
        let before = self.0.range(..range.start).next_back();
        let from = before.filter(|(_, end)| range.start <= **end).map_or(range.start, |it| *it.0);
        let there: Vec<(usize, usize)> =
            self.0.range(from..=range.end).map(|(start, end)| (*start, *end)).collect();
        let (mut left, mut at) = (Vec::new(), range.start);
        let mut all = range.clone();
        for (start, end) in there {
            if at < start {
                left.push(at..start);
            }
            at = at.max(end);
            all = all.start.min(start)..all.end.max(end);
            self.0.remove(&start);
        }
        if at < range.end {
            left.push(at..range.end);
        }
        self.0.insert(all.start, all.end);
        left
    }
}

#[cfg(test)]
mod tests {
    use portcullis_model::Entity;

    use super::*;

    /// A finding: its entity, its place, its score.
    type Told = (&'static str, Range<usize>, f32);

    fn finding((entity, range, score): &Told, recognizer: &'static str) -> Finding {
        Finding {
            entity: Entity::known(entity),
            rule: None,
            start: range.start,
            end: range.end,
            score: *score,
            recognizer: recognizer.into(),
        }
    }

    /// What becomes of our findings and of others' in a text.
    #[track_caller]
    fn check(text: &str, own: &[Told], seen: &[Told], certain: bool, merged: &[(&str, &str)]) {
        let document = Document::plain(text.to_owned());
        let found = |it| Found { field: 0, finding: finding(it, "own"), secret: None };
        let saw = |it| Seen { field: 0, finding: finding(it, "other") };
        let found = own.iter().map(found).collect();
        let saw = seen.iter().map(saw).collect();
        let all = merge(&document, found, saw, |_| certain);
        let all: Vec<(&str, &str)> = all
            .iter()
            .map(|it| {
                (it.finding.entity.name(), text.get(it.finding.start..it.finding.end).unwrap())
            })
            .collect();
        assert_eq!(all, merged, "{text}: {own:?} {seen:?}");
    }

    #[test]
    fn who_is_sure_wins_then_who_says_more_then_who_comes_first() {
        let text = "Ada King 12 Linz";
        let apart = [("A", 0..8, 0.5), ("B", 9..11, 0.5)];
        check(text, &apart, &[], false, &[("A", "Ada King"), ("B", "12")]);
        check(text, &apart[1..], &[("P", 0..8, 0.9)], false, &[("P", "Ada King"), ("B", "12")]);
        check(text, &[("A", 0..8, 0.8)], &[("P", 0..8, 0.9)], false, &[("P", "Ada King")]);
        check(text, &[("A", 0..8, 0.9)], &[("P", 0..8, 0.8)], false, &[("A", "Ada King")]);
        check(text, &[("A", 0..8, 0.9)], &[("P", 0..11, 0.9)], false, &[("P", "Ada King 12")]);
        check(text, &[("A", 0..8, 0.9)], &[("P", 0..8, 0.9)], false, &[("A", "Ada King")]);
        check(text, &[("A", 0..8, 0.1)], &[("P", 0..8, 0.9)], true, &[("A", "Ada King")]);
        check(text, &[("A", 0..3, 0.1)], &[("P", 0..8, 0.9)], false, &[("P", "Ada King")]);
    }

    #[test]
    fn who_loses_keeps_what_is_left() {
        let text = "Ada King 12 Linz";
        let person = [("P", 0..16, 0.6)];
        let three = [("P", "Ada King"), ("A", "12"), ("P", "Linz")];
        check(text, &[("A", 9..11, 0.9)], &person, false, &three);
        check(text, &[("A", 9..11, 0.1)], &person, true, &three);
        check(
            text,
            &[("A", 0..11, 0.7)],
            &[("P", 4..16, 0.9)],
            false,
            &[("A", "Ada"), ("P", "King 12 Linz")],
        );
        let others = [("P", 0..8, 0.9), ("L", 4..16, 0.8)];
        check(text, &[], &others, false, &[("P", "Ada King"), ("L", "12 Linz")]);
        check(
            "Ada, (King)",
            &[("A", 0..3, 0.9)],
            &[("P", 0..11, 0.8)],
            false,
            &[("A", "Ada"), ("P", ", (King)")],
        );
        // White space and marks alone are nothing.
        check("Ada - ", &[("A", 0..3, 0.9)], &[("P", 0..6, 0.8)], false, &[("A", "Ada")]);
        check(" Ada ", &[], &[("P", 0..5, 0.8)], false, &[("P", "Ada")]);
    }

    #[test]
    fn hostile_rows_are_settled_at_once() {
        let text = "ab ".repeat(20_000);
        let small = (0..20_000).map(|at| ("S", at * 3..at * 3 + 2, 0.9));
        let large = (0..20_000).map(|_| ("L", 0..60_000, 0.8));
        let seen = small.chain(large).map(|it| Seen { field: 0, finding: finding(&it, "other") });
        let document = Document::plain(text);
        assert_eq!(merge(&document, Vec::new(), seen.collect(), |_| false).len(), 20_000);
    }

    proptest::proptest! {
        #[test]
        fn nothing_overlaps_and_nothing_is_left_out(
            own in proptest::collection::vec((0_usize..40, 1_usize..12, 0_u8..10), 0..8),
            seen in proptest::collection::vec((0_usize..40, 1_usize..12, 0_u8..10), 0..8),
        ) {
            let document = Document::plain("x".repeat(60));
            let told = |&(start, len, score): &(usize, usize, u8)| {
                finding(&("E", start..start + len, f32::from(score) / 10.0), "any")
            };
            let found = own.iter().map(|it| Found { field: 0, finding: told(it), secret: None });
            let saw = seen.iter().map(|it| Seen { field: 0, finding: told(it) });
            let merged = merge(&document, found.collect(), saw.collect(), |_| false);
            let mut covered = [0_u8; 60];
            for it in &merged {
                covered[it.finding.start..it.finding.end].iter_mut().for_each(|at| *at += 1);
            }
            let wanted = |at: usize| {
                own.iter().chain(&seen).any(|(start, len, _)| (*start..start + len).contains(&at))
            };
            for (at, count) in covered.iter().enumerate() {
                proptest::prop_assert_eq!(*count, u8::from(wanted(at)));
            }
        }
    }
}
