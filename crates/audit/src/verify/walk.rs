//! Follows a chain line by line and names the first record that breaks it.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::snapshot::Snapshot;
use super::{Broken, Fault, VerifyError};
use crate::directory::Directory;
use crate::error::io;
use crate::line::{Chained, chained, check};
use crate::note::Checkpoint;
use crate::segment::{Line, Lines};
use crate::tip::Tip;
use crate::tree::{Edge, Hash, leaf};

/// Checks a whole log; gives the number of its records.
pub(super) fn log(directory: &Directory, snapshot: Snapshot) -> Result<u64, VerifyError> {
    let mut walk = Walk::new(Tip::genesis(&snapshot.tenant), Some(snapshot.tenant));
    walk.signed = Some(snapshot.signed);
    walk.is_signed(&directory.segment(0), 0)?;
    let mut place = (directory.segment(0), 0);
    for piece in snapshot.segments {
        if piece.first != walk.tip.size() {
            let seq = Some(walk.tip.size());
            let path = directory.segment(walk.tip.size());
            let broken = Broken { path, line: None, seq, fault: Fault::Segment };
            return Err(VerifyError::Broken(Box::new(broken)));
        }
        let path = directory.segment(piece.first);
        let lines = walk.file(&path, piece.bytes)?;
        place = (path, lines);
    }
    let left = walk.tip.size();
    match walk.signed {
        Some(signed) if signed.size > left => Err(VerifyError::Broken(Box::new(Broken {
            path: place.0,
            line: Some(place.1 + 1),
            seq: Some(left),
            fault: Fault::Cut { left, signed: signed.size },
        }))),
        _ => Ok(left),
    }
}

/// Checks one segment by itself; gives its tenant and the number of its records.
pub(super) fn segment(path: &Path) -> Result<(Option<String>, u64), VerifyError> {
    let bytes = std::fs::metadata(path).map_err(io("read", path))?.len();
    let file = File::open(path).map_err(io("open", path))?;
    let mut lines = Lines::between(&file, 0, bytes);
    let head = lines.next().map_err(io("read", path))?;
    let head = head.and_then(|line| {
        let head = chained(line.text)?;
        Some((head.seq, head.tenant.to_owned()))
    });
    let Some((first, tenant)) = head else {
        let fault = if bytes == 0 { return Ok((None, 0)) } else { Fault::Malformed };
        let broken = Broken { path: path.to_owned(), line: Some(1), seq: None, fault };
        return Err(VerifyError::Broken(Box::new(broken)));
    };
    let tip = match first {
        0 => Tip::genesis(&tenant),
        _ => Tip::resumed(Edge::of_unread(first)),
    };
    let mut walk = Walk::new(tip, Some(tenant));
    walk.file(path, bytes)?;
    Ok((walk.tenant, walk.tip.size() - first))
}

/// A walk along a chain.
struct Walk {
    tip: Tip,
    tenant: Option<String>,
    signed: Option<Checkpoint>,
    /// Where the last record stands that was taken.
    last: Option<(PathBuf, u64)>,
}

impl Walk {
    fn new(tip: Tip, tenant: Option<String>) -> Self {
        Self { tip, tenant, signed: None, last: None }
    }

    /// Walks one segment; gives the number of its lines.
    fn file(&mut self, path: &Path, bytes: u64) -> Result<u64, VerifyError> {
        let file = File::open(path).map_err(io("open", path))?;
        let mut lines = Lines::between(&file, 0, bytes);
        let mut number = 0;
        while let Some(line) = lines.next().map_err(io("read", path))? {
            number += 1;
            let members = match self.members(line) {
                Ok(members) => members,
                Err(fault) => return Err(self.broken(path, number, fault)),
            };
            let hash = leaf(line.text);
            if self.tip.prev().is_some_and(|prev| prev != members.prev) {
                let named = members.prev;
                let next = lines.next().map_err(io("read", path))?;
                let next = next.map(|line| chained(line.text).map(|members| members.prev));
                return Err(self.unlinked((path, number), named, hash, next));
            }
            self.tip.push(hash);
            self.is_signed(path, number)?;
            if number == 1 || self.last.is_none() {
                self.last = Some((path.to_owned(), number));
            } else if let Some((_, last)) = &mut self.last {
                *last = number;
            }
        }
        Ok(number)
    }

    /// Reads a line as strictly as it was written.
    fn members<'a>(&self, line: Line<'a>) -> Result<Chained<'a>, Fault> {
        if !line.whole {
            let long = line.text.len() >= crate::line::LINE_BYTES_MAX;
            return Err(if long { Fault::TooLong } else { Fault::Torn });
        }
        let members = chained(line.text).filter(|_| check(line.text)).ok_or(Fault::Malformed)?;
        if self.tenant.as_deref().is_some_and(|tenant| tenant != members.tenant) {
            return Err(Fault::Tenant);
        }
        if members.seq != self.tip.size() {
            return Err(Fault::Sequence { found: members.seq });
        }
        Ok(members)
    }

    /// Checks the signed root where the walk has come to the signed size.
    fn is_signed(&self, path: &Path, line: u64) -> Result<(), VerifyError> {
        match &self.signed {
            Some(signed) if signed.size == self.tip.size() && signed.root != self.tip.root() => {
                Err(VerifyError::Broken(Box::new(Broken {
                    path: path.to_owned(),
                    line: (line > 0).then_some(line),
                    seq: self.tip.size().checked_sub(1),
                    fault: Fault::Root,
                })))
            }
            _ => Ok(()),
        }
    }

    /// Tells which of two records was changed: if the next one, or the signed root, vouches for
    /// the second, it was the first.
    fn unlinked(
        &self,
        (path, line): (&Path, u64),
        named: Hash,
        hash: Hash,
        next: Option<Option<Hash>>,
    ) -> VerifyError {
        let vouched = match next {
            Some(next) => next == Some(hash),
            None => self.signed.as_ref().is_some_and(|signed| {
                let mut tree = self.tip.settled().clone();
                tree.push(named);
                tree.push(hash);
                signed.size == tree.size() && signed.root == tree.root()
            }),
        };
        match (&self.last, self.tip.size().checked_sub(1)) {
            (Some((path, line)), Some(seq)) if vouched => VerifyError::Broken(Box::new(Broken {
                path: path.clone(),
                line: Some(*line),
                seq: Some(seq),
                fault: Fault::Changed,
            })),
            _ => self.broken(path, line, Fault::Link),
        }
    }

    fn broken(&self, path: &Path, line: u64, fault: Fault) -> VerifyError {
        VerifyError::Broken(Box::new(Broken {
            path: path.to_owned(),
            line: Some(line),
            seq: Some(self.tip.size()),
            fault,
        }))
    }
}
