//! Reads what other processes appended, and mends what one of them left when it was killed.
//!
//! Cuts only what an interrupted write can leave: one last line that is no record. Anything
//! else that does not continue the chain is tampering, and stays as it is.

use std::io::ErrorKind;
use std::os::unix::fs::FileExt;

use data_encoding::HEXLOWER;
use portcullis_seal::Sha256;

use super::{Chain, Place, Segment, repair_body};
use crate::directory::CHECKPOINT;
use crate::error::{AuditError, io};
use crate::line::chained;
use crate::note::Checkpoint;
use crate::record::Repair;
use crate::segment::Lines;
use crate::tree::leaf;

/// What an interrupted write left at the end of the newest segment.
#[derive(Debug)]
pub(super) struct Torn {
    start: u64,
    end: u64,
}

impl Chain {
    /// Follows the chain to its end. `newest` is the newest segment's first record, where it is
    /// known from the directory. Only under the lock.
    pub(super) fn catch_up(&mut self, newest: Option<u64>) -> Result<Option<Torn>, AuditError> {
        let mut length = self.segment.length()?;
        let mut next = self.next_segment()?;
        if length == self.segment.end && next.is_none() && newest.is_none() {
            return Ok(None);
        }
        let (signed, note) = self.newest_checkpoint()?;
        self.agrees(&signed)?;
        let torn = loop {
            let torn = self.read_to(length, &signed)?;
            next = match next {
                Some(segment) => Some(segment),
                None => self.next_segment()?,
            };
            let Some(segment) = next.take().filter(|_| torn.is_none()) else { break torn };
            if segment.first != self.tip.size() {
                return Err(AuditError::tampered(
                    &segment.path,
                    "it does not follow the one before",
                ));
            }
            self.segment = segment;
            length = self.segment.length()?;
        };
        if newest.is_some_and(|newest| newest != self.segment.first) {
            return Err(self.tampered("a record or a segment behind it is missing"));
        }
        if self.tip.size() < signed.size {
            return Err(self.tampered(format!(
                "{} records are left of the {} that are signed",
                self.tip.size(),
                signed.size
            )));
        }
        self.signed = signed;
        self.signed_note = note;
        Ok(torn)
    }

    /// Reads the newest segment from where it is known.
    fn read_to(&mut self, length: u64, signed: &Checkpoint) -> Result<Option<Torn>, AuditError> {
        if length < self.segment.end {
            return Err(self.tampered("it became shorter"));
        }
        let file = self.segment.file.try_clone().map_err(io("open", &self.segment.path))?;
        let mut lines = Lines::between(&file, self.segment.end, length);
        while let Some(line) = lines.next().map_err(io("read", &self.segment.path))? {
            let Some(members) = chained(line.text).filter(|_| line.whole) else {
                let start = line.start;
                let more = lines.next().map_err(io("read", &self.segment.path))?.is_some();
                if more {
                    return Err(self.tampered(format!("record {} is malformed", self.tip.size())));
                }
                return Ok(Some(Torn { start, end: length }));
            };
            if !self.tip.precedes(&members) || members.tenant != self.tenant {
                let what = format!("record {} does not follow the one before", self.tip.size());
                return Err(self.tampered(what));
            }
            self.tip.push(leaf(line.text));
            self.last = Place { segment: self.segment.first, start: line.start };
            self.segment.end = line.start + super::length(line.text.len()) + 1;
            self.agrees(signed)?;
        }
        Ok(None)
    }

    /// Checks the signed root when the chain has exactly the signed size.
    fn agrees(&self, signed: &Checkpoint) -> Result<(), AuditError> {
        if self.tip.size() == signed.size
            && self.tip.prev().is_some()
            && self.tip.root() != signed.root
        {
            let path = self.directory.file(CHECKPOINT);
            return Err(AuditError::tampered(&path, "the records that it covers are not these"));
        }
        Ok(())
    }

    /// The segment behind the newest known one, if another process began it.
    fn next_segment(&self) -> Result<Option<Segment>, AuditError> {
        let first = self.tip.size();
        if first <= self.segment.first {
            return Ok(None);
        }
        match Segment::open(&self.directory, first) {
            Ok(segment) => Ok(Some(segment)),
            Err(AuditError::Io { kind: ErrorKind::NotFound, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Cuts off what an interrupted write left, and says so in a record of its own.
    pub(super) fn mend(&mut self, torn: &Torn) -> Result<Repair, AuditError> {
        let repair = Repair {
            cut_bytes: torn.end - torn.start,
            cut_digest: HEXLOWER.encode(&self.digest(torn)?),
        };
        let path = self.segment.path.clone();
        self.segment.file.set_len(torn.start).map_err(io("cut", &path))?;
        let body = repair_body(&repair)?;
        self.write(std::iter::once(body.as_slice()))?;
        Ok(repair)
    }

    fn digest(&self, torn: &Torn) -> Result<[u8; 32], AuditError> {
        let mut hash = Sha256::new();
        let mut block = [0; 4096];
        let mut at = torn.start;
        while at < torn.end {
            let wanted = usize::try_from(torn.end - at).unwrap_or(usize::MAX).min(block.len());
            let Some(block) = block.get_mut(..wanted) else { break };
            self.segment.file.read_exact_at(block, at).map_err(io("read", &self.segment.path))?;
            hash.update(block);
            at += super::length(wanted);
        }
        Ok(hash.finish())
    }

    fn tampered(&self, what: impl Into<String>) -> AuditError {
        AuditError::tampered(&self.segment.path, what)
    }
}
