//! The push machine: text goes in in pieces, comes out as soon as it is decided.
//!
//! Every cutting of a text gives what [`Detector::find`] gives for the whole of it. It keeps what
//! is still undecided and a little of what stood before; it never keeps more than
//! [`HELD_BYTES_MAX`] undecided.

use std::sync::Arc;

use portcullis_model::Finding;

use crate::boundary::LOCAL_BYTES_MAX;
use crate::context::WINDOW_BYTES;
use crate::detector::{Detector, Hint};
use crate::encoded::Search;
use crate::layers::Layers;
use crate::scan::Stretch;
use crate::search::{self, Progresses};
use crate::settle;

/// LIMIT: how much undecided text a machine holds back at most, given by the limits of the
/// recognizers (a private key of 16 KiB is the longest) and of overlaps.
pub const HELD_BYTES_MAX: usize = 96 * 1024;
/// Bytes before the undecided text that recognizers may still look at.
const CONTEXT_BYTES: usize = 2 * (WINDOW_BYTES + LOCAL_BYTES_MAX);
/// LIMIT: released text that is kept to look back at, however thinly its characters are spread.
const KEPT_BYTES_MAX: usize = 128 * 1024;
/// Undecided text of this length is looked at again only when it has grown by an eighth, so
/// that a long value that comes byte by byte costs linear time.
const PATIENCE_BYTES: usize = 256;

/// Text that is decided, with what was found in it.
#[derive(Debug, Default)]
pub struct Released {
    /// The text, as it came.
    pub text: String,
    /// What is sensitive in it: offsets into `text`, sorted, never overlapping.
    pub findings: Vec<Finding>,
}

impl Released {
    /// Forgets what was released, for use again.
    pub fn clear(&mut self) {
        self.text.clear();
        self.findings.clear();
    }
}

/// Searches one text that comes in pieces.
#[derive(Debug)]
pub struct Machine {
    detector: Arc<Detector>,
    /// What is undecided, after the end of what was released.
    buffer: String,
    /// How much of the buffer was released.
    released: usize,
    /// How far it was searched for encoded values.
    progresses: Progresses,
    /// Length of the buffer from which on it is worth looking again.
    enough: usize,
}

impl Machine {
    pub(crate) fn new(detector: Arc<Detector>) -> Self {
        let progresses = Progresses::default();
        Self { detector, buffer: String::new(), released: 0, progresses, enough: 0 }
    }

    /// Takes the next piece; adds to `out` what is decided now.
    pub fn push(&mut self, chunk: &str, out: &mut Released) {
        self.buffer.push_str(chunk);
        if self.buffer.len() >= self.enough {
            self.advance(false, out);
        }
    }

    /// Says that nothing follows; adds to `out` all that was held back, and begins anew.
    pub fn finish(&mut self, out: &mut Released) {
        self.advance(true, out);
        self.buffer.clear();
        self.released = 0;
        self.progresses.clear();
        self.enough = 0;
    }

    /// How many bytes are held back.
    #[must_use]
    pub fn held(&self) -> usize {
        self.buffer.len() - self.released
    }

    fn advance(&mut self, finished: bool, out: &mut Released) {
        let layers = Layers::read(&self.buffer, finished);
        let stretch = Stretch { text: &self.buffer, from: self.released, finished };
        let search = Search { detector: &self.detector, hint: &Hint::NONE, deep: 0 };
        let (matches, hold) = search::all(&layers, stretch, &search, &mut self.progresses);
        let (picked, settled) = settle::settle(matches, hold);
        let keep = self.keep(&layers, settled);
        let begin = out.text.len();
        out.text.push_str(self.buffer.get(self.released..settled).unwrap_or_default());
        for found in &picked {
            let finding = self.detector.finding(found, self.released);
            out.findings.extend(finding.map(|finding| Finding {
                start: begin + finding.start,
                end: begin + finding.end,
                ..finding
            }));
        }
        self.released = settled;
        self.progresses.release(settled);
        self.forget(keep);
        let held = self.held();
        let patience = if held < PATIENCE_BYTES { 1 } else { held / 8 };
        self.enough = self.buffer.len() + patience;
    }

    /// The place from which on recognizers may still look back at what is released up to `end`.
    fn keep(&self, layers: &Layers<'_>, end: usize) -> usize {
        if end < 8 * CONTEXT_BYTES {
            return 0;
        }
        let most = layers.floor(end.saturating_sub(KEPT_BYTES_MAX));
        layers.before(end, CONTEXT_BYTES).max(most)
    }

    /// Drops released text that no recognizer looks at any more.
    fn forget(&mut self, keep: usize) {
        self.buffer.drain(..keep);
        self.released -= keep;
        self.progresses.shift(keep);
    }
}
