//! Listings: every row and tombstone once, in parts of any size, while others write.

use std::collections::HashSet;

use portcullis_vault::store::{
    Cursor, Entry, Fingerprint, Handle, Inserted, Listed, Moment, Page, ScopeId, Stats, Store,
};

use crate::scene::{Stage, wait};

fn entry(number: u8) -> Entry {
    Entry {
        handle: Handle([number; 16]),
        fingerprint: Fingerprint([number; 16]),
        sealed: vec![number; 3].into(),
        expires: number.is_multiple_of(2).then_some(Moment(1_000)),
    }
}

fn scope(number: u8) -> ScopeId {
    ScopeId([number % 3; 16])
}

fn insert(store: &dyn Store, numbers: std::ops::Range<u8>) {
    for number in numbers {
        wait(store.insert_if_absent(scope(number), vec![entry(number)], Moment(0))).unwrap();
    }
}

/// Rows, then tombstones, of all parts.
fn all(store: &dyn Store, size: usize) -> Vec<Listed> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let Page { listed, next } = wait(store.page(after, size)).unwrap();
        all.extend(listed);
        after = next;
        if after.is_none() {
            return all;
        }
    }
}

#[test]
fn everything_is_listed_once_in_parts_of_any_size() {
    for stage in Stage::all() {
        let store = stage.store();
        assert_eq!(all(&*store, 5), []);
        insert(&*store, 0..20);
        wait(store.remove(scope(4), vec![entry(4).handle])).unwrap();
        for size in [1, 3, 19, 20, 21, 1_000] {
            let listed = all(&*store, size);
            assert_eq!(listed.len(), 20, "in parts of {size}");
            for number in 0..20 {
                let wanted = match number {
                    4 => Listed::Tombstone(scope(4), entry(4).handle),
                    _ => Listed::Issued(scope(number), entry(number)),
                };
                assert_eq!(listed.iter().filter(|it| **it == wanted).count(), 1, "{number}");
            }
        }
    }
}

#[test]
fn a_listing_goes_on_while_others_write() {
    for stage in Stage::all() {
        let store = stage.store();
        insert(&*store, 0..10);
        let first = wait(store.page(None, 5)).unwrap();
        insert(&*store, 10..15);
        wait(store.remove_scope(scope(0), 100)).unwrap();
        let mut seen: HashSet<Handle> = handles(&first.listed);
        let mut after: Option<Cursor> = first.next;
        while let Some(cursor) = after {
            let page = wait(store.page(Some(cursor), 5)).unwrap();
            seen.extend(handles(&page.listed));
            after = page.next;
        }
        assert!((0..10).all(|number| seen.contains(&entry(number).handle)));
    }
}

fn handles(listed: &[Listed]) -> HashSet<Handle> {
    let handle = |listed: &Listed| match listed {
        Listed::Issued(_, entry) => entry.handle,
        Listed::Tombstone(_, handle) => *handle,
    };
    listed.iter().map(handle).collect()
}

#[test]
fn what_is_entombed_is_taken_and_rows_stay() {
    for stage in Stage::all() {
        let store = stage.store();
        insert(&*store, 0..1);
        let handles = vec![entry(0).handle, entry(9).handle];
        assert_eq!(wait(store.entomb(scope(0), handles.clone())).unwrap(), 1);
        assert_eq!(wait(store.entomb(scope(0), handles)).unwrap(), 0);
        assert_eq!(wait(store.stats()).unwrap(), Stats { rows: 1, tombstones: 1 });
        let taken = wait(store.insert_if_absent(scope(0), vec![entry(9)], Moment(0))).unwrap();
        assert_eq!(taken, [Inserted::Taken]);
        let found = wait(store.get(scope(0), vec![entry(0).handle], Moment(0))).unwrap();
        assert!(found[0].is_some());
        // A scope of which nothing was known.
        assert_eq!(wait(store.entomb(ScopeId([7; 16]), vec![entry(3).handle])).unwrap(), 1);
    }
}
