//! All forms of all values, sorted, behind a filter over how they begin.
//!
//! It knows bytes, not texts: what is read from a text comes from the readings.

use std::collections::HashSet;
use std::ops::Range;

use zeroize::Zeroizing;

use super::forms::{Around, Form};

/// How many bytes of a pattern the filter looks at: as many as fit into a word.
pub(super) const PREFIX_BYTES: usize = 8;
/// LIMIT: separators between two characters of a value, where the value has none of its own
/// there; more of them part texts that have nothing to do with each other.
const GAP_MAX: usize = 32;
/// How many separators may stand for one of a value's own, when it is split by them.
const GAP_SPREAD: usize = 3;
/// Bits of the filter for each pattern: some in a thousand windows pass by chance.
const BITS_PER_PATTERN: usize = 32;

/// What is searched for.
pub(super) struct Patterns {
    bytes: Zeroizing<Vec<u8>>,
    entries: Vec<Entry>,
    /// The first bytes of each pattern, as words.
    prefixes: HashSet<u64>,
    filter: Vec<u64>,
    shift: u32,
    /// The most separators that stand before the first byte of a pattern.
    pub(super) lead_max: usize,
    /// The most separators in a row inside a value, as it may be spelled.
    pub(super) gap_max: usize,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    start: usize,
    length: usize,
    secret: usize,
    around: Around,
}

impl Patterns {
    /// Sorts the forms; each comes with the number of its secret.
    pub(super) fn new(mut forms: Vec<(usize, Form)>) -> Self {
        forms.sort_by(|(_, one), (_, other)| one.bytes.cmp(&other.bytes));
        let total = forms.iter().map(|(_, form)| form.bytes.len()).sum();
        // Room for all at once: bytes that grew would leave copies behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(total));
        let own = forms.iter().map(|(_, form)| form.gap).max().unwrap_or(0);
        let gap_max = GAP_MAX.max(own * GAP_SPREAD);
        let mut entries = Vec::with_capacity(forms.len());
        let mut prefixes = HashSet::with_capacity(forms.len());
        for (secret, form) in &forms {
            let (start, length) = (bytes.len(), form.bytes.len());
            bytes.extend_from_slice(&form.bytes);
            entries.push(Entry { start, length, secret: *secret, around: form.around });
            prefixes.extend(form.bytes.first_chunk().map(|first| u64::from_be_bytes(*first)));
        }
        let bits = (forms.len() * BITS_PER_PATTERN).next_power_of_two().max(4096);
        let mut filter = vec![0; bits / 64];
        let shift = 64 - bits.ilog2() + 6;
        for prefix in &prefixes {
            let (word, mask) = place(*prefix, shift);
            if let Some(word) = filter.get_mut(word) {
                *word |= mask;
            }
        }
        let lead_max = entries.iter().map(|entry| entry.around.lead).max().unwrap_or(0);
        Self { bytes, entries, prefixes, filter, shift, lead_max, gap_max }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn all(&self) -> Range<usize> {
        0..self.entries.len()
    }

    /// Whether a pattern may begin with these bytes.
    #[inline]
    pub(super) fn may_begin(&self, window: u64) -> bool {
        let (word, mask) = place(window, self.shift);
        self.filter.get(word).is_some_and(|word| word & mask == mask)
    }

    /// Whether a pattern begins with these bytes.
    pub(super) fn begins(&self, window: u64) -> bool {
        self.prefixes.contains(&window)
    }

    /// Of some patterns that are alike up to `depth`, those that go on with `byte`.
    pub(super) fn narrow(&self, range: &Range<usize>, depth: usize, byte: u8) -> Range<usize> {
        let some = self.entries.get(range.clone()).unwrap_or_default();
        let next = |entry: &Entry| {
            let byte = (depth < entry.length).then(|| self.bytes.get(entry.start + depth));
            byte.flatten().copied()
        };
        if let [only] = some {
            return if next(only) == Some(byte) { range.clone() } else { 0..0 };
        }
        let begin = some.partition_point(|entry| next(entry) < Some(byte));
        let end = some.partition_point(|entry| next(entry) <= Some(byte));
        range.start + begin..range.start + end
    }

    /// Whether a pattern ends at `depth`.
    pub(super) fn is_whole(&self, pattern: usize, depth: usize) -> bool {
        self.entries.get(pattern).is_some_and(|entry| entry.length == depth)
    }

    /// The number of a pattern's secret, and what belongs to the pattern.
    pub(super) fn of(&self, pattern: usize) -> (usize, Around) {
        self.entries.get(pattern).map_or((0, Around::default()), |it| (it.secret, it.around))
    }

    /// How much memory this takes, about.
    pub(super) fn memory(&self) -> usize {
        let entries = self.entries.capacity() * size_of::<Entry>();
        let prefixes = self.prefixes.capacity() * (size_of::<u64>() + 1);
        self.bytes.capacity() + entries + prefixes + self.filter.len() * size_of::<u64>()
    }
}

/// Where a window stands in the filter: a word, and two bits in it.
#[inline]
fn place(window: u64, shift: u32) -> (usize, u64) {
    let hash = window.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let hash = hash ^ (hash >> 29);
    let word = usize::try_from(hash.wrapping_mul(0xbf58_476d_1ce4_e5b9) >> shift);
    (word.unwrap_or(0), 1 << (hash & 63) | 1 << (hash >> 6 & 63))
}
