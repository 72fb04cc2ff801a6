//! How far a scan is, for a person who looks: on a terminal only, and not at once.
//!
//! It says nothing where a program reads what is found.

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::flow::Tally;
use crate::cli::arguments::Format;

/// What is done before this is not worth a line that comes and goes.
const QUIET_MAX: Duration = Duration::from_millis(500);
/// How often the line changes, a second.
const DRAWS: u8 = 8;

/// The line.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    wanted: bool,
    shown: bool,
}

impl Progress {
    /// Nothing is shown yet.
    pub(super) fn new(format: Format) -> Self {
        let person = format == Format::Text || io::stdout().is_terminal();
        let wanted = person && io::stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        Self { bar, wanted, shown: false }
    }

    /// Says how far it is.
    pub(super) fn tell(&mut self, files: u64, tally: &Tally) {
        if !self.wanted {
            return;
        }
        if !self.shown && self.bar.elapsed() >= QUIET_MAX {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(DRAWS));
            self.shown = true;
        }
        if self.shown {
            let (files, bytes) = (HumanCount(files), HumanBytes(tally.bytes));
            let found = HumanCount(tally.found as u64);
            self.bar.set_message(format!("{files} files, {bytes}, {found} found"));
            self.bar.tick();
        }
    }

    /// Prints something else; the line steps aside for it.
    pub(super) fn aside<T>(&self, print: impl FnOnce() -> T) -> T {
        if self.shown { self.bar.suspend(print) } else { print() }
    }

    /// Takes the line away.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
