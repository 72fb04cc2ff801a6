//! The files under a name: itself, or all of a directory.
//!
//! Symbolic links inside a directory are not followed, and the innards of `.git` are left out:
//! they are compressed and would only be read in vain.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// LIMIT: directories inside directories.
const DEPTH_MAX: usize = 64;

/// The files under a name, in the order of their names; or what could not be read.
pub(super) fn under(named: &Path) -> Walk {
    Walk { waiting: vec![(named.to_owned(), 0)] }
}

/// Walks through directories.
pub(super) struct Walk {
    /// What is still to be looked at, the next one last, with its depth.
    waiting: Vec<(PathBuf, usize)>,
}

impl Iterator for Walk {
    type Item = Result<PathBuf, (PathBuf, io::Error)>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some((path, depth)) = self.waiting.pop() {
            // What the user names is followed, what is found inside is not.
            let about = if depth == 0 { fs::metadata(&path) } else { fs::symlink_metadata(&path) };
            match about {
                Ok(about) if about.is_dir() => {
                    if let Err(error) = self.open(&path, depth) {
                        return Some(Err((path, error)));
                    }
                }
                Ok(about) if about.is_file() || depth == 0 => return Some(Ok(path)),
                Ok(_) => {}
                Err(error) => return Some(Err((path, error))),
            }
        }
        None
    }
}

impl Walk {
    /// Lists a directory.
    fn open(&mut self, path: &Path, depth: usize) -> io::Result<()> {
        if depth == DEPTH_MAX {
            return Err(io::Error::other("too many directories inside each other"));
        }
        let mut inside = Vec::new();
        for entry in fs::read_dir(path)? {
            let entry = entry?.path();
            if entry.file_name().is_none_or(|name| name != ".git") {
                inside.push(entry);
            }
        }
        inside.sort_by(|left, right| right.cmp(left));
        self.waiting.extend(inside.into_iter().map(|path| (path, depth + 1)));
        Ok(())
    }
}
