//! Signed checkpoints and public keys in their text forms: C2SP signed-note and tlog-checkpoint.
//!
//! One signer, one signature: witnesses' signatures are carried by nobody yet.

use data_encoding::{BASE64, HEXLOWER};
use portcullis_seal::{PublicKey, SigningKey, sha256};

use crate::tree::Hash;

/// C2SP signed-note: the type of a plain Ed25519 signature.
const ED25519: u8 = 1;
/// LIMIT: a checkpoint is three short lines and a signature.
pub(crate) const NOTE_BYTES_MAX: usize = 4096;

/// The name that the log of a tenant signs with; also the first line of its checkpoints.
pub(crate) fn origin(tenant: &str) -> String {
    format!("portcullis/audit/{tenant}")
}

/// What a checkpoint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    pub(crate) origin: String,
    pub(crate) size: u64,
    pub(crate) root: Hash,
}

impl Checkpoint {
    fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, BASE64.encode(&self.root))
    }

    /// The signed note.
    pub(crate) fn sign(&self, signer: &SigningKey) -> String {
        let text = self.text();
        let mut signature = key_hash(&self.origin, &signer.public()).to_vec();
        signature.extend_from_slice(&signer.sign(text.as_bytes()));
        format!("{text}\n\u{2014} {} {}\n", self.origin, BASE64.encode(&signature))
    }

    /// Reads a signed note and checks its signature.
    pub(crate) fn open(note: &[u8], key: &PublicKey) -> Result<Self, &'static str> {
        let note = std::str::from_utf8(note).map_err(|_| "not UTF-8")?;
        let (text, signature) = note.split_once("\n\n").ok_or("no signature")?;
        let mut lines = text.split('\n');
        let (Some(origin), Some(size), Some(root), None) =
            (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err("not three lines");
        };
        let checkpoint = Self {
            origin: origin.to_owned(),
            size: number(size).ok_or("the size is not a number")?,
            root: hash(root).ok_or("the root is not a hash")?,
        };
        let signature = signature
            .strip_prefix("\u{2014} ")
            .and_then(|rest| rest.strip_suffix('\n'))
            .and_then(|rest| rest.strip_prefix(origin)?.strip_prefix(' '))
            .and_then(|rest| BASE64.decode(rest.as_bytes()).ok())
            .ok_or("the signature line is malformed")?;
        let signature =
            signature.strip_prefix(&key_hash(origin, key)).ok_or("signed with another key")?;
        if !key.verify(checkpoint.text().as_bytes(), signature) {
            return Err("the signature is wrong");
        }
        Ok(checkpoint)
    }
}

/// A number in its one decimal form: no sign, no leading zero.
pub(crate) fn number(text: &str) -> Option<u64> {
    let canonical = text == "0" || !text.starts_with('0');
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if canonical && digits { text.parse().ok() } else { None }
}

fn hash(text: &str) -> Option<Hash> {
    BASE64.decode(text.as_bytes()).ok()?.try_into().ok()
}

fn key_hash(name: &str, key: &PublicKey) -> [u8; 4] {
    let mut identity = format!("{name}\n").into_bytes();
    identity.push(ED25519);
    identity.extend_from_slice(&key.bytes());
    let [a, b, c, d, ..] = sha256(&identity);
    [a, b, c, d]
}

/// The text form of the public key that verifies the log of `tenant`, one line.
#[must_use]
pub fn public_key(tenant: &str, key: &PublicKey) -> String {
    let name = origin(tenant);
    let mut bytes = vec![ED25519];
    bytes.extend_from_slice(&key.bytes());
    format!("{name}+{}+{}\n", HEXLOWER.encode(&key_hash(&name, key)), BASE64.encode(&bytes))
}

/// Reads the text form of a public key; none if it is malformed.
#[must_use]
pub fn read_public_key(text: &str) -> Option<PublicKey> {
    named_key(text).map(|(_, key)| key)
}

/// Reads the text form of a public key, with the name that it signs as.
pub(crate) fn named_key(text: &str) -> Option<(String, PublicKey)> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let mut parts = text.splitn(3, '+');
    let (name, identity, key) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes = BASE64.decode(key.as_bytes()).ok()?;
    let key: [u8; 32] = bytes.strip_prefix(&[ED25519])?.try_into().ok()?;
    let key = PublicKey::from_bytes(key);
    (HEXLOWER.encode(&key_hash(name, &key)) == identity).then(|| (name.to_owned(), key))
}
