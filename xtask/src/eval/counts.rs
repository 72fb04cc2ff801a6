//! Compares what is found with what is planted, and counts.
//!
//! It prints nothing.

use std::collections::BTreeMap;
use std::fmt;

use super::cases::Case;

/// One marked or found span: entity, first code point, one past the last.
pub(super) type Span = (String, u64, u64);

/// What was counted for one entity.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    /// Planted and found, with whatever start and end.
    pub(super) right: u64,
    /// Of these, with the very start and end.
    pub(super) exact: u64,
    pub(super) missed: u64,
    /// Found where nothing is planted.
    pub(super) wrong: u64,
    /// Texts without a value of this entity.
    pub(super) negatives: u64,
    /// Of these, those in which none is found.
    pub(super) clean: u64,
}

impl Count {
    pub(super) fn add(&mut self, other: Self) {
        self.right += other.right;
        self.exact += other.exact;
        self.missed += other.missed;
        self.wrong += other.wrong;
        self.negatives += other.negatives;
        self.clean += other.clean;
    }

    pub(super) fn precision(&self) -> f64 {
        ratio(self.right, self.right + self.wrong)
    }

    pub(super) fn recall(&self) -> f64 {
        ratio(self.right, self.right + self.missed)
    }

    pub(super) fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        let sum = precision + recall;
        if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum }
    }

    /// How many of the planted were found with the very start and end.
    pub(super) fn exactness(&self) -> f64 {
        ratio(self.exact, self.right + self.missed)
    }

    /// How many of the texts without a value stayed without a finding.
    pub(super) fn cleanness(&self) -> f64 {
        ratio(self.clean, self.negatives)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a corpus are far below 2^52")]
fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// The counts of all entities.
#[derive(Debug, Default)]
pub(super) struct Counts(pub(super) BTreeMap<String, Count>);

/// What is wrong with the findings of a case.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    what: &'static str,
    entity: String,
    /// The text with marks where the mistake is.
    marked: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.what, self.entity, self.marked)
    }
}

impl Counts {
    /// The counts over all entities.
    pub(super) fn sum(&self) -> Count {
        let mut sum = Count::default();
        self.0.values().for_each(|count| sum.add(*count));
        sum
    }

    /// Counts a case: each planted span takes the finding of its entity that is the same, else
    /// the first that overlaps it; what is left over is wrong.
    pub(super) fn add(&mut self, case: &Case, found: Vec<Span>) -> Vec<Mistake> {
        let judged = |span: &Span| case.judged.is_empty() || case.judged.contains(&span.0);
        let mut found: Vec<Span> = found.into_iter().filter(judged).collect();
        let mut mistakes = Vec::new();
        let mut mistake = |what, span: &Span| {
            let marked = marked(&case.text, (span.1, span.2));
            mistakes.push(Mistake { what, entity: span.0.clone(), marked });
        };
        for entity in case.judged.iter().filter(|entity| plants_none(case, entity)) {
            let count = self.0.entry(entity.clone()).or_default();
            count.negatives += 1;
            count.clean += u64::from(found.iter().all(|span| span.0 != *entity));
        }
        for span in &case.planted {
            let count = self.0.entry(span.0.clone()).or_default();
            let same = found.iter().position(|other| other == span);
            let touches = |other: &Span| other.0 == span.0 && other.1 < span.2 && span.1 < other.2;
            match same.or_else(|| found.iter().position(touches)) {
                Some(index) => {
                    let other = found.remove(index);
                    count.right += 1;
                    count.exact += u64::from(other == *span);
                    if other != *span {
                        mistake("other span", &other);
                    }
                }
                None => {
                    count.missed += 1;
                    mistake("missed", span);
                }
            }
        }
        for span in found {
            self.0.entry(span.0.clone()).or_default().wrong += 1;
            mistake("wrong", &span);
        }
        mistakes
    }
}

fn plants_none(case: &Case, entity: &str) -> bool {
    case.planted.iter().all(|span| span.0 != entity)
}

/// A text with marks at these code points, on one line.
fn marked(text: &str, (start, end): (u64, u64)) -> String {
    let mut marked = String::with_capacity(text.len() + 8);
    for (at, character) in (0..).zip(text.chars()) {
        if at == start {
            marked.push('«');
        }
        if at == end {
            marked.push('»');
        }
        marked.extend(character.escape_debug());
    }
    if end >= text.chars().count() as u64 {
        marked.push('»');
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(planted: &[(&str, u64, u64)], found: &[(&str, u64, u64)], expected: [u64; 6]) {
        let owned = |spans: &[(&str, u64, u64)]| {
            spans.iter().map(|(entity, start, end)| ((*entity).to_owned(), *start, *end)).collect()
        };
        let judged = ["A".to_owned()].into_iter().collect();
        let case =
            Case { text: "0123456789".to_owned(), key: None, planted: owned(planted), judged };
        let mut counts = Counts::default();
        counts.add(&case, owned(found));
        let Count { right, exact, missed, wrong, negatives, clean } = counts.sum();
        assert_eq!(
            [right, exact, missed, wrong, negatives, clean],
            expected,
            "{planted:?} {found:?}"
        );
    }

    #[test]
    fn spans_are_matched_by_entity_and_overlap() {
        check(&[], &[], [0, 0, 0, 0, 1, 1]);
        check(&[("A", 0, 5)], &[("A", 0, 5)], [1, 1, 0, 0, 0, 0]);
        check(&[("A", 0, 5)], &[("A", 1, 6)], [1, 0, 0, 0, 0, 0]);
        check(&[("A", 0, 5)], &[("A", 5, 9)], [0, 0, 1, 1, 0, 0]);
        check(&[("A", 0, 5)], &[("B", 0, 5)], [0, 0, 1, 0, 0, 0]);
        check(&[("A", 0, 5)], &[("A", 0, 2), ("A", 3, 5)], [1, 0, 0, 1, 0, 0]);
        check(&[("A", 3, 5)], &[("A", 0, 4), ("A", 3, 5)], [1, 1, 0, 1, 0, 0]);
        check(&[], &[("A", 0, 2)], [0, 0, 0, 1, 1, 0]);
        check(&[], &[("B", 0, 2)], [0, 0, 0, 0, 1, 1]);
    }

    #[test]
    fn mistakes_are_shown_in_their_text() {
        assert_eq!(marked("é one\n", (2, 5)), "é «one»\\n");
        assert_eq!(marked("one", (0, 3)), "«one»");
    }

    #[test]
    fn ratios_of_nothing_are_whole() {
        let count = Count { right: 3, exact: 2, missed: 1, wrong: 1, negatives: 4, clean: 3 };
        let all = [count.precision(), count.recall(), count.exactness(), count.cleanness()];
        assert_eq!(all, [0.75, 0.75, 0.5, 0.75]);
        assert!((count.f1() - 0.75).abs() < 1e-9);
        assert!((Count::default().f1() - 1.0).abs() < 1e-9);
    }
}
