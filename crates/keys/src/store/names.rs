//! Whose keys a folder holds: beside the keys of each scope, its name, sealed.
//!
//! Erasing a person's values asks for all scopes, and a keyed hash does not lead back to a name.
//! A folder tells no name and no length of one to whoever has no master key.

use std::fs;
use std::path::{Path, PathBuf};

use portcullis_model::Scope;
use portcullis_seal::Binding;
use zeroize::Zeroizing;

use super::{Entry, FILE_BYTES_MAX, Kind, Purpose};
use crate::{KeysError, Master, files};

/// Names are filled up to a multiple of this, in bytes.
const STEP: usize = 128;
/// Says to what the sealed content belongs.
const PURPOSE: &str = "key store v1 name";

/// The scopes whose keys a store holds.
#[derive(Debug, Default)]
pub struct Scopes {
    /// Those whose names it knows, in order.
    pub named: Vec<Scope>,
    /// How many there are whose names it does not know: keys that were made by a version which
    /// kept no names, and not used since.
    pub unnamed: usize,
}

/// Keeps the name of a scope beside its keys, if it does not stand there yet.
pub(super) fn keep(entry: &Entry<'_>, folder: &Path, master: &Master) -> Result<(), KeysError> {
    let path = entry.path(folder, master).with_extension("name");
    if path.exists() {
        return Ok(());
    }
    let plain = encode(entry.tenant, entry.name);
    let sealed = master.seal.seal(&plain, &binding(&stem(&path)))?;
    files::insert(&path, &sealed).map(drop)
}

/// Reads all names of a folder.
pub(super) fn all(folder: &Path, master: &Master) -> Result<Scopes, KeysError> {
    let mut scopes = Scopes::default();
    let purposes = purposes(folder, master);
    let entries = fs::read_dir(folder).map_err(KeysError::io("read", folder))?;
    for entry in entries {
        let path = entry.map_err(KeysError::io("read", folder))?.path();
        if path.extension().is_none_or(|ending| ending != "keys") || purposes.contains(&path) {
            continue;
        }
        // A name without keys is what a process left that was killed between the two.
        let path = path.with_extension("name");
        match files::read(&path, FILE_BYTES_MAX)? {
            Some(sealed) => scopes.named.push(open(&sealed, &path, master)?),
            None => scopes.unnamed += 1,
        }
    }
    let key = |scope: &Scope| (scope.tenant.clone(), scope.principal.clone());
    scopes.named.sort_by_key(key);
    Ok(scopes)
}

/// The files that hold keys of no scope.
fn purposes(folder: &Path, master: &Master) -> Vec<PathBuf> {
    let kinds = [Kind::Signing, Kind::Mac, Kind::Seal];
    let of = |purpose: Purpose| {
        kinds.map(|kind| Entry { kind, tenant: "", name: purpose.name() }.path(folder, master))
    };
    Purpose::ALL.into_iter().flat_map(of).collect()
}

fn open(sealed: &[u8], path: &Path, master: &Master) -> Result<Scope, KeysError> {
    let opened = master.seal.open(sealed, &binding(&stem(path)));
    let plain = opened.map_err(|_| KeysError::integrity(path))?;
    decode(&plain).ok_or_else(|| KeysError::integrity(path))
}

fn stem(path: &Path) -> Vec<u8> {
    path.file_stem().unwrap_or_default().as_encoded_bytes().to_vec()
}

fn binding(record: &[u8]) -> Binding<'_> {
    Binding { tenant: "", purpose: PURPOSE, record, generation: 0 }
}

/// Both names, each behind its length, and zeros.
fn encode(tenant: &str, principal: &str) -> Zeroizing<Vec<u8>> {
    let mut plain = Zeroizing::new(Vec::with_capacity(STEP));
    for name in [tenant, principal] {
        plain.extend((name.len() as u64).to_be_bytes());
        plain.extend(name.as_bytes());
    }
    let filled = plain.len().next_multiple_of(STEP);
    plain.resize(filled, 0);
    plain
}

fn decode(plain: &[u8]) -> Option<Scope> {
    let name = |from: &mut &[u8]| {
        let (length, rest) = from.split_first_chunk::<8>()?;
        let length = usize::try_from(u64::from_be_bytes(*length)).ok()?;
        let (name, rest) = rest.split_at_checked(length)?;
        *from = rest;
        Some(Box::<str>::from(std::str::from_utf8(name).ok()?))
    };
    let mut rest = plain;
    Some(Scope { tenant: name(&mut rest)?, principal: name(&mut rest)? })
}
