//! What the gate costs a call of a tool over standard input and output.
//!
//! Prints figures and fails on none. A server that answers at once stands at one end and one
//! caller at the other; what is measured is the way between them, with and without the gate.
//! With a log, each call waits for its intent to be on disk: that wait is printed beside.

#![forbid(unsafe_code)]

use std::io::{Write as _, stdout};

use anyhow::Result;

#[path = "../llm/clock.rs"]
mod clock;
#[path = "../llm/disk.rs"]
mod disk;
#[path = "../llm/kept.rs"]
mod kept;
mod server;
mod session;

use session::{Kind, Session};

/// How often the targets take turns.
const ROUNDS: usize = 5;
/// Calls of a turn.
const CALLS: usize = 400;
/// Secrets that are kept in the home of one target.
const SECRETS: usize = 100;

/// One way from the caller to the server, and what it took.
struct Target {
    kind: Kind,
    session: Session,
    waits: Vec<f64>,
    cpu: f64,
}

fn main() -> Result<()> {
    // This program is the server too, when it is told so.
    if std::env::args().nth(1).as_deref() == Some(server::WORD) {
        return server::run();
    }
    let mut targets = Vec::new();
    for kind in [Kind::Direct, Kind::Unrecorded, Kind::Secrets, Kind::On] {
        let mut session = Session::start(kind)?;
        session.calls(CALLS / 4)?;
        targets.push(Target { kind, session, waits: Vec::new(), cpu: 0.0 });
    }
    let mut syncs = Vec::new();
    for _ in 0..ROUNDS {
        for target in &mut targets {
            let before = target.session.cpu()?;
            target.waits.extend(target.session.calls(CALLS)?);
            target.cpu += target.session.cpu()? - before;
        }
        syncs.extend(disk::syncs()?);
    }
    print(&mut targets, &mut syncs)
}

fn print(targets: &mut [Target], syncs: &mut [f64]) -> Result<()> {
    let mut out = stdout().lock();
    let mut direct = [0.0; 2];
    for target in targets {
        let name = target.kind.name();
        let waits = [50, 99].map(|part| 1e3 * percentile(&mut target.waits, part));
        let [p50, p99] = waits;
        if target.kind == Kind::Direct {
            direct = waits;
            writeln!(out, "mcp: {name:<30} {p50:>8.3} / {p99:.3} ms p50 / p99 a tools/call")?;
            continue;
        }
        let cpu = 1e6 * target.cpu / target.waits.len() as f64;
        let (added50, added99) = (p50 - direct[0], p99 - direct[1]);
        writeln!(
            out,
            "mcp: {name:<30} {p50:>8.3} / {p99:.3} ms p50 / p99 a tools/call; \
             added {added50:.3} / {added99:.3}; {cpu:.0} µs CPU"
        )?;
    }
    let sync = 1e3 * percentile(syncs, 50);
    writeln!(out, "mcp: {:<30} {sync:>8.3} ms an fdatasync of the log's disk, p50", "-")?;
    Ok(())
}

fn percentile(waits: &mut [f64], part: usize) -> f64 {
    waits.sort_by(f64::total_cmp);
    let index = (waits.len() * part / 100).min(waits.len().saturating_sub(1));
    waits.get(index).copied().unwrap_or_default()
}
