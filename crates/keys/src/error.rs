//! The ways in which keys cannot be had.
//!
//! A wrong passphrase and a changed file look the same here, and no text holds key material.

use std::io;
use std::path::{Path, PathBuf};

use portcullis_seal::SealError;

/// Keys cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The file is not there.
    #[error("`{}` does not exist", .path.display())]
    Missing {
        /// Which file.
        path: PathBuf,
    },
    /// The file is there already, and is never overwritten.
    #[error("`{}` exists already", .path.display())]
    Exists {
        /// Which file.
        path: PathBuf,
    },
    /// It does not open: the passphrase or key is wrong, or the file was changed.
    #[error("`{}` does not open: wrong passphrase or key, or the file was changed", .path.display())]
    Integrity {
        /// Which file.
        path: PathBuf,
    },
    /// A later version wrote it, or somebody set parameters that are not acceptable.
    #[error("`{}` cannot be used: {what}", .path.display())]
    Unsupported {
        /// Which file.
        path: PathBuf,
        /// What is not supported.
        what: &'static str,
    },
    /// A keyfile that others can read or could have written.
    #[error("keyfile `{}` is refused: {why}", .path.display())]
    Keyfile {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The new passphrase is too short.
    #[error("a passphrase needs at least {min} characters")]
    Passphrase {
        /// How many it needs.
        min: usize,
    },
    /// A client that cannot be added.
    #[error("{what}")]
    Client {
        /// Why not.
        what: String,
    },
    /// Too many scopes for a store that keeps nothing on disk.
    #[error("the key store in memory is full")]
    Full,
    /// The system refused.
    #[error("cannot {action} `{}`", .path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// With which file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A primitive failed.
    #[error("cryptography failed")]
    Seal(#[from] SealError),
}

impl KeysError {
    pub(crate) fn integrity(path: &Path) -> Self {
        Self::Integrity { path: path.to_owned() }
    }

    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { action, path: path.to_owned(), source }
    }
}
