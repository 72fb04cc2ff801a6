//! A reply that arrives in pieces: what is decided goes out at once, the rest waits.
//!
//! It decides nothing itself: the same scan reads whole texts.

use std::fmt;
use std::sync::Arc;

use super::{Ending, LOOKBEHIND_BYTES_MAX, Revealer, Scan};

/// LIMIT: released text is kept until this much of it stands before what is needed, so that
/// small pieces do not each move the buffer.
const RELEASED_BYTES_MAX: usize = 4 * LOOKBEHIND_BYTES_MAX;

/// One run of text that arrives in pieces.
pub struct Stream {
    revealer: Arc<Revealer>,
    scan: Scan,
    /// The last released text, for looking back, and then what is held.
    buffer: String,
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream").field("held", &self.held()).finish_non_exhaustive()
    }
}

impl Revealer {
    /// Begins a run of text.
    #[must_use]
    pub fn stream(self: &Arc<Self>) -> Stream {
        self.stream_behind(Ending::default())
    }

    /// Begins a run of text that a reader may see directly behind another one.
    #[must_use]
    pub fn stream_behind(self: &Arc<Self>, ending: Ending) -> Stream {
        let scan = Scan::behind(ending);
        Stream { revealer: Arc::clone(self), scan, buffer: String::new() }
    }
}

impl Stream {
    /// Takes the next piece; appends to `out` what is decided, and to `revealed` the index of
    /// each value in it.
    pub fn push(&mut self, chunk: &str, out: &mut String, revealed: &mut Vec<usize>) {
        if self.revealer.is_empty() {
            out.push_str(chunk);
            return;
        }
        self.buffer.push_str(chunk);
        self.advance(false, out, revealed);
        self.forget();
    }

    /// Ends the run: appends what was held, and says in what kind of place it ended. The next
    /// piece begins a new run.
    pub fn finish(&mut self, out: &mut String, revealed: &mut Vec<usize>) -> Ending {
        self.advance(true, out, revealed);
        self.buffer = String::new();
        Ending(std::mem::take(&mut self.scan).context)
    }

    /// Says how many bytes wait for more text.
    #[must_use]
    pub fn held(&self) -> usize {
        self.buffer.len().saturating_sub(self.scan.position)
    }

    fn advance(&mut self, last: bool, out: &mut String, revealed: &mut Vec<usize>) {
        let mut released = self.scan.position;
        let (revealer, buffer) = (&self.revealer, &self.buffer);
        revealer.scan(buffer, &mut self.scan, last, |reveal| {
            out.push_str(buffer.get(released..reveal.range.start).unwrap_or_default());
            out.push_str(revealer.value(reveal.index));
            revealed.push(reveal.index);
            released = reveal.range.end;
        });
        out.push_str(buffer.get(released..self.scan.position).unwrap_or_default());
    }

    /// Drops released text that no decision will look back at.
    fn forget(&mut self) {
        if self.scan.position <= RELEASED_BYTES_MAX {
            return;
        }
        let wanted = self.scan.position.saturating_sub(LOOKBEHIND_BYTES_MAX);
        // One byte more for the character before, which edges look at.
        let cut = self.buffer.floor_char_boundary(wanted.saturating_sub(1));
        self.buffer.drain(..cut);
        self.scan.position -= cut;
        self.scan.floor = self.scan.floor.saturating_sub(cut);
        self.buffer.shrink_to(2 * RELEASED_BYTES_MAX + self.buffer.len());
    }
}
