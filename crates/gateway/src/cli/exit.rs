//! The one table of exit codes.
//!
//! Every command ends with one of these; which of them a refusal becomes is decided here too.

use portcullis_model::Code;

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// It did what was asked.
    Done,
    /// It did, and the answer is no or something was found.
    Negative,
    /// What was asked makes no sense.
    Usage,
    /// The gate said no.
    Refused,
    /// Something broke or is missing.
    Fault,
    /// Something was tampered with, or a passphrase or key is wrong.
    Integrity,
}

impl Exit {
    /// All of them, by number.
    pub const ALL: [Self; 6] =
        [Self::Done, Self::Negative, Self::Usage, Self::Refused, Self::Fault, Self::Integrity];

    /// The number that the process ends with.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Negative => 1,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::Fault => 4,
            Self::Integrity => 5,
        }
    }

    /// What it means, one line.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Done => "Done.",
            Self::Negative => "A finding or a negative answer, as the command says.",
            Self::Usage => "A mistake in the command, the configuration or the input.",
            Self::Refused => "Refused by policy.",
            Self::Fault => "A fault: I/O, a missing file, an upstream, a store.",
            Self::Integrity => {
                "An integrity failure: a tampered log, a wrong passphrase, a wrong key."
            }
        }
    }

    /// How a command ends whose call was refused with this code.
    #[must_use]
    pub const fn of(code: Code) -> Self {
        match code {
            Code::InvalidRequest
            | Code::UnknownRoute
            | Code::UnknownReference
            | Code::UnknownModel
            | Code::InvalidArguments
            | Code::UnknownArguments
            | Code::UnknownTool
            | Code::TooLarge => Self::Usage,
            Code::Unauthenticated
            | Code::ForbiddenOrigin
            | Code::ToolChanged
            | Code::Denied
            | Code::RateLimited
            | Code::BudgetExceeded
            | Code::OutsideHours
            | Code::ApprovalDenied
            | Code::ApprovalTimeout
            | Code::ApprovalPending
            | Code::UndisclosedSurrogate
            | Code::UnknownSurrogate
            | Code::SecretNotAllowed
            | Code::BlockedContent
            | Code::EgressDenied
            | Code::PathDenied => Self::Refused,
            Code::OutputInvalid
            | Code::SandboxUnavailable
            | Code::UpstreamFailed
            | Code::Unavailable
            | Code::OutcomeUnknown
            | Code::Cancelled => Self::Fault,
        }
    }
}
