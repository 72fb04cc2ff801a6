//! `scan`: finds personal data and secrets in files, directories, standard input or rows.
//!
//! It reads in pieces, so that memory is bounded whatever the size; it prints where something
//! stands and never what it is.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use portcullis_engine::detect::{Detector, Settings as Wanted, SettingsError};
use portcullis_model::Entity;

use super::arguments::{Format, Scan};
use super::exit::Exit;
use super::failure::Failure;
use super::output::{Output, plain};
use super::setting::Setting;

mod allow;
mod baseline;
mod batch;
mod crew;
mod decode;
mod desk;
mod fingerprint;
mod flow;
mod lines;
mod place;
mod plan;
mod progress;
mod report;
mod source;
mod walk;

pub use baseline::{Baseline, BaselineError};

use allow::Allow;
use desk::Desk;
use plan::Plan;
use report::Report;
use source::Source;
use walk::{Rules, Unread};

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
    let detector = Detector::new(base).map_err(|error| Failure::usage(said(&error)))?;
    let format = match (scan.format, output.json) {
        (Some(format), _) => format,
        (None, true) => Format::Json,
        (None, false) => Format::Text,
    };
    let directory = std::env::current_dir().unwrap_or_default();
    let rules = Rules::new(!scan.no_ignore, &scan.exclude, &directory)?;
    let mut report = Report::new(format, scan.offsets, output.colors());
    let mut head = Vec::new();
    report.begin(&detector, &mut head);
    output.out().write_all(&head)?;
    let plan = Plan {
        detector: Arc::new(detector),
        report,
        allow: (!scan.no_allow).then(Allow::new),
        baseline: scan.baseline.as_deref().map(known).transpose()?,
        collects: scan.write_baseline.is_some(),
        directory: directory.to_str().map(ToOwned::to_owned),
    };
    let mut desk = Desk::new(&plan, format, output);
    let done = crew::run(&plan, sources(scan, &rules), &mut desk).and_then(|()| desk.end());
    conclude(scan, done, desk)
}

/// How the command ends.
fn conclude(scan: &Scan, done: Result<(), Failure>, desk: Desk<'_>) -> Result<Exit, Failure> {
    let found = desk.count.tally.found > 0;
    match done {
        // The reader is gone: what was found until then is still the answer.
        Err(failure) if failure.lines.is_empty() && found => return Ok(Exit::Negative),
        Err(failure) => return Err(failure),
        Ok(()) => {}
    }
    let unread = desk.count.unread > 0;
    if let Some(path) = &scan.write_baseline {
        desk.write(path)?;
    }
    Ok(match (unread, found) {
        (true, _) => Exit::Usage,
        (false, true) => Exit::Negative,
        (false, false) => Exit::Done,
    })
}

/// The baseline that the user names.
fn known(path: &Path) -> Result<Baseline, Failure> {
    Baseline::load(path).map_err(|error| {
        let name = plain(&path.to_string_lossy());
        Failure::usage(format!("{name}: {error}"))
            .hint("`portcullis scan --write-baseline FILE` writes one")
    })
}

/// Everything that is to be searched, in order.
fn sources(scan: &Scan, rules: &Rules) -> impl Iterator<Item = Result<Source, Unread>> {
    let input = PathBuf::from("-");
    let named = if scan.files.is_empty() { vec![input] } else { scan.files.clone() };
    // It holds no value, and its digests look like secrets.
    let ours = [scan.baseline.as_ref(), scan.write_baseline.as_ref()];
    let ours: Vec<_> =
        ours.into_iter().flatten().filter_map(|path| path.canonicalize().ok()).collect();
    let sources = named.into_iter().flat_map(move |named| {
        if named.as_os_str() == "-" {
            let name = scan.stdin_filename.as_deref();
            return walk::Files::One(Some(Ok(Source::standard_input(name))));
        }
        walk::under(&named, rules)
    });
    sources.filter(move |source| !source.as_ref().is_ok_and(|source| source.is_one_of(&ours)))
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
