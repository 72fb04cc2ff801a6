//! The last records, and those that come while somebody looks.

use portcullis_audit::{Durability, Settings, tail, tenants};

use crate::support::{ONE, intent, open, outcome, settings, written};

#[test]
fn the_last_records_come_in_order_whatever_the_segments() {
    for segment_bytes_max in [1, 700, 2000, ONE] {
        let home = tempfile::tempdir().unwrap();
        let log = written(home.path(), 20, segment_bytes_max);
        for count in [0, 1, 2, 5, 19, 20, 21, 1000] {
            let (entries, mut follower) = tail(&log, count).unwrap();
            let from = 20u64.saturating_sub(count as u64);
            let seqs: Vec<u64> = entries.iter().map(|entry| entry.seq).collect();
            assert_eq!(seqs, (from..20).collect::<Vec<_>>(), "last {count}");
            assert_eq!(follower.more().unwrap(), [], "after the last {count}");
            let last = entries.last().and_then(|entry| entry.record.clone());
            assert!(entries.is_empty() || last == Some(outcome(19)));
        }
    }
}

#[test]
fn what_is_appended_is_followed_across_segments() {
    let home = tempfile::tempdir().unwrap();
    let settings = Settings { segment_bytes_max: 900, ..settings() };
    let (log, _) = open(home.path(), &settings);
    let path = home.path().join("default");
    let (entries, mut follower) = tail(&path, 10).unwrap();
    assert_eq!(entries, []);
    for number in 0..30 {
        log.append_now(&intent(number), Durability::Written).unwrap();
        let more = follower.more().unwrap();
        assert_eq!(more.len(), 1);
        assert_eq!((more[0].seq, more[0].record.clone()), (number, Some(intent(number))));
        assert!(more[0].line.contains("\"kind\":\"intent\""));
    }
    assert_eq!(tenants(home.path()).unwrap(), ["default"]);
}

#[test]
fn a_large_log_is_followed_in_bounded_looks() {
    let home = tempfile::tempdir().unwrap();
    let log = written(home.path(), 5000, 100_000);
    let (entries, _) = tail(&log, 5000).unwrap();
    assert_eq!(entries.len(), 5000);
    assert!(entries.iter().zip(0..).all(|(entry, seq)| entry.seq == seq));
}
