//! The envelope against changes, byte by byte, with a key derivation that costs nothing.
//!
//! With the real one it is tested from outside, in `tests/it.rs`.

use portcullis_seal::{MacKey, SealError, SealKey};

use super::*;
use crate::Kdf;

/// Depends on all that the real one depends on.
fn cheap(kdf: &Kdf, passphrase: &Secret) -> Result<SealKey, SealError> {
    let parts = [kdf.text(), passphrase.expose().to_owned()];
    let key = MacKey::from_bytes([0; 32]).mac("cheap", &parts.each_ref().map(String::as_bytes));
    Ok(SealKey::from_bytes(key))
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

/// What a changed file gives: the master key, or a word for the error.
fn opened(content: &[u8]) -> Result<[u8; 32], &'static str> {
    let path = Path::new("envelope.json");
    let unlocked = Envelope::parse(content, path)
        .and_then(|envelope| envelope.unlock(&secret("open sesame"), cheap, path));
    match unlocked {
        Ok((_, master)) => Ok(*master.expose()),
        Err(KeysError::Integrity { .. }) => Err("integrity"),
        Err(KeysError::Unsupported { what, .. }) => Err(what),
        Err(other) => panic!("{other}"),
    }
}

fn made() -> (String, [u8; 32]) {
    let master = Master::generate().unwrap();
    let envelope = Envelope::seal(&master, &secret("open sesame"), cheap).unwrap();
    (envelope.text(), *master.expose())
}

#[test]
fn every_changed_byte_is_detected() {
    let (text, master) = made();
    assert_eq!(opened(text.as_bytes()), Ok(master));
    // White space outside texts has no meaning; everything else has.
    let is_blank = |at: usize| text.as_bytes()[at].is_ascii_whitespace();
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut bent = text.clone().into_bytes();
            bent[at] ^= 1 << bit;
            if let Ok(key) = opened(&bent) {
                assert!(is_blank(at), "byte {at} bit {bit} of {text}");
                assert_eq!(key, master);
            }
        }
        assert!(opened(&text.as_bytes()[..at]).is_err() || is_blank(at), "cut at {at}");
    }
}

#[test]
fn wrong_passphrase_and_changed_file_look_the_same() {
    let (text, _) = made();
    let path = Path::new("envelope.json");
    let envelope = Envelope::parse(text.as_bytes(), path).unwrap();
    let wrong = envelope.unlock(&secret("open sesamf"), cheap, path).unwrap_err();
    let bent = text.replace("\"mac\": \"", "\"mac\": \"0");
    let changed = Envelope::parse(bent.as_bytes(), path)
        .and_then(|envelope| envelope.unlock(&secret("open sesame"), cheap, path))
        .unwrap_err();
    assert_eq!(wrong.to_string(), changed.to_string());
    assert!(!wrong.to_string().contains("sesam"));
}

#[test]
fn what_is_not_understood_is_refused() {
    let check = |from: &str, to: &str, expected: &str| {
        let (text, _) = made();
        assert!(text.contains(from), "{from}");
        let error = opened(text.replacen(from, to, 1).as_bytes()).unwrap_err();
        assert!(error.contains(expected), "{from} -> {to}: {error}");
    };
    check("\"version\": 1", "\"version\": 2", "version");
    check("\"version\": 1", "\"version\": \"1\"", "integrity");
    check("\"version\": 1", "\"version\": 1, \"version\": 1", "integrity");
    check("\"version\": 1", "\"note\": 1, \"version\": 1", "integrity");
    check("\"kind\": \"passphrase\"", "\"kind\": \"tpm2\", \"pcr\": 7", "kind unknown");
    check("\"wrapped\"", "\"note\": 1, \"wrapped\"", "integrity");
    check("\"salt\"", "\"note\": 1, \"salt\"", "integrity");
    check("\"memory_kib\": 65536", "\"memory_kib\": 1024", "weaker or heavier");
    check("\"memory_kib\": 65536", "\"memory_kib\": 4294967295", "weaker or heavier");
    check("\"memory_kib\": 65536", "\"memory_kib\": 65537", "integrity");
    check("argon2id", "scrypt", "not known");
}

#[test]
fn slots_can_not_be_added_dropped_or_brought_from_elsewhere() {
    let path = Path::new("envelope.json");
    let read = |text: &str| Envelope::parse(text.as_bytes(), path).unwrap();
    let (ours, master) = made();
    let (theirs, _) = made();
    let check = |change: fn(&mut Envelope, Envelope), opens: bool| {
        let mut envelope = read(&ours);
        change(&mut envelope, read(&theirs));
        assert_eq!(opened(envelope.text().as_bytes()).ok(), opens.then_some(master));
    };
    check(|_, _| (), true);
    check(|ours, theirs| ours.slots.extend(theirs.slots), false);
    check(|ours, _| ours.slots = [ours.slots.clone(), ours.slots.clone()].concat(), false);
    check(|ours, _| ours.slots.clear(), false);
    check(|ours, theirs| ours.slots = theirs.slots, false);
    check(|ours, theirs| ours.mac = theirs.mac, false);
}

#[test]
fn more_slots_than_allowed_are_refused() {
    let (text, _) = made();
    let mut envelope = Envelope::parse(text.as_bytes(), Path::new("e")).unwrap();
    envelope.slots = vec![envelope.slots[0].clone(); 16];
    assert_eq!(opened(envelope.text().as_bytes()), Err("integrity"));
    envelope.slots = vec![envelope.slots[0].clone(); 17];
    assert_eq!(opened(envelope.text().as_bytes()), Err("it has too many slots"));
}
