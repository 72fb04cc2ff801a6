//! A copy of a store in one file: rows as they are, sealed, under an authentication code each.
//!
//! After a line that says what it is come frames: one for the version and the home, one for
//! each batch of rows, one for the counts. The code of a frame covers that of the frame before,
//! so that no frame can be changed, left out, moved or added, and a file that was cut has no
//! frame of counts. There are no keys in it.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use portcullis_seal::{MacKey, same};

use crate::store::{Entry, Fingerprint, Handle, Listed, Moment, ScopeId, Stats};

/// How every copy begins.
const START: &[u8] = b"portcullis vault copy\n";
/// The layout that this version writes and reads.
const VERSION: u8 = 1;
const FRAME: &str = "vault copy frame";
const HOME: &str = "vault copy home";
/// From how many bytes on a frame takes no more rows.
const FRAME_BYTES: usize = 256 << 10;
/// LIMIT: the longest frame that is read: a full one, the longest row, and the counts.
const FRAME_BYTES_MAX: usize = 8 << 20;
/// LIMIT: of how many scopes the counts are written; of more, only the sums.
const SCOPES_MAX: usize = 100_000;

/// Why a copy cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The file.
    #[error("the copy cannot be read or written")]
    Io(#[from] io::Error),
    /// It is something else.
    #[error("it is no copy of a vault")]
    NoCopy,
    /// A newer version wrote it.
    #[error("a newer version wrote it")]
    Version,
    /// It was made under other keys.
    #[error("it is a copy of another home, and nothing in it opens under the keys of this one")]
    OtherHome,
    /// It was changed or cut.
    #[error("it was changed or cut since it was written")]
    Changed,
}

/// How much a copy holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// In all.
    pub all: Stats,
    /// Of each scope, unless there are too many.
    pub scopes: BTreeMap<ScopeId, Stats>,
}

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Head,
    Rows,
    End,
}

impl Kind {
    const fn tag(self) -> u8 {
        match self {
            Self::Head => b'H',
            Self::Rows => b'R',
            Self::End => b'E',
        }
    }
}

/// The code of a frame; it begins with that of the frame before.
fn code(key: &MacKey, before: &[u8; 32], kind: Kind, content: &[u8]) -> [u8; 32] {
    key.mac(FRAME, &[before, &[kind.tag()], content])
}

impl Summary {
    fn count(&mut self, listed: &Listed) {
        let (scope, is_row) = match listed {
            Listed::Issued(scope, _) => (scope, true),
            Listed::Tombstone(scope, _) => (scope, false),
        };
        let of_scope = match self.scopes.len() < SCOPES_MAX {
            true => Some(self.scopes.entry(*scope).or_default()),
            false => self.scopes.get_mut(scope),
        };
        for stats in of_scope.into_iter().chain([&mut self.all]) {
            match is_row {
                true => stats.rows += 1,
                false => stats.tombstones += 1,
            }
        }
    }

    fn encode(&self) -> Vec<u8> {
        let mut content = Vec::with_capacity(16 + self.scopes.len() * 32);
        let mut put = |stats: &Stats, name: &[u8]| {
            content.extend(name);
            content.extend(stats.rows.to_be_bytes());
            content.extend(stats.tombstones.to_be_bytes());
        };
        put(&self.all, &[]);
        self.scopes.iter().for_each(|(scope, stats)| put(stats, &scope.0));
        content
    }
}

/// Writes a copy.
#[derive(Debug)]
pub struct Writer<'k, W> {
    to: W,
    key: &'k MacKey,
    before: [u8; 32],
    rows: Vec<u8>,
    summary: Summary,
}

impl<'k, W: Write> Writer<'k, W> {
    /// Begins.
    ///
    /// # Errors
    /// [`ArchiveError::Io`].
    pub fn begin(mut to: W, key: &'k MacKey) -> Result<Self, ArchiveError> {
        to.write_all(START)?;
        let (rows, summary) = (Vec::new(), Summary::default());
        let mut writer = Self { to, key, before: [0; 32], rows, summary };
        let mut head = vec![VERSION];
        head.extend(key.mac(HOME, &[]));
        writer.frame(Kind::Head, &head)?;
        Ok(writer)
    }

    /// Writes rows and tombstones.
    ///
    /// # Errors
    /// [`ArchiveError::Io`].
    pub fn push(&mut self, listed: &[Listed]) -> Result<(), ArchiveError> {
        for listed in listed {
            self.summary.count(listed);
            encode(listed, &mut self.rows);
            if self.rows.len() >= FRAME_BYTES {
                self.flush()?;
            }
        }
        Ok(())
    }

    /// Ends: what was written, and how much it is.
    ///
    /// # Errors
    /// [`ArchiveError::Io`].
    pub fn end(mut self) -> Result<(W, Summary), ArchiveError> {
        self.flush()?;
        let content = self.summary.encode();
        self.frame(Kind::End, &content)?;
        self.to.flush()?;
        Ok((self.to, self.summary))
    }

    fn flush(&mut self) -> Result<(), ArchiveError> {
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() { Ok(()) } else { self.frame(Kind::Rows, &rows) }
    }

    fn frame(&mut self, kind: Kind, content: &[u8]) -> Result<(), ArchiveError> {
        let length = u32::try_from(content.len()).map_err(io::Error::other)?;
        self.before = code(self.key, &self.before, kind, content);
        self.to.write_all(&[kind.tag()])?;
        self.to.write_all(&length.to_be_bytes())?;
        self.to.write_all(content)?;
        Ok(self.to.write_all(&self.before)?)
    }
}

/// Reads a copy; gives nothing that is not as it was written.
#[derive(Debug)]
pub struct Reader<'k, R> {
    from: R,
    key: &'k MacKey,
    before: [u8; 32],
    summary: Summary,
}

impl<'k, R: Read> Reader<'k, R> {
    /// Reads the beginning.
    ///
    /// # Errors
    /// Any [`ArchiveError`].
    pub fn begin(mut from: R, key: &'k MacKey) -> Result<Self, ArchiveError> {
        let mut start = [0; START.len()];
        from.read_exact(&mut start).map_err(|e| short(e, ArchiveError::NoCopy))?;
        if start != START {
            return Err(ArchiveError::NoCopy);
        }
        let mut reader = Self { from, key, before: [0; 32], summary: Summary::default() };
        let (tag, head, code) = reader.raw()?;
        match head.split_first() {
            Some((&VERSION, home)) if home == key.mac(HOME, &[]) => {}
            Some((&VERSION, _)) => return Err(ArchiveError::OtherHome),
            Some(_) => return Err(ArchiveError::Version),
            None => return Err(ArchiveError::Changed),
        }
        reader.check(tag, Kind::Head, &head, &code)?;
        Ok(reader)
    }

    /// The next rows; `None` at the end, which was reached in order.
    ///
    /// # Errors
    /// [`ArchiveError::Io`], [`ArchiveError::Changed`].
    pub fn rows(&mut self) -> Result<Option<Vec<Listed>>, ArchiveError> {
        let (tag, content, code) = self.raw()?;
        if tag == Kind::End.tag() {
            self.check(tag, Kind::End, &content, &code)?;
            let at_end = self.from.read(&mut [0])? == 0;
            let counted = self.summary.encode() == content;
            return if at_end && counted { Ok(None) } else { Err(ArchiveError::Changed) };
        }
        self.check(tag, Kind::Rows, &content, &code)?;
        let mut rest = content.as_slice();
        let mut rows = Vec::new();
        while !rest.is_empty() {
            let row = decode(&mut rest).ok_or(ArchiveError::Changed)?;
            self.summary.count(&row);
            rows.push(row);
        }
        Ok(Some(rows))
    }

    /// How much was read.
    #[must_use]
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    fn check(
        &mut self,
        tag: u8,
        kind: Kind,
        content: &[u8],
        found: &[u8; 32],
    ) -> Result<(), ArchiveError> {
        let wanted = code(self.key, &self.before, kind, content);
        if tag != kind.tag() || !same(&wanted, found) {
            return Err(ArchiveError::Changed);
        }
        self.before = wanted;
        Ok(())
    }

    /// A frame that was not checked yet.
    fn raw(&mut self) -> Result<(u8, Vec<u8>, [u8; 32]), ArchiveError> {
        let cut = |e| short(e, ArchiveError::Changed);
        let (mut tag, mut length, mut code) = ([0; 1], [0; 4], [0; 32]);
        self.from.read_exact(&mut tag).map_err(cut)?;
        self.from.read_exact(&mut length).map_err(cut)?;
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if length > FRAME_BYTES_MAX {
            return Err(ArchiveError::Changed);
        }
        let mut content = vec![0; length];
        self.from.read_exact(&mut content).map_err(cut)?;
        self.from.read_exact(&mut code).map_err(cut)?;
        Ok((tag[0], content, code))
    }
}

/// A file that ends too early is `otherwise`, and no I/O error.
fn short(error: io::Error, otherwise: ArchiveError) -> ArchiveError {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => otherwise,
        _ => ArchiveError::Io(error),
    }
}

const TOMBSTONE: u8 = 0;
const ISSUED: u8 = 1;
/// Stands for a row that never ends: no store keeps a later moment than half of this.
const NEVER: u64 = u64::MAX;

fn encode(listed: &Listed, to: &mut Vec<u8>) {
    match listed {
        Listed::Tombstone(scope, handle) => {
            to.push(TOMBSTONE);
            to.extend(scope.0);
            to.extend(handle.0);
        }
        Listed::Issued(scope, entry) => {
            to.push(ISSUED);
            to.extend(scope.0);
            to.extend(entry.handle.0);
            to.extend(entry.fingerprint.0);
            to.extend(entry.expires.map_or(NEVER, |end| end.0).to_be_bytes());
            to.extend((entry.sealed.len() as u64).to_be_bytes());
            to.extend(&*entry.sealed);
        }
    }
}

fn decode(from: &mut &[u8]) -> Option<Listed> {
    let [tag] = take(from)?;
    let (scope, handle) = (ScopeId(take(from)?), Handle(take(from)?));
    if tag == TOMBSTONE {
        return Some(Listed::Tombstone(scope, handle));
    }
    let fingerprint = Fingerprint(take(from)?);
    let expires = u64::from_be_bytes(take(from)?);
    let expires = (expires != NEVER).then_some(Moment(expires));
    let length = usize::try_from(u64::from_be_bytes(take(from)?)).ok()?;
    let (sealed, rest) = from.split_at_checked(length)?;
    *from = rest;
    let entry = Entry { handle, fingerprint, sealed: sealed.into(), expires };
    (tag == ISSUED).then_some(Listed::Issued(scope, entry))
}

fn take<const N: usize>(from: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, rest) = from.split_first_chunk()?;
    *from = rest;
    Some(*taken)
}
