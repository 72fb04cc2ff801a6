//! Nothing, much, and large.

use portcullis_vault::VALUE_BYTES_MAX;
use portcullis_vault::store::{Entry, Stats};

use super::Case;
use super::rows::{ADA, BOB, at, entry, handle, kinds, sealed, value};
use crate::scene::{Stage, wait};

pub(super) const CASES: &[Case] = &[
    ("empty_batches_are_answered", empty_batches_are_answered),
    ("a_thousand_are_one_batch", a_thousand_are_one_batch),
    ("the_largest_values_are_kept", the_largest_values_are_kept),
];

fn empty_batches_are_answered(stage: &Stage) {
    let store = stage.store();
    assert!(wait(store.insert_if_absent(ADA, Vec::new(), at(0))).unwrap().is_empty());
    assert!(wait(store.get(ADA, Vec::new(), at(0))).unwrap().is_empty());
    assert!(wait(store.get_by_fingerprint(ADA, Vec::new(), at(0))).unwrap().is_empty());
    assert!(wait(store.taken(ADA, Vec::new())).unwrap().is_empty());
    wait(store.touch(ADA, Vec::new(), at(1), at(0))).unwrap();
    assert_eq!(wait(store.remove(ADA, Vec::new())).unwrap(), 0);
    assert_eq!(wait(store.remove_scope(ADA, 10)).unwrap(), 0);
    assert_eq!(wait(store.expire(at(0), 10)).unwrap(), 0);
    assert_eq!(wait(store.stats()).unwrap(), Stats::default());
}

fn a_thousand_are_one_batch(stage: &Stage) {
    const COUNT: u64 = 1_000;
    let store = stage.store();
    wait(store.insert_if_absent(ADA, vec![entry(7, 7, None)], at(0))).unwrap();
    let entries: Vec<Entry> = (0..COUNT).map(|n| entry(n, n, Some(100))).collect();
    let inserted = wait(store.insert_if_absent(ADA, entries, at(0))).unwrap();
    let expected: String = (0..COUNT).map(|n| if n == 7 { 'e' } else { 'n' }).collect();
    assert_eq!(kinds(&inserted), expected);
    // Backwards, every second one unknown.
    let asked = || (0..COUNT).rev().map(|n| if n % 2 == 0 { n } else { n + COUNT });
    let handles = asked().map(handle).collect();
    let rows = wait(store.get(ADA, handles, at(0))).unwrap();
    for (n, row) in asked().zip(&rows) {
        assert_eq!(row.as_ref().map(|row| &*row.sealed), (n < COUNT).then(|| sealed(n)).as_deref());
    }
    assert_eq!(rows.len(), 1_000);
    let by_value = asked().map(value).collect();
    assert_eq!(wait(store.get_by_fingerprint(ADA, by_value, at(0))).unwrap(), rows);
    let taken = wait(store.taken(ADA, asked().map(handle).collect())).unwrap();
    assert!(taken.iter().zip(&rows).all(|(taken, row)| *taken == row.is_some()));
    wait(store.touch(ADA, asked().map(handle).collect(), at(200), at(0))).unwrap();
    assert_eq!(wait(store.expire(at(100), 10_000)).unwrap(), 499, "one never ends");
    assert_eq!(wait(store.remove(ADA, asked().map(handle).collect())).unwrap(), 500);
    assert_eq!(wait(store.stats()).unwrap(), Stats { rows: 1, tombstones: 999 });
}

fn the_largest_values_are_kept(stage: &Stage) {
    let store = stage.store();
    let large = |n: u8| -> Box<[u8]> { vec![n; VALUE_BYTES_MAX + 1024].into() };
    let entries: Vec<Entry> = (0..40)
        .map(|n| Entry { sealed: large(n), ..entry(u64::from(n), u64::from(n), None) })
        .chain([Entry { sealed: Box::default(), ..entry(99, 99, None) }])
        .collect();
    let again = entries.clone();
    let handles: Vec<_> = entries.iter().map(|entry| entry.handle).collect();
    let kept = |row: &portcullis_vault::store::Row, entry: &Entry| row.sealed == entry.sealed;
    let inserted = wait(store.insert_if_absent(BOB, entries, at(0))).unwrap();
    assert_eq!(kinds(&inserted), "n".repeat(41));
    let rows = wait(store.get(BOB, handles, at(0))).unwrap();
    assert!(rows.iter().zip(&again).all(|(row, entry)| kept(row.as_ref().unwrap(), entry)));
    let inserted = wait(store.insert_if_absent(BOB, again, at(0))).unwrap();
    assert_eq!(kinds(&inserted), "e".repeat(41));
}
