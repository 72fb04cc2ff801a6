//! What ends or is removed is gone at once, and leaves a tombstone for ever.

use portcullis_vault::store::{Inserted, Moment, Stats, Store};

use super::Case;
use super::rows::{ADA, BOB, at, entry, handle, kinds, row, value};
use crate::scene::{Stage, wait};

pub(super) const CASES: &[Case] = &[
    ("ends_are_looked_at_when_reading", ends_are_looked_at_when_reading),
    ("an_ended_value_is_issued_anew", an_ended_value_is_issued_anew),
    ("no_tombstone_is_issued_again", no_tombstone_is_issued_again),
    ("touching_moves_ends_later_only", touching_moves_ends_later_only),
    ("removing_counts_what_was_there", removing_counts_what_was_there),
    ("a_scope_goes_in_portions", a_scope_goes_in_portions),
    ("sweeping_takes_what_has_ended", sweeping_takes_what_has_ended),
    ("sweeping_heeds_what_was_touched", sweeping_heeds_what_was_touched),
    ("sweeping_goes_through_many_scopes", sweeping_goes_through_many_scopes),
];

fn live(store: &dyn Store, now: Moment, numbers: &[u64]) -> String {
    let handles = numbers.iter().map(|n| handle(*n)).collect();
    let rows = wait(store.get(ADA, handles, now)).unwrap();
    rows.iter().map(|row| if row.is_some() { '+' } else { '-' }).collect()
}

fn ends_are_looked_at_when_reading(stage: &Stage) {
    let store = stage.store();
    let far = Moment(u64::try_from(i64::MAX).unwrap());
    let mut furthest = entry(4, 14, None);
    furthest.expires = Some(far);
    let entries = vec![entry(1, 11, Some(100)), entry(2, 12, Some(101)), entry(3, 13, None)];
    wait(store.insert_if_absent(ADA, entries, at(0))).unwrap();
    wait(store.insert_if_absent(ADA, vec![furthest], at(0))).unwrap();
    assert_eq!(live(&*store, at(99), &[1, 2, 3, 4]), "++++");
    assert_eq!(live(&*store, at(100), &[1, 2, 3, 4]), "-+++");
    assert_eq!(live(&*store, at(10_000), &[1, 2, 3, 4]), "--++");
    assert_eq!(live(&*store, at(99), &[1]), "+", "a clock that is behind still finds it");
    let rows = wait(store.get_by_fingerprint(ADA, vec![value(11), value(12)], at(100))).unwrap();
    assert_eq!(rows, [None, Some(row(2, Some(101)))]);
    let row = wait(store.get(ADA, vec![handle(4)], at(0))).unwrap().remove(0).unwrap();
    assert_eq!(row.expires, Some(far));
}

fn an_ended_value_is_issued_anew(stage: &Stage) {
    let store = stage.store();
    wait(store.insert_if_absent(ADA, vec![entry(1, 11, Some(100))], at(0))).unwrap();
    let again = vec![entry(1, 11, Some(300)), entry(2, 11, Some(300)), entry(3, 11, None)];
    let inserted = wait(store.insert_if_absent(ADA, again, at(100))).unwrap();
    let second = || Inserted::Exists(row(2, Some(300)));
    assert_eq!(inserted, [Inserted::Taken, Inserted::New, second()]);
    assert_eq!(live(&*store, at(100), &[1, 2]), "-+");
    // The ended row is a tombstone now, even for a clock that is behind.
    assert_eq!(live(&*store, at(0), &[1, 2]), "-+");
    assert_eq!(wait(store.stats()).unwrap(), Stats { rows: 1, tombstones: 1 });
    assert_eq!(wait(store.expire(at(200), 10)).unwrap(), 0);
    assert_eq!(wait(store.taken(ADA, vec![handle(1)])).unwrap(), [true]);
}

fn no_tombstone_is_issued_again(stage: &Stage) {
    let store = stage.store();
    let entries = vec![entry(1, 11, Some(100)), entry(2, 12, None), entry(3, 13, None)];
    wait(store.insert_if_absent(ADA, entries, at(0))).unwrap();
    assert_eq!(wait(store.expire(at(100), 10)).unwrap(), 1);
    assert_eq!(wait(store.remove(ADA, vec![handle(2)])).unwrap(), 1);
    assert_eq!(wait(store.remove_scope(ADA, 10)).unwrap(), 1);
    let handles = vec![handle(1), handle(2), handle(3), handle(4)];
    assert_eq!(wait(store.taken(ADA, handles)).unwrap(), [true, true, true, false]);
    // Not even to the value that it was.
    let again = vec![entry(1, 11, None), entry(2, 12, None), entry(3, 19, None)];
    let inserted = wait(store.insert_if_absent(ADA, again, at(200))).unwrap();
    assert_eq!(kinds(&inserted), "ttt");
    assert_eq!(live(&*store, at(0), &[1, 2, 3]), "---");
    let values = vec![value(11), value(12), value(19)];
    let rows = wait(store.get_by_fingerprint(ADA, values, at(0))).unwrap();
    assert_eq!(rows, [None, None, None]);
    assert_eq!(wait(store.stats()).unwrap(), Stats { rows: 0, tombstones: 3 });
}

fn touching_moves_ends_later_only(stage: &Stage) {
    let store = stage.store();
    let entries = vec![
        entry(1, 11, Some(100)),
        entry(2, 12, Some(400)),
        entry(3, 13, None),
        entry(4, 14, Some(50)),
        entry(5, 15, Some(100)),
    ];
    wait(store.insert_if_absent(ADA, entries, at(0))).unwrap();
    wait(store.remove(ADA, vec![handle(5)])).unwrap();
    let handles = vec![handle(1), handle(9), handle(2), handle(3), handle(4), handle(5)];
    wait(store.touch(ADA, handles.clone(), at(200), at(60))).unwrap();
    let rows = wait(store.get(ADA, handles, at(0))).unwrap();
    let ended = Some(row(4, Some(50)));
    let expected =
        [Some(row(1, Some(200))), None, Some(row(2, Some(400))), Some(row(3, None)), ended, None];
    assert_eq!(rows, expected);
}

fn removing_counts_what_was_there(stage: &Stage) {
    let store = stage.store();
    let entries = vec![entry(1, 11, None), entry(2, 12, Some(100)), entry(3, 13, None)];
    wait(store.insert_if_absent(ADA, entries, at(0))).unwrap();
    let handles = vec![handle(1), handle(9), handle(1), handle(2)];
    assert_eq!(wait(store.remove(ADA, handles.clone())).unwrap(), 2);
    assert_eq!(wait(store.remove(ADA, handles)).unwrap(), 0);
    assert_eq!(live(&*store, at(0), &[1, 2, 3]), "--+");
    assert_eq!(wait(store.stats()).unwrap(), Stats { rows: 1, tombstones: 2 });
    assert_eq!(wait(store.expire(at(200), 10)).unwrap(), 0, "it is none twice");
}

fn a_scope_goes_in_portions(stage: &Stage) {
    let store = stage.store();
    let entries = (0..7).map(|n| entry(n, n, (n > 3).then_some(100))).collect();
    wait(store.insert_if_absent(ADA, entries, at(0))).unwrap();
    wait(store.insert_if_absent(BOB, vec![entry(1, 1, None)], at(0))).unwrap();
    let portions: Vec<usize> = (0..4).map(|_| wait(store.remove_scope(ADA, 3)).unwrap()).collect();
    assert_eq!(portions, [3, 3, 1, 0]);
    assert_eq!(live(&*store, at(0), &[0, 1, 2, 3, 4, 5, 6]), "-------");
    assert_eq!(wait(store.stats()).unwrap(), Stats { rows: 1, tombstones: 7 });
}

fn sweeping_takes_what_has_ended(stage: &Stage) {
    let store = stage.store();
    let entries = (0..6).map(|n| entry(n, n, Some(100 + n / 4))).collect();
    wait(store.insert_if_absent(ADA, entries, at(0))).unwrap();
    wait(store.insert_if_absent(BOB, vec![entry(1, 1, Some(100)), entry(2, 2, None)], at(0)))
        .unwrap();
    assert_eq!(wait(store.expire(at(99), 10)).unwrap(), 0);
    assert_eq!(wait(store.expire(at(100), 0)).unwrap(), 0);
    let portions: Vec<usize> = (0..3).map(|_| wait(store.expire(at(100), 3)).unwrap()).collect();
    assert_eq!(portions, [3, 2, 0]);
    assert_eq!(wait(store.stats()).unwrap(), Stats { rows: 3, tombstones: 5 });
    assert_eq!(wait(store.expire(at(101), 10)).unwrap(), 2);
    assert_eq!(wait(store.stats()).unwrap(), Stats { rows: 1, tombstones: 7 });
}

fn sweeping_heeds_what_was_touched(stage: &Stage) {
    let store = stage.store();
    wait(store.insert_if_absent(ADA, vec![entry(1, 1, Some(100)), entry(2, 2, Some(100))], at(0)))
        .unwrap();
    wait(store.touch(ADA, vec![handle(1)], at(300), at(0))).unwrap();
    assert_eq!(wait(store.expire(at(200), 10)).unwrap(), 1);
    assert_eq!(live(&*store, at(200), &[1, 2]), "+-");
    assert_eq!(wait(store.expire(at(300), 10)).unwrap(), 1);
    // An earlier end that comes later is not forgotten.
    wait(store.insert_if_absent(ADA, vec![entry(3, 3, Some(900))], at(300))).unwrap();
    wait(store.insert_if_absent(ADA, vec![entry(4, 4, Some(400))], at(300))).unwrap();
    assert_eq!(wait(store.expire(at(500), 10)).unwrap(), 1);
    assert_eq!(wait(store.expire(at(900), 10)).unwrap(), 1);
}

fn sweeping_goes_through_many_scopes(stage: &Stage) {
    let store = stage.store();
    let scope = |n: u8| portcullis_vault::store::ScopeId([n; 16]);
    for n in 0..40 {
        let entries = vec![entry(1, 1, Some(100 + u64::from(n))), entry(2, 2, Some(500))];
        wait(store.insert_if_absent(scope(n), entries, at(0))).unwrap();
    }
    assert_eq!(wait(store.expire(at(119), 100)).unwrap(), 20);
    assert_eq!(wait(store.expire(at(119), 100)).unwrap(), 0);
    let rest: usize = (0..12).map(|_| wait(store.expire(at(500), 7)).unwrap()).sum();
    assert_eq!(rest, 60);
    assert_eq!(wait(store.stats()).unwrap(), Stats { rows: 0, tombstones: 80 });
}
