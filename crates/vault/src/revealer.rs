//! The reveal machine: turns the surrogates of one model request back into their values in the
//! text of its reply, whole or cut anywhere.
//!
//! It knows only what it is given: it asks no store, and a surrogate that is not in its list
//! stays as text. It never reveals where a renderer may fetch an address (see `context`).

mod hosts;
mod keys;
mod decode;
mod reader;
mod behind;
mod edges;
mod names;
mod numeric;
mod context;
mod address;
mod markup;
mod stream;

use std::fmt;
use std::ops::Range;

use portcullis_model::Secret;

use context::Context;
pub(crate) use edges::{Kind, is_inside_word, is_part};
pub use hosts::hosts;
use keys::Keys;
pub(crate) use keys::form;
pub use stream::Stream;

/// LIMIT: how far back a decision looks: a host name (253 bytes), a port, and what opened it.
const LOOKBEHIND_BYTES_MAX: usize = 288;

/// A surrogate of this request, and what it stands for.
#[derive(Debug)]
pub struct Known {
    /// As it was spelled in the request.
    pub surrogate: String,
    /// What comes back, in its original spelling.
    pub value: Secret,
    /// Hosts of the URLs in which this request had the raw value, in lower case.
    pub hosts: Vec<Box<str>>,
}

/// One place of a text where a value comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reveal {
    /// Bytes of the text to replace.
    pub range: Range<usize>,
    /// Which [`Known`].
    pub index: usize,
}

/// The surrogates of one request, ready to be found; shared by all streams of its reply.
pub struct Revealer {
    known: Vec<Known>,
    keys: Keys,
}

impl fmt::Debug for Revealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Revealer").field("known", &self.known.len()).finish_non_exhaustive()
    }
}

/// In what kind of place a text ended: where a reader joins texts, the next one begins there.
#[derive(Debug, Default, Clone)]
pub struct Ending(Context);

/// How far a text was read, and in what kind of place that is.
#[derive(Default)]
struct Scan {
    context: Context,
    /// Everything before it is decided.
    position: usize,
    /// The end of the last revealed surrogate: what stands before it is not seen by the reader
    /// of the output, so nothing looks back beyond it.
    floor: usize,
}

/// What stands at one position.
enum Found {
    /// One of the known surrogates, up to `end`.
    Known { end: usize, index: usize },
    /// None of them, whatever follows.
    Nothing,
    /// It depends on text that has not arrived.
    More,
}

impl Revealer {
    /// Prepares the surrogates of one request; of equal ones the first counts.
    #[must_use]
    pub fn new(known: Vec<Known>) -> Self {
        let keys = Keys::new(&known);
        Self { known, keys }
    }

    /// Says whether there is nothing to reveal.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Finds what to replace in a whole text, in order.
    #[must_use]
    pub fn edits(&self, text: &str) -> Vec<Reveal> {
        self.edits_behind(&mut Ending::default(), text)
    }

    /// As [`Self::edits`], in a text that a reader may see directly behind another one;
    /// `ending` becomes that of this text.
    pub fn edits_behind(&self, ending: &mut Ending, text: &str) -> Vec<Reveal> {
        let mut reveals = Vec::new();
        if !self.is_empty() {
            let mut scan = Scan::behind(std::mem::take(ending));
            self.scan(text, &mut scan, true, |reveal| reveals.push(reveal));
            *ending = Ending(scan.context);
        }
        reveals
    }

    /// Gives the value of a [`Known`] by its index; empty if there is none.
    #[must_use]
    pub fn value(&self, index: usize) -> &str {
        self.known.get(index).map_or("", |known| known.value.expose())
    }

    /// Gives the surrogate of a [`Known`] as the request spelled it; empty if there is none.
    #[must_use]
    pub fn surrogate(&self, index: usize) -> &str {
        self.known.get(index).map_or("", |known| &known.surrogate)
    }

    /// Reads on from `scan.position` until the text ends or its rest must be held.
    ///
    /// Each decision depends on the text before it and on as much after it as it takes, never
    /// on where the text was cut: so any cutting gives the same reveals.
    fn scan(&self, text: &str, scan: &mut Scan, last: bool, mut emit: impl FnMut(Reveal)) {
        let bytes = text.as_bytes();
        loop {
            if scan.context.is_idle() {
                scan.position = self.keys.skip(bytes, scan.position);
            }
            let start = scan.position;
            let Some(&byte) = bytes.get(start) else { return };
            if self.keys.may_start(bytes, start, byte) {
                match self.keys.find(&self.known, text, start, last) {
                    Found::More => return,
                    Found::Nothing => {}
                    Found::Known { end, index } => {
                        self.settle(text, scan, Reveal { range: start..end, index }, &mut emit);
                        continue;
                    }
                }
            }
            scan.feed(text);
        }
    }

    /// Reveals a surrogate, or leaves it where its place forbids that.
    fn settle(&self, text: &str, scan: &mut Scan, found: Reveal, emit: &mut impl FnMut(Reveal)) {
        let hosts = self.known.get(found.index).map_or(&[][..], |known| &known.hosts);
        let end = found.range.end;
        if scan.context.permits(hosts) {
            scan.context.value();
            scan.position = end;
            scan.floor = end;
            emit(found);
        } else {
            while scan.position < end {
                scan.feed(text);
            }
        }
    }
}

impl Scan {
    fn behind(ending: Ending) -> Self {
        Self { context: ending.0, ..Self::default() }
    }

    /// Passes over one character that stays as it is.
    fn feed(&mut self, text: &str) {
        let Some(next) = text.get(self.position..).and_then(|rest| rest.chars().next()) else {
            self.position += 1;
            return;
        };
        let from = self.floor.max(self.position.saturating_sub(LOOKBEHIND_BYTES_MAX));
        let behind = text.as_bytes().get(from..self.position).unwrap_or_default();
        self.context.step(behind, next);
        self.position += next.len_utf8();
    }
}

#[cfg(test)]
mod tests;
