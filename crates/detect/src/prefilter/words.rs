//! Literals at which recognizers are asked, by their first two bytes.
//!
//! Most recognizers of secrets begin with one. A search for all of them at once would follow an
//! automaton from byte to byte; this looks up two bytes of each word and of each sign.

/// Literals by their first two bytes.
#[derive(Debug, Default)]
pub(crate) struct Words {
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
                (0..=u8::MAX).for_each(|next| self.put(place(&[*byte, next]), text, recognizer));
            }
            bytes => self.put(place(bytes), text, recognizer),
        }
    }

    fn put(&mut self, place: Option<usize>, text: &'static str, recognizer: usize) {
        let Some(place) = place else { return };
        self.places.resize(1 << 16, 0);
        let Some(slot) = self.places.get_mut(place) else { return };
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

    /// Calls `visit` with the recognizers of each literal at the front of these bytes.
    pub(crate) fn at(&self, bytes: &[u8], mut visit: impl FnMut(Stands, &[usize])) {
        let slot = place(bytes).and_then(|place| self.places.get(place)).copied().unwrap_or(0);
        if let Some(bucket) = usize::from(slot).checked_sub(1).and_then(|at| self.buckets.get(at)) {
            let third = bytes.get(2);
            for word in bucket {
                // Most words that share two bytes differ in the third.
                let own = word.text.as_bytes().get(2);
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
}

fn place(bytes: &[u8]) -> Option<usize> {
    let (first, rest) = bytes.split_first()?;
    let second = rest.first().copied().unwrap_or_default();
    Some(usize::from(*first) << 8 | usize::from(second))
}
