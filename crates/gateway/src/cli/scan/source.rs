//! Reads one source in pieces, and tells text from what is none.
//!
//! It finds nothing by itself.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::decode::Decoder;
use super::flow::{Flow, Piece};
use super::plan::Plan;

/// Bytes that are read at once.
const PIECE_BYTES: usize = 128 * 1024;
/// LIMIT: bytes in which nothing is found until somebody is told how far it is.
const QUIET_BYTES_MAX: u64 = 1 << 20;
/// A file with a zero byte in so many first bytes is binary, as for `git` and `grep`.
const SNIFFED_BYTES: usize = 8_000;

/// Where a text comes from.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// Its path as it is reported.
    pub(super) name: String,
    /// The file; nothing for standard input.
    path: Option<PathBuf>,
    /// Whether it is skipped if it is binary.
    skip_binary: bool,
}

impl Source {
    /// Standard input, under a name that the user may give it.
    pub(super) fn standard_input(name: Option<&Path>) -> Self {
        let name = name.map_or("-".into(), Path::to_string_lossy).into_owned();
        Self { name, path: None, skip_binary: false }
    }

    /// A file that the user named: to skip it would call it clean.
    pub(super) fn named(path: PathBuf) -> Self {
        Self { skip_binary: false, ..Self::found(path) }
    }

    /// A file of a directory that the user named.
    pub(super) fn found(path: PathBuf) -> Self {
        let name = path.to_string_lossy().into_owned();
        Self { name, path: Some(path), skip_binary: true }
    }

    /// Whether it is one of these files.
    pub(super) fn is_one_of(&self, files: &[PathBuf]) -> bool {
        let Some(path) = self.path.as_ref().filter(|_| !files.is_empty()) else { return false };
        // Most names differ, and then nobody asks the disk.
        let alike = files.iter().any(|file| file.file_name() == path.file_name());
        alike && path.canonicalize().is_ok_and(|path| files.contains(&path))
    }
}

/// How a source ended.
#[derive(Debug)]
pub(super) enum End {
    /// All of it was searched.
    Whole,
    /// It was skipped.
    Binary,
    /// It could not be read to its end.
    Broken(io::Error),
    /// Nobody takes what is found any more.
    Unwanted,
}

/// Searches a source. `take` gets what is reported of each piece, and says whether it wants more.
pub(super) fn scan(
    source: &Source,
    plan: &Plan,
    buffer: &mut Vec<u8>,
    mut take: impl FnMut(&mut Piece) -> bool,
) -> End {
    buffer.resize(PIECE_BYTES, 0);
    let Some(path) = &source.path else {
        return all(source, plan, (&mut io::stdin().lock(), buffer), &mut take);
    };
    match File::open(path) {
        Ok(mut file) => all(source, plan, (&mut file, buffer), &mut take),
        Err(error) => End::Broken(error),
    }
}

fn all(
    source: &Source,
    plan: &Plan,
    (from, buffer): (&mut dyn Read, &mut [u8]),
    take: &mut impl FnMut(&mut Piece) -> bool,
) -> End {
    let mut flow = Flow::new(plan, &source.name);
    let mut piece = Piece::default();
    let mut decoder = Decoder::of(&[]);
    let mut first = true;
    loop {
        let read = match from.read(buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return End::Broken(error),
        };
        let bytes = buffer.get(..read).unwrap_or_default();
        if first {
            decoder = Decoder::of(bytes);
            if source.skip_binary && decoder.expects_no_zeros() && is_binary(bytes) {
                return End::Binary;
            }
        }
        first = false;
        flow.push(&decoder.decode(bytes), &mut piece);
        let worth = !piece.out.is_empty() || piece.tally.bytes >= QUIET_BYTES_MAX;
        if worth && !take(&mut piece) {
            return End::Unwanted;
        }
    }
    flow.push(&decoder.rest(), &mut piece);
    flow.finish(&mut piece);
    if take(&mut piece) { End::Whole } else { End::Unwanted }
}

/// Whether a file that begins so is binary.
fn is_binary(piece: &[u8]) -> bool {
    let sniffed = piece.get(..SNIFFED_BYTES).unwrap_or(piece);
    memchr::memchr(0, sniffed).is_some()
}
