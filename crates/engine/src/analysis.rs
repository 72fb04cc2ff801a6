//! What finds names where patterns cannot: an analyzer outside of this process, asked in bounded
//! time.
//!
//! It knows no wire format, and does nothing with what is found or where it fails: that is said
//! in the crossing.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use portcullis_model::{Finding, Level};
use portcullis_seal::MacKey;
use tokio::sync::Semaphore;

use crate::clock::Clock;

mod breaker;
mod cut;
mod memory;
pub(crate) mod requests;

use breaker::Breaker;
use memory::{Digest, Memory};
use requests::{Request, Requests, Seen};

/// LIMIT: bytes of one request: a page or two, which a language model reads in a tenth of a
/// second.
pub const REQUEST_BYTES_MAX: usize = 8 << 10;
/// LIMIT: bytes of all texts of one document: no analyzer reads more in a few seconds.
pub(crate) const DOCUMENT_BYTES_MAX: usize = 2 << 20;
/// LIMIT: requests for one document at once.
const DOCUMENT_REQUESTS_MAX: usize = 4;
/// LIMIT: requests of all calls at once; others wait for their turn, within their time.
const REQUESTS_MAX: usize = 16;

/// Finds what is sensitive in text by means that are not ours.
pub trait Analyzer: Send + Sync + fmt::Debug + 'static {
    /// Finds what is sensitive in a text of at most [`REQUEST_BYTES_MAX`] bytes that has a
    /// letter in it. Offsets are bytes.
    ///
    /// Dropping the future ends the request.
    fn analyze<'a>(&'a self, text: &'a str) -> Answered<'a, Vec<Finding>>;

    /// Whether it answers at all.
    fn check(&self) -> Answered<'_, ()>;
}

/// An answer of an analyzer, once it is there.
pub type Answered<'a, T> = Pin<Box<dyn Future<Output = Result<T, AnalyzerError>> + Send + 'a>>;

/// Why nothing is known from an analyzer. It holds nothing that was sent or answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnalyzerError {
    /// No connection, or one that broke.
    #[error("cannot be reached")]
    Unreachable,
    /// The time is up.
    #[error("does not answer in time")]
    Late,
    /// It says no.
    #[error("answers with status {0}")]
    Status(u16),
    /// Its answer is too large, of another form, or speaks of places that do not exist.
    #[error("gives an answer that makes no sense")]
    Nonsense,
    /// It failed so often that it is not asked for a while.
    #[error("is left alone after it has failed")]
    LeftAlone,
    /// More text than can be analyzed in time.
    #[error("is not given so much text at once")]
    TooLarge,
}

/// How an analyzer is asked.
#[derive(Debug, Clone)]
pub struct AnalysisSettings {
    /// How long the analysis of one document may take, with all its requests and connections.
    pub time_max: Duration,
    /// What becomes of a call where it fails; level strict refuses in any case.
    pub on_error: OnError,
    /// Whether it sees what patterns have found.
    pub send_raw: bool,
    /// Failures in a row after which it is left alone.
    pub failures_max: u32,
    /// For how long.
    pub pause: Duration,
}

/// What becomes of a call where the analyzer fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnError {
    /// It goes on with what patterns found, with a warning.
    DeterministicOnly,
    /// It is refused.
    Refuse,
}

/// An analyzer with what bounds it. All calls share one.
#[derive(Debug)]
pub struct Analysis {
    analyzer: Box<dyn Analyzer>,
    settings: AnalysisSettings,
    breaker: Breaker,
    memory: Memory,
    turns: Semaphore,
}

impl Analysis {
    /// Takes an analyzer.
    #[must_use]
    pub fn new(analyzer: Box<dyn Analyzer>, settings: AnalysisSettings) -> Self {
        let breaker = Breaker::new(settings.failures_max, settings.pause);
        let (memory, turns) = (Memory::default(), Semaphore::new(REQUESTS_MAX));
        Self { analyzer, settings, breaker, memory, turns }
    }

    pub(crate) fn settings(&self) -> &AnalysisSettings {
        &self.settings
    }

    /// Whether a call at this level is refused where the analyzer fails.
    pub(crate) fn is_needed(&self, level: Level) -> bool {
        match (level, self.settings.on_error) {
            (Level::Standard, OnError::DeterministicOnly) => false,
            (Level::Standard, OnError::Refuse) | (Level::Strict, _) => true,
        }
    }

    /// Whether it answers, in this time.
    pub(crate) async fn check(&self, time_max: Duration) -> bool {
        matches!(tokio::time::timeout(time_max, self.analyzer.check()).await, Ok(Ok(())))
    }

    /// Has the texts of one document analyzed. Digests of `scope` stand for texts that are
    /// remembered: no caller learns from the time that it takes what another one said.
    pub(crate) async fn find(
        &self,
        texts: &Requests,
        scope: &MacKey,
        clock: &dyn Clock,
    ) -> Analyzed {
        let mut analyzed = Analyzed::default();
        if DOCUMENT_BYTES_MAX < texts.bytes() {
            return analyzed.but(AnalyzerError::TooLarge);
        }
        let mut new = Vec::new();
        for request in texts.iter() {
            let digest = scope.mac("analyzed", &[request.text().as_bytes()]);
            match self.memory.recall(&digest) {
                Some(found) => analyzed.add(request, &found),
                None => new.push((request, digest)),
            }
        }
        if new.is_empty() {
            return analyzed;
        }
        if !self.breaker.admits(clock.monotonic()) {
            return analyzed.but(AnalyzerError::LeftAlone);
        }
        let mut answered = false;
        let asked = self.ask_all(new, &mut analyzed, &mut answered);
        let end = tokio::time::timeout(self.settings.time_max, asked).await;
        match end.unwrap_or(Err(AnalyzerError::Late)) {
            Ok(()) => self.breaker.succeeded(),
            Err(fault) => {
                // If it answers at all it works, only not for all of this document: others
                // should not suffer for that.
                if !answered {
                    self.breaker.failed(clock.monotonic());
                }
                return analyzed.but(fault);
            }
        }
        analyzed
    }

    async fn ask_all(
        &self,
        new: Vec<(&Request, Digest)>,
        analyzed: &mut Analyzed,
        answered: &mut bool,
    ) -> Result<(), AnalyzerError> {
        // Boxed: a reference into the list cannot be named where futures are gathered.
        let asked = new.into_iter().map(|(request, digest)| -> Answered<'_, _> {
            Box::pin(async move { Ok((request, digest, self.ask(request).await?)) })
        });
        let asked: Vec<_> = asked.collect();
        let mut answers = stream::iter(asked).buffer_unordered(DOCUMENT_REQUESTS_MAX);
        while let Some(answer) = answers.next().await {
            let (request, digest, found) = answer?;
            *answered = true;
            self.memory.keep(digest, &found);
            analyzed.add(request, &found);
        }
        Ok(())
    }

    async fn ask(&self, request: &Request) -> Result<Vec<Finding>, AnalyzerError> {
        let turn = self.turns.acquire().await.map_err(|_| AnalyzerError::Unreachable)?;
        let found = self.analyzer.analyze(request.text()).await?;
        drop(turn);
        let is_sound = |it: &Finding| {
            it.start < it.end
                && request.text().get(it.start..it.end).is_some()
                && (0.0..=1.0).contains(&it.score)
        };
        if found.iter().all(is_sound) { Ok(found) } else { Err(AnalyzerError::Nonsense) }
    }
}

/// What an analyzer says of one document.
#[derive(Debug, Default)]
pub(crate) struct Analyzed {
    /// What it found, also where it failed for other parts.
    pub(crate) seen: Vec<Seen>,
    /// Why that is not all.
    pub(crate) fault: Option<AnalyzerError>,
}

impl Analyzed {
    fn add(&mut self, request: &Request, found: &[Finding]) {
        self.seen.extend(found.iter().flat_map(|finding| request.places(finding)));
    }

    fn but(self, fault: AnalyzerError) -> Self {
        Self { fault: Some(fault), ..self }
    }
}
