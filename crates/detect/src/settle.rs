//! Settles overlaps: the higher score, then the longer span, then the earlier recognizer.
//!
//! It works on groups of matches that hang together, each of which is settled as soon as nothing
//! that is still undecided can touch it.

use std::cmp::Ordering;

/// LIMIT: so many matches that hang together are settled at once; those after them take what is
/// left. It bounds what a stream holds back and keeps hostile rows of matches linear.
const GROUP_MATCHES_MAX: usize = 128;
/// LIMIT: so many bytes hang together at most, for the same reason.
pub(crate) const GROUP_BYTES_MAX: usize = 32 * 1024;

/// The score of a value that the operator denies: no recognizer's is as high.
pub(crate) const DENIED: f32 = 2.0;

/// A match with its final score and the index of its recognizer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scored {
    /// Where its cue begins, if that stands before it, or else where it begins: who looks again
    /// from here on finds it again.
    pub(crate) origin: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) score: f32,
    pub(crate) recognizer: usize,
    /// The rule, if it is another one than that of the recognizer.
    pub(crate) rule: Option<&'static str>,
}

/// Picks the matches that stay, from those that no undecided text at or after `hold` can touch.
/// Returns them in order, and the place before which all is settled.
pub(crate) fn settle(mut matches: Vec<Scored>, hold: usize) -> (Vec<Scored>, usize) {
    matches.sort_unstable_by_key(|found| (found.origin, found.start, found.end, found.recognizer));
    // Readings of a text agree on most of it.
    matches.dedup();
    let mut picked = Vec::new();
    let mut floor = 0;
    let mut rest = matches.as_slice();
    while let Some((first, _)) = rest.split_first() {
        if first.start < floor {
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        let (count, end) = group(rest);
        if end > hold {
            return (picked, first.origin.min(hold));
        }
        let (together, after) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        pick(together, &mut picked);
        floor = picked.last().map_or(0, |last: &Scored| last.end);
        rest = after;
    }
    (picked, hold)
}

/// How many of these matches hang together from the first on, and where they end.
fn group(matches: &[Scored]) -> (usize, usize) {
    let begin = matches.first().map_or(0, |first| first.origin);
    let mut end = begin;
    let mut count = 0;
    for found in matches.iter().take(GROUP_MATCHES_MAX) {
        if count > 0 && (found.origin >= end || end - begin > GROUP_BYTES_MAX) {
            break;
        }
        end = end.max(found.end);
        count += 1;
    }
    (count, end)
}

/// Adds the winners of a group, in order of their place.
fn pick(together: &[Scored], picked: &mut Vec<Scored>) {
    let from = picked.len();
    let mut ranked = together.to_vec();
    ranked.sort_by(by_rank);
    for found in ranked {
        let winners = picked.get_mut(from..).unwrap_or_default();
        let touches = |it: &&mut Scored| it.start < found.end && found.start < it.end;
        let mut touched = winners.iter_mut().filter(touches);
        match (touched.next(), touched.next()) {
            (None, _) => picked.push(found),
            // A denied value inside of a finding takes all of it, so that nothing of it is left.
            (Some(winner), None) if winner.score >= DENIED && covers(&found, winner) => {
                (winner.start, winner.end) = (found.start, found.end);
            }
            (Some(_), _) => {}
        }
    }
    if let Some(winners) = picked.get_mut(from..) {
        winners.sort_unstable_by(by_place);
    }
}

fn covers(outer: &Scored, inner: &Scored) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn by_place(a: &Scored, b: &Scored) -> Ordering {
    (a.start, a.end, a.recognizer).cmp(&(b.start, b.end, b.recognizer))
}

fn by_rank(a: &Scored, b: &Scored) -> Ordering {
    b.score
        .total_cmp(&a.score)
        .then((b.end - b.start).cmp(&(a.end - a.start)))
        .then(a.recognizer.cmp(&b.recognizer))
        .then(a.start.cmp(&b.start))
}
