//! What a log consists of at one moment: how far each segment goes, and what is signed.
//!
//! Taken while no writer writes, so that nobody's half-written line is mistaken for damage.

use portcullis_seal::PublicKey;

use super::{Broken, Fault, VerifyError};
use crate::directory::{CHECKPOINT, Directory, KEY};
use crate::error::io;
use crate::note::{Checkpoint, NOTE_BYTES_MAX, named_key, origin};

/// A log at one moment.
pub(super) struct Snapshot {
    pub(super) tenant: String,
    pub(super) signed: Checkpoint,
    pub(super) segments: Vec<Piece>,
}

/// A segment, as far as it goes.
pub(super) struct Piece {
    pub(super) first: u64,
    pub(super) bytes: u64,
}

impl Snapshot {
    pub(super) fn take(
        directory: &Directory,
        key: Option<&PublicKey>,
    ) -> Result<Self, VerifyError> {
        let held = directory.share();
        let beside = directory.read(KEY, NOTE_BYTES_MAX)?;
        let note = directory.read(CHECKPOINT, NOTE_BYTES_MAX)?;
        let mut segments = Vec::new();
        for first in directory.segments()? {
            let path = directory.segment(first);
            let bytes = std::fs::metadata(&path).map_err(io("read", &path))?.len();
            segments.push(Piece { first, bytes });
        }
        drop(held);

        let key_path = directory.file(KEY);
        let beside = match beside {
            Some(text) => {
                let read = std::str::from_utf8(&text).ok().and_then(named_key);
                let what = Fault::File("it is not a public key".to_owned());
                Some(read.ok_or_else(|| Broken::file(key_path.clone(), what))?)
            }
            None => None,
        };
        let key = match (key, &beside) {
            (Some(key), Some((_, other))) if key.bytes() != other.bytes() => {
                let what = Fault::File("it is not the key that was given".to_owned());
                return Err(Broken::file(key_path, what));
            }
            (Some(key), _) => key,
            (None, Some((_, key))) => key,
            (None, None) => return Err(Broken::file(key_path, Fault::NoKey)),
        };
        let path = directory.file(CHECKPOINT);
        let note = note.ok_or_else(|| Broken::file(path.clone(), Fault::NoCheckpoint))?;
        let signed = Checkpoint::open(&note, key)
            .map_err(|what| Broken::file(path.clone(), Fault::File(what.to_owned())))?;
        let tenant = signed.origin.strip_prefix(&origin("")).unwrap_or_default().to_owned();
        let named = beside.is_none_or(|(name, _)| name == signed.origin);
        if tenant.is_empty() || !named {
            let what = Fault::File("it is the checkpoint of something else".to_owned());
            return Err(Broken::file(path, what));
        }
        Ok(Self { tenant, signed, segments })
    }
}
