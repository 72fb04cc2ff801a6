//! `envelope.json`: the master key, wrapped once for each slot.
//!
//! It is readable without opening anything. It holds no other key, and no data hangs on the
//! passphrase: changing that re-wraps 32 bytes.

use std::path::Path;

use data_encoding::HEXLOWER;
use portcullis_model::Secret;
use portcullis_seal::same;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::slot::{Derive, Slot, Unreadable};
use crate::{KeysError, Master, SlotStatus, files, kdf};

const VERSION: u32 = 1;
// LIMIT: sixteen slots of one kilobyte.
const BYTES_MAX: u64 = 16 * 1024;
const SLOTS_MAX: usize = 16;
/// Characters that a new passphrase must have.
const PASSPHRASE_MIN: usize = 8;

/// The envelope of one home.
#[derive(Debug)]
pub struct Envelope {
    slots: Vec<Slot>,
    mac: String,
}

/// What anybody can read of an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The version of the format.
    pub version: u32,
    /// The ways to the master key.
    pub slots: Vec<SlotStatus>,
}

/// The file, before its slots are understood.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw<'a> {
    version: u32,
    #[serde(borrow)]
    slots: Vec<&'a RawValue>,
    mac: String,
}

/// The file, as it is written.
#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    slots: &'a [Slot],
    mac: &'a str,
}

impl Envelope {
    /// Makes an envelope with a new master key and one slot.
    ///
    /// # Errors
    ///
    /// [`KeysError::Exists`] if there is one, also if another process was faster;
    /// [`KeysError::Passphrase`], [`KeysError::Io`], [`KeysError::Seal`].
    pub fn create(path: &Path, passphrase: &Secret) -> Result<Master, KeysError> {
        check_new(passphrase)?;
        let master = Master::generate()?;
        let envelope = Self::seal(&master, passphrase, kdf::derive)?;
        if files::insert(path, envelope.text().as_bytes())? {
            Ok(master)
        } else {
            Err(KeysError::Exists { path: path.to_owned() })
        }
    }

    /// Opens the envelope.
    ///
    /// # Errors
    ///
    /// [`KeysError::Missing`]; [`KeysError::Integrity`] for a wrong passphrase as for a changed
    /// file; [`KeysError::Unsupported`], [`KeysError::Io`].
    pub fn open(path: &Path, passphrase: &Secret) -> Result<Master, KeysError> {
        let (_, master) = Self::read(path)?.unlock(passphrase, kdf::derive, path)?;
        Ok(master)
    }

    /// Says what is in the envelope, without opening it: nothing of it is verified.
    ///
    /// # Errors
    ///
    /// As [`Envelope::open`], but for the passphrase.
    pub fn status(path: &Path) -> Result<Status, KeysError> {
        let slots = Self::read(path)?.slots.iter().map(Slot::status).collect();
        Ok(Status { version: VERSION, slots })
    }

    /// Wraps the master key anew, in the slot that `old` opens. Old copies of the envelope
    /// still open with the old passphrase.
    ///
    /// # Errors
    ///
    /// As [`Envelope::open`], and [`KeysError::Passphrase`].
    pub fn change_passphrase(path: &Path, old: &Secret, new: &Secret) -> Result<(), KeysError> {
        check_new(new)?;
        // Looked for first: a lock file beside an envelope that is not there would stay.
        Self::read(path)?;
        let _lock = files::lock(path)?;
        let mut envelope = Self::read(path)?;
        let (opened, master) = envelope.unlock(old, kdf::derive, path)?;
        if let Some(slot) = envelope.slots.get_mut(opened) {
            *slot = Slot::wrap(master.expose(), new, kdf::derive)?;
        }
        envelope.mac = envelope.table_mac(&master);
        files::replace(path, envelope.text().as_bytes())
    }

    fn seal(master: &Master, passphrase: &Secret, derive: Derive) -> Result<Self, KeysError> {
        let slots = vec![Slot::wrap(master.expose(), passphrase, derive)?];
        let mut envelope = Self { slots, mac: String::new() };
        envelope.mac = envelope.table_mac(master);
        Ok(envelope)
    }

    fn read(path: &Path) -> Result<Self, KeysError> {
        let content = files::read(path, BYTES_MAX)?;
        let content = content.ok_or_else(|| KeysError::Missing { path: path.to_owned() })?;
        Self::parse(&content, path)
    }

    fn parse(content: &[u8], path: &Path) -> Result<Self, KeysError> {
        let unsupported = |what| KeysError::Unsupported { path: path.to_owned(), what };
        let raw: Raw<'_> =
            serde_json::from_slice(content).map_err(|_| KeysError::integrity(path))?;
        if raw.version != VERSION {
            return Err(unsupported("its version is unknown to this one"));
        }
        if SLOTS_MAX < raw.slots.len() {
            return Err(unsupported("it has too many slots"));
        }
        let read = |slot: &RawValue| {
            Slot::read(slot).map_err(|unreadable| match unreadable {
                Unreadable::Malformed => KeysError::integrity(path),
                Unreadable::Unsupported(what) => unsupported(what),
            })
        };
        let slots: Result<Vec<_>, _> = raw.slots.into_iter().map(read).collect();
        Ok(Self { slots: slots?, mac: raw.mac })
    }

    /// The master key, and the slot that gave it.
    fn unlock(
        &self,
        passphrase: &Secret,
        derive: Derive,
        path: &Path,
    ) -> Result<(usize, Master), KeysError> {
        let opened = self.slots.iter().enumerate().find_map(|(index, slot)| {
            slot.unwrap(passphrase, derive).ok().map(|bytes| (index, Master::from_bytes(&bytes)))
        });
        let (index, master) = opened.ok_or_else(|| KeysError::integrity(path))?;
        // Slots can only be added, dropped or swapped by who has the master key.
        if !same(self.mac.as_bytes(), self.table_mac(&master).as_bytes()) {
            return Err(KeysError::integrity(path));
        }
        Ok((index, master))
    }

    /// The keyed digest of the slot table.
    fn table_mac(&self, master: &Master) -> String {
        let table = serde_json::to_vec(&self.slots).unwrap_or_default();
        HEXLOWER.encode(&master.mac.mac("envelope", &[&VERSION.to_be_bytes(), &table]))
    }

    fn text(&self) -> String {
        let written = Written { version: VERSION, slots: &self.slots, mac: &self.mac };
        let mut text = serde_json::to_string_pretty(&written).unwrap_or_default();
        text.push('\n');
        text
    }
}

fn check_new(passphrase: &Secret) -> Result<(), KeysError> {
    if passphrase.expose().chars().count() < PASSPHRASE_MIN {
        return Err(KeysError::Passphrase { min: PASSPHRASE_MIN });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
