//! The push machine: text goes in in pieces, comes out as soon as it is decided.
//!
//! Every cutting of a text gives what [`Scanner::find`] gives for the whole of it, because a
//! whole text is one push. Each reading goes over the text once; only what begins like a value
//! is followed. It never replaces anything itself.

use std::fmt;
use std::sync::Arc;

use super::patterns::{PREFIX_BYTES, Patterns};
use super::reading::{Class, Reading, Step, View, class};
use super::trail::{Found, Progress, Trail};
use super::{Hit, Scanner};

/// Bytes before what is undecided that may still belong to a value: separators and a character.
const CONTEXT_BYTES: usize = 128;
/// How much released text is kept before it is dropped: dropping moves what follows.
const SLACK_BYTES: usize = 4096;

/// Text that is decided, with the values in it.
#[derive(Debug, Default)]
pub struct Released {
    /// The text, as it came.
    pub text: String,
    /// What must not go on: offsets into `text`, sorted, never overlapping. Two may touch.
    pub hits: Vec<Hit>,
}

impl Released {
    /// Forgets what was released, for use again.
    pub fn clear(&mut self) {
        self.text.clear();
        self.hits.clear();
    }
}

/// Searches one text that comes in pieces.
pub struct Machine {
    scanner: Arc<Scanner>,
    /// What is not released, after some of what was.
    buffer: String,
    /// Where in the whole text the buffer begins.
    base: usize,
    /// Up to where the text was released.
    released: usize,
    raw: Sweep,
    /// The other reading, where it may differ: near escapes.
    unescaped: Option<Sweep>,
    /// Up to where the other reading went.
    covered: usize,
    trails: Vec<Trail>,
    found: Vec<Found>,
}

/// How far a reading went, and the last bytes that count.
#[derive(Debug, Clone, Copy, Default)]
struct Sweep {
    at: usize,
    window: u64,
    /// How many bytes counted so far.
    kept: usize,
    /// Where the last of them stand; the oldest is at `kept` modulo their number.
    starts: [usize; PREFIX_BYTES],
    /// How many of them came after the last escape.
    plain: usize,
}

impl Machine {
    pub(super) fn new(scanner: Arc<Scanner>) -> Self {
        Self {
            scanner,
            buffer: String::new(),
            base: 0,
            released: 0,
            raw: Sweep::default(),
            unescaped: None,
            covered: 0,
            trails: Vec::new(),
            found: Vec::new(),
        }
    }

    /// Takes the next piece; adds to `out` what is decided now.
    pub fn push(&mut self, chunk: &str, out: &mut Released) {
        self.buffer.push_str(chunk);
        self.go(false, out);
    }

    /// Says that nothing follows; adds to `out` all that was held back, and begins anew.
    pub fn finish(&mut self, out: &mut Released) {
        self.go(true, out);
        *self = Self::new(Arc::clone(&self.scanner));
    }

    /// How many bytes are held back.
    #[must_use]
    pub fn held(&self) -> usize {
        self.base + self.buffer.len() - self.released
    }

    fn go(&mut self, finished: bool, out: &mut Released) {
        let buffer = std::mem::take(&mut self.buffer);
        let view = View { text: &buffer, base: self.base, finished };
        let decided = if self.scanner.patterns.is_empty() {
            view.end()
        } else {
            self.search(&view);
            if finished { view.end() } else { self.undecided(&view) }
        };
        self.release(&view, decided, out);
        self.buffer = buffer;
        self.forget(decided);
    }

    fn search(&mut self, view: &View<'_>) {
        let scanner = Arc::clone(&self.scanner);
        let patterns = &scanner.patterns;
        let mut trails = std::mem::take(&mut self.trails);
        trails.retain_mut(|trail| self.is_open(trail, patterns, view));
        // Those that were opened meanwhile come behind.
        trails.append(&mut self.trails);
        self.trails = trails;
        if let Some(sweep) = self.unescaped.take() {
            self.read_unescaped(sweep, patterns, view);
        }
        self.read_raw(patterns, view);
    }

    fn is_open(&mut self, trail: &mut Trail, patterns: &Patterns, view: &View<'_>) -> bool {
        match trail.advance(patterns, view) {
            Progress::Open => true,
            Progress::Closed(found) => {
                self.found.extend(found);
                false
            }
        }
    }

    fn open(&mut self, start: usize, reading: Reading, patterns: &Patterns, view: &View<'_>) {
        let mut trail = Trail::new(patterns, start, reading);
        if self.is_open(&mut trail, patterns, view) {
            self.trails.push(trail);
        }
    }

    /// The reading that goes over all of the text: what costs is this loop.
    fn read_raw(&mut self, patterns: &Patterns, view: &View<'_>) {
        let mut sweep = self.raw;
        let text = view.text.as_bytes();
        let mut at = sweep.at - view.base;
        while let Some(byte) = text.get(at) {
            match class(*byte) {
                Class::Dropped => {
                    at += 1;
                    continue;
                }
                Class::Kept => {}
                Class::Lead => {
                    if let Step::Dropped { width } = view.step(view.base + at, Reading::Raw) {
                        at += width;
                        continue;
                    }
                }
                Class::Escape => {
                    sweep.at = view.base + at;
                    if self.unescaped.is_none() && self.covered <= sweep.at {
                        self.read_unescaped(sweep, patterns, view);
                    }
                }
            }
            sweep.keep(*byte, view.base + at);
            at += 1;
            if patterns.may_begin(sweep.window) && patterns.begins(sweep.window) {
                // Escapes may follow, and they may be meant.
                let start = sweep.oldest();
                self.open(start, Reading::Raw, patterns, view);
                self.open(start, Reading::Unescaped, patterns, view);
            }
        }
        sweep.at = view.base + at;
        self.raw = sweep;
    }

    /// The other reading, from an escape on until it is the same again.
    fn read_unescaped(&mut self, mut sweep: Sweep, patterns: &Patterns, view: &View<'_>) {
        while sweep.plain < PREFIX_BYTES || sweep.at == view.end() {
            let is_escape =
                view.rest(sweep.at).first().is_some_and(|byte| class(*byte) == Class::Escape);
            if is_escape {
                sweep.plain = 0;
            }
            match view.step(sweep.at, Reading::Unescaped) {
                Step::End | Step::Unfinished => {
                    self.unescaped = Some(sweep);
                    return;
                }
                Step::Dropped { width } => sweep.at += width,
                Step::Kept { bytes, count, width } => {
                    let start = sweep.at;
                    sweep.at += width;
                    if is_escape && bytes.first() == Some(&b'\\') && width == 2 {
                        // The second backslash may be the first character of a value.
                        self.open(start + 1, Reading::Unescaped, patterns, view);
                    }
                    sweep.plain += usize::from(!is_escape);
                    for byte in bytes.into_iter().take(count) {
                        sweep.keep(byte, start);
                        if patterns.may_begin(sweep.window) && patterns.begins(sweep.window) {
                            self.open(sweep.oldest(), Reading::Unescaped, patterns, view);
                        }
                    }
                }
            }
        }
        self.covered = sweep.at;
    }

    /// The first place where a value may begin that the text so far does not decide.
    fn undecided(&self, view: &View<'_>) -> usize {
        let patterns = &self.scanner.patterns;
        let mut first = self.reach(view.end(), view);
        for trail in &self.trails {
            first = first.min(self.reach(trail.start, view));
        }
        let mut consider = |start: usize, readings: &[Reading]| {
            let is_open = |reading: &Reading| {
                let mut trail = Trail::new(patterns, start, *reading);
                trail.advance(patterns, view) == Progress::Open
            };
            if readings.iter().any(is_open) {
                first = first.min(self.reach(start, view));
            }
        };
        // What was dropped from the buffer was decided.
        for start in self.raw.recent().filter(|start| self.base <= *start) {
            consider(start, &[Reading::Raw, Reading::Unescaped]);
        }
        if let Some(sweep) = &self.unescaped {
            for start in sweep.recent().filter(|start| self.base <= *start) {
                consider(start, &[Reading::Unescaped]);
            }
            first = first.min(self.reach(sweep.at, view));
        }
        first
    }

    /// The first byte that may belong to a value whose first byte that counts is at `start`.
    fn reach(&self, start: usize, view: &View<'_>) -> usize {
        view.coded_before(view.dropped_before(start, self.scanner.patterns.lead_max))
    }

    /// Gives what stands before `decided`, and the values that begin there as a whole.
    fn release(&mut self, view: &View<'_>, decided: usize, out: &mut Released) {
        // The leftmost first, of those the longest; what a later one has beyond it goes too.
        self.found.sort_by_key(|found| (found.start, std::cmp::Reverse(found.end)));
        let ready = self.found.partition_point(|found| found.start < decided || view.finished);
        for found in self.found.drain(..ready) {
            let start = found.start.max(self.released);
            if found.end <= start {
                continue;
            }
            copy(view, self.released, start, out);
            let begin = out.text.len();
            copy(view, start, found.end, out);
            self.released = found.end;
            if let Some(name) = self.scanner.names.get(found.secret) {
                out.hits.push(Hit { range: begin..out.text.len(), name: name.clone() });
            }
        }
        copy(view, self.released, decided, out);
        self.released = self.released.max(decided);
    }

    /// Drops text that nothing looks at any more.
    fn forget(&mut self, decided: usize) {
        let keep = decided.min(self.released).saturating_sub(CONTEXT_BYTES);
        if keep < self.base + SLACK_BYTES {
            return;
        }
        let mut count = keep - self.base;
        while !self.buffer.is_char_boundary(count) {
            count -= 1;
        }
        self.buffer.drain(..count);
        self.base += count;
    }
}

impl Sweep {
    #[inline]
    fn keep(&mut self, byte: u8, at: usize) {
        self.window = self.window << 8 | u64::from(byte);
        if let Some(start) = self.starts.get_mut(self.kept % PREFIX_BYTES) {
            *start = at;
        }
        self.kept += 1;
    }

    /// Where the first byte of the window stands.
    fn oldest(&self) -> usize {
        self.starts.get(self.kept % PREFIX_BYTES).copied().unwrap_or(self.at)
    }

    /// Where the last bytes stand that can begin what is no window yet.
    fn recent(&self) -> impl Iterator<Item = usize> {
        let count = self.kept.min(PREFIX_BYTES - 1);
        let at = move |back: usize| self.starts.get((self.kept - back) % PREFIX_BYTES).copied();
        (1..=count).filter_map(at)
    }
}

impl fmt::Debug for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Machine(..)")
    }
}

fn copy(view: &View<'_>, from: usize, to: usize, out: &mut Released) {
    if from < to {
        let part = view.text.get(from - view.base..to - view.base);
        out.text.push_str(part.unwrap_or_default());
    }
}
