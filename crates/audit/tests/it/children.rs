//! Several processes, killed processes, processes without disk.
//!
//! A child is this test binary again, asked to run the one test `child` with its orders in the
//! environment.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use portcullis_audit::{AuditError, Durability, Log, Settings, tail};

use crate::support::{ONE, intent, open, settings, signer, whole, written};

const ORDERS: &str = "PORTCULLIS_AUDIT_TEST_CHILD";

/// A child that appends to the log at `audit`, `count` records, in small segments.
#[expect(clippy::disallowed_methods, reason = "the test needs processes, not threads")]
fn child(audit: &Path, count: u64) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "children::child_process", "--nocapture"])
        .env(ORDERS, format!("{count} {}", audit.display()))
        .stdout(Stdio::null());
    command
}

/// Does nothing unless this process is a child.
#[test]
#[expect(clippy::disallowed_methods, reason = "orders come in the environment, time is real")]
fn child_process() {
    let Ok(orders) = std::env::var(ORDERS) else { return };
    let (count, audit) = orders.split_once(' ').unwrap();
    let settings = Settings {
        segment_bytes_max: 20_000,
        checkpoint_records: 50,
        ..Settings::new(Arc::new(SystemTime::now))
    };
    let (log, _) = open(Path::new(audit), &settings);
    for number in 0..count.parse().unwrap() {
        let durability = if number % 8 == 0 { Durability::Synced } else { Durability::Written };
        if log.append_now(&intent(number), durability).is_err() {
            break;
        }
    }
    drop(log);
}

#[test]
fn eight_processes_write_one_chain() {
    let home = tempfile::tempdir().unwrap();
    let children: Vec<_> = (0..8).map(|_| child(home.path(), 200).spawn().unwrap()).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(whole(home.path()), 1600);
}

#[test]
fn a_process_killed_while_it_writes_leaves_a_log_that_opens_and_verifies() {
    let home = tempfile::tempdir().unwrap();
    let log = home.path().join("default");
    written(home.path(), 1, ONE);
    for round in 0..6 {
        let before = whole(home.path());
        let mut children: Vec<_> =
            (0..3).map(|_| child(home.path(), u64::MAX).spawn().unwrap()).collect();
        // Wait by what happens, not by time: the log must have grown.
        let grown = before + 100 + round * 37;
        while tail(&log, 1).unwrap().0[0].seq < grown {
            std::thread::yield_now();
        }
        for child in &mut children {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let (writer, opened) = open(home.path(), &settings());
        assert!(opened.records > grown);
        writer.append_now(&intent(0), Durability::Synced).unwrap();
        writer.close().unwrap();
        assert!(whole(home.path()) > grown);
    }
}

/// A limit on the size of files stands in for a full disk: the write fails half way.
#[test]
#[expect(clippy::disallowed_methods, reason = "the limit must hold for another process")]
fn a_full_disk_fails_the_append_and_leaves_whole_records() {
    let home = tempfile::tempdir().unwrap();
    written(home.path(), 3, ONE);
    let exe = std::env::current_exe().unwrap();
    let status = Command::new("sh")
        // The signal is ignored, so that the write fails instead; the limit is in blocks.
        .args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" --exact children::full_disk"])
        .arg(exe)
        .env(ORDERS, home.path())
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    let records = whole(home.path());
    assert!(records > 3);
    let (log, opened) = open(home.path(), &settings());
    assert_eq!((opened.records, opened.repaired), (records, None));
    log.append_now(&intent(0), Durability::Synced).unwrap();
    log.close().unwrap();
    assert_eq!(whole(home.path()), records + 1);
}

/// Does nothing unless this process is a child.
#[test]
#[expect(clippy::disallowed_methods, reason = "orders come in the environment")]
fn full_disk() {
    let Ok(audit) = std::env::var(ORDERS) else { return };
    let settings = Settings { checkpoint_every: Duration::from_secs(1_000_000), ..settings() };
    let (log, _) = Log::open(Path::new(&audit), "default", signer(), &settings).unwrap();
    let failure =
        (0..1000).find_map(|number| log.append_now(&intent(number), Durability::Synced).err());
    assert!(matches!(failure, Some(AuditError::Io { .. })), "{failure:?}");
    // The disk is as full as before, and a shorter record may still fit: nothing is poisoned.
    assert_eq!(log.stopped(), None);
    log.close().unwrap();
}
