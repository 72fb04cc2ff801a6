//! The time since this program began, for both ends of a connection.
//!
//! Not the product's clock: it only measures.

use std::sync::LazyLock;
use std::time::Instant;

static STARTED: LazyLock<Instant> = LazyLock::new(now);

#[expect(clippy::disallowed_methods, reason = "this program measures time")]
fn now() -> Instant {
    Instant::now()
}

/// Seconds since the first question.
pub(crate) fn seconds() -> f64 {
    STARTED.elapsed().as_secs_f64()
}
