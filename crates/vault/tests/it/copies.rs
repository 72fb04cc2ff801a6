//! Copies: what goes out comes back, a changed one gives nothing, and taking may be repeated.

use std::sync::Arc;

use portcullis_model::Entity;
use portcullis_seal::MacKey;
use portcullis_vault::archive::{ArchiveError, Reader, Summary, Writer};
use portcullis_vault::copy::{Origin, Taken, take};
use portcullis_vault::store::{Listed, Stats, Store};
use portcullis_vault::stores::MemoryStore;
use portcullis_vault::{Settings, Vault};

use crate::scene::{Person, Stage, alice, conceal, reveal_one, second, settings, wait};

fn key(seed: u8) -> MacKey {
    MacKey::from_bytes([seed; 32])
}

fn listed(store: &dyn Store) -> Vec<Listed> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = wait(store.page(after, 7)).unwrap();
        all.extend(page.listed);
        after = page.next;
        if after.is_none() {
            return all;
        }
    }
}

fn written(listed: &[Listed]) -> (Vec<u8>, Summary) {
    let key = key(1);
    let mut writer = Writer::begin(Vec::new(), &key).unwrap();
    listed.chunks(3).for_each(|some| writer.push(some).unwrap());
    writer.end().unwrap()
}

fn read(bytes: &[u8], key: &MacKey) -> Result<Vec<Listed>, ArchiveError> {
    let mut reader = Reader::begin(bytes, key)?;
    let mut all = Vec::new();
    while let Some(some) = reader.rows()? {
        all.extend(some);
    }
    Ok(all)
}

/// Some rows of two principals, one of them erased, one with an end.
fn filled(store: &Arc<dyn Store>) -> Vec<String> {
    let forever = Vault::new(store.clone(), settings());
    let short = Settings { ttl: Some(std::time::Duration::from_secs(100)), ..settings() };
    let short = Vault::new(store.clone(), short);
    let (ada, bob) = (alice(), Person::new("bob", 2));
    let mails: Vec<String> = (0..10).map(|n| format!("person{n}@example.org")).collect();
    let mails: Vec<&str> = mails.iter().map(String::as_str).collect();
    let mut all = conceal(&forever, &ada.at(0), &Entity::EMAIL_ADDRESS, &mails);
    all.extend(conceal(&short, &bob.at(0), &Entity::EMAIL_ADDRESS, &mails[..2]));
    wait(forever.erase(&ada.at(0), &[&all[9]])).unwrap();
    all
}

#[test]
fn what_goes_out_comes_back_the_same() {
    for (from, to) in Stage::all().into_iter().zip(Stage::all().into_iter().rev()) {
        let (source, target) = (from.store(), to.store());
        let all = filled(&source);
        let (copy, summary) = written(&listed(&*source));
        assert_eq!((summary.all, summary.scopes.len()), (wait(source.stats()).unwrap(), 2));
        let came = read(&copy, &key(1)).unwrap();
        assert_eq!(came, listed(&*source));
        let taken = wait(take(&*target, came.clone(), Origin::Copy, second(1))).unwrap();
        assert_eq!(taken, Taken { rows: 11, tombstones: 1, known: 0, refused: 0 });
        let vault = Vault::new(target.clone(), settings());
        let revealed = reveal_one(&vault, &alice().at(1), &all[3]);
        assert_eq!(revealed.as_deref(), Some("person3@example.org"));
        assert_eq!(reveal_one(&vault, &alice().at(1), &all[9]), None);
        assert!(reveal_one(&vault, &Person::new("bob", 2).at(99), &all[10]).is_some());
        assert!(reveal_one(&vault, &Person::new("bob", 2).at(100), &all[10]).is_none());
        let again = wait(take(&*target, came, Origin::Copy, second(2))).unwrap();
        assert_eq!(again, Taken { rows: 0, tombstones: 0, known: 12, refused: 0 });
        assert_eq!(wait(target.stats()).unwrap(), wait(source.stats()).unwrap());
    }
}

#[test]
fn a_copy_that_was_changed_or_cut_gives_no_end() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new());
    filled(&store);
    let (copy, _) = written(&listed(&*store));
    for at in 0..copy.len() {
        let mut bent = copy.clone();
        bent[at] ^= 1;
        assert!(read(&bent, &key(1)).is_err(), "byte {at} changed");
        assert!(read(&copy[..at], &key(1)).is_err(), "cut at {at}");
    }
    assert!(matches!(read(&[&copy, &b"x"[..]].concat(), &key(1)), Err(ArchiveError::Changed)));
    assert!(matches!(read(&copy, &key(2)), Err(ArchiveError::OtherHome)));
    assert!(matches!(read(b"[]", &key(1)), Err(ArchiveError::NoCopy)));
    // Frames of two copies do not mix: the end of one and the rows of another.
    let (other, summary) = written(&listed(&*store)[..5]);
    let end = |scopes: usize| 1 + 4 + 16 + 32 * scopes + 32;
    let head = &copy[..copy.len() - end(2)];
    assert!(read(&[head, &copy[head.len()..]].concat(), &key(1)).is_ok());
    let foreign = &other[other.len() - end(summary.scopes.len())..];
    assert!(matches!(read(&[head, foreign].concat(), &key(1)), Err(ArchiveError::Changed)));
}

#[test]
fn what_is_here_is_never_written_over() {
    for stage in Stage::all() {
        let old = Stage::Memory(Arc::new(MemoryStore::new()));
        let (source, target) = (old.store(), stage.store());
        let all = filled(&source);
        let came = listed(&*source);
        wait(take(&*target, came.clone(), Origin::Copy, second(0))).unwrap();
        // Erased here since: an old copy does not bring it back.
        let vault = Vault::new(target.clone(), settings());
        wait(vault.erase(&alice().at(0), &[&all[0]])).unwrap();
        let taken = wait(take(&*target, came.clone(), Origin::Copy, second(0))).unwrap();
        assert_eq!(taken, Taken { rows: 0, tombstones: 0, known: 11, refused: 1 });
        assert_eq!(reveal_one(&vault, &alice().at(0), &all[0]), None);
        // Erased there since: that of a store holds, that of a copy does not.
        let there = Vault::new(source.clone(), settings());
        wait(there.erase(&alice().at(0), &[&all[1]])).unwrap();
        let came = listed(&*source);
        wait(take(&*target, came.clone(), Origin::Copy, second(0))).unwrap();
        assert!(reveal_one(&vault, &alice().at(0), &all[1]).is_some());
        let taken = wait(take(&*target, came, Origin::Store, second(0))).unwrap();
        assert_eq!((taken.rows, taken.tombstones), (0, 1));
        assert_eq!(reveal_one(&vault, &alice().at(0), &all[1]), None);
    }
}

#[test]
fn what_has_ended_comes_as_a_tombstone() {
    let source: Arc<dyn Store> = Arc::new(MemoryStore::new());
    filled(&source);
    for stage in Stage::all() {
        let target = stage.store();
        wait(take(&*target, listed(&*source), Origin::Copy, second(100))).unwrap();
        assert_eq!(wait(target.stats()).unwrap(), Stats { rows: 9, tombstones: 3 });
    }
}
