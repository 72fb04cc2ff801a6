//! Reads a log for people: its last records, and those that are appended while they look.
//!
//! Takes no lock and proves nothing: whoever wants proof calls [`crate::verify()`].

use std::fs::File;
use std::io::ErrorKind;
use std::os::unix::fs::FileExt;
use std::path::Path;

use crate::directory::{Directory, is_tenant};
use crate::error::{AuditError, io};
use crate::line::chained;
use crate::record::Record;
use crate::segment::Lines;

/// How much is read at once when looking for the beginning of a line.
const BLOCK_BYTES: u64 = 64 * 1024;
/// LIMIT: records that one look gives.
const LOOK_MAX: usize = 4096;

/// LIMIT: records of one call; it has two.
const FOUND_MAX: usize = 64;

/// One record as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub seq: u64,
    /// When it was appended: RFC 3339 in UTC.
    pub time: String,
    /// Whose log it is.
    pub tenant: String,
    /// What it says; none if a newer version wrote a kind that this one does not know.
    pub record: Option<Record>,
    /// The line, without its line feed.
    pub line: String,
}

/// Gives what is appended from here on.
#[derive(Debug)]
pub struct Follower {
    directory: Directory,
    segment: u64,
    at: u64,
    next: u64,
}

/// The tenants that have a log under `audit`.
///
/// # Errors
///
/// [`AuditError::Io`].
pub fn tenants(audit: &Path) -> Result<Vec<String>, AuditError> {
    let mut found = Vec::new();
    for entry in audit.read_dir().map_err(io("list", audit))? {
        let entry = entry.map_err(io("list", audit))?;
        let name = entry.file_name().into_string().unwrap_or_default();
        if is_tenant(&name) && Directory::at(&entry.path()).segments().is_ok_and(|s| !s.is_empty())
        {
            found.push(name);
        }
    }
    found.sort();
    Ok(found)
}

/// The last `count` records of the log of one tenant, oldest first, and what follows them.
///
/// # Errors
///
/// [`AuditError::Io`]; [`AuditError::Malformed`] when a line is no record.
pub fn tail(log: &Path, count: usize) -> Result<(Vec<Entry>, Follower), AuditError> {
    let directory = Directory::at(log);
    let segments = directory.segments()?;
    // One more than none, so that the follower knows which record comes next.
    let mut wanted = count.max(1);
    let mut from = None;
    for first in segments.iter().rev() {
        let (start, found) = last_lines(&directory, *first, wanted)?;
        from = Some((*first, start));
        wanted -= found.min(wanted);
        if wanted == 0 {
            break;
        }
    }
    let (segment, at) = from.unwrap_or_default();
    let mut follower = Follower { directory, segment, at, next: segment };
    let mut entries = Vec::new();
    while entries.len() < count.max(1) {
        let more = follower.more()?;
        if more.is_empty() {
            break;
        }
        entries.extend(more);
    }
    if count == 0 {
        entries.clear();
    }
    Ok((entries, follower))
}

/// All records of one call, oldest first: reads the log from its beginning.
///
/// # Errors
///
/// As [`tail`].
pub fn find(log: &Path, call: &str) -> Result<Vec<Entry>, AuditError> {
    let directory = Directory::at(log);
    let Some(first) = directory.segments()?.first().copied() else { return Ok(Vec::new()) };
    let mut follower = Follower { directory, segment: first, at: 0, next: first };
    let mut found = Vec::new();
    loop {
        let more = follower.more()?;
        if more.is_empty() || found.len() >= FOUND_MAX {
            return Ok(found);
        }
        found.extend(more.into_iter().filter(|entry| call_of(entry) == Some(call)));
    }
}

/// The call that a record is about.
fn call_of(entry: &Entry) -> Option<&str> {
    match entry.record.as_ref()? {
        Record::Intent(intent) => Some(&intent.subject.call),
        Record::Outcome(outcome) => Some(&outcome.subject.call),
        Record::Reveal(reveal) => Some(&reveal.subject.call),
        Record::Key(_)
        | Record::Config(_)
        | Record::Admin(_)
        | Record::Start(_)
        | Record::Stop(_)
        | Record::Repair(_) => None,
    }
}

/// Where the last `count` whole lines of a segment start, and how many of them there are.
fn last_lines(directory: &Directory, first: u64, count: usize) -> Result<(u64, usize), AuditError> {
    let path = directory.segment(first);
    let file = File::open(&path).map_err(io("open", &path))?;
    let mut end = file.metadata().map_err(io("read", &path))?.len();
    let mut found = 0;
    let mut block = Vec::new();
    while end > 0 {
        let start = end.saturating_sub(BLOCK_BYTES);
        block.resize(usize::try_from(end - start).unwrap_or_default(), 0);
        file.read_exact_at(&mut block, start).map_err(io("read", &path))?;
        for (index, _) in block.iter().enumerate().rev().filter(|(_, byte)| **byte == b'\n') {
            // The line feed that ends the last line begins none.
            if found == count {
                return Ok((start + u64::try_from(index).unwrap_or_default() + 1, found));
            }
            found += 1;
        }
        end = start;
    }
    Ok((0, found))
}

impl Follower {
    /// What was appended since the last look, oldest first; empty if nothing was.
    ///
    /// # Errors
    ///
    /// As [`tail`].
    pub fn more(&mut self) -> Result<Vec<Entry>, AuditError> {
        let mut entries = Vec::new();
        loop {
            self.read(&mut entries)?;
            let next = self.next > self.segment && self.directory.segment(self.next).exists();
            if !next || entries.len() >= LOOK_MAX {
                return Ok(entries);
            }
            self.segment = self.next;
            self.at = 0;
        }
    }

    fn read(&mut self, entries: &mut Vec<Entry>) -> Result<(), AuditError> {
        let path = self.directory.segment(self.segment);
        let file = match File::open(&path) {
            Ok(file) => file,
            // Nothing was written yet.
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(io("open", &path)(error)),
        };
        let end = file.metadata().map_err(io("read", &path))?.len();
        let mut lines = Lines::between(&file, self.at, end);
        while entries.len() < LOOK_MAX
            && let Some(line) = lines.next().map_err(io("read", &path))?
        {
            // What has no end yet is being written.
            if !line.whole {
                break;
            }
            let entry = entry(line.text);
            let what = "a line is not a record; run `portcullis audit verify`";
            let entry = entry.ok_or_else(|| AuditError::Malformed { path: path.clone(), what })?;
            self.at = line.start + u64::try_from(line.text.len()).unwrap_or_default() + 1;
            self.next = entry.seq.saturating_add(1);
            entries.push(entry);
        }
        Ok(())
    }
}

fn entry(line: &[u8]) -> Option<Entry> {
    let members = chained(line)?;
    Some(Entry {
        seq: members.seq,
        time: members.time.to_owned(),
        tenant: members.tenant.to_owned(),
        record: serde_json::from_slice(line).ok(),
        line: std::str::from_utf8(line).ok()?.to_owned(),
    })
}
