//! What the disk below the log costs.
//!
//! Says nothing of the log itself: its own bench does.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::clock::seconds;
use crate::load::percentile;

const SYNCS: usize = 300;

/// A folder on the disk of the target directory: `/tmp` is no disk on some machines.
pub(crate) fn folder() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    Ok(program.parent().map(Path::to_path_buf).context("a program lies in a folder")?)
}

/// Seconds to make one record durable, p50.
pub(crate) fn sync() -> Result<f64> {
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
    waits.sort_by(f64::total_cmp);
    Ok(percentile(&waits, 50))
}
