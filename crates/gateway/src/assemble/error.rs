//! Why a gate could not be put together, and how bad that is.

use std::path::PathBuf;

use portcullis_audit::AuditError;
use portcullis_engine::TrailError;
use portcullis_keys::KeysError;
use portcullis_secrets::SecretsError;
use portcullis_vault::store::StoreError;

/// Why a gate could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The keys.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The log.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// The log, while it is written.
    #[error(transparent)]
    Trail(TrailError),
    /// The vault.
    #[error(transparent)]
    Vault(StoreError),
    /// The secrets.
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    /// A file that the configuration names.
    #[error("`{}` cannot be read", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// What was written is wrong: a sentence each.
    #[error("{}", .0.join("\n"))]
    Setup(Vec<String>),
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// Something that was written is wrong.
    Usage,
    /// Something does not work.
    Fault,
    /// Something was tampered with, or does not open.
    Integrity,
}

impl StartError {
    pub(super) fn setup(sentences: impl IntoIterator<Item = String>) -> Self {
        Self::Setup(sentences.into_iter().collect())
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            Self::Keys(KeysError::Integrity { .. }) => Severity::Integrity,
            Self::Audit(fault) | Self::Trail(TrailError::Log(fault)) if fault.is_integrity() => {
                Severity::Integrity
            }
            Self::Secrets(SecretsError::Integrity) => Severity::Integrity,
            Self::Keys(KeysError::Missing { .. })
            | Self::Setup(_)
            | Self::Secrets(
                SecretsError::Empty
                | SecretsError::TooLong
                | SecretsError::Grants
                | SecretsError::Full
                | SecretsError::Missing(_)
                | SecretsError::Layout,
            ) => Severity::Usage,
            Self::Keys(_)
            | Self::Secrets(_)
            | Self::Audit(_)
            | Self::Trail(_)
            | Self::Vault(_)
            | Self::Read { .. } => Severity::Fault,
        }
    }
}
