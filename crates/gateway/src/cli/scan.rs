//! `scan`: finds personal data and secrets in files, standard input or rows.
//!
//! It reads in pieces, so that memory is bounded whatever the size; it prints where something
//! stands and never what it is.

use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use portcullis_engine::detect::{Detector, Settings as Wanted, SettingsError};
use portcullis_model::Entity;

use super::arguments::{Format, Scan};
use super::exit::Exit;
use super::failure::Failure;
use super::output::{Output, plain};
use super::setting::Setting;

mod batch;
mod files;
mod place;
mod report;
mod source;

use report::Report;
use source::Source;

/// Runs the command.
pub(super) fn run(
    scan: &Scan,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let base = wanted(scan, setting, output)?;
    if scan.batch {
        return batch::run(scan, base, output);
    }
    let detector = Arc::new(Detector::new(base).map_err(|error| Failure::usage(said(&error)))?);
    let format = match (scan.format, output.json) {
        (Some(format), _) => format,
        (None, true) => Format::Json,
        (None, false) => Format::Text,
    };
    let report = Report::new(format, scan.offsets);
    let mut tally = Tally { report, unread: 0 };
    let done = tally.all(scan, &detector, output);
    let found = tally.report.found() > 0;
    match done {
        // The reader is gone: what was found until then is still the answer.
        Err(failure) if failure.lines.is_empty() && found => Ok(Exit::Negative),
        Err(failure) => Err(failure),
        Ok(()) if tally.unread > 0 => Ok(Exit::Usage),
        Ok(()) if found => Ok(Exit::Negative),
        Ok(()) => Ok(Exit::Done),
    }
}

/// What to look for: the configuration, then the flags.
fn wanted(scan: &Scan, setting: &Setting<'_>, output: &mut Output) -> Result<Wanted, Failure> {
    let privacy = setting.settings_aloud(&[], output)?.privacy;
    let mut wanted = privacy.wanted();
    if let Some(score) = scan.min_score {
        // It holds for all entities: at 0 every shape is shown.
        wanted.min_score = score;
        wanted.min_scores.clear();
    }
    if let Some(names) = &scan.entities {
        wanted.entities =
            Some(names.iter().map(|name| Entity::named(name.trim().to_owned())).collect());
    }
    if let Some(language) = &scan.language
        && !is_language(language)
    {
        return Err(Failure::usage("`--language` takes a language tag, as `en`"));
    }
    Ok(wanted)
}

/// Whether this is a language tag, as `en` or `pt-BR`.
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split(['-', '_']);
    let letters = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    parts.next().is_some_and(|first| letters(first, 2..=3))
        && parts.all(|part| letters(part, 1..=8))
}

/// What is wrong with what is looked for; names only what looks like an entity's name.
fn said(error: &SettingsError) -> String {
    match error {
        SettingsError::UnknownEntity(name) if !is_entity(name) => {
            "`entities` must hold names as `EMAIL_ADDRESS`".to_owned()
        }
        SettingsError::MinScore => "`min_score` must be a number from 0 to 1".to_owned(),
        SettingsError::UnknownEntity(_)
        | SettingsError::Literals
        | SettingsError::TooManyCustom => error.to_string(),
    }
}

/// Whether this looks like an entity's name.
fn is_entity(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=40).contains(&name.len())
        && name.bytes().all(fits)
        && name.contains(|c: char| c.is_ascii_uppercase())
}

/// What was found, and how many files could not be read.
struct Tally {
    report: Report,
    unread: usize,
}

impl Tally {
    /// Scans all sources.
    fn all(
        &mut self,
        scan: &Scan,
        detector: &Arc<Detector>,
        output: &mut Output,
    ) -> Result<(), Failure> {
        self.report.begin(detector, output)?;
        if scan.files.is_empty() {
            self.one(&Source::standard_input(), io::stdin().lock(), detector, output)?;
        }
        for named in &scan.files {
            if named.as_os_str() == "-" {
                self.one(&Source::standard_input(), io::stdin().lock(), detector, output)?;
                continue;
            }
            for path in files::under(named) {
                match path {
                    Ok(path) if path == *named => {
                        self.file(&Source::named(&path), &path, detector, output)?;
                    }
                    Ok(path) => self.file(&Source::found(&path), &path, detector, output)?,
                    Err((path, error)) => self.unread(&path, &error, output),
                }
            }
        }
        self.report.end(output)?;
        output.flush()
    }

    /// Scans a file.
    fn file(
        &mut self,
        source: &Source,
        path: &Path,
        detector: &Arc<Detector>,
        output: &mut Output,
    ) -> Result<(), Failure> {
        match std::fs::File::open(path) {
            Ok(file) => self.one(source, file, detector, output),
            Err(error) => {
                self.unread(path, &error, output);
                Ok(())
            }
        }
    }

    /// Scans a source.
    fn one(
        &mut self,
        source: &Source,
        from: impl Read,
        detector: &Arc<Detector>,
        output: &mut Output,
    ) -> Result<(), Failure> {
        match source::scan(source, from, detector, &mut self.report, output)? {
            source::End::Whole => {}
            source::End::Binary => {
                output.note(format_args!("skipped {}: it is binary", plain(&source.name)));
            }
            source::End::Broken(error) => self.unread(Path::new(&source.name), &error, output),
        }
        Ok(())
    }

    /// Says that something could not be read, and goes on.
    fn unread(&mut self, path: &Path, error: &io::Error, output: &mut Output) {
        self.unread += 1;
        let name = plain(&path.to_string_lossy());
        output.failure(&Failure::new(
            Exit::Usage,
            format!("{name}: {}", super::failure::reason(error)),
        ));
    }
}
