//! A log whose last write was interrupted.

use std::fs;
use std::path::Path;

use portcullis_audit::{AuditError, Durability, Fault, Log, Record, tail};

use crate::support::{ONE, broken, intent, open, segments, settings, signer, whole, written};

/// A log of two signed records and a third one that is not covered, as a killed process leaves
/// it; gives the segment's content and where the third record starts.
fn interrupted(audit: &Path) -> (Vec<u8>, usize) {
    let log = written(audit, 2, ONE);
    let kept: Vec<_> = ["checkpoint", "checkpoint.state"]
        .iter()
        .map(|name| (log.join(name), fs::read(log.join(name)).unwrap()))
        .collect();
    let path = segments(&log).remove(0);
    let start = fs::read(&path).unwrap().len();
    let (writer, _) = open(audit, &settings());
    writer.append_now(&intent(2), Durability::Synced).unwrap();
    writer.close().unwrap();
    for (path, content) in kept {
        fs::write(path, content).unwrap();
    }
    (fs::read(&path).unwrap(), start)
}

#[test]
fn a_write_torn_at_any_byte_of_the_last_record_is_repaired_and_said() {
    let home = tempfile::tempdir().unwrap();
    let (good, start) = interrupted(home.path());
    let log = home.path().join("default");
    let path = segments(&log).remove(0);
    let side: Vec<_> = ["checkpoint", "checkpoint.state"]
        .iter()
        .map(|name| (log.join(name), fs::read(log.join(name)).unwrap()))
        .collect();
    for cut in start..=good.len() {
        for (path, content) in &side {
            fs::write(path, content).unwrap();
        }
        fs::write(&path, &good[..cut]).unwrap();
        let torn = cut != start && cut != good.len();
        if torn {
            assert_eq!(broken(&log).fault, Fault::Torn, "cut at {cut}");
        }
        let (writer, opened) = open(home.path(), &settings());
        let cut_bytes = opened.repaired.as_ref().map(|repair| repair.cut_bytes);
        assert_eq!(cut_bytes, torn.then_some((cut - start) as u64), "cut at {cut}");
        writer.close().unwrap();
        let records = 2 + u64::from(torn) + u64::from(cut == good.len());
        assert_eq!(whole(&log), records, "cut at {cut}");
        if torn {
            let (last, _) = tail(&log, 1).unwrap();
            assert_eq!(last[0].record, opened.repaired.map(Record::Repair));
        }
    }
}

#[test]
fn a_running_writer_repairs_what_another_one_left() {
    let home = tempfile::tempdir().unwrap();
    let log = written(home.path(), 2, ONE);
    let (writer, _) = open(home.path(), &settings());
    let path = segments(&log).remove(0);
    let mut torn = fs::OpenOptions::new().append(true).open(&path).unwrap();
    std::io::Write::write_all(&mut torn, b"{\"seq\":2,\"time\"").unwrap();
    let position = writer.append_now(&intent(9), Durability::Synced).unwrap();
    assert_eq!(position.seq, 3, "the repair record stands before");
    writer.close().unwrap();
    assert_eq!(whole(&log), 4);
}

/// Puts something in the place of a third record that no checkpoint covers, and opens the log.
fn check(name: &str, tail: impl Fn(&[u8]) -> Vec<u8>, may_be_cut: bool) {
    let home = tempfile::tempdir().unwrap();
    let (good, start) = interrupted(home.path());
    let path = segments(&home.path().join("default")).remove(0);
    let content = [&good[..start], &tail(&good[start..])].concat();
    fs::write(&path, &content).unwrap();
    match Log::open(home.path(), "default", signer(), &settings()) {
        Ok((_, opened)) if may_be_cut => assert!(opened.repaired.is_some(), "{name}"),
        Err(AuditError::Tampered { .. }) if !may_be_cut => {
            assert_eq!(fs::read(&path).unwrap(), content, "{name}: evidence must stay");
        }
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn only_what_an_interrupted_write_leaves_is_cut() {
    let zeros = || vec![0; 300];
    check("zeros without an end", |_| zeros(), true);
    check("zeros with an end", |_| [zeros(), vec![b'\n']].concat(), true);
    check("zeros before a record", |record| [&zeros(), &b"\n"[..], record].concat(), false);
    check("a record twice", |record| record.repeat(2), false);
    let other = |record: &[u8]| {
        String::from_utf8(record.to_vec()).unwrap().replace("\"seq\":2", "\"seq\":7").into_bytes()
    };
    check("a record with another number", other, false);
}
