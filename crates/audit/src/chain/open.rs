//! Opens a tenant's log, or begins it.
//!
//! Reads from the newest checkpoint on; from the beginning only when the stored state does not
//! lead to the signed root. Whoever wants the whole log checked calls [`crate::verify()`].

use std::path::Path;

use portcullis_seal::{PublicKey, SigningKey};

use super::sign::stored_state;
use super::{Chain, Place, Segment};
use crate::directory::{CHECKPOINT, Directory, KEY};
use crate::error::AuditError;
use crate::line::TimeText;
use crate::log::Settings;
use crate::note::{Checkpoint, NOTE_BYTES_MAX, origin, public_key, read_public_key};
use crate::record::Repair;
use crate::tip::Tip;

/// A chain that was opened.
pub(crate) struct Begun {
    pub(crate) chain: Chain,
    pub(crate) repaired: Option<Repair>,
}

impl Chain {
    /// Opens the log of `tenant` under `audit`, making it if there is none.
    pub(crate) fn open(
        audit: &Path,
        tenant: &str,
        signer: SigningKey,
        settings: &Settings,
    ) -> Result<Begun, AuditError> {
        let directory = Directory::make(audit, tenant)?;
        let lock = directory.lock()?;
        let held = lock.hold()?;
        let key = signer.public();
        let segments = directory.segments()?;
        ensure_key(&directory, tenant, &key, segments.is_empty())?;
        let (signed, signed_note) =
            ensure_checkpoint(&directory, tenant, &signer, segments.is_empty())?;
        let segment = first_segment(&directory, &segments, &signed)?;
        let mut chain = Self {
            directory,
            lock,
            tenant: tenant.to_owned(),
            signer,
            key,
            clock: settings.clock.clone(),
            segment_bytes_max: settings.segment_bytes_max.max(1),
            segment,
            tip: Tip::genesis(tenant),
            last: Place::default(),
            signed,
            signed_note,
            times: TimeText::default(),
            stopped: None,
        };
        let repaired = chain.follow(segments.last().copied().unwrap_or_default())?;
        if repaired.is_some() {
            chain.sync()?;
        }
        drop(held);
        Ok(Begun { chain, repaired })
    }

    /// Follows the chain to its end, the short way if there is one.
    fn follow(&mut self, newest: u64) -> Result<Option<Repair>, AuditError> {
        if self.resume()
            && let Ok(torn) = self.catch_up(Some(newest))
        {
            return torn.map(|torn| self.mend(&torn)).transpose();
        }
        self.segment = Segment::open(&self.directory, 0)?;
        self.tip = Tip::genesis(&self.tenant);
        self.last = Place::default();
        let torn = self.catch_up(Some(newest))?;
        torn.map(|torn| self.mend(&torn)).transpose()
    }

    /// Goes to the stored state; false if there is none that can fit.
    fn resume(&mut self) -> bool {
        let Some((tip, place)) = stored_state(&self.directory, &self.signed) else { return false };
        let Ok(mut segment) = Segment::open(&self.directory, place.segment) else { return false };
        segment.end = place.start;
        self.segment = segment;
        self.tip = tip;
        self.last = place;
        true
    }
}

fn ensure_key(
    directory: &Directory,
    tenant: &str,
    key: &PublicKey,
    empty: bool,
) -> Result<(), AuditError> {
    let path = directory.file(KEY);
    let ours = public_key(tenant, key);
    let Some(stored) = directory.read(KEY, NOTE_BYTES_MAX)? else {
        let used = directory.read(CHECKPOINT, NOTE_BYTES_MAX)?.is_some() || !empty;
        return if used {
            Err(AuditError::tampered(&path, "it is missing"))
        } else {
            directory.replace(KEY, ours.as_bytes())
        };
    };
    if stored == ours.as_bytes() {
        return Ok(());
    }
    match std::str::from_utf8(&stored).ok().and_then(read_public_key) {
        Some(other) if other.bytes() != key.bytes() => Err(AuditError::OtherKey { path }),
        _ => Err(AuditError::tampered(&path, "it is not the key of this tenant's log")),
    }
}

/// Reads the checkpoint, or signs that there is nothing yet: so that a log whose checkpoint is
/// gone can be told from a new one.
fn ensure_checkpoint(
    directory: &Directory,
    tenant: &str,
    signer: &SigningKey,
    empty: bool,
) -> Result<(Checkpoint, Vec<u8>), AuditError> {
    let path = directory.file(CHECKPOINT);
    let Some(note) = directory.read(CHECKPOINT, NOTE_BYTES_MAX)? else {
        if !empty {
            return Err(AuditError::tampered(&path, "it is missing"));
        }
        let root = Tip::genesis(tenant).root();
        let signed = Checkpoint { origin: origin(tenant), size: 0, root };
        let note = signed.sign(signer).into_bytes();
        directory.replace(CHECKPOINT, &note)?;
        directory.sync()?;
        return Ok((signed, note));
    };
    let signed = Checkpoint::open(&note, &signer.public())
        .map_err(|what| AuditError::tampered(&path, what))?;
    if signed.origin != origin(tenant) {
        return Err(AuditError::tampered(&path, "it belongs to another tenant's log"));
    }
    Ok((signed, note))
}

fn first_segment(
    directory: &Directory,
    segments: &[u64],
    signed: &Checkpoint,
) -> Result<Segment, AuditError> {
    match segments.first() {
        Some(0) => Segment::open(directory, 0),
        None if signed.size == 0 => {
            let segment = Segment::create(directory, 0)?;
            directory.sync()?;
            Ok(segment)
        }
        _ => Err(AuditError::tampered(&directory.segment(0), "it is missing")),
    }
}
