//! Searches a text in all its readings, and what is encoded in them.
//!
//! Everything it gives lies in the raw text: a match ends where the escape ends that its last
//! character was written as, and none cuts an escape in two. It settles no overlaps.

use crate::encoded::{Progress, Search};
use crate::layers::{Layers, SLOTS};
use crate::scan::{self, Stretch};
use crate::settle::{self, Scored};

/// LIMIT: raw bytes that one match may span, however thinly its characters are spread.
const SPAN_BYTES_MAX: usize = 32 * 1024;
/// LIMIT: what begins so far before the end of what has arrived is no match any more.
const UNDECIDED_BYTES_MAX: usize = SPAN_BYTES_MAX + 8 * 1024;

/// How far the encoded runs of each layer were searched.
#[derive(Debug, Default)]
pub(crate) struct Progresses {
    slots: [Option<Progress>; SLOTS],
    /// What was found in encoded runs that are not released yet: they are looked at but once.
    found: Vec<Scored>,
}

impl Progresses {
    /// Moves all places `bytes` nearer to the start.
    pub(crate) fn shift(&mut self, bytes: usize) {
        for progress in self.slots.iter_mut().flatten() {
            *progress = progress.moved(|at| at.saturating_sub(bytes));
        }
        for found in &mut self.found {
            found.origin = found.origin.saturating_sub(bytes);
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
        *self = Self::default();
    }

    /// The progress in a layer. One that is new begins where text is undecided; if that is within
    /// an encoded run of a layer below, behind the run.
    fn of(&self, slot: usize, from: usize) -> Progress {
        let known = self.slots.iter().take(slot + 1).rev().flatten().next();
        match (self.slots.get(slot), known) {
            (Some(Some(own)), _) => *own,
            (_, Some(below)) if below.block.0 < from && from < below.block.1 => {
                Progress { at: below.block.1, ..*below }
            }
            _ => Progress { at: from, ..Progress::default() },
        }
    }
}

impl Progress {
    /// The same with other places.
    fn moved(self, to: impl Fn(usize) -> usize) -> Self {
        Self { at: to(self.at), block: (to(self.block.0), to(self.block.1)), ..self }
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
    let mut slots = [None; SLOTS];
    for layer in layers.indices() {
        let from = layers.up(layer, stretch.from);
        let part = Stretch { text: layers.text(layer), from, finished: stretch.finished };
        let parts = layers.parts(layer);
        let (matches, held) = scan::scan(search.detector, part, &parts, search.hint);
        let slot = layers.slot(layer);
        let mut progress = progresses.of(slot, stretch.from).moved(|raw| layers.up(layer, raw));
        let mut found = Vec::new();
        let encoded = search.run(part, &mut progress, &mut found);
        if let Some(slot) = slots.get_mut(slot) {
            *slot = Some(progress.moved(|at| layers.down_start(layer, at)));
        }
        hold = hold.min(layers.down_start(layer, held.min(encoded)));
        all.extend(matches.into_iter().filter_map(|found| down(layers, layer, found)));
        inside.extend(
            found
                .into_iter()
                .filter_map(|found| down(layers, layer, widened(layers, layer, found))),
        );
    }
    all.extend(&inside);
    *progresses = Progresses { slots, found: inside };
    if layers.is_plain() {
        return (all, hold);
    }
    if !stretch.finished {
        hold = hold.max(layers.raw_len().saturating_sub(UNDECIDED_BYTES_MAX));
    }
    (all, layers.floor(hold))
}

/// An encoded run with all of the escape that it begins within: `\x61` may open a row of bytes.
fn widened(layers: &Layers<'_>, layer: usize, found: Scored) -> Scored {
    let start = layers.floor(layers.down_start(layer, found.start));
    let start = layers.up(layer, start).min(found.start);
    Scored { origin: start, start, ..found }
}

/// A match of a layer, in the raw text; none where it cuts an escape, which a layer above reads
/// better.
fn down(layers: &Layers<'_>, layer: usize, found: Scored) -> Option<Scored> {
    if layers.is_plain() {
        return Some(found);
    }
    let start = layers.down_start(layer, found.start);
    let end = layers.down_end(layer, found.end);
    let origin = layers.floor(layers.down_start(layer, found.origin));
    let whole = layers.floor(start) == start && layers.floor(end) == end;
    (whole && end - start <= SPAN_BYTES_MAX).then_some(Scored { origin, start, end, ..found })
}
