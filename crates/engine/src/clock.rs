//! Time, passed in so that tests decide it.

use std::fmt;
use std::time::{Duration, Instant, SystemTime};

use portcullis_policy::LocalTime;

/// Where the engine takes the time from.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The time of day, for records and expiry.
    fn now(&self) -> SystemTime;
    /// Time since some fixed moment, for durations; never goes back.
    fn monotonic(&self) -> Duration;
    /// The time on the wall where the machine stands, for hours.
    fn local(&self) -> LocalTime;
}

/// The clock of the machine.
#[derive(Debug)]
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// A clock whose monotonic time starts now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one Clock that reads the machine's")]
    pub fn start() -> Self {
        Self { start: Instant::now() }
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one Clock that reads the machine's")]
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn monotonic(&self) -> Duration {
        self.start.elapsed()
    }

    fn local(&self) -> LocalTime {
        let now = jiff::Timestamp::try_from(self.now()).unwrap_or_default();
        let now = now.to_zoned(jiff::tz::TimeZone::system());
        let weekday = now.weekday().to_monday_zero_offset();
        let minute = i16::from(now.hour()) * 60 + i16::from(now.minute());
        LocalTime {
            weekday: u8::try_from(weekday).unwrap_or_default(),
            minute: u16::try_from(minute).unwrap_or_default(),
        }
    }
}
