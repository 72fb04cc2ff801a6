//! The key store: what is kept, who wins a race, and what a changed folder does.
//!
//! Several processes are several stores here: they share the folder and nothing else.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Barrier;

use super::*;

fn scope(tenant: &str, principal: &str) -> Scope {
    Scope { tenant: tenant.into(), principal: principal.into() }
}

/// The same master key each time.
fn master() -> Master {
    Master::from_bytes(&Zeroizing::new([7; 32]))
}

fn open(folder: &Path) -> KeyStore {
    KeyStore::open(&folder.join("keystore"), master()).unwrap()
}

fn bytes(keys: &ScopeKeys) -> [[u8; 32]; 3] {
    [*keys.seal.expose(), *keys.surrogate.expose(), *keys.fingerprint.expose()]
}

fn file_names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("keystore")).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    // The keys first.
    names.sort_by_key(|name| !name.ends_with(".keys"));
    names
}

#[test]
fn keys_stay() {
    let home = tempfile::tempdir().unwrap();
    let (alice, bob) = (scope("default", "local/alice"), scope("default", "local/bob"));
    let store = open(home.path());
    assert!(store.cached(&alice).is_none());
    let keys = store.scope(&alice).unwrap();
    assert!(Arc::ptr_eq(&keys, &store.cached(&alice).unwrap()));
    let again = open(home.path());
    assert_eq!(bytes(&again.scope(&alice).unwrap()), bytes(&keys));
    // No two keys of any two scopes are the same.
    let others = [bob, scope("default/local", "alice"), scope("other", "local/alice")];
    let mut all = bytes(&keys).to_vec();
    for other in &others {
        all.extend(bytes(&again.scope(other).unwrap()));
    }
    let distinct: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(distinct.len(), 12);
}

#[test]
fn purposes_have_keys_that_stay() {
    let home = tempfile::tempdir().unwrap();
    for store in [open(home.path()), KeyStore::in_memory()] {
        let signing = store.signing(Purpose::Checkpoint).unwrap().public();
        assert_eq!(store.signing(Purpose::Checkpoint).unwrap().public(), signing);
        assert_ne!(store.signing(Purpose::Digest).unwrap().public(), signing);
        let digest = *store.mac(Purpose::Digest).unwrap().expose();
        assert_eq!(store.mac(Purpose::Digest).unwrap().expose(), &digest);
        assert_ne!(store.mac(Purpose::Checkpoint).unwrap().expose(), &digest);
    }
    let signing = open(home.path()).signing(Purpose::Checkpoint).unwrap().public();
    assert_eq!(open(home.path()).signing(Purpose::Checkpoint).unwrap().public(), signing);
}

#[test]
fn folder_shows_no_names_and_is_ours_alone() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    store.scope(&scope("acme", "local/alice")).unwrap();
    store.signing(Purpose::Checkpoint).unwrap();
    let names = file_names(home.path());
    assert_eq!(names.len(), 3);
    for name in names {
        let ending = name.ends_with(".keys") || name.ends_with(".name");
        assert!(name.len() == 69 && ending, "{name}");
        let path = home.path().join("keystore").join(&name);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let content = fs::read(&path).unwrap();
        for word in ["acme", "alice", "checkpoint"] {
            assert!(!content.windows(word.len()).any(|part| part == word.as_bytes()));
        }
    }
    let mode = fs::metadata(home.path().join("keystore")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    // Another master key would look for other names.
    let other = Master::from_bytes(&Zeroizing::new([8; 32]));
    let other = KeyStore::open(&home.path().join("keystore"), other).unwrap();
    assert!(other.scope(&scope("acme", "local/alice")).is_ok());
    assert_eq!(file_names(home.path()).len(), 5);
}

#[test]
fn all_who_race_get_the_same_keys() {
    let home = tempfile::tempdir().unwrap();
    let alice = scope("default", "local/alice");
    let barrier = Barrier::new(8);
    let race = || {
        let store = open(home.path());
        barrier.wait();
        let keys = bytes(&store.scope(&alice).unwrap());
        (keys, store.signing(Purpose::Checkpoint).unwrap().public())
    };
    let all: Vec<_> = std::thread::scope(|threads| {
        let racers: Vec<_> = (0..8).map(|_| threads.spawn(race)).collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).collect()
    });
    assert!(all.iter().all(|keys| *keys == all[0]));
    assert_eq!(file_names(home.path()).len(), 3);
}

#[test]
fn all_scopes_are_named() {
    let home = tempfile::tempdir().unwrap();
    let all = [scope("acme", "bot"), scope("default", "local"), scope("default", "local/alice")];
    for store in [open(home.path()), KeyStore::in_memory()] {
        assert!(store.scopes().unwrap().named.is_empty());
        for scope in &all {
            assert!(!store.has(scope));
            store.scope(scope).unwrap();
            assert!(store.has(scope));
        }
        store.mac(Purpose::Digest).unwrap();
        store.signing(Purpose::Checkpoint).unwrap();
        let mut found = store.scopes().unwrap();
        found.named.sort_by_key(|scope| scope.principal.clone());
        assert_eq!((found.named.as_slice(), found.unnamed), (all.as_slice(), 0));
    }
    // Keys of a version that kept no names get one when they are used.
    let folder = home.path().join("keystore");
    for name in file_names(home.path()).iter().filter(|name| name.ends_with(".name")) {
        fs::remove_file(folder.join(name)).unwrap();
    }
    assert_eq!(open(home.path()).scopes().unwrap().unnamed, 3);
    open(home.path()).scope(&all[0]).unwrap();
    let found = open(home.path()).scopes().unwrap();
    assert_eq!((found.named.as_slice(), found.unnamed), (&all[..1], 2));
}

#[test]
fn a_name_that_was_changed_or_moved_does_not_open() {
    let home = tempfile::tempdir().unwrap();
    for name in ["alice", "bob"] {
        open(home.path()).scope(&scope("default", name)).unwrap();
    }
    let folder = home.path().join("keystore");
    let names = file_names(home.path());
    let [one, other] = [&names[2], &names[3]].map(|name| folder.join(name));
    let good = fs::read(&one).unwrap();
    let moved = fs::read(&other).unwrap();
    for wrong in [moved.as_slice(), &good[1..], b""] {
        fs::write(&one, wrong).unwrap();
        assert!(matches!(open(home.path()).scopes(), Err(KeysError::Integrity { .. })));
    }
}

#[test]
fn changed_file_is_an_error_and_stays() {
    let home = tempfile::tempdir().unwrap();
    let alice = scope("default", "local/alice");
    open(home.path()).scope(&alice).unwrap();
    let path = home.path().join("keystore").join(&file_names(home.path())[0]);
    let good = fs::read(&path).unwrap();
    let check = |content: &[u8]| {
        fs::write(&path, content).unwrap();
        let refused = open(home.path()).scope(&alice);
        assert!(matches!(refused, Err(KeysError::Integrity { .. })), "{} bytes", content.len());
        assert_eq!(fs::read(&path).unwrap(), content, "never replaced");
    };
    for at in 0..good.len() {
        let mut bent = good.clone();
        bent[at] ^= 1;
        check(&bent);
    }
    check(b"");
    check(&good[..good.len() - 1]);
    check(&[good.as_slice(), b"x"].concat());
    check(&[0; 2000]);
    fs::write(&path, &good).unwrap();
    assert!(open(home.path()).scope(&alice).is_ok());
}

#[test]
fn moved_file_does_not_open() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("keystore");
    let store = open(home.path());
    let name = |scope: &Scope| {
        Entry { kind: Kind::Scope, tenant: &scope.tenant, name: &scope.principal }
            .path(&folder, &master())
    };
    let (alice, bob) = (scope("default", "local/alice"), scope("default", "local/bob"));
    store.scope(&alice).unwrap();
    fs::rename(name(&alice), name(&bob)).unwrap();
    assert!(matches!(store.scope(&bob), Err(KeysError::Integrity { .. })));
    let checkpoint = Entry { kind: Kind::Mac, tenant: "", name: "digest" };
    fs::rename(name(&bob), checkpoint.path(&folder, &master())).unwrap();
    assert!(matches!(store.mac(Purpose::Digest), Err(KeysError::Integrity { .. })));
}

/// A process that was killed before its link leaves a file that nobody reads.
#[test]
fn left_overs_do_no_harm() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let alice = scope("default", "local/alice");
    let path = Entry { kind: Kind::Scope, tenant: "default", name: "local/alice" }
        .path(&home.path().join("keystore"), &master());
    fs::write(path.with_extension("0123456789abcdef.new"), b"half a fi").unwrap();
    let keys = bytes(&store.scope(&alice).unwrap());
    assert_eq!(bytes(&open(home.path()).scope(&alice).unwrap()), keys);
}

#[test]
fn store_in_memory_keeps_apart_and_ends_with_itself() {
    let (one, other) = (KeyStore::in_memory(), KeyStore::in_memory());
    let alice = scope("default", "local/alice");
    assert!(one.cached(&alice).is_none());
    let keys = bytes(&one.scope(&alice).unwrap());
    assert_eq!(bytes(&one.cached(&alice).unwrap()), keys);
    assert_eq!(bytes(&one.scope(&alice).unwrap()), keys);
    assert_ne!(bytes(&one.scope(&scope("default", "local/bob")).unwrap()), keys);
    assert_ne!(bytes(&other.scope(&alice).unwrap()), keys);
}

#[test]
fn debug_shows_nothing() {
    let home = tempfile::tempdir().unwrap();
    let alice = scope("default", "local/alice");
    for store in [open(home.path()), KeyStore::in_memory()] {
        let keys = store.scope(&alice).unwrap();
        let shown = format!("{store:?} {keys:?}");
        let first = keys.seal.expose()[0];
        assert!(!shown.contains(&format!("{first}, {}", keys.seal.expose()[1])), "{shown}");
        assert!(shown.contains("SealKey(..)"), "{shown}");
    }
}
