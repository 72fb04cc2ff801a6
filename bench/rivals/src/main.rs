//! The Rust crate `redact-core` on a text of the bench: megabytes a second, on one core.
//!
//! Usage: `portcullis-rivals PROSE`. It prints two numbers: for messages of 1 KB, and for one
//! document of 1 MB.

use std::fs;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use redact_core::AnalyzerEngine;

/// LIMIT: bytes of messages; it is slow.
const MESSAGES_BYTES: usize = 1_000_000;

fn main() -> ExitCode {
    let path = std::env::args().nth(1);
    let Some(text) = path.and_then(|path| fs::read_to_string(path).ok()) else {
        eprintln!("usage: portcullis-rivals PROSE");
        return ExitCode::FAILURE;
    };
    let text = &text[..text.floor_char_boundary(MESSAGES_BYTES)];
    let engine = AnalyzerEngine::new();
    let messages: Vec<_> = text.as_bytes().chunks(1_000).map(String::from_utf8_lossy).collect();
    let count =
        |text: &str| engine.analyze(text, None).map_or(0, |result| result.detected_entities.len());
    let each = timed(|| messages.iter().map(|message| count(message)).sum());
    let whole = timed(|| count(text));
    let rate = |time: Duration| text.len() as f64 / 1e6 / time.as_secs_f64();
    println!("{:.3} {:.3}", rate(each), rate(whole));
    ExitCode::SUCCESS
}

/// The time of one run on the processor, where the system tells it.
fn timed(run: impl Fn() -> usize) -> Duration {
    let (wall, before) = (Instant::now(), processor());
    std::hint::black_box(run());
    let used = before.zip(processor()).map(|(from, to)| to.saturating_sub(from));
    used.filter(|used| !used.is_zero()).unwrap_or_else(|| wall.elapsed())
}

fn processor() -> Option<Duration> {
    let text = fs::read_to_string("/proc/self/schedstat").ok()?;
    Some(Duration::from_nanos(text.split_whitespace().next()?.parse().ok()?))
}
