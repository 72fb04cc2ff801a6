//! What one call leaves behind on its way: notes for its outcome record and its warnings.
//!
//! Counts and names only; no text of the call.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use portcullis_model::{Action, Call, CallId, Origin, Target};

/// Notes of one call. Each stage adds to them; the outcome record is made of them.
#[derive(Debug)]
pub struct Way {
    pub(crate) id: CallId,
    pub(crate) origin: Origin,
    pub(crate) target: Target,
    pub(crate) started: Duration,
    /// The digest of the rules under which it went.
    pub(crate) policy: Arc<str>,
    pub(crate) rule: Option<String>,
    pub(crate) findings: BTreeMap<(String, &'static str), u64>,
    pub(crate) revealed: u64,
    pub(crate) unknown: u64,
    pub(crate) warnings: Vec<Warning>,
}

/// Something that the caller should know of although the call went on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Warning {
    /// Images, audio or files passed unread.
    MediaUnread,
    /// `logprobs` were taken out of the reply.
    LogprobsStripped,
    /// An event of an unknown type passed unread.
    UnknownEvent,
    /// A surrogate in the text is unknown, expired or another caller's, and stays as it is.
    UnknownSurrogate,
    /// Arguments of a tool hold so many surrogates, or so many unknown ones, that none of them
    /// was disclosed.
    ArgumentsUndisclosed,
    /// The analyzer failed: only what patterns find was found.
    NotAnalyzed,
}

impl Warning {
    /// Its name in headers and records.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MediaUnread => "media-unread",
            Self::LogprobsStripped => "logprobs-stripped",
            Self::UnknownEvent => "unknown-event",
            Self::UnknownSurrogate => "unknown-surrogate",
            Self::ArgumentsUndisclosed => "arguments-undisclosed",
            Self::NotAnalyzed => "not-analyzed",
        }
    }
}

impl Way {
    pub(crate) fn new(call: &Call, started: Duration, policy: Arc<str>) -> Self {
        Self {
            id: call.id.clone(),
            origin: call.origin.clone(),
            target: call.target.clone(),
            started,
            policy,
            rule: None,
            findings: BTreeMap::new(),
            revealed: 0,
            unknown: 0,
            warnings: Vec::new(),
        }
    }

    pub(crate) fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    pub(crate) fn found(&mut self, entity: &str, action: Action) {
        *self.findings.entry((entity.to_owned(), action_name(action))).or_default() += 1;
    }
}

/// The name of an action in records and in the configuration.
#[must_use]
pub const fn action_name(action: Action) -> &'static str {
    match action {
        Action::Surrogate => "surrogate",
        Action::Redact => "redact",
        Action::Mask => "mask",
        Action::Hash => "hash",
        Action::Block => "block",
        Action::Allow => "allow",
    }
}
