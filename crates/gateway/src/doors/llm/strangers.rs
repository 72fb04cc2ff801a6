//! Requests of callers who are not known: few of them are recorded one by one, the rest counted.
//!
//! Such a request is no accepted call, and so owes the log no outcome of its own: whoever can
//! reach the door could fill the disk otherwise. No request is forgotten: what is not recorded by
//! itself is counted in the next record, or at the end.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// LIMIT: records of strangers in a second.
const RECORDS_MAX: u32 = 10;
/// The time that the limit is for.
const WINDOW: Duration = Duration::from_secs(1);

/// Counts them.
#[derive(Debug, Default)]
pub(super) struct Strangers(Mutex<Count>);

#[derive(Debug, Default)]
struct Count {
    since: Duration,
    recorded: u32,
    unrecorded: u64,
}

/// What is done about one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is recorded, with so many before it that were not.
    Record(u64),
    /// It is counted.
    Count,
}

impl Strangers {
    /// One came, at this moment of a clock that never goes back.
    pub(super) fn came(&self, now: Duration) -> Verdict {
        let mut count = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if WINDOW <= now.saturating_sub(count.since) {
            count.since = now;
            count.recorded = 0;
        }
        if RECORDS_MAX <= count.recorded {
            count.unrecorded += 1;
            return Verdict::Count;
        }
        count.recorded += 1;
        Verdict::Record(std::mem::take(&mut count.unrecorded))
    }

    /// How many were counted and stand in no record yet; none after that.
    pub(super) fn unrecorded(&self) -> u64 {
        let mut count = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut count.unrecorded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_in_a_second_and_none_forgotten() {
        let strangers = Strangers::default();
        let at = |millis| strangers.came(Duration::from_millis(millis));
        for _ in 0..RECORDS_MAX {
            assert_eq!(at(5_000), Verdict::Record(0));
        }
        assert_eq!(at(5_000), Verdict::Count);
        assert_eq!(at(5_999), Verdict::Count);
        assert_eq!(at(6_000), Verdict::Record(2));
        assert_eq!(strangers.unrecorded(), 0);
        for _ in 0..RECORDS_MAX {
            at(6_500);
        }
        assert_eq!(strangers.unrecorded(), 1);
        assert_eq!(strangers.unrecorded(), 0);
    }
}
