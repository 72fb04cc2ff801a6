//! Opening, appending, closing.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use portcullis_audit::{AuditError, Durability, Log, Settings, VerifyError, verify};

use crate::support::{ONE, intent, lines, open, run, segments, settings, signer, whole, written};

#[test]
fn a_log_goes_on_where_it_ended() {
    for segment_bytes_max in [1, 700, 2000, ONE] {
        let home = tempfile::tempdir().unwrap();
        for round in 0..5 {
            let log = written(home.path(), 7, segment_bytes_max);
            assert_eq!(whole(&log), (round + 1) * 7);
            assert_eq!(whole(home.path()), (round + 1) * 7, "all tenants");
            assert_eq!(whole(&segments(&log)[0]), (round + 1) * 7, "by one of its segments");
        }
    }
}

#[test]
fn two_writers_of_one_log_see_each_other() {
    let home = tempfile::tempdir().unwrap();
    let settings = Settings { segment_bytes_max: 1500, ..settings() };
    let (one, _) = open(home.path(), &settings);
    let (other, _) = open(home.path(), &settings);
    for number in 0..40 {
        let writer = if number % 3 == 0 { &one } else { &other };
        let position = writer.append_now(&intent(number), Durability::Written).unwrap();
        assert_eq!(position.seq, number);
    }
    other.close().unwrap();
    one.append_now(&intent(40), Durability::Synced).unwrap();
    one.close().unwrap();
    assert_eq!(whole(home.path()), 41);
}

#[test]
fn everything_is_covered_once_the_log_is_closed() {
    let home = tempfile::tempdir().unwrap();
    for _ in 0..3 {
        written(home.path(), 5, 900);
        assert_eq!(verify(home.path(), None).unwrap().uncovered(), 0);
    }
    let (dropped, _) = open(home.path(), &settings());
    dropped.append_now(&intent(1), Durability::Written).unwrap();
    drop(dropped);
    assert_eq!(verify(home.path(), None).unwrap().uncovered(), 0);
}

#[test]
fn a_checkpoint_is_signed_after_so_many_records_and_after_so_long() {
    let home = tempfile::tempdir().unwrap();
    let many = Settings {
        checkpoint_records: 10,
        checkpoint_every: Duration::from_secs(1_000_000),
        ..settings()
    };
    let (log, _) = open(home.path(), &many);
    for number in 0..25 {
        log.append_now(&intent(number), Durability::Written).unwrap();
    }
    // The writer has taken record 25, so it has signed what was due before.
    assert_eq!(verify(home.path(), None).unwrap().uncovered(), 5);
    log.close().unwrap();

    let at_once = Settings { checkpoint_every: Duration::ZERO, ..many };
    let (log, _) = open(home.path(), &at_once);
    log.append_now(&intent(25), Durability::Written).unwrap();
    log.append_now(&intent(26), Durability::Written).unwrap();
    assert!(verify(home.path(), None).unwrap().uncovered() <= 1);
    log.close().unwrap();
}

#[test]
fn a_verifier_may_look_while_others_write() {
    let home = tempfile::tempdir().unwrap();
    let settings = Settings { segment_bytes_max: 5000, checkpoint_records: 7, ..settings() };
    let (log, _) = open(home.path(), &settings);
    log.append_now(&run("serve"), Durability::Written).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0..2000 {
                log.append_now(&intent(number), Durability::Written).unwrap();
            }
        });
        let mut seen = 0;
        while seen < 1500 {
            let records = whole(home.path());
            assert!(records >= seen);
            seen = records;
        }
    });
    log.close().unwrap();
    assert_eq!(whole(home.path()), 2001);
}

#[test]
fn tasks_share_the_log_in_order() {
    let home = tempfile::tempdir().unwrap();
    let (log, _) = open(home.path(), &settings());
    let log = std::sync::Arc::new(log);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let tasks: Vec<_> = (0..64)
        .map(|task| {
            let log = std::sync::Arc::clone(&log);
            runtime.spawn(async move {
                let mut last = None;
                for number in 0..20 {
                    let durability =
                        if number % 2 == 0 { Durability::Synced } else { Durability::Written };
                    let position = log.append(intent(task), durability).await.unwrap();
                    assert!(last < Some(position), "records of one task are in its order");
                    last = Some(position);
                }
            })
        })
        .collect();
    for task in tasks {
        runtime.block_on(task).unwrap();
    }
    log.close().unwrap();
    assert_eq!(whole(home.path()), 64 * 20);
}

#[test]
fn only_the_owner_may_read() {
    let home = tempfile::tempdir().unwrap();
    let log = written(&home.path().join("audit"), 3, ONE);
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&log), 0o700);
    for entry in log.read_dir().unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn a_closed_log_takes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let (log, _) = open(home.path(), &settings());
    log.close().unwrap();
    log.close().unwrap();
    assert_eq!(log.append_now(&intent(0), Durability::Synced), Err(AuditError::Closed));
    assert_eq!(whole(home.path()), 0);
}

#[test]
fn a_log_moved_away_while_in_use_is_noticed() {
    let home = tempfile::tempdir().unwrap();
    let (log, _) = open(home.path(), &settings());
    log.append_now(&intent(0), Durability::Synced).unwrap();
    fs::rename(home.path().join("default"), home.path().join("aside")).unwrap();
    let result = log.append_now(&intent(1), Durability::Synced);
    assert!(matches!(result, Err(AuditError::Tampered { .. })), "{result:?}");
}

#[test]
fn names_that_are_no_tenants_are_refused() {
    let home = tempfile::tempdir().unwrap();
    for name in ["", "..", "a/b", ".x"] {
        let opened = Log::open(home.path(), name, signer(), &settings());
        assert_eq!(opened.err(), Some(AuditError::Tenant), "{name}");
    }
}

#[test]
fn nothing_to_verify_is_not_success() {
    let home = tempfile::tempdir().unwrap();
    assert!(matches!(verify(home.path(), None), Err(VerifyError::NoLog { .. })));
    let missing = home.path().join("missing");
    assert!(matches!(verify(&missing, None), Err(VerifyError::Read(AuditError::Io { .. }))));
}

#[test]
fn a_segment_apart_from_its_log_is_checked_as_far_as_it_goes() {
    let home = tempfile::tempdir().unwrap();
    let log = written(home.path(), 6, 1000);
    for (index, path) in segments(&log).iter().enumerate() {
        let apart = tempfile::tempdir().unwrap();
        let copy = apart.path().join("copy.log");
        fs::copy(path, &copy).unwrap();
        let found = verify(&copy, None).unwrap();
        assert_eq!(found.logs[0].signed, None, "segment {index}");
        assert!(found.records() > 0 && found.records() == found.uncovered());
        assert!(verify(&copy, Some(&signer().public())).is_err(), "nothing is signed");
        let text = fs::read_to_string(&copy).unwrap();
        fs::write(&copy, text.replacen("llm", "cli", 1)).unwrap();
        if text.lines().count() > 1 {
            assert!(verify(&copy, None).is_err());
        }
    }
}

#[test]
fn a_line_says_what_the_record_said() {
    let home = tempfile::tempdir().unwrap();
    let log = written(home.path(), 2, ONE);
    let line = &lines(&log)[0];
    let start = "{\"seq\":0,\"time\":\"2026-11-21T";
    assert!(line.starts_with(start), "{line}");
    let members = "\"tenant\":\"default\",\"kind\":\"intent\",\"call\":\"01J00000000000000000000000\
                   \",\"actor\":\"p_5f2d\",\"door\":\"llm\",\"upstream\":\"openai\",\"operation\":\
                   \"chat.completions\",\"model\":\"gpt-6\",\"rule\":\"models\",\"prev\":\"";
    assert!(line.contains(members), "{line}");
}
