//! The directory of one tenant's log: its files' names and modes, its lock, and how small files
//! are replaced whole.
//!
//! Knows no format.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustix::fs::{FlockOperation, flock};

use crate::error::{AuditError, io};

/// The signed checkpoint.
pub(crate) const CHECKPOINT: &str = "checkpoint";
/// What spares the next writer from reading the whole log; rebuilt when it does not fit.
pub(crate) const STATE: &str = "checkpoint.state";
/// The public key.
pub(crate) const KEY: &str = "audit.pub";
const LOCK: &str = "lock";
const SUFFIX: &str = ".log";
/// LIMIT: a tenant's name becomes a directory's name.
const TENANT_BYTES_MAX: usize = 64;

/// One tenant's directory.
#[derive(Debug, Clone)]
pub(crate) struct Directory {
    path: PathBuf,
}

impl Directory {
    /// Names the directory of `tenant` and makes it, readable by its owner only.
    pub(crate) fn make(audit: &Path, tenant: &str) -> Result<Self, AuditError> {
        if !is_tenant(tenant) {
            return Err(AuditError::Tenant);
        }
        let path = audit.join(tenant);
        let mut builder = DirBuilder::new();
        builder.recursive(true).mode(0o700);
        builder.create(&path).map_err(io("create", &path))?;
        Ok(Self { path })
    }

    /// Names a directory that is there.
    pub(crate) fn at(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The segment that begins with this record.
    pub(crate) fn segment(&self, first: u64) -> PathBuf {
        self.path.join(format!("{first:020}{SUFFIX}"))
    }

    /// The first records of all segments, in order.
    pub(crate) fn segments(&self) -> Result<Vec<u64>, AuditError> {
        let mut found = Vec::new();
        for entry in self.path.read_dir().map_err(io("list", &self.path))? {
            let name = entry.map_err(io("list", &self.path))?.file_name();
            let Some(stem) = name.to_str().and_then(|name| name.strip_suffix(SUFFIX)) else {
                continue;
            };
            let first = (stem.len() == 20).then(|| stem.parse::<u64>().ok()).flatten();
            let Some(first) = first else {
                let path = self.path.join(&name);
                return Err(AuditError::tampered(&path, "it is not named as a segment"));
            };
            found.push(first);
        }
        found.sort_unstable();
        Ok(found)
    }

    /// Makes sure that the names of new files survive a power failure.
    pub(crate) fn sync(&self) -> Result<(), AuditError> {
        let open = File::open(&self.path).map_err(io("open", &self.path))?;
        open.sync_all().map_err(io("sync", &self.path))
    }

    /// Reads a small file; none if it is not there.
    pub(crate) fn read(&self, name: &str, bytes_max: usize) -> Result<Option<Vec<u8>>, AuditError> {
        let path = self.file(name);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io("open", &path)(error)),
        };
        let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
        let mut content = Vec::new();
        file.take(limit).read_to_end(&mut content).map_err(io("read", &path))?;
        if content.len() > bytes_max {
            return Err(AuditError::Malformed { path, what: "it is too large" });
        }
        Ok(Some(content))
    }

    /// Replaces a small file whole: whoever reads sees the old one or the new one. Only under
    /// the lock, because the new one has one name while it is written.
    pub(crate) fn replace(&self, name: &str, content: &[u8]) -> Result<(), AuditError> {
        let path = self.file(name);
        let new = self.file(&format!("{name}.new"));
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let mut file = options.open(&new).map_err(io("create", &new))?;
        file.write_all(content).map_err(io("write", &new))?;
        // Without this a power failure may leave the new name with nothing in it.
        file.sync_data().map_err(io("sync", &new))?;
        std::fs::rename(&new, &path).map_err(io("replace", &path))
    }

    /// The lock that all writers of this directory share.
    pub(crate) fn lock(&self) -> Result<Lock, AuditError> {
        let path = self.file(LOCK);
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true).mode(0o600);
        let file = options.open(&path).map_err(io("open", &path))?;
        Ok(Lock { file: Arc::new(file), path })
    }

    /// Keeps writers out while a snapshot is taken; none where the lock cannot be had, as on a
    /// copy of the log. Writes nothing.
    pub(crate) fn share(&self) -> Option<Held> {
        let file = Arc::new(File::open(self.file(LOCK)).ok()?);
        flock(&*file, FlockOperation::LockShared).ok()?;
        Some(Held { file })
    }
}

/// Keeps other writers, also those of this process, out.
#[derive(Debug)]
pub(crate) struct Lock {
    file: Arc<File>,
    path: PathBuf,
}

impl Lock {
    /// Waits until nobody else holds the lock. Holders only do a bounded piece of work.
    pub(crate) fn hold(&self) -> Result<Held, AuditError> {
        loop {
            match flock(&*self.file, FlockOperation::LockExclusive) {
                Ok(()) => return Ok(Held { file: Arc::clone(&self.file) }),
                Err(rustix::io::Errno::INTR) => {}
                Err(errno) => return Err(io("lock", &self.path)(errno.into())),
            }
        }
    }
}

/// The lock while it is held.
#[derive(Debug)]
pub(crate) struct Held {
    file: Arc<File>,
}

impl Drop for Held {
    fn drop(&mut self) {
        // Closing the file would unlock as well, but the writer keeps it open. Unlocking a
        // file that is open and locked does not fail.
        let _ = flock(&*self.file, FlockOperation::Unlock);
    }
}

pub(crate) fn is_tenant(name: &str) -> bool {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    name.len() <= TENANT_BYTES_MAX
        && name.bytes().all(safe)
        && name.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_stay_inside_the_directory_are_tenants() {
        let (limit, long) = ("x".repeat(64), "x".repeat(65));
        let cases = [
            ("default", true),
            ("acme-2.eu_west", true),
            (&limit, true),
            (&long, false),
            ("", false),
            ("..", false),
            (".hidden", false),
            ("a/b", false),
            ("a b", false),
            ("ä", false),
            ("a\"b", false),
        ];
        for (name, is) in cases {
            assert_eq!(is_tenant(name), is, "{name}");
        }
    }
}
