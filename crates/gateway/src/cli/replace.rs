//! Puts a new text in the place of a file of the user, which is whole at every moment.
//!
//! What stood there before is kept beside it, for its owner only; nothing is ever removed.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// LIMIT: copies that are made of one file within a second.
const COPIES_MAX: u32 = 100;
/// The mode of a file that is new.
const PRIVATE: u32 = 0o600;

/// Keeps a copy of a file beside it, named by the time; `None` if there is no file.
///
/// # Errors
/// If it cannot be read, or the copy not be written.
pub(super) fn keep(path: &Path, now: SystemTime) -> io::Result<Option<PathBuf>> {
    let content = match fs::read(path) {
        Ok(content) => content,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let stamp = stamp(now);
    for number in 1..=COPIES_MAX {
        let end = if number == 1 { String::new() } else { format!("-{number}") };
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".bak-{stamp}{end}"));
        let copy = PathBuf::from(name);
        match OpenOptions::new().create_new(true).write(true).mode(PRIVATE).open(&copy) {
            Ok(mut file) => {
                file.write_all(&content)?;
                file.sync_all()?;
                return Ok(Some(copy));
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("there are too many copies of this second"))
}

/// Writes a text in the place of a file, or where none is. The mode of a file that is there
/// stays, and a link stays a link: people keep such files elsewhere and link to them.
///
/// # Errors
/// If it cannot be written; then what was there is still there.
pub(super) fn replace(path: &Path, text: &str) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mode = fs::metadata(&target).map_or(PRIVATE, |found| found.permissions().mode() & 0o777);
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    new.write_all(text.as_bytes())?;
    new.as_file().set_permissions(Permissions::from_mode(mode))?;
    new.as_file().sync_all()?;
    new.persist(&target).map_err(|error| error.error)?;
    File::open(folder)?.sync_all()
}

/// A time in a file's name: `20261125T021100Z`.
fn stamp(now: SystemTime) -> String {
    jiff::Timestamp::try_from(now)
        .map_or_else(|_| "0".to_owned(), |time| time.strftime("%Y%m%dT%H%M%SZ").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_private_and_no_copy_replaces_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file.json");
        assert_eq!(keep(&path, SystemTime::UNIX_EPOCH).unwrap(), None);
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        let first = keep(&path, SystemTime::UNIX_EPOCH).unwrap().unwrap();
        replace(&path, "two").unwrap();
        let second = keep(&path, SystemTime::UNIX_EPOCH).unwrap().unwrap();
        assert!(first.ends_with("file.json.bak-19700101T000000Z"), "{first:?}");
        assert_eq!(fs::read_to_string(first).unwrap(), "one");
        assert_eq!(fs::read_to_string(&second).unwrap(), "two");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(&second)), (0o644, 0o600));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn a_link_stays_a_link_and_a_new_file_is_private() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("target"), folder.path().join("link"));
        replace(&target, "one").unwrap();
        assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o600);
        std::os::unix::fs::symlink(&target, &link).unwrap();
        replace(&link, "two").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "two");
    }
}
