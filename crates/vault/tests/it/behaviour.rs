//! The one suite that every store goes through, by itself and under a vault.

use crate::scene::Stage;
use crate::{corpus, issued, life, round_trips, scopes, spellings};

#[path = "behaviour/ending.rs"]
mod ending;
#[path = "behaviour/issuing.rs"]
mod issuing;
#[path = "behaviour/rows.rs"]
mod rows;
#[path = "behaviour/sizes.rs"]
mod sizes;

/// Something that every store must do, and its name.
pub(crate) type Case = (&'static str, fn(&Stage));

/// What every store must do by itself.
const OF_STORES: [&[Case]; 3] = [issuing::CASES, ending::CASES, sizes::CASES];

/// What a vault does over every store.
const OF_VAULTS: [&[Case]; 6] = [
    life::CASES,
    scopes::CASES,
    issued::CASES,
    spellings::CASES,
    round_trips::CASES,
    corpus::CASES,
];

/// Plays every case on a stage of its own, under its name: a panic tells which it was.
fn play(suite: &[&[Case]], fresh: impl Fn() -> Stage) {
    for (name, case) in suite.iter().copied().flatten() {
        let stage = fresh();
        let played = std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().name((*name).to_owned());
            thread.spawn_scoped(scope, || case(&stage)).unwrap().join()
        });
        assert!(played.is_ok(), "{name}");
    }
}

pub(crate) fn of_a_store(fresh: impl Fn() -> Stage) {
    play(&OF_STORES, fresh);
}

/// Only that rows come and go: where the store is not what is tested.
pub(crate) fn first_of_a_store(stage: &Stage) {
    let (_, first) = issuing::CASES[0];
    first(stage);
}

pub(crate) fn of_a_vault(fresh: impl Fn() -> Stage) {
    play(&OF_VAULTS, fresh);
}

#[test]
fn of_the_memory_store() {
    of_a_store(Stage::memory);
}

#[test]
fn of_a_vault_in_memory() {
    of_a_vault(Stage::memory);
}

#[test]
fn of_the_sqlite_store() {
    of_a_store(Stage::sqlite);
}

#[test]
fn of_a_vault_in_sqlite() {
    of_a_vault(Stage::sqlite);
}
