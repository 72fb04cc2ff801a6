//! Whatever writers come, go and die in whatever order: the log is whole, and nothing is lost.

use std::fs::OpenOptions;
use std::io::Write;

use portcullis_audit::{Durability, Log, Settings};
use proptest::prelude::*;

use crate::support::{intent, open, segments, settings, whole};

/// What happens to a log that up to three writers have open.
#[derive(Debug, Clone)]
enum Step {
    /// A writer opens it, in place of whichever had this number.
    Open(usize),
    /// A writer appends so many records.
    Append(usize, u64),
    /// A writer closes it.
    Close(usize),
    /// Somebody is killed after so many bytes of a record.
    Tear(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (0..3usize).prop_map(Step::Open),
        6 => (0..3usize, 1..6u64).prop_map(|(writer, count)| Step::Append(writer, count)),
        1 => (0..3usize).prop_map(Step::Close),
        1 => (1..38usize).prop_map(Step::Tear),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_log_is_whole_whatever_its_writers_do(
        steps in prop::collection::vec(step(), 1..25),
        segment_bytes_max in 1..3000u64,
    ) {
        let home = tempfile::tempdir().unwrap();
        let settings = Settings { segment_bytes_max, checkpoint_records: 3, ..settings() };
        let mut writers: [Option<Log>; 3] = [None, None, None];
        let mut records = 0;
        let mut torn = false;
        for step in steps {
            match step {
                Step::Open(writer) => {
                    writers[writer] = None;
                    records += u64::from(std::mem::take(&mut torn));
                    writers[writer] = Some(open(home.path(), &settings).0);
                }
                Step::Append(writer, count) => {
                    let Some(log) = &writers[writer] else { continue };
                    records += u64::from(std::mem::take(&mut torn));
                    for _ in 0..count {
                        let position = log.append_now(&intent(records), Durability::Written);
                        prop_assert_eq!(position.unwrap().seq, records);
                        records += 1;
                    }
                }
                Step::Close(writer) => writers[writer] = None,
                Step::Tear(bytes) => {
                    // A writer that is still there may mend it at any time; so let none be.
                    writers = [None, None, None];
                    let log = home.path().join("default");
                    if !torn && let Some(path) = log.exists().then(|| segments(&log).pop()).flatten() {
                        let mut file = OpenOptions::new().append(true).open(path).unwrap();
                        file.write_all(&b"{\"seq\":0,\"time\":\"2026-11-21T09:31:58.0"[..bytes]).unwrap();
                        torn = true;
                    }
                }
            }
        }
        drop(writers);
        let (log, opened) = open(home.path(), &settings);
        prop_assert_eq!(opened.repaired.is_some(), torn);
        prop_assert_eq!(opened.records, records + u64::from(torn));
        log.close().unwrap();
        prop_assert_eq!(whole(home.path()), records + u64::from(torn));
    }
}
