//! A pattern of the operator's own: a regular expression, compiled to a table before anything is
//! searched with it.
//!
//! It takes a step for each byte and never goes back, so no text makes it slow; look-around and
//! back references do not exist. It knows no entity and no score.

mod automaton;
mod looks;

use std::sync::Arc;

use regex_automata::nfa::thompson::{self, BuildError, WhichCaptures};

use self::automaton::Automaton;
pub(crate) use self::automaton::{FIRST_BYTES, Trace};
use crate::scan::Stretch;

/// LIMIT: bytes of a pattern as it is written.
pub const PATTERN_BYTES_MAX: usize = 1024;
/// LIMIT: bytes of a match. A place where one may begin is decided after so many bytes, with the
/// best match until there, so that streams hold back no more and decide as the whole text does.
pub const MATCH_BYTES_MAX: usize = 512;
/// LIMIT: bytes of the automaton that a pattern is read into, before it becomes a table.
const NFA_BYTES_MAX: usize = 4 << 20;

/// A pattern, compiled.
#[derive(Clone)]
pub struct Pattern {
    source: Box<str>,
    automaton: Arc<Automaton>,
}

/// Why a pattern cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternError {
    /// It is longer than [`PATTERN_BYTES_MAX`].
    TooLong,
    /// It is no regular expression of this kind; why.
    Syntax(String),
    /// Its table would be too large.
    TooLarge,
    /// It matches where nothing stands.
    MatchesEmpty,
    /// It matches nothing within [`MATCH_BYTES_MAX`].
    MatchesNothing,
}

impl std::fmt::Display for PatternError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLong => write!(f, "must not be longer than {PATTERN_BYTES_MAX} bytes"),
            Self::Syntax(why) => write!(f, "is no pattern: {why}"),
            Self::TooLarge => f.write_str(
                "is too large when it is compiled: use smaller counts, or `[0-9A-Za-z]` for `\\w`",
            ),
            Self::MatchesEmpty => f.write_str("must not match an empty text"),
            Self::MatchesNothing => {
                write!(f, "matches no text of at most {MATCH_BYTES_MAX} bytes")
            }
        }
    }
}

impl std::error::Error for PatternError {}

impl Pattern {
    /// Compiles a regular expression.
    ///
    /// # Errors
    /// [`PatternError`] if it is none, or matches an empty text, nothing, or too much.
    pub fn parse(source: &str) -> Result<Self, PatternError> {
        if source.len() > PATTERN_BYTES_MAX {
            return Err(PatternError::TooLong);
        }
        let config = thompson::Config::new()
            .nfa_size_limit(Some(NFA_BYTES_MAX))
            .which_captures(WhichCaptures::None);
        let nfa = thompson::Compiler::new().configure(config).build(source);
        let automaton = Automaton::new(&nfa.map_err(|error| reason(&error))?)?;
        Ok(Self { source: source.into(), automaton: Arc::new(automaton) })
    }

    /// The expression as it was written.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Which bytes may stand at the first places of a match.
    pub(crate) fn first(&self) -> &[[bool; 256]; FIRST_BYTES] {
        self.automaton.first()
    }

    /// Looks for a match that begins at `start`.
    pub(crate) fn run(&self, stretch: Stretch<'_>, start: usize, trace: &mut Trace) -> Run {
        self.automaton.run(stretch, start, trace)
    }
}

/// What was seen from one place on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    /// Where the match ends that begins there.
    pub(crate) end: Option<usize>,
    /// More text could change this.
    pub(crate) starved: bool,
}

/// What the compiler says, without the pattern itself.
fn reason(error: &BuildError) -> PatternError {
    if error.size_limit().is_some() {
        return PatternError::TooLarge;
    }
    let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    let last = cause.lines().last().unwrap_or_default();
    PatternError::Syntax(last.strip_prefix("error: ").unwrap_or(last).to_owned())
}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pattern({})", self.source)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

#[cfg(test)]
mod tests;
