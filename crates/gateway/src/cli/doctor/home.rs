//! The home directory: whose it is, and who else may read or write what is in it.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::{Check, Patient};

/// LIMIT: entries of the home directory that are looked at.
const ENTRIES_MAX: usize = 20_000;
/// LIMIT: of these, how deep.
const DEPTH_MAX: usize = 8;
/// LIMIT: entries that are named for one fault.
const NAMED_MAX: usize = 5;

pub(super) fn look(patient: &Patient<'_>) -> Vec<Check> {
    let path = patient.setting.home.path();
    let what = "home";
    let found = match fs::metadata(path) {
        Ok(found) if found.is_dir() => found,
        Ok(_) => {
            let advice = "move it aside, or name another place with `--home`";
            return vec![Check::problem(
                what,
                format!("{} is no directory", path.display()),
                advice,
            )];
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let advice = format!("`{} init` makes it", patient.program);
            let text = format!("{} is not there yet", path.display());
            return vec![Check::warning(what, text, advice)];
        }
        Err(error) => {
            let text = format!("{}: {}", path.display(), crate::cli::failure::reason(&error));
            return vec![Check::problem(what, text, "name another place with `--home`")];
        }
    };
    let mut faults = Faults::default();
    faults.judge(path, &found);
    faults.walk(path, 0);
    faults.said(path)
}

/// Entries with something wrong, by what it is.
#[derive(Default)]
struct Faults {
    seen: usize,
    foreign: Vec<PathBuf>,
    writable: Vec<PathBuf>,
    readable: Vec<PathBuf>,
}

impl Faults {
    fn judge(&mut self, path: &Path, found: &Metadata) {
        self.seen += 1;
        let list = if found.uid() != rustix::process::geteuid().as_raw() {
            &mut self.foreign
        } else if found.mode() & 0o022 != 0 {
            &mut self.writable
        } else if found.mode() & 0o055 != 0 {
            &mut self.readable
        } else {
            return;
        };
        list.push(path.to_owned());
    }

    fn walk(&mut self, folder: &Path, depth: usize) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries.flatten() {
            // Links are judged by where they stand: their mode says nothing.
            let Ok(found) = entry.metadata() else { continue };
            if self.seen >= ENTRIES_MAX || found.is_symlink() {
                continue;
            }
            let path = entry.path();
            self.judge(&path, &found);
            if found.is_dir() && depth < DEPTH_MAX {
                self.walk(&path, depth + 1);
            }
        }
    }

    fn said(&self, home: &Path) -> Vec<Check> {
        let home = home.display();
        let mut checks = Vec::new();
        if !self.foreign.is_empty() {
            let advice = format!("`chown -R $(id -u) {home}`, once you know why");
            let text = format!("belongs to somebody else: {}", named(&self.foreign));
            checks.push(Check::problem("home", text, advice));
        }
        let close = format!("`chmod -R go= {home}`");
        if !self.writable.is_empty() {
            let text = format!("others may write: {}", named(&self.writable));
            checks.push(Check::problem("home", text, close.as_str()));
        }
        if !self.readable.is_empty() {
            let text = format!("others may read: {}", named(&self.readable));
            checks.push(Check::problem("home", text, close));
        }
        if checks.is_empty() {
            checks.push(Check::ok("home", format!("{home} is ours alone")));
        }
        checks
    }
}

/// Some of the entries, and how many more.
fn named(paths: &[PathBuf]) -> String {
    let shown = paths.iter().take(NAMED_MAX).map(|path| path.display().to_string());
    let shown = shown.collect::<Vec<_>>().join(", ");
    match paths.len().saturating_sub(NAMED_MAX) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
