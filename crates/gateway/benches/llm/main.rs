//! What the gate costs a model call: CPU, requests a second, added latency, streams, memory.
//!
//! Prints figures and fails on none. Provider and load stand in this process, the gate in one
//! of its own, so that its CPU and memory are counted apart. All targets take turns in one
//! run, since a machine that others use gives no two equal minutes.
//!
//! `PORTCULLIS_BENCH_PEER` names the address of another gateway (`127.0.0.1:8080`) in front of
//! the provider at `PORTCULLIS_BENCH_UPSTREAM`; `PORTCULLIS_BENCH_PEER_PID` is its process.
//! `PORTCULLIS_BENCH_REQUESTS` asks for as many requests before memory is looked at again.

#![forbid(unsafe_code)]

use std::io::{Write as _, stdout};
use std::net::SocketAddr;

use anyhow::Result;

use crate::load::{Load, Timed};
use crate::process::{Gate, Setting};
use crate::target::Target;

mod clock;
mod disk;
mod kept;
mod load;
mod process;
mod requests;
mod target;
mod upstream;

/// Secrets that are kept in the home of one target.
const SECRETS: usize = 100;
/// How often the targets take turns.
const ROUNDS: usize = 4;
/// Requests of a turn with sixteen callers.
const BUSY: usize = 3_000;
/// Requests of a turn with one caller.
const ALONE: usize = 400;
/// Streams of a turn.
const STREAMS: usize = 60;
/// Streams of a turn whose chunks come one by one.
const PACED: usize = 2;
/// Streams at once, where memory is looked at.
const CROWD: usize = 1_000;

fn main() -> Result<()> {
    let upstream = upstream::start(setting("PORTCULLIS_BENCH_UPSTREAM").as_deref())?;
    let load = Load::new()?;
    let mut targets = vec![Target::direct(upstream)];
    for setting in [Setting::Off, Setting::Unrecorded, Setting::Secrets, Setting::On] {
        targets.push(Target::gate(Gate::start(upstream, setting)?)?);
    }
    if let Some(peer) = setting("PORTCULLIS_BENCH_PEER") {
        targets.push(Target::peer(peer.parse()?, setting("PORTCULLIS_BENCH_PEER_PID"))?);
    }
    for target in &mut targets {
        // Connections, pages and surrogates are made before anything is counted.
        load.whole(target.address, 16, requests::DISTINCT)?;
        load.streams(target.address, 4, 8)?;
    }
    let mut syncs = Vec::new();
    for _ in 0..ROUNDS {
        for target in &mut targets {
            turn(target, &load)?;
        }
        syncs.extend(disk::syncs()?);
    }
    syncs.sort_by(f64::total_cmp);
    let sync = load::percentile(&syncs, 50);
    print(&targets, sync)?;
    memory(&mut targets, &load)
}

/// One turn of one target.
fn turn(target: &mut Target, load: &Load) -> Result<()> {
    let address = target.address;
    let before = target.cpu()?;
    let busy = load.whole(address, 16, BUSY)?;
    target.busy.add(busy, target.cpu()? - before);
    let alone = load.whole(address, 1, ALONE)?;
    target.alone.add(alone, 0.0);
    let before = target.cpu()?;
    let streams = load.streams(address, 4, STREAMS)?;
    target.streams.add(streams, target.cpu()? - before);
    let before = target.cpu()?;
    let paced = load.paced(address, 1, PACED)?;
    target.paced.add(paced, target.cpu()? - before);
    Ok(())
}

/// The rows; those of the first target are what the others are compared with.
fn print(targets: &[Target], sync: f64) -> Result<()> {
    let mut out = stdout().lock();
    let Some(direct) = targets.first() else { return Ok(()) };
    for it in targets {
        let name = &it.name;
        let Timed { count, seconds, .. } = it.busy.timed;
        let rate = count as f64 / seconds;
        writeln!(out, "llm: {name:<26} {rate:>8.0} requests/s, 16 callers")?;
        if it.is_counted() {
            let cpu = 1e6 * it.busy.cpu / count as f64;
            writeln!(out, "llm: {name:<26} {cpu:>8.1} us CPU a request, 16 callers")?;
        }
        row(
            &mut out,
            name,
            "a request, one caller",
            (&it.alone.timed.waits, &direct.alone.timed.waits),
        )?;
        if it.is_counted() {
            for (kind, work) in [("at once", &it.streams), ("one by one", &it.paced)] {
                let cpu = 1e3 * work.cpu / work.timed.count as f64;
                writeln!(out, "llm: {name:<26} {cpu:>8.2} ms CPU a stream of 200 chunks {kind}")?;
            }
        }
        row(&mut out, name, "a chunk", (&it.paced.timed.chunks, &direct.paced.timed.chunks))?;
        row(&mut out, name, "the first byte", (&it.paced.timed.waits, &direct.paced.timed.waits))?;
    }
    writeln!(out, "llm: {:<26} {:>8.3} ms an fdatasync of the log's disk, p50", "-", 1e3 * sync)?;
    Ok(())
}

/// Median and worst hundredth of some waits, and what was added to those of no gate.
fn row(
    out: &mut impl std::io::Write,
    name: &str,
    what: &str,
    (waits, direct): (&[f64], &[f64]),
) -> Result<()> {
    let [p50, p99] = [50, 99].map(|part| 1e3 * load::percentile(waits, part));
    let [base50, base99] = [50, 99].map(|part| 1e3 * load::percentile(direct, part));
    let (added50, added99) = (p50 - base50, p99 - base99);
    writeln!(
        out,
        "llm: {name:<26} {p50:>8.3} / {p99:.3} ms p50 / p99 of {what}; \
         added {added50:.3} / {added99:.3}"
    )?;
    Ok(())
}

/// Memory of the gate with everything on: as it was, now, with a crowd of streams, and later.
fn memory(targets: &mut [Target], load: &Load) -> Result<()> {
    let wanted = setting("PORTCULLIS_BENCH_REQUESTS").and_then(|count| count.parse().ok());
    let mut out = stdout().lock();
    for it in targets.iter_mut().filter(|it| it.is_counted()) {
        let (name, idle, now) = (it.name.clone(), it.idle, it.memory()?);
        let made = it.busy.timed.count + it.alone.timed.count;
        writeln!(out, "llm: {name:<26} {idle:>8.1} MB idle, {now:.1} after {made} requests")?;
        if !it.is_full {
            continue;
        }
        if let Some(count) = wanted {
            load.whole(it.address, 16, count)?;
            let later = it.memory()?;
            writeln!(out, "llm: {name:<26} {later:>8.1} MB after {count} requests more")?;
        }
        let peak = crowd(it, load)?;
        writeln!(out, "llm: {name:<26} {peak:>8.1} MB at most with {CROWD} streams at once")?;
    }
    Ok(())
}

/// The most memory that is seen while many streams are open.
fn crowd(target: &Target, load: &Load) -> Result<f64> {
    let address: SocketAddr = target.address;
    std::thread::scope(|scope| {
        let crowd = scope.spawn(move || load.paced(address, CROWD, CROWD).map(drop));
        let mut peak = 0.0_f64;
        while !crowd.is_finished() {
            peak = peak.max(target.memory()?);
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        match crowd.join() {
            Ok(result) => result.map(|()| peak),
            Err(_) => anyhow::bail!("the crowd broke"),
        }
    })
}

#[expect(clippy::disallowed_methods, reason = "this program has no configuration")]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
