//! Searches a text in all its readings, and what is encoded in them.
//!
//! Everything it gives lies in the raw text: a match ends where the escape ends that its last
//! character was written as, and none cuts an escape in two. It settles no overlaps.

use crate::encoded::{Progress, Search};
use crate::layers::Layers;
use crate::scan::{self, Stretch};
use crate::settle::{self, Scored};

/// LIMIT: raw bytes that one match may span, however thinly its characters are spread.
const SPAN_BYTES_MAX: usize = 32 * 1024;
/// LIMIT: what begins so far before the end of what has arrived is no match any more.
const UNDECIDED_BYTES_MAX: usize = SPAN_BYTES_MAX + 8 * 1024;

/// How far the encoded runs of each layer were searched.
#[derive(Debug, Default)]
pub(crate) struct Progresses {
    layers: Vec<Progress>,
    /// What was found in encoded runs that are not released yet: they are looked at but once.
    found: Vec<Scored>,
}

impl Progresses {
    /// Moves all places `bytes` nearer to the start.
    pub(crate) fn shift(&mut self, bytes: usize) {
        for progress in &mut self.layers {
            progress.at = progress.at.saturating_sub(bytes);
            progress.block = progress.block.saturating_sub(bytes);
        }
        for found in &mut self.found {
            found.start = found.start.saturating_sub(bytes);
            found.end = found.end.saturating_sub(bytes);
        }
    }

    /// Forgets what was found before a place.
    pub(crate) fn release(&mut self, before: usize) {
        self.found.retain(|found| before <= found.start);
    }

    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.layers.clear();
        self.found.clear();
    }

    /// The progress in a layer. One that is new has what the one below has behind it.
    fn of(&self, layer: usize, from: usize, below: Progress) -> Progress {
        match self.layers.get(layer) {
            Some(known) => *known,
            None if below.block < from && from < below.at => below,
            None => Progress { at: from, ..Progress::default() },
        }
    }
}

/// Settled matches of a whole text.
pub(crate) fn whole(text: &str, search: &Search<'_>) -> Vec<Scored> {
    let layers = Layers::read(text, true);
    let mut progresses = Progresses::default();
    let stretch = Stretch { text, from: 0, finished: true };
    let (matches, hold) = all(&layers, stretch, search, &mut progresses);
    settle::settle(matches, hold).0
}

/// All matches in a stretch, in all its readings, and the place before which no further one can
/// begin.
pub(crate) fn all(
    layers: &Layers<'_>,
    stretch: Stretch<'_>,
    search: &Search<'_>,
    progresses: &mut Progresses,
) -> (Vec<Scored>, usize) {
    let mut all = Vec::new();
    let mut inside = std::mem::take(&mut progresses.found);
    let mut hold = stretch.text.len();
    let mut below = Progress::default();
    let mut known = Vec::new();
    for layer in layers.indices() {
        let from = layers.up(layer, stretch.from);
        let part = Stretch { text: layers.text(layer), from, finished: stretch.finished };
        let (matches, held) = scan::scan(search.detector, part, search.hint);
        let raw = progresses.of(known.len(), stretch.from, below);
        let mut progress = Progress {
            at: layers.up(layer, raw.at),
            block: layers.up(layer, raw.block),
            within: raw.within,
        };
        let mut found = Vec::new();
        let encoded = search.run(part, &mut progress, &mut found);
        below = Progress {
            at: layers.down_start(layer, progress.at),
            block: layers.down_start(layer, progress.block),
            within: progress.within,
        };
        known.push(below);
        hold = hold.min(layers.down_start(layer, held.min(encoded)));
        all.extend(matches.into_iter().filter_map(|found| down(layers, layer, found)));
        inside.extend(found.into_iter().filter_map(|found| down(layers, layer, found)));
    }
    all.extend(&inside);
    *progresses = Progresses { layers: known, found: inside };
    if layers.is_plain() {
        return (all, hold);
    }
    if !stretch.finished {
        hold = hold.max(layers.raw_len().saturating_sub(UNDECIDED_BYTES_MAX));
    }
    (all, layers.floor(hold))
}

/// A match of a layer, in the raw text; none where it cuts an escape, which a layer above reads
/// better.
fn down(layers: &Layers<'_>, layer: usize, found: Scored) -> Option<Scored> {
    if layers.is_plain() {
        return Some(found);
    }
    let start = layers.down_start(layer, found.start);
    let end = layers.down_end(layer, found.end);
    let whole = layers.floor(start) == start && layers.floor(end) == end;
    (whole && end - start <= SPAN_BYTES_MAX).then_some(Scored { start, end, ..found })
}
