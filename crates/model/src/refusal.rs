//! The closed list of ways in which a call can end without a reply.
//!
//! Texts and hints never hold a value; how a code looks on a wire is the doors' business.

use std::borrow::Cow;
use std::time::Duration;

/// The gateway says no. This is an ordinary outcome, not a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Stable, documented in `docs/codes.md`, and the same on every door.
    pub code: Code,
    /// For the caller; never names a value, a deny pattern, a detector or an internal address.
    pub public: Cow<'static, str>,
    /// For the audit log and the operator; never holds a value either.
    pub reason: Cow<'static, str>,
    /// What the caller can do about it, one sentence each.
    pub hints: Vec<Cow<'static, str>>,
    /// Whether trying again can help.
    pub retry: Retry,
}

/// Whether trying again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// After the call is mended.
    AfterFix,
    /// After this time.
    Later(Duration),
    /// After a person said yes.
    AfterApproval,
    /// Never.
    Never,
}

impl Refusal {
    /// A refusal with the retry advice that is usual for its code and no hints.
    #[must_use]
    pub fn new(
        code: Code,
        public: impl Into<Cow<'static, str>>,
        reason: impl Into<Cow<'static, str>>,
    ) -> Self {
        let retry = code.retry();
        Self { code, public: public.into(), reason: reason.into(), hints: Vec::new(), retry }
    }

    /// The same refusal with one more hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

/// Declares the codes once: variant, name on the wire, one line for `docs/codes.md`.
macro_rules! codes {
    ($($variant:ident $name:literal $doc:literal,)*) => {
        /// Every way in which a call can end without a reply.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $(#[doc = $doc] $variant,)*
        }

        impl Code {
            /// All of them, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name, the same on every door.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it means, one line.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $doc,)* }
            }
        }
    };
}

codes! {
    InvalidRequest "invalid_request" "The request is malformed: broken JSON, a duplicate key, a wrong type, a missing field.",
    Unauthenticated "unauthenticated" "No valid Portcullis key, or a key where none is set up.",
    ForbiddenOrigin "forbidden_origin" "The `Host` or `Origin` header is not one that this server answers to.",
    UnknownRoute "unknown_route" "No such path or method here.",
    UnknownReference "unknown_reference" "An id in the request does not exist, or was not issued to this caller through this gate.",
    UnknownModel "unknown_model" "No configured provider serves this model.",
    InvalidArguments "invalid_arguments" "Arguments of a tool are of a wrong type or missing.",
    UnknownArguments "unknown_arguments" "The tool has no arguments of these names.",
    UnknownTool "unknown_tool" "No such tool.",
    ToolChanged "tool_changed" "The tool's definition changed after it was approved.",
    Denied "denied" "A rule forbids it, or no rule allows it.",
    RateLimited "rate_limited" "Too many calls in a time.",
    BudgetExceeded "budget_exceeded" "The budget of tokens or money is spent.",
    OutsideHours "outside_hours" "Not allowed at this time of day.",
    ApprovalDenied "approval_denied" "A person said no.",
    ApprovalTimeout "approval_timeout" "No person answered in time.",
    ApprovalPending "approval_pending" "A person has still to answer.",
    UndisclosedSurrogate "undisclosed_surrogate" "No rule discloses this value to this argument.",
    UnknownSurrogate "unknown_surrogate" "The surrogate is unknown, expired or not this caller's.",
    SecretNotAllowed "secret_not_allowed" "The secret may not be used here.",
    BlockedContent "blocked_content" "The call holds content that is not allowed to leave.",
    EgressDenied "egress_denied" "The address may not be reached.",
    PathDenied "path_denied" "The path may not be touched.",
    OutputInvalid "output_invalid" "The reply does not conform to its schema.",
    SandboxUnavailable "sandbox_unavailable" "The promised isolation is not available.",
    TooLarge "too_large" "Over a limit of size, depth or count.",
    UpstreamFailed "upstream_failed" "The far side could not be reached, was too slow, or answered nonsense.",
    Unavailable "unavailable" "A part that the call needs is down; nothing left.",
    OutcomeUnknown "outcome_unknown" "The call may have happened, but its outcome could not be recorded.",
    Cancelled "cancelled" "The caller hung up before the reply was complete.",
}

impl Code {
    /// The retry advice that is usual for this code.
    #[must_use]
    pub const fn retry(self) -> Retry {
        match self {
            Self::InvalidRequest
            | Self::UnknownReference
            | Self::UnknownModel
            | Self::InvalidArguments
            | Self::UnknownArguments
            | Self::UnknownTool
            | Self::UndisclosedSurrogate
            | Self::UnknownSurrogate
            | Self::BlockedContent
            | Self::TooLarge => Retry::AfterFix,
            Self::RateLimited
            | Self::OutsideHours
            | Self::ApprovalTimeout
            | Self::UpstreamFailed
            | Self::Unavailable => Retry::Later(Duration::from_secs(1)),
            Self::ApprovalPending => Retry::AfterApproval,
            Self::Unauthenticated
            | Self::ForbiddenOrigin
            | Self::UnknownRoute
            | Self::ToolChanged
            | Self::Denied
            | Self::BudgetExceeded
            | Self::ApprovalDenied
            | Self::SecretNotAllowed
            | Self::EgressDenied
            | Self::PathDenied
            | Self::OutputInvalid
            | Self::SandboxUnavailable
            | Self::OutcomeUnknown
            | Self::Cancelled => Retry::Never,
        }
    }
}
