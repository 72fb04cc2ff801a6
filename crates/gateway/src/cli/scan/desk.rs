//! Prints what the threads find, says what could not be read, and sums up.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

use indicatif::{HumanBytes, HumanCount};

use super::baseline::{self, Entry};
use super::crew::Taker;
use super::flow::{Piece, Tally};
use super::plan::Plan;
use super::progress::Progress;
use super::source::{End, Source};
use super::walk::Unread;
use crate::cli::arguments::Format;
use crate::cli::exit::Exit;
use crate::cli::failure::{Failure, reason};
use crate::cli::output::{Output, plain};
use crate::cli::replace::replace;

/// Where everything comes together.
pub(super) struct Desk<'a> {
    plan: &'a Plan,
    format: Format,
    output: &'a mut Output,
    progress: Progress,
    pub(super) count: Count,
    /// Findings for a new baseline.
    pub(super) entries: Vec<Entry>,
}

/// What was counted over all files.
#[derive(Debug, Default)]
pub(super) struct Count {
    pub(super) tally: Tally,
    pub(super) files: u64,
    pub(super) binary: u64,
    pub(super) unread: u64,
}

impl<'a> Desk<'a> {
    pub(super) fn new(plan: &'a Plan, format: Format, output: &'a mut Output) -> Self {
        let (progress, count) = (Progress::new(format), Count::default());
        Self { plan, format, output, progress, count, entries: Vec::new() }
    }

    /// Prints what is after the last finding, and sums up.
    pub(super) fn end(&mut self) -> Result<(), Failure> {
        self.progress.end();
        let Count { tally, files, binary, unread } = &self.count;
        let mut tail = Vec::new();
        self.plan.report.end(tally.found, *unread == 0, &mut tail);
        self.output.out().write_all(&tail)?;
        self.output.flush()?;
        if *binary > 0 {
            let files = if *binary == 1 { "file" } else { "files" };
            self.output.note(format_args!("skipped {} binary {files}", HumanCount(*binary)));
        }
        // Where a program reads what is found, only a person at a terminal wants to be told.
        if self.format == Format::Text || io::stderr().is_terminal() {
            self.output.note(summary(tally, *files));
        }
        Ok(())
    }

    /// Writes what was found as a baseline, in the place of the one that is there.
    pub(super) fn write(self, path: &Path) -> Result<(), Failure> {
        let fault = |error: &io::Error| Failure::io(path.display(), error);
        let text = baseline::written(&self.entries).map_err(|error| fault(&error.into()))?;
        replace(path, &text).map_err(|error| fault(&error))?;
        let name = plain(&path.to_string_lossy());
        self.output.note(format_args!("wrote {} to {name}", findings(self.entries.len())));
        Ok(())
    }

    fn say_unread(&mut self, path: &Path, error: &io::Error) {
        self.count.unread += 1;
        let name = plain(&path.to_string_lossy());
        let failure = Failure::new(Exit::Usage, format!("{name}: {}", reason(error)));
        let output = &mut *self.output;
        self.progress.aside(|| output.failure(&failure));
    }
}

impl Taker for Desk<'_> {
    fn piece(&mut self, piece: &Piece) -> Result<(), Failure> {
        let first = self.count.tally.found == 0;
        self.count.tally.add(piece.tally);
        self.entries.extend_from_slice(&piece.entries);
        // The gap stands between findings, so the first has none before it.
        let skipped = if first { self.plan.report.gap().len() } else { 0 };
        let out = piece.out.get(skipped..).unwrap_or_default();
        if !out.is_empty() {
            let output = &mut *self.output;
            self.progress.aside(|| output.out().write_all(out))?;
        }
        self.progress.tell(self.count.files, &self.count.tally);
        Ok(())
    }

    fn end(&mut self, source: &Source, end: End) -> Result<(), Failure> {
        match end {
            End::Whole => self.count.files += 1,
            End::Binary => self.count.binary += 1,
            End::Broken(error) => self.say_unread(Path::new(&source.name), &error),
            End::Unwanted => {}
        }
        Ok(())
    }

    fn unread(&mut self, (path, error): &Unread) {
        self.say_unread(path, error);
    }

    fn idle(&mut self) -> Result<(), Failure> {
        let output = &mut *self.output;
        self.progress.aside(|| output.flush())
    }
}

/// One line about all of it.
fn summary(tally: &Tally, files: u64) -> String {
    let Tally { bytes, found, known, allowed } = tally;
    let mut parts = vec![match found {
        0 => "nothing found".to_owned(),
        _ => findings(*found),
    }];
    for (number, what) in [(known, "known by the baseline"), (allowed, "allowed by a comment")] {
        if *number > 0 {
            parts.push(format!("{} {what}", HumanCount(*number as u64)));
        }
    }
    let searched = match files {
        1 => "1 file".to_owned(),
        _ => format!("{} files", HumanCount(files)),
    };
    format!("searched {searched} ({}): {}", HumanBytes(*bytes), parts.join(", "))
}

fn findings(number: usize) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} finding{ending}", HumanCount(number as u64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_says_what_was_searched_and_what_was_left_out() {
        let tally = |found, known, allowed| Tally { bytes: 2048, found, known, allowed };
        for (tally, files, expected) in [
            (tally(0, 0, 0), 1, "searched 1 file (2.00 KiB): nothing found"),
            (tally(1, 0, 2), 0, "searched 0 files (2.00 KiB): 1 finding, 2 allowed by a comment"),
            (
                tally(1234, 5, 0),
                1000,
                "searched 1,000 files (2.00 KiB): 1,234 findings, 5 known by the baseline",
            ),
        ] {
            assert_eq!(summary(&tally, files), expected);
        }
    }
}
