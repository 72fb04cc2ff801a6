//! Why a command did not do what was asked, and what its user can do about it.
//!
//! Texts hold no value: they may end in a log of whoever runs the command.

use std::fmt;
use std::io;

use portcullis_model::Refusal;

use super::exit::Exit;
use crate::assemble::{Severity, StartError};
use crate::config::ConfigError;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub struct Failure {
    /// How the process ends.
    pub exit: Exit,
    /// What is wrong, one line each; empty where it has been said or nobody listens.
    pub lines: Vec<String>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Failure {
    /// A failure that says one thing.
    #[must_use]
    pub fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, lines: vec![message.into()], hint: None }
    }

    /// A mistake of the user.
    #[must_use]
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// A failure about which all has been said.
    #[must_use]
    pub fn silent(exit: Exit) -> Self {
        Self { exit, lines: Vec::new(), hint: None }
    }

    /// The same with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// An I/O error at something that the message names.
    #[must_use]
    pub fn io(what: impl fmt::Display, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::silent(Exit::Done);
        }
        Self::new(Exit::Fault, format!("{what}: {}", reason(error)))
    }

    /// All mistakes of a configuration.
    #[must_use]
    pub fn config(errors: &[ConfigError]) -> Self {
        let lines = errors.iter().map(ToString::to_string).collect();
        let hint = "`portcullis config schema` and docs/config.md say what can be written";
        Self { exit: Exit::Usage, lines, hint: Some(hint.to_owned()) }
    }
}

/// What an I/O error is, without the path and in our words where they are shorter.
#[must_use]
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "not found".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "is a directory".to_owned(),
        io::ErrorKind::AddrInUse => "another program listens there".to_owned(),
        io::ErrorKind::InvalidData => "is not UTF-8 text".to_owned(),
        _ => error.to_string(),
    }
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        if let StartError::Keys(error) = &error {
            return super::key::said(error);
        }
        if let StartError::Read { path, source } = &error {
            return Self::io(path.display(), source);
        }
        let exit = match error.severity() {
            Severity::Usage => Exit::Usage,
            Severity::Fault => Exit::Fault,
            Severity::Integrity => Exit::Integrity,
        };
        let lines = error.to_string().lines().map(ToOwned::to_owned).collect();
        let hint = match error.severity() {
            Severity::Integrity => Some(
                "`portcullis audit verify` names the place; move the damaged directory aside to begin anew",
            ),
            Severity::Usage | Severity::Fault => None,
        };
        Self { exit, lines, hint: hint.map(ToOwned::to_owned) }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let lines =
            vec![format!("{}: {} ({})", refusal.code.name(), refusal.public, refusal.reason)];
        let hint = refusal.hints.first().map(ToString::to_string);
        Self { exit: Exit::of(refusal.code), lines, hint }
    }
}

/// Writing to standard output: a reader who is gone is no failure.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::io("cannot write the output", &error)
    }
}
