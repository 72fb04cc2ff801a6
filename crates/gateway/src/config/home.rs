//! The home directory, where everything of one installation stands.
//!
//! The configuration is read from there unless another file is named: a file in the working
//! directory must not weaken the gate.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::environment::Environment;
use super::sources::FILE_BYTES_MAX;

/// The home directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    path: PathBuf,
}

impl Home {
    /// Finds it: what the flag says, else `PORTCULLIS_HOME`, else the platform's data directory.
    ///
    /// # Errors
    /// If the platform tells no data directory.
    pub fn find(flag: Option<&Path>, environment: &Environment) -> io::Result<Self> {
        let named = flag.map(Path::to_owned);
        let path = match named.or_else(|| environment.value("PORTCULLIS_HOME").map(PathBuf::from)) {
            Some(path) => path,
            None => {
                let strategy = etcetera::base_strategy::choose_native_strategy();
                let strategy = strategy.map_err(|_| io::Error::other("no data directory"))?;
                strategy.data_dir().join("portcullis")
            }
        };
        Ok(Self { path: std::path::absolute(path)? })
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The configuration file that is read when none is named.
    #[must_use]
    pub fn config_file(&self) -> PathBuf {
        self.path.join("portcullis.toml")
    }

    /// The envelope that holds the master key.
    #[must_use]
    pub fn envelope(&self) -> PathBuf {
        self.path.join("envelope.json")
    }

    /// The wrapped keys of scopes and purposes.
    #[must_use]
    pub fn key_store(&self) -> PathBuf {
        self.path.join("keystore")
    }

    /// The clients: whom each Portcullis key stands for.
    #[must_use]
    pub fn clients(&self) -> PathBuf {
        self.path.join("clients.json")
    }

    /// The logs of all tenants.
    #[must_use]
    pub fn audit(&self) -> PathBuf {
        self.path.join("audit")
    }

    /// The file of the embedded vault.
    #[must_use]
    pub fn vault(&self) -> PathBuf {
        self.path.join("vault").join("vault.sqlite")
    }

    /// The sealed secrets.
    #[must_use]
    pub fn secrets(&self) -> PathBuf {
        self.path.join("secrets").join("secrets.sqlite")
    }

    /// The keyfile: what `PORTCULLIS_KEYFILE` says, else the one in here.
    #[must_use]
    pub fn keyfile(&self, environment: &Environment) -> PathBuf {
        match environment.value("PORTCULLIS_KEYFILE") {
            Some(path) => PathBuf::from(path),
            None => self.path.join("keyfile"),
        }
    }

    /// Makes the directory, for us alone, if it is not there.
    ///
    /// # Errors
    /// If it cannot be made, or is no directory.
    pub fn make(&self) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.path)
    }
}

/// Reads the configuration file: the one named, else that of the home, which may be absent.
///
/// # Errors
/// If it cannot be read, is not UTF-8, or is over the limit; with its path.
pub fn read_config(
    named: Option<&Path>,
    home: &Home,
) -> Result<Option<(PathBuf, String)>, (PathBuf, io::Error)> {
    let path = named.map_or_else(|| home.config_file(), Path::to_owned);
    match read_bounded(&path) {
        Ok(text) => Ok(Some((path, text))),
        Err(error) if error.kind() == io::ErrorKind::NotFound && named.is_none() => Ok(None),
        Err(error) => Err((path, error)),
    }
}

/// Reads a text file of at most one byte over the limit, so that the parser can say so.
fn read_bounded(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    let limit = u64::try_from(FILE_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    fs::File::open(path)?.take(limit).read_to_string(&mut text)?;
    Ok(text)
}
