//! Leaves alone what fails: after so many failures in a row nobody asks for a while, then one
//! call is let through to try.
//!
//! It knows no clock: whoever asks says what time it is.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Counts failures, and remembers since when nobody asks.
#[derive(Debug)]
pub(super) struct Breaker {
    failures_max: u32,
    pause: Duration,
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Everybody may ask; so many failures in a row.
    Closed(u32),
    /// Nobody may ask, since then. A call that is let through to try begins the time anew, so
    /// that one which never comes back holds up nobody.
    Open(Duration),
}

impl Breaker {
    pub(super) fn new(failures_max: u32, pause: Duration) -> Self {
        Self { failures_max, pause, state: Mutex::new(State::Closed(0)) }
    }

    /// Whether a call may ask now.
    pub(super) fn admits(&self, now: Duration) -> bool {
        let mut state = self.state();
        match *state {
            State::Closed(_) => true,
            State::Open(since) if now.saturating_sub(since) < self.pause => false,
            State::Open(_) => {
                *state = State::Open(now);
                true
            }
        }
    }

    /// It answered.
    pub(super) fn succeeded(&self) {
        let before = std::mem::replace(&mut *self.state(), State::Closed(0));
        if let State::Open(_) = before {
            tracing::info!("the analyzer answers again");
        }
    }

    /// It did not.
    pub(super) fn failed(&self, now: Duration) {
        let mut state = self.state();
        match *state {
            State::Closed(failures) if failures.saturating_add(1) < self.failures_max => {
                *state = State::Closed(failures + 1);
            }
            State::Closed(_) => {
                *state = State::Open(now);
                tracing::warn!("the analyzer fails: it is left alone for {:?}", self.pause);
            }
            State::Open(_) => *state = State::Open(now),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Whoever panicked with it left it whole: it is written at once.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `?` asks, `+` answers, `-` fails; each at a second, with whether it was let through.
    #[track_caller]
    fn check(failures_max: u32, pause: u64, course: &[(u64, char, bool)]) {
        let breaker = Breaker::new(failures_max, Duration::from_secs(pause));
        for (step, &(second, what, let_through)) in course.iter().enumerate() {
            let now = Duration::from_secs(second);
            match what {
                '+' => breaker.succeeded(),
                '-' => breaker.failed(now),
                _ => assert_eq!(breaker.admits(now), let_through, "step {step} of {course:?}"),
            }
        }
    }

    #[test]
    fn it_opens_after_so_many_failures_in_a_row() {
        check(1, 30, &[(0, '?', true), (0, '-', true), (0, '?', false)]);
        check(
            3,
            30,
            &[(0, '-', true), (1, '-', true), (2, '?', true), (3, '-', true), (4, '?', false)],
        );
        let mended =
            [(0, '-', true), (1, '-', true), (2, '+', true), (3, '-', true), (4, '-', true)];
        check(3, 30, &[&mended[..], &[(5, '?', true)]].concat());
    }

    #[test]
    fn one_is_let_through_after_the_pause_and_decides() {
        let opened = [(10, '-', true), (39, '?', false), (40, '?', true), (41, '?', false)];
        check(1, 30, &[&opened[..], &[(42, '+', true), (42, '?', true), (42, '?', true)]].concat());
        check(
            1,
            30,
            &[&opened[..], &[(42, '-', true), (71, '?', false), (72, '?', true)]].concat(),
        );
        // One that never comes back holds up nobody.
        check(1, 30, &[&opened[..], &[(69, '?', false), (70, '?', true)]].concat());
    }
}
