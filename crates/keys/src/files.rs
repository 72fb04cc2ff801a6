//! Files that are whole or absent, whatever happens in between.
//!
//! Left-overs of a killed process are files that end in `.new`; nothing ever reads those.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use portcullis_seal::random;
use rustix::fs::{FlockOperation, flock};

use crate::KeysError;

/// Writes a file unless there is one: `false` if there is, and then that one stays.
pub(crate) fn insert(path: &Path, content: &[u8]) -> Result<bool, KeysError> {
    let new = write_beside(path, content)?;
    let linked = fs::hard_link(&new, path);
    remove(&new);
    let inserted = match linked {
        Ok(()) => true,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => false,
        Err(error) => return Err(KeysError::io("create", path)(error)),
    };
    // The loser syncs too: it is going to use what the winner may not have synced yet.
    sync_folder(path)?;
    Ok(inserted)
}

/// Writes a file in the place of the one that may be there.
pub(crate) fn replace(path: &Path, content: &[u8]) -> Result<(), KeysError> {
    let new = write_beside(path, content)?;
    if let Err(error) = fs::rename(&new, path) {
        remove(&new);
        return Err(KeysError::io("replace", path)(error));
    }
    sync_folder(path)
}

/// Reads a file whole; `None` if there is none.
pub(crate) fn read(path: &Path, bytes_max: u64) -> Result<Option<Vec<u8>>, KeysError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(KeysError::io("open", path)(error)),
    };
    let mut content = Vec::new();
    file.take(bytes_max + 1).read_to_end(&mut content).map_err(KeysError::io("read", path))?;
    if bytes_max < content.len() as u64 {
        return Err(KeysError::integrity(path));
    }
    Ok(Some(content))
}

/// Makes a folder that only we can enter, or closes one that others could.
pub(crate) fn private_folder(path: &Path) -> Result<(), KeysError> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(KeysError::io("create", path))?;
    let found = fs::metadata(path).map_err(KeysError::io("read", path))?;
    if found.permissions().mode() & 0o077 != 0 {
        let closed = fs::Permissions::from_mode(0o700);
        fs::set_permissions(path, closed).map_err(KeysError::io("close", path))?;
    }
    Ok(())
}

/// Holds off all other processes that lock the same path, until dropped.
///
/// The lock is a file of its own: the file that it protects is replaced, not changed.
pub(crate) fn lock(path: &Path) -> Result<File, KeysError> {
    let lock = path.with_extension("lock");
    let opened =
        OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(&lock);
    let file = opened.map_err(KeysError::io("open", &lock))?;
    let locked = flock(&file, FlockOperation::LockExclusive);
    locked.map_err(|error| KeysError::io("lock", &lock)(error.into()))?;
    Ok(file)
}

/// Writes and syncs a new file in the same folder, for us only.
fn write_beside(path: &Path, content: &[u8]) -> Result<PathBuf, KeysError> {
    let unique = HEXLOWER.encode(&random::<8>()?);
    let new = path.with_extension(format!("{unique}.new"));
    let opened = OpenOptions::new().create_new(true).write(true).mode(0o600).open(&new);
    let mut file = opened.map_err(KeysError::io("create", &new))?;
    if let Err(error) = file.write_all(content).and_then(|()| file.sync_all()) {
        remove(&new);
        return Err(KeysError::io("write", &new)(error));
    }
    Ok(new)
}

/// Removes a left-over as well as can be: it does no harm where it stays.
fn remove(path: &Path) {
    drop(fs::remove_file(path));
}

/// Makes the name of a file durable, not only its content.
fn sync_folder(path: &Path) -> Result<(), KeysError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let synced = File::open(folder).and_then(|opened| opened.sync_all());
    synced.map_err(KeysError::io("sync", folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_insert_wins_and_nothing_is_left_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one.keys");
        assert!(insert(&path, b"first").unwrap());
        assert!(!insert(&path, b"second").unwrap());
        assert_eq!(read(&path, 5).unwrap().unwrap(), b"first");
        assert!(matches!(read(&path, 4), Err(KeysError::Integrity { .. })));
        assert!(read(&folder.path().join("none"), 5).unwrap().is_none());
        replace(&path, b"third").unwrap();
        assert_eq!(read(&path, 5).unwrap().unwrap(), b"third");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn open_folder_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b");
        private_folder(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        private_folder(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
