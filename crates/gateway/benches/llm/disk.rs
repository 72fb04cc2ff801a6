//! What the disk below the log costs.
//!
//! Says nothing of the log itself: its own bench does.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::clock::seconds;

const SYNCS: usize = 100;

/// A folder on the disk of the target directory: `/tmp` is no disk on some machines.
pub(crate) fn folder() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    program.parent().map(Path::to_path_buf).context("a program lies in a folder")
}

/// Seconds to make one record durable, some times over.
pub(crate) fn syncs() -> Result<Vec<f64>> {
    let folder = tempfile::tempdir_in(folder()?)?;
    let mut file =
        OpenOptions::new().create(true).append(true).open(folder.path().join("single"))?;
    let mut waits = Vec::with_capacity(SYNCS);
    for _ in 0..SYNCS {
        let before = seconds();
        file.write_all(&[b'x'; 520])?;
        file.sync_data()?;
        waits.push(seconds() - before);
    }
    Ok(waits)
}
