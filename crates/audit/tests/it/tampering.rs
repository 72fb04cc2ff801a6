//! A log that was changed after it was signed.

use std::fs;
use std::path::Path;

use portcullis_audit::{AuditError, Fault, Log, VerifyError, public_key, verify};
use portcullis_seal::SigningKey;

use crate::support::{ONE, broken, lines, open, segments, settings, signer, whole, written};

/// Rewrites the one segment of a fresh log of six records, and says what verify finds: the
/// record and the line.
fn check(change: impl Fn(&mut Vec<String>), seq: u64, line: u64, fault: fn(&Fault) -> bool) {
    let home = tempfile::tempdir().unwrap();
    let log = written(home.path(), 6, ONE);
    let mut text = lines(&log);
    change(&mut text);
    let mut text = text.join("\n");
    text.push('\n');
    fs::write(&segments(&log)[0], text).unwrap();
    let found = broken(&log);
    assert_eq!((found.seq, found.line), (Some(seq), Some(line)), "{found}");
    assert!(fault(&found.fault), "{found}");
}

#[test]
fn the_first_bad_record_is_named() {
    let change =
        |at: usize| move |lines: &mut Vec<String>| lines[at] = lines[at].replace("llm", "mcp");
    for at in 0..5 {
        check(change(at), at as u64, at as u64 + 1, |fault| *fault == Fault::Changed);
    }
    check(change(5), 5, 6, |fault| *fault == Fault::Root);
    for at in 1..6 {
        let unlink = |lines: &mut Vec<String>| {
            let end = lines[at].len() - 10;
            let digit = if lines[at].as_bytes()[end] == b'0' { "1" } else { "0" };
            lines[at].replace_range(end..=end, digit);
        };
        check(unlink, at as u64, at as u64 + 1, |fault| *fault == Fault::Link);
    }
    for at in 0..5 {
        let drop = |lines: &mut Vec<String>| drop(lines.remove(at));
        check(drop, at as u64, at as u64 + 1, |fault| matches!(fault, Fault::Sequence { .. }));
        let swap = |lines: &mut Vec<String>| lines.swap(at, at + 1);
        check(swap, at as u64, at as u64 + 1, |fault| matches!(fault, Fault::Sequence { .. }));
        let twice = |lines: &mut Vec<String>| lines.insert(at, lines[at].clone());
        check(twice, at as u64 + 1, at as u64 + 2, |fault| matches!(fault, Fault::Sequence { .. }));
    }
    for left in 1..6 {
        let cut = |lines: &mut Vec<String>| lines.truncate(left);
        check(cut, left as u64, left as u64 + 1, |fault| matches!(fault, Fault::Cut { .. }));
    }
    let repeat = |lines: &mut Vec<String>| {
        lines[2] = lines[2].replace("\"door\":\"llm\"", "\"door\":\"llm\",\"door\":\"cli\"");
    };
    check(repeat, 2, 3, |fault| *fault == Fault::Malformed);
    check(|lines| lines[3].push('x'), 3, 4, |fault| *fault == Fault::Malformed);
    check(|lines| lines[3].push_str(&"x".repeat(70_000)), 3, 4, |fault| *fault == Fault::TooLong);
}

#[test]
fn any_changed_byte_of_any_file_is_found() {
    let home = tempfile::tempdir().unwrap();
    let log = written(home.path(), 3, ONE);
    let checked = [segments(&log).remove(0), log.join("checkpoint"), log.join("audit.pub")];
    for path in checked {
        let good = fs::read(&path).unwrap();
        for at in 0..good.len() {
            for flip in [0x01, 0x20, 0x80] {
                let mut bad = good.clone();
                bad[at] ^= flip;
                fs::write(&path, &bad).unwrap();
                let found = verify(&log, None);
                assert!(
                    matches!(found, Err(VerifyError::Broken(_))),
                    "{} byte {at} ^ {flip}: {found:?}",
                    path.display()
                );
            }
        }
        for cut in 0..good.len() - 1 {
            fs::write(&path, &good[..cut]).unwrap();
            assert!(verify(&log, None).is_err(), "{} cut at {cut}", path.display());
        }
        fs::write(&path, &good).unwrap();
    }
    assert_eq!(whole(&log), 3);
}

/// Removes one file of a log in several segments.
fn check_without(name: &str, writer_sees: bool, fault: fn(&Fault) -> bool) {
    let home = tempfile::tempdir().unwrap();
    let log = written(home.path(), 6, 600);
    assert!(segments(&log).len() >= 3);
    fs::remove_file(log.join(name)).unwrap();
    let found = broken(&log);
    assert!(fault(&found.fault), "{name}: {found}");
    let opened = Log::open(home.path(), "default", signer(), &settings());
    let seen = matches!(opened, Err(AuditError::Tampered { .. }));
    assert_eq!(seen, writer_sees, "{name}: {opened:?}");
}

#[test]
fn a_missing_file_is_found_by_the_verifier_and_the_writer() {
    let home = tempfile::tempdir().unwrap();
    let names: Vec<String> = segments(&written(home.path(), 6, 600))
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    let (last, others) = names.split_last().unwrap();
    for (index, name) in others.iter().enumerate() {
        // A writer reads from the checkpoint on: what lies in the middle is the verifier's.
        check_without(name, index == 0, |fault| *fault == Fault::Segment);
    }
    check_without(last, true, |fault| matches!(fault, Fault::Cut { .. }));
    check_without("checkpoint", true, |fault| *fault == Fault::NoCheckpoint);
    check_without("audit.pub", true, |fault| *fault == Fault::NoKey);
}

#[test]
fn a_chain_computed_anew_does_not_match_the_signature() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let log = written(one.path(), 5, ONE);
    // The same key writes another log of the same length: its chain is whole in itself.
    let (forged, _) = open(other.path(), &settings());
    for number in 0..5 {
        let record = crate::support::intent(number + 100);
        forged.append_now(&record, portcullis_audit::Durability::Written).unwrap();
    }
    forged.close().unwrap();
    fs::copy(&segments(&other.path().join("default"))[0], &segments(&log)[0]).unwrap();
    let found = broken(&log);
    assert_eq!((found.seq, &found.fault), (Some(4), &Fault::Root), "{found}");
    let opened = Log::open(one.path(), "default", signer(), &settings());
    assert!(matches!(opened, Err(AuditError::Tampered { .. })), "{opened:?}");
}

#[test]
fn a_log_of_another_key_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let log = written(home.path(), 2, ONE);
    let other = SigningKey::from_seed([8; 32]).unwrap();
    let found = verify(&log, Some(&other.public()));
    assert!(matches!(found, Err(VerifyError::Broken(_))), "{found:?}");
    fs::write(log.join("audit.pub"), public_key("default", &other.public())).unwrap();
    assert!(matches!(broken(&log).fault, Fault::File(_)));
    fs::write(log.join("audit.pub"), public_key("other", &signer().public())).unwrap();
    assert!(matches!(broken(&log).fault, Fault::File(_)));
    fs::write(log.join("audit.pub"), public_key("default", &signer().public())).unwrap();
    assert_eq!(whole(&log), 2);
    let opened = Log::open(home.path(), "default", other, &settings());
    assert!(matches!(opened, Err(AuditError::OtherKey { .. })), "{opened:?}");
}

#[test]
fn a_log_of_another_tenant_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let log = written(home.path(), 2, ONE);
    fs::rename(&log, home.path().join("acme")).unwrap();
    let opened = Log::open(home.path(), "acme", signer(), &settings());
    assert!(opened.is_err_and(|error| error.is_integrity()));
}

/// The writer must see that the log is shorter than what was signed, whatever was cut.
fn refuses_to_open(audit: &Path, log: &Path) {
    let opened = Log::open(audit, "default", signer(), &settings());
    assert!(matches!(opened, Err(AuditError::Tampered { .. })), "{opened:?}");
    assert!(verify(log, None).is_err());
}

#[test]
fn the_writer_refuses_a_log_cut_anywhere_with_or_without_the_stored_state() {
    for keep_state in [true, false] {
        let home = tempfile::tempdir().unwrap();
        let log = written(home.path(), 3, ONE);
        if !keep_state {
            fs::remove_file(log.join("checkpoint.state")).unwrap();
        }
        let path = segments(&log).remove(0);
        let good = fs::read(&path).unwrap();
        for cut in (0..good.len()).step_by(17) {
            fs::write(&path, &good[..cut]).unwrap();
            refuses_to_open(home.path(), &log);
            assert_eq!(fs::read(&path).unwrap().len(), cut, "evidence must stay as it is");
        }
    }
}

#[test]
fn a_wrong_stored_state_is_rebuilt() {
    let home = tempfile::tempdir().unwrap();
    let log = written(home.path(), 9, 900);
    let state = log.join("checkpoint.state");
    let good = fs::read(&state).unwrap();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1;
        fs::write(&state, bad).unwrap();
        let (log, opened) = open(home.path(), &settings());
        assert_eq!((opened.records, opened.repaired), (9, None), "byte {at}");
        log.close().unwrap();
    }
    assert_eq!(whole(&log), 9);
}
