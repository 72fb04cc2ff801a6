//! How far a command is, for a person who looks: on a terminal only, and not at once.

use std::io::{self, IsTerminal as _};
use std::time::Duration;

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What is done before this is not worth a line that comes and goes.
const QUIET_MAX: Duration = Duration::from_millis(500);
/// How often the line changes, a second.
const DRAWS: u8 = 8;

/// The line.
pub(super) struct Progress {
    bar: ProgressBar,
    /// How many rows there are in all.
    all: u64,
    wanted: bool,
    shown: bool,
}

impl Progress {
    /// Nothing is shown yet.
    pub(super) fn new(all: u64) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        Self { bar, all, wanted: io::stderr().is_terminal(), shown: false }
    }

    /// Says how far it is.
    pub(super) fn tell(&mut self, passed: u64) {
        if !self.wanted {
            return;
        }
        if !self.shown && self.bar.elapsed() >= QUIET_MAX {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(DRAWS));
            self.shown = true;
        }
        if self.shown {
            let (passed, all) = (HumanCount(passed), HumanCount(self.all.max(passed)));
            self.bar.set_message(format!("{passed} of {all} rows"));
            self.bar.tick();
        }
    }

    /// Takes the line away.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
