//! The crate from outside: a home is made, opened, changed and damaged.
//!
//! The real key derivation runs here, so there are few cases; the many stand in the crate.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Barrier;

use portcullis_keys::{Envelope, KeyStore, KeysError, Purpose, SlotKind, create_keyfile};
use portcullis_model::{Scope, Secret};

const FIXTURE: &str = include_str!("fixtures/envelope-v1.json");
const FIXTURE_PUBLIC_KEY: &str = "7af2c7929907f909d760a43e439bda8f745d70e1eb264a82f6ea0768b0f4ee4e";

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

/// Shows which master key it is, without showing it.
fn mark(envelope: &Path, passphrase: &str, store: &Path) -> Result<[u8; 32], KeysError> {
    let master = Envelope::open(envelope, &secret(passphrase))?;
    let signing = KeyStore::open(store, master)?.signing(Purpose::Checkpoint)?;
    Ok(signing.public().bytes())
}

#[test]
fn envelope_opens_with_its_passphrase_only() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("envelope.json");
    let opened = |passphrase| Envelope::open(&path, &secret(passphrase)).map(|_| ());
    assert!(matches!(opened("open sesame"), Err(KeysError::Missing { .. })));
    assert!(matches!(Envelope::status(&path), Err(KeysError::Missing { .. })));
    let short = Envelope::create(&path, &secret("sevens7"));
    assert!(matches!(short, Err(KeysError::Passphrase { min: 8 })));
    Envelope::create(&path, &secret("eight\u{e9}88")).unwrap();
    assert!(matches!(opened("open sesame"), Err(KeysError::Integrity { .. })));
    assert!(opened("eight\u{e9}88").is_ok());
    let again = Envelope::create(&path, &secret("open sesame"));
    assert!(matches!(again, Err(KeysError::Exists { .. })));
    assert!(opened("eight\u{e9}88").is_ok());

    let status = Envelope::status(&path).unwrap();
    let [slot] = status.slots.as_slice() else { panic!("{status:?}") };
    assert_eq!((status.version, slot.kind), (1, SlotKind::Passphrase));
    let kdf = &slot.kdf;
    assert_eq!((kdf.name.as_str(), kdf.memory_kib, kdf.passes), ("argon2id", 65536, 3));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

/// An envelope of version 1 opens in every later version, to the same master key.
#[test]
fn envelope_of_version_1_opens() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("envelope.json");
    fs::write(&path, FIXTURE).unwrap();
    let sealed = home.path().join("keystore");
    fs::create_dir(&sealed).unwrap();
    let name = include_str!("fixtures/keystore-v1.name").trim();
    fs::write(sealed.join(name), include_bytes!("fixtures/keystore-v1.keys")).unwrap();
    let key = mark(&path, "correct horse battery", &sealed).unwrap();
    assert_eq!(data_encoding::HEXLOWER.encode(&key), FIXTURE_PUBLIC_KEY);
}

#[test]
fn changed_passphrase_opens_the_same_keys() {
    let home = tempfile::tempdir().unwrap();
    let (path, store) = (home.path().join("envelope.json"), home.path().join("keystore"));
    fs::write(&path, FIXTURE).unwrap();
    let before = mark(&path, "correct horse battery", &store).unwrap();
    let change = |old, new| Envelope::change_passphrase(&path, &secret(old), &secret(new));
    let old = "correct horse battery";
    assert!(matches!(change(old, "short"), Err(KeysError::Passphrase { .. })));
    assert!(matches!(change("wrong wrong", "open sesame"), Err(KeysError::Integrity { .. })));
    assert_eq!(fs::read_to_string(&path).unwrap(), FIXTURE);
    // What a process leaves that was killed while it wrote.
    fs::write(home.path().join("envelope.0123456789abcdef.new"), &FIXTURE.as_bytes()[..99])
        .unwrap();
    change(old, "open sesame").unwrap();
    let refused = Envelope::open(&path, &secret(old));
    assert!(matches!(refused, Err(KeysError::Integrity { .. })));
    assert_eq!(mark(&path, "open sesame", &store).unwrap(), before);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let salt = |text: &str| {
        fs::write(home.path().join("other.json"), text).unwrap();
        Envelope::status(&home.path().join("other.json")).unwrap().slots[0].kdf.salt.clone()
    };
    assert_ne!(salt(FIXTURE), salt(&fs::read_to_string(&path).unwrap()));

    let gone = home.path().join("gone.json");
    let missing = Envelope::change_passphrase(&gone, &secret(old), &secret("open sesame"));
    assert!(matches!(missing, Err(KeysError::Missing { .. })));
    assert!(!home.path().join("gone.lock").exists());
}

/// Two that make a home at once: one makes it, the other opens it.
#[test]
fn homes_that_are_made_at_once_are_one() {
    let home = tempfile::tempdir().unwrap();
    let (keyfile, path) = (home.path().join("keyfile"), home.path().join("envelope.json"));
    let barrier = Barrier::new(3);
    let make = || {
        barrier.wait();
        let passphrase = match create_keyfile(&keyfile) {
            Err(KeysError::Exists { .. }) => portcullis_keys::read_keyfile(&keyfile).unwrap(),
            made => made.unwrap(),
        };
        let master = match Envelope::create(&path, &passphrase) {
            Err(KeysError::Exists { .. }) => Envelope::open(&path, &passphrase).unwrap(),
            made => made.unwrap(),
        };
        let store = KeyStore::open(&home.path().join("keystore"), master).unwrap();
        let scope = Scope { tenant: "default".into(), principal: "local".into() };
        let keys = store.scope(&scope).unwrap();
        (store.signing(Purpose::Checkpoint).unwrap().public(), *keys.seal.expose())
    };
    let all: Vec<_> = std::thread::scope(|threads| {
        let makers: Vec<_> = (0..3).map(|_| threads.spawn(make)).collect();
        makers.into_iter().map(|maker| maker.join().unwrap()).collect()
    });
    assert!(all.iter().all(|keys| *keys == all[0]));
}

/// Of two that change the passphrase at once one wins; the envelope is whole.
#[test]
fn passphrases_changed_at_once_leave_one() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("envelope.json");
    fs::write(&path, FIXTURE).unwrap();
    let change = |new: &'static str| {
        let old = secret("correct horse battery");
        Envelope::change_passphrase(&path, &old, &secret(new)).map(|()| new)
    };
    let all: Vec<_> = std::thread::scope(|threads| {
        let changers = ["first one", "second one"].map(|new| threads.spawn(move || change(new)));
        changers.into_iter().map(|changer| changer.join().unwrap()).collect()
    });
    let won: Vec<_> = all.iter().filter_map(|new| new.as_ref().ok()).collect();
    let [won] = won.as_slice() else { panic!("{all:?}") };
    assert!(Envelope::open(&path, &secret(won)).is_ok());
}

#[test]
fn large_file_is_no_envelope() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("envelope.json");
    let check = |length: usize, opens: bool| {
        fs::write(&path, format!("{FIXTURE:length$}")).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().len(), length as u64);
        match Envelope::status(&path) {
            Ok(_) => assert!(opens, "{length}"),
            Err(error) => {
                assert!(!opens && matches!(error, KeysError::Integrity { .. }), "{length}");
            }
        }
    };
    check(16 * 1024, true);
    check(16 * 1024 + 1, false);
}
