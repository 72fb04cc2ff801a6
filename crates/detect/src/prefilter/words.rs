//! Literals at which recognizers are asked, by their first bytes.
//!
//! Most recognizers of secrets begin with one. A search for all of them at once would follow an
//! automaton from byte to byte; this looks at three bytes of each word and of each sign.

/// Bits of a byte that are looked at: enough to tell letters from each other.
const BITS: u32 = 6;
/// How many first two bytes are told apart.
const PLACES: usize = 1 << (2 * BITS);

/// Literals by their first two bytes.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// For each two bytes, the third bytes with which a literal goes on. Empty without literals.
    thirds: Vec<u64>,
    /// For each two bytes the number of their bucket, from 1 on; none where empty.
    places: Vec<u16>,
    buckets: Vec<Vec<Word>>,
}

/// A literal and the recognizers that begin with it.
#[derive(Debug)]
struct Word {
    text: &'static str,
    recognizers: Vec<usize>,
}

/// How a literal stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stands {
    /// The whole of it.
    Whole,
    /// The text ends before it does.
    Cut,
}

impl Words {
    /// Adds a literal. One of a single byte stands at all places that begin with it.
    pub(super) fn add(&mut self, text: &'static str, recognizer: usize) {
        match text.as_bytes() {
            [byte] => {
                // No more next bytes are told apart.
                (0..1 << BITS).for_each(|next| self.put(place(&[*byte, next]), text, recognizer));
            }
            bytes => self.put(place(bytes), text, recognizer),
        }
    }

    fn put(&mut self, place: Option<usize>, text: &'static str, recognizer: usize) {
        let Some(place) = place else { return };
        self.thirds.resize(PLACES, 0);
        self.places.resize(PLACES, 0);
        let Some(slot) = self.places.get_mut(place) else { return };
        if let Some(thirds) = self.thirds.get_mut(place) {
            *thirds |= third(text.as_bytes());
        }
        if *slot == 0 {
            self.buckets.push(Vec::new());
            *slot = u16::try_from(self.buckets.len()).unwrap_or(0);
        }
        let bucket = usize::from(*slot).checked_sub(1).and_then(|at| self.buckets.get_mut(at));
        let Some(bucket) = bucket else { return };
        match bucket.iter_mut().find(|word| word.text == text) {
            Some(word) => word.recognizers.push(recognizer),
            None => bucket.push(Word { text, recognizers: vec![recognizer] }),
        }
    }

    /// Whether a literal may stand at `at`, by its first bytes.
    #[inline]
    pub(crate) fn may(&self, bytes: &[u8], at: usize) -> bool {
        let Some(front) = bytes.get(at..).and_then(<[u8]>::first_chunk::<3>) else { return true };
        let thirds = self.thirds.get(pair(front[0], front[1])).copied().unwrap_or_default();
        thirds & third(front) != 0
    }

    /// Calls `visit` with the recognizers of each literal at the front of these bytes.
    pub(crate) fn at(&self, bytes: &[u8], mut visit: impl FnMut(Stands, &[usize])) {
        let slot = place(bytes).and_then(|place| self.places.get(place)).copied().unwrap_or(0);
        let bucket = usize::from(slot).checked_sub(1).and_then(|at| self.buckets.get(at));
        for word in bucket.into_iter().flatten() {
            // Most words that share two bytes differ in the third.
            let (own, third) = (word.text.as_bytes().get(2), bytes.get(2));
            if own.is_some() && third.is_some() && own != third {
                continue;
            }
            if bytes.starts_with(word.text.as_bytes()) {
                visit(Stands::Whole, &word.recognizers);
            } else if word.text.as_bytes().starts_with(bytes) {
                visit(Stands::Cut, &word.recognizers);
            }
        }
    }
}

/// The place of the first two bytes.
fn place(bytes: &[u8]) -> Option<usize> {
    let (first, rest) = bytes.split_first()?;
    Some(pair(*first, rest.first().copied().unwrap_or_default()))
}

fn pair(first: u8, second: u8) -> usize {
    let low = |byte: u8| usize::from(byte) & ((1 << BITS) - 1);
    low(first) << BITS | low(second)
}

/// The third byte as a bit, all of them where there is none.
fn third(bytes: &[u8]) -> u64 {
    bytes.get(2).map_or(u64::MAX, |byte| 1 << (byte & ((1 << BITS) - 1)))
}
