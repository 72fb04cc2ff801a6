//! Issuing is atomic: a value has one surrogate, and a surrogate one value, whoever comes first.

use std::sync::Barrier;

use portcullis_vault::store::{Inserted, Stats};

use super::Case;
use super::rows::{ADA, BOB, at, entry, handle, kinds, row, value};
use crate::scene::{Stage, wait};

pub(super) const CASES: &[Case] = &[
    ("what_is_issued_is_found", what_is_issued_is_found),
    ("the_first_of_a_batch_wins", the_first_of_a_batch_wins),
    ("a_taken_surrogate_is_nobody_elses", a_taken_surrogate_is_nobody_elses),
    ("scopes_are_apart", scopes_are_apart),
    ("races_have_one_winner", races_have_one_winner),
    ("what_was_issued_is_kept", what_was_issued_is_kept),
];

fn what_is_issued_is_found(stage: &Stage) {
    let store = stage.store();
    let entries = vec![entry(1, 11, None), entry(2, 12, Some(500)), entry(3, 13, None)];
    assert_eq!(kinds(&wait(store.insert_if_absent(ADA, entries, at(0))).unwrap()), "nnn");
    // In the order of the question, as often as it is asked.
    let handles = vec![handle(3), handle(9), handle(2), handle(3)];
    let rows = wait(store.get(ADA, handles, at(0))).unwrap();
    assert_eq!(rows, [Some(row(3, None)), None, Some(row(2, Some(500))), Some(row(3, None))]);
    let values = vec![value(12), value(1), value(11), value(12)];
    let rows = wait(store.get_by_fingerprint(ADA, values, at(0))).unwrap();
    let second = Some(row(2, Some(500)));
    assert_eq!(rows, [second.clone(), None, Some(row(1, None)), second]);
    let taken = wait(store.taken(ADA, vec![handle(9), handle(1), handle(11), handle(2)])).unwrap();
    assert_eq!(taken, [false, true, false, true]);
    assert_eq!(wait(store.stats()).unwrap(), Stats { rows: 3, tombstones: 0 });
}

fn the_first_of_a_batch_wins(stage: &Stage) {
    let store = stage.store();
    let entries = vec![
        entry(1, 11, None),
        entry(1, 12, None),
        entry(2, 11, None),
        entry(1, 11, None),
        entry(3, 12, Some(9)),
    ];
    let inserted = wait(store.insert_if_absent(ADA, entries, at(0))).unwrap();
    let first = || Inserted::Exists(row(1, None));
    assert_eq!(inserted, [Inserted::New, Inserted::Taken, first(), first(), Inserted::New]);
    assert_eq!(wait(store.taken(ADA, vec![handle(2)])).unwrap(), [false], "it was not needed");
    // What is there already stays as it is.
    let again = vec![entry(7, 12, None), entry(3, 17, None)];
    let inserted = wait(store.insert_if_absent(ADA, again, at(0))).unwrap();
    assert_eq!(inserted, [Inserted::Exists(row(3, Some(9))), Inserted::Taken]);
    assert_eq!(wait(store.stats()).unwrap(), Stats { rows: 2, tombstones: 0 });
}

fn a_taken_surrogate_is_nobody_elses(stage: &Stage) {
    let store = stage.store();
    wait(store.insert_if_absent(ADA, vec![entry(1, 11, None)], at(0))).unwrap();
    let inserted = wait(store.insert_if_absent(ADA, vec![entry(1, 12, None)], at(0))).unwrap();
    assert_eq!(inserted, [Inserted::Taken]);
    let rows = wait(store.get_by_fingerprint(ADA, vec![value(11), value(12)], at(0))).unwrap();
    assert_eq!(rows, [Some(row(1, None)), None]);
}

fn scopes_are_apart(stage: &Stage) {
    let store = stage.store();
    wait(store.insert_if_absent(ADA, vec![entry(1, 11, None)], at(0))).unwrap();
    assert_eq!(wait(store.get(BOB, vec![handle(1)], at(0))).unwrap(), [None]);
    assert_eq!(wait(store.get_by_fingerprint(BOB, vec![value(11)], at(0))).unwrap(), [None]);
    assert_eq!(wait(store.taken(BOB, vec![handle(1)])).unwrap(), [false]);
    assert_eq!(wait(store.remove(BOB, vec![handle(1)])).unwrap(), 0);
    assert_eq!(wait(store.remove_scope(BOB, 9)).unwrap(), 0);
    wait(store.touch(BOB, vec![handle(1)], at(9), at(0))).unwrap();
    // The same surrogate and the same value mean something else there.
    let inserted = wait(store.insert_if_absent(BOB, vec![entry(1, 11, Some(5))], at(0))).unwrap();
    assert_eq!(inserted, [Inserted::New]);
    assert_eq!(wait(store.remove_scope(BOB, 9)).unwrap(), 1);
    assert_eq!(wait(store.get(ADA, vec![handle(1)], at(0))).unwrap(), [Some(row(1, None))]);
    assert_eq!(wait(store.stats()).unwrap(), Stats { rows: 1, tombstones: 1 });
}

/// Many callers want surrogates of the same values, each with candidates of its own.
fn races_have_one_winner(stage: &Stage) {
    const CALLERS: u64 = 8;
    const VALUES: u64 = 40;
    let (shared, barrier) = (stage.store(), Barrier::new(usize::try_from(CALLERS).unwrap()));
    let race = |caller: u64| {
        let store = if caller.is_multiple_of(2) { stage.store() } else { shared.clone() };
        let entries = (0..VALUES).map(|n| entry(caller * VALUES + n, 1000 + n, None)).collect();
        barrier.wait();
        let inserted = wait(store.insert_if_absent(ADA, entries, at(0))).unwrap();
        let winner = |(n, inserted): (usize, Inserted)| match inserted {
            Inserted::New => handle(caller * VALUES + n as u64),
            Inserted::Exists(row) => row.handle,
            Inserted::Taken => panic!("each caller has its own"),
        };
        inserted.into_iter().enumerate().map(winner).collect::<Vec<_>>()
    };
    let all: Vec<_> = std::thread::scope(|scope| {
        let race = &race;
        let callers: Vec<_> = (0..CALLERS).map(|n| scope.spawn(move || race(n))).collect();
        callers.into_iter().map(|caller| caller.join().unwrap()).collect()
    });
    assert!(all.iter().all(|handles| *handles == all[0]));
    assert_eq!(wait(shared.stats()).unwrap(), Stats { rows: VALUES, tombstones: 0 });
}

fn what_was_issued_is_kept(stage: &Stage) {
    let store = stage.store();
    wait(store.insert_if_absent(ADA, vec![entry(1, 11, Some(50)), entry(2, 12, None)], at(0)))
        .unwrap();
    wait(store.remove(ADA, vec![handle(2)])).unwrap();
    drop(store);
    let store = stage.store();
    assert_eq!(wait(store.get(ADA, vec![handle(1)], at(0))).unwrap(), [Some(row(1, Some(50)))]);
    let again = vec![entry(3, 11, None), entry(2, 12, None)];
    let inserted = wait(store.insert_if_absent(ADA, again, at(0))).unwrap();
    assert_eq!(inserted, [Inserted::Exists(row(1, Some(50))), Inserted::Taken]);
}
