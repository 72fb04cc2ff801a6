//! Numbers of the door, in Prometheus' text form. Counts only.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use portcullis_model::Code;

/// How many requests were answered, and how many of them refused, by code.
#[derive(Debug)]
pub(super) struct Metrics {
    answered: AtomicU64,
    refused: Vec<AtomicU64>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            answered: AtomicU64::new(0),
            refused: Code::ALL.iter().map(|_| AtomicU64::new(0)).collect(),
        }
    }
}

impl Metrics {
    pub(super) fn answered(&self) {
        self.answered.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn refused(&self, code: Code) {
        let place = Code::ALL.iter().position(|it| *it == code);
        if let Some(count) = place.and_then(|place| self.refused.get(place)) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn text(&self) -> String {
        let mut out = String::from(
            "# HELP portcullis_requests_total Requests answered at the door to models.\n\
             # TYPE portcullis_requests_total counter\n",
        );
        let answered = self.answered.load(Ordering::Relaxed);
        // Writing to a string does not fail.
        let _ = writeln!(out, "portcullis_requests_total {answered}");
        out.push_str(
            "# HELP portcullis_refusals_total Requests refused, by code.\n\
             # TYPE portcullis_refusals_total counter\n",
        );
        for (code, count) in Code::ALL.iter().zip(&self.refused) {
            let count = count.load(Ordering::Relaxed);
            let _ = writeln!(out, "portcullis_refusals_total{{code=\"{}\"}} {count}", code.name());
        }
        out
    }
}
