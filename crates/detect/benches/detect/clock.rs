//! How long something takes on one core: its time on the processor, where the system tells it.

use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// The fastest of a few runs: what the machine does when nothing else disturbs it.
pub(crate) fn fastest(mut run: impl FnMut() -> usize) -> Duration {
    (0..5).map(|_| timed(&mut run)).min().unwrap_or_default()
}

/// One run, over and over until the processor's clock has gone on far enough.
fn timed(run: &mut dyn FnMut() -> usize) -> Duration {
    let (wall, processor) = (now(), processor());
    let mut runs = 0;
    loop {
        black_box(run());
        runs += 1;
        let passed = wall.elapsed();
        // LIMIT: the system counts in steps of some milliseconds.
        if passed >= Duration::from_millis(100) {
            let used = processor.zip(self::processor()).map(|(from, to)| to.saturating_sub(from));
            return used.filter(|used| !used.is_zero()).unwrap_or(passed) / runs;
        }
    }
}

/// The time that this thread was on a processor.
fn processor() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
fn now() -> Instant {
    Instant::now()
}

/// Megabytes a second.
pub(crate) fn rate(bytes: usize, time: Duration) -> f64 {
    f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1e6 / time.as_secs_f64()
}
