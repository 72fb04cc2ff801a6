//! Logs to try things on.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use portcullis_audit::{
    Broken, Count, Decision, Durability, Intent, Log, Opened, Outcome, Record, Run, Settings,
    Subject, VerifyError, verify,
};
use portcullis_seal::SigningKey;

/// The key that every test signs with.
pub(crate) fn signer() -> SigningKey {
    SigningKey::from_seed([7; 32]).unwrap()
}

/// A clock that goes on by a millisecond whenever it is read.
pub(crate) fn settings() -> Settings {
    let ticks = AtomicU64::new(0);
    let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_253_471);
    Settings::new(Arc::new(move || {
        start + Duration::from_millis(ticks.fetch_add(1, Ordering::Relaxed))
    }))
}

pub(crate) fn open(audit: &Path, settings: &Settings) -> (Log, Opened) {
    Log::open(audit, "default", signer(), settings).unwrap()
}

pub(crate) fn subject(number: u64) -> Subject {
    Subject {
        call: format!("01J{number:023}"),
        actor: "p_5f2d".to_owned(),
        door: "llm".to_owned(),
        upstream: Some("openai".to_owned()),
        operation: Some("chat.completions".to_owned()),
        model: Some("gpt-6".to_owned()),
        rule: Some("models".to_owned()),
        ..Subject::default()
    }
}

pub(crate) fn intent(number: u64) -> Record {
    Record::Intent(Intent { subject: subject(number), ..Intent::default() })
}

pub(crate) fn outcome(number: u64) -> Record {
    Record::Outcome(Outcome {
        subject: subject(number),
        decision: Decision::Allowed,
        code: None,
        reason: Some("no \"value\" \\ \u{e9}".to_owned()),
        findings: vec![Count {
            entity: "US_SSN".into(),
            action: "surrogate".into(),
            count: number,
        }],
        revealed: number,
        unknown: 0,
        duration_us: 1200,
        usage: None,
        arguments: None,
        result: None,
        warnings: vec!["media-unread".into()],
    })
}

/// A log of `count` records, closed, in segments of at most about `segment_bytes_max`.
pub(crate) fn written(audit: &Path, count: u64, segment_bytes_max: u64) -> PathBuf {
    let (log, _) = open(audit, &Settings { segment_bytes_max, ..settings() });
    for number in 0..count {
        let record = if number % 2 == 0 { intent(number) } else { outcome(number) };
        log.append_now(&record, Durability::Written).unwrap();
    }
    log.close().unwrap();
    audit.join("default")
}

/// Segments that never end.
pub(crate) const ONE: u64 = u64::MAX;

pub(crate) fn segments(log: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = log
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|suffix| suffix == "log"))
        .collect();
    found.sort();
    found
}

pub(crate) fn lines(log: &Path) -> Vec<String> {
    let text: String =
        segments(log).iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    text.lines().map(str::to_owned).collect()
}

/// How many records verify finds; the test fails if the log is broken.
pub(crate) fn whole(path: &Path) -> u64 {
    verify(path, Some(&signer().public())).unwrap_or_else(|error| panic!("{error}")).records()
}

/// What verify says is wrong.
pub(crate) fn broken(path: &Path) -> Broken {
    match verify(path, None) {
        Err(VerifyError::Broken(broken)) => *broken,
        other => panic!("not broken: {other:?}"),
    }
}

pub(crate) fn run(operation: &str) -> Record {
    Record::Start(Run { operation: operation.into(), version: "0.1.0".into(), process: 1 })
}
