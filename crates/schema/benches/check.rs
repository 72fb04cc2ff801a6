//! Prints what the check of a typical call costs, and what its schema costs once.
//!
//! Run by `cargo bench -p portcullis-schema`. It asserts nothing: timed tests fail by accident.

#![forbid(unsafe_code)]

use std::hint::black_box;
use std::io::Write;

use std::time::{Duration, Instant};

use portcullis_schema::{Schema, Schemas};

const SCHEMA: &str = r#"{"type":"object","properties":{
    "path":{"type":"string","minLength":1},
    "edits":{"type":"array","items":{"type":"object",
        "properties":{"oldText":{"type":"string"},"newText":{"type":"string"}},
        "required":["oldText","newText"],"additionalProperties":false}},
    "mode":{"type":"string","enum":["fast","safe"]},
    "to":{"type":"string","format":"email"},
    "dryRun":{"type":"boolean","default":false}},
    "required":["path","edits"]}"#;

const RIGHT: &str = r#"{"path":"/srv/a.txt","mode":"safe","to":"ann@example.com","dryRun":true,
    "edits":[{"oldText":"one","newText":"two"},{"oldText":"three","newText":"four"}]}"#;

const WRONG: &str = r#"{"file":"/srv/a.txt","mode":"slow","edits":[{"oldText":1,"new":"two"}]}"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let schema = Schema::compile(SCHEMA)?;
    let schemas = Schemas::new();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:<44}{:>12}", "schema, one core", "µs")?;
    for (name, time) in [
        ("check of a call that conforms", fastest(|| schema.check(black_box(RIGHT)).len())),
        ("check of a call with five mistakes", fastest(|| schema.check(black_box(WRONG)).len())),
        ("cached schema by its text", fastest(|| usize::from(schemas.get(SCHEMA).is_ok()))),
        ("compile", fastest(|| usize::from(Schema::compile(black_box(SCHEMA)).is_ok()))),
    ] {
        writeln!(out, "{name:<44}{:>12.2}", time.as_secs_f64() * 1e6)?;
    }
    Ok(())
}

/// The time of one run, of the fastest of many rounds.
fn fastest(run: impl Fn() -> usize) -> Duration {
    const RUNS: u32 = 200;
    let round = || {
        #[expect(clippy::disallowed_methods, reason = "a bench measures the time that passes")]
        let start = Instant::now();
        for _ in 0..RUNS {
            black_box(run());
        }
        start.elapsed() / RUNS
    };
    (0..50).map(|_| round()).min().unwrap_or_default()
}
