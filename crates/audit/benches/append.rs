//! What the log costs: appends against a sync for each record, CPU, and verification.
//!
//! Prints figures; compares with nothing but the same disk in the same run. Records are of the
//! size that calls leave.

#![forbid(unsafe_code)]

use std::fs::OpenOptions;
use std::io::{Result, Write, stdout};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use portcullis_audit::{
    AuditError, Count, Decision, Durability, Log, Outcome, Record, Settings, Subject, verify,
};
use portcullis_seal::SigningKey;

const CALLERS: u64 = 64;
const MEASURE: Duration = Duration::from_secs(2);

#[expect(clippy::disallowed_methods, reason = "this program measures time")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "this program stamps records as the product does")]
fn settings() -> Settings {
    Settings::new(Arc::new(SystemTime::now))
}

fn record(number: u64) -> Record {
    Record::Outcome(Outcome {
        subject: Subject {
            call: format!("01J{number:023}"),
            actor: "p_5f2d9c1e0b7a4d33".to_owned(),
            door: "llm".to_owned(),
            upstream: Some("openai".to_owned()),
            operation: Some("chat.completions".to_owned()),
            model: Some("gpt-6".to_owned()),
            rule: Some("preset:guarded/models".to_owned()),
            ..Subject::default()
        },
        decision: Decision::Allowed,
        code: None,
        reason: None,
        findings: vec![Count { entity: "US_SSN".into(), action: "surrogate".into(), count: 2 }],
        revealed: 2,
        unknown: 0,
        duration_us: 123_456,
        usage: None,
        arguments: Some("d_0123456789abcdef0123456789abcdef".to_owned()),
        result: None,
        warnings: Vec::new(),
    })
}

fn open(audit: &Path) -> std::result::Result<Log, AuditError> {
    let signer = SigningKey::from_seed([7; 32]).map_err(|_| AuditError::Closed)?;
    Ok(Log::open(audit, "default", signer, &settings())?.0)
}

fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    // A directory below the target directory: /tmp is no disk on some machines.
    let below = std::env::current_exe()?;
    let home = tempfile::tempdir_in(below.parent().unwrap_or(Path::new(".")))?;
    let single = per_record(home.path())?;
    let one = one_caller(home.path())?;
    let many = callers(home.path())?;
    let (append_cpu, records) = cpu_of_a_record(home.path())?;
    let (started, before) = (now(), cpu()?);
    let checked = verify(&home.path().join("cpu"), None)?.records();
    let verified = per_second(checked, started.elapsed());
    let verify_cpu = (cpu()? - before) / checked as f64;
    let mut out = stdout().lock();
    writeln!(
        out,
        "audit: a sync for each record   {:>9.0} /s  ({:.3} ms)",
        1.0 / single,
        1e3 * single
    )?;
    writeln!(
        out,
        "audit: one caller, durable      {:>9.0} /s  ({:.2} syncs each)",
        1.0 / one,
        one / single
    )?;
    writeln!(
        out,
        "audit: {CALLERS} callers, durable      {:>9.0} /s  ({:.1} times a sync for each)",
        many.rate,
        many.rate * single
    )?;
    writeln!(
        out,
        "audit: {CALLERS} callers, p99          {:>9.3} ms  ({:.1} syncs)",
        1e3 * many.p99,
        many.p99 / single
    )?;
    writeln!(
        out,
        "audit: CPU a record, all in all {:>9.2} us  ({records} records)",
        1e6 * append_cpu
    )?;
    writeln!(out, "audit: verify                   {verified:>9.0} /s")?;
    writeln!(out, "audit: CPU to verify a record   {:>9.2} us", 1e6 * verify_cpu)?;
    Ok(())
}

/// Seconds for one record with a sync of its own.
fn per_record(home: &Path) -> Result<f64> {
    let mut file = OpenOptions::new().create(true).append(true).open(home.join("single"))?;
    let line = vec![b'x'; 520];
    let started = now();
    let mut count = 0u32;
    while started.elapsed() < MEASURE {
        file.write_all(&line)?;
        file.sync_data()?;
        count += 1;
    }
    Ok(started.elapsed().as_secs_f64() / f64::from(count))
}

/// Seconds for one record of one caller.
fn one_caller(home: &Path) -> std::result::Result<f64, AuditError> {
    let log = open(&home.join("one"))?;
    let started = now();
    let mut count = 0u32;
    while started.elapsed() < MEASURE {
        log.append_now(&record(count.into()), Durability::Synced)?;
        count += 1;
    }
    Ok(started.elapsed().as_secs_f64() / f64::from(count))
}

struct Many {
    rate: f64,
    p99: f64,
}

/// Many tasks, each of which waits until its record is durable.
fn callers(home: &Path) -> std::result::Result<Many, Box<dyn std::error::Error>> {
    let log = Arc::new(open(&home.join("many"))?);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build()?;
    let started = now();
    let tasks: Vec<_> = (0..CALLERS)
        .map(|caller| {
            let log = Arc::clone(&log);
            runtime.spawn(async move {
                let mut waits = Vec::new();
                while started.elapsed() < MEASURE {
                    let before = now();
                    log.append(record(caller), Durability::Synced).await?;
                    waits.push(before.elapsed().as_secs_f64());
                }
                Ok::<_, AuditError>(waits)
            })
        })
        .collect();
    let mut waits = Vec::new();
    for task in tasks {
        waits.extend(runtime.block_on(task)??);
    }
    let passed = started.elapsed();
    waits.sort_by(f64::total_cmp);
    let p99 = waits.get(waits.len() * 99 / 100).copied().unwrap_or_default();
    Ok(Many { rate: per_second(u64::try_from(waits.len())?, passed), p99 })
}

/// CPU seconds for one record, from serialising to writing, wherever they are spent.
fn cpu_of_a_record(home: &Path) -> std::result::Result<(f64, u64), Box<dyn std::error::Error>> {
    const RECORDS: u64 = 500_000;
    let log = Arc::new(open(&home.join("cpu"))?);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build()?;
    let records: Vec<Record> = (0..RECORDS).map(record).collect();
    let before = cpu()?;
    let task = Arc::clone(&log);
    runtime.block_on(async move {
        let mut records = records.into_iter();
        while records.len() > 0 {
            let chunk = records.by_ref().take(512);
            let waiting = chunk.map(|one| task.append(one, Durability::Written));
            for result in all(waiting).await {
                result?;
            }
        }
        Ok::<_, AuditError>(())
    })?;
    log.close()?;
    Ok(((cpu()? - before) / RECORDS as f64, RECORDS))
}

/// Waits for all of them at once.
async fn all<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        let mut ready = true;
        for (future, result) in waiting.iter_mut().filter(|(_, result)| result.is_none()) {
            match future.as_mut().poll(context) {
                std::task::Poll::Ready(output) => *result = Some(output),
                std::task::Poll::Pending => ready = false,
            }
        }
        if ready { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    waiting.into_iter().filter_map(|(_, result)| result).collect()
}

/// CPU time of this process, in seconds: Linux counts it in hundredths.
fn cpu() -> Result<f64> {
    let text = std::fs::read_to_string("/proc/self/stat")?;
    // The name of the program, which may hold anything, ends at the last bracket.
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks = fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    Ok(ticks.sum::<f64>() / 100.0)
}

fn per_second(count: u64, passed: Duration) -> f64 {
    count as f64 / passed.as_secs_f64()
}
