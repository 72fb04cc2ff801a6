//! Signs the end of the chain, and reads what others signed.
//!
//! A checkpoint is never replaced by one that does not extend it, and never covers a byte that
//! is not durable.

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

use super::{Chain, Place};
use crate::directory::{CHECKPOINT, Directory, STATE};
use crate::error::AuditError;
use crate::note::{Checkpoint, NOTE_BYTES_MAX, origin};
use crate::tip::Tip;
use crate::tree::Edge;

/// LIMIT: 64 hashes in hex and three numbers.
const STATE_BYTES_MAX: usize = 8192;

/// What spares the next writer from reading the log from its beginning. Unsigned: it is used
/// only where it leads to the signed root.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    /// How many records lie before the place.
    before: u64,
    /// Where the next record, the last covered one, starts.
    segment: u64,
    start: u64,
    /// The right edge of the tree over the records before.
    edge: Vec<String>,
}

impl Chain {
    /// Signs the chain as it stands now, unless another process did so.
    pub(crate) fn checkpoint(&mut self) -> Result<(), AuditError> {
        let held = self.hold()?;
        self.settle()?;
        let (signed, note) = self.newest_checkpoint()?;
        if signed.size > self.tip.size() {
            return Err(AuditError::tampered(
                &self.directory.file(CHECKPOINT),
                "it covers more records than there are",
            ));
        }
        if signed.size == self.tip.size() {
            self.signed = signed;
            self.signed_note = note;
            return Ok(());
        }
        // The covered bytes first: a checkpoint that outlives its records would be an alarm.
        self.sync()?;
        let signed = Checkpoint {
            origin: origin(&self.tenant),
            size: self.tip.size(),
            root: self.tip.root(),
        };
        let note = signed.sign(&self.signer).into_bytes();
        self.directory.replace(CHECKPOINT, &note)?;
        self.signed = signed;
        self.signed_note = note;
        self.store_state()?;
        drop(held);
        Ok(())
    }

    /// Reads the newest checkpoint; one that is missing, older or not ours is tampering.
    pub(super) fn newest_checkpoint(&self) -> Result<(Checkpoint, Vec<u8>), AuditError> {
        let path = self.directory.file(CHECKPOINT);
        let tampered = |what: &str| AuditError::tampered(&path, what);
        let note = self.directory.read(CHECKPOINT, NOTE_BYTES_MAX)?;
        let note = note.ok_or_else(|| tampered("it is missing"))?;
        if note == self.signed_note {
            return Ok((self.signed.clone(), note));
        }
        let signed = Checkpoint::open(&note, &self.key).map_err(tampered)?;
        if signed.origin != origin(&self.tenant) {
            return Err(tampered("it belongs to another tenant's log"));
        }
        if signed.size < self.signed.size {
            return Err(tampered("it is older than one that was seen before"));
        }
        Ok((signed, note))
    }

    fn store_state(&self) -> Result<(), AuditError> {
        let settled = self.tip.settled();
        let state = State {
            before: settled.size(),
            segment: self.last.segment,
            start: self.last.start,
            edge: settled.roots().iter().map(|root| HEXLOWER.encode(root)).collect(),
        };
        let text = serde_json::to_vec(&state).map_err(|_| AuditError::Closed)?;
        self.directory.replace(STATE, &text)
    }
}

/// Reads the stored state, if it can belong to a log with this checkpoint.
pub(super) fn stored_state(directory: &Directory, signed: &Checkpoint) -> Option<(Tip, Place)> {
    let text = directory.read(STATE, STATE_BYTES_MAX).ok()??;
    let state: State = serde_json::from_slice(&text).ok()?;
    // At least one covered record must be left to read: it proves the rest.
    if state.before >= signed.size {
        return None;
    }
    let roots = state
        .edge
        .iter()
        .map(|root| HEXLOWER.decode(root.as_bytes()).ok().and_then(|root| root.try_into().ok()));
    let edge = Edge::from_parts(state.before, roots.collect::<Option<_>>()?)?;
    Some((Tip::resumed(edge), Place { segment: state.segment, start: state.start }))
}
