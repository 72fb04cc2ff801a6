//! A segment's bytes, cut into lines.
//!
//! Bounded in memory and in how far it reads; says nothing of what a line means.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Result};
use std::os::unix::fs::FileExt;

use crate::line::LINE_BYTES_MAX;

/// How much is read at once.
const BLOCK_BYTES: usize = 256 * 1024;

/// Reads a stretch of a file without moving the file's own place.
#[derive(Debug)]
pub(crate) struct Stretch<'a> {
    file: &'a File,
    at: u64,
    end: u64,
}

impl Read for Stretch<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let left = usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let wanted = left.min(buffer.len());
        let Some(buffer) = buffer.get_mut(..wanted) else { return Ok(0) };
        let read = self.file.read_at(buffer, self.at)?;
        self.at += u64::try_from(read).unwrap_or_default();
        Ok(read)
    }
}

/// The lines of a stretch of a file.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    source: BufReader<Stretch<'a>>,
    line: Vec<u8>,
    start: u64,
    next: u64,
}

/// One line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    /// What stands in it, without its line feed.
    pub(crate) text: &'a [u8],
    /// Where it starts in the file.
    pub(crate) start: u64,
    /// Whether its line feed is there, within the limit of a line.
    pub(crate) whole: bool,
}

impl<'a> Lines<'a> {
    pub(crate) fn between(file: &'a File, at: u64, end: u64) -> Self {
        let stretch = Stretch { file, at, end };
        let block = usize::try_from(end.saturating_sub(at)).unwrap_or(usize::MAX);
        let source = BufReader::with_capacity(block.clamp(512, BLOCK_BYTES), stretch);
        Self { source, line: Vec::with_capacity(1024), start: at, next: at }
    }

    /// The next line; none at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Line<'_>>> {
        self.line.clear();
        self.start = self.next;
        let limit = u64::try_from(LINE_BYTES_MAX).unwrap_or(u64::MAX);
        let read = (&mut self.source).take(limit).read_until(b'\n', &mut self.line)?;
        if read == 0 {
            return Ok(None);
        }
        self.next += u64::try_from(read).unwrap_or_default();
        let text = self.line.strip_suffix(b"\n");
        let whole = text.is_some();
        Ok(Some(Line { text: text.unwrap_or(&self.line), start: self.start, whole }))
    }
}
