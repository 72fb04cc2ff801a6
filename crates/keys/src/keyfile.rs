//! A passphrase in a file, for starts without a person.
//!
//! A file that others can read is no secret, so it is refused rather than used with a warning.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Read as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

use data_encoding::BASE32_NOPAD;
use portcullis_model::Secret;
use portcullis_seal::random;
use rustix::fs::OFlags;
use zeroize::Zeroizing;

use crate::{KeysError, files};

// LIMIT: a passphrase, not a document.
const BYTES_MAX: u64 = 4096;

/// Reads the passphrase that stands in a file; a line end at its end does not count.
///
/// # Errors
///
/// [`KeysError::Missing`]; [`KeysError::Keyfile`] unless it is a regular file of ours that
/// nobody else can read; [`KeysError::Io`].
pub fn read_keyfile(path: &Path) -> Result<Secret, KeysError> {
    let refused = |why| KeysError::Keyfile { path: path.to_owned(), why };
    // Without `NONBLOCK` a pipe would hold us up before its type can be looked at.
    let flags = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default();
    let file = match OpenOptions::new().read(true).custom_flags(flags).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Err(KeysError::Missing { path: path.to_owned() });
        }
        Err(error) => return Err(KeysError::io("open", path)(error)),
    };
    // Of the opened file, not of the path: nobody can swap it in between.
    let found = file.metadata().map_err(KeysError::io("read", path))?;
    if !found.is_file() {
        return Err(refused("it is not a regular file"));
    }
    if found.uid() != rustix::process::geteuid().as_raw() {
        return Err(refused("it belongs to somebody else"));
    }
    if found.mode() & 0o077 != 0 {
        return Err(refused("others may read or write it; its mode must be 0600"));
    }
    if BYTES_MAX < found.len() {
        return Err(refused("it is too large"));
    }
    let mut content = Zeroizing::new(Vec::with_capacity(found.len() as usize + 1));
    let mut file = file.take(BYTES_MAX);
    file.read_to_end(&mut content).map_err(KeysError::io("read", path))?;
    let text = std::str::from_utf8(&content).map_err(|_| refused("it is not text"))?;
    let text = text.strip_suffix('\n').unwrap_or(text);
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.is_empty() {
        return Err(refused("it is empty"));
    }
    Ok(Secret::new(text.to_owned()))
}

/// Makes a file with a random passphrase of 32 bytes, for us only, and gives the passphrase.
///
/// # Errors
///
/// [`KeysError::Exists`] if there is one, also if another process was faster: then that one
/// can be read; [`KeysError::Io`], [`KeysError::Seal`].
pub fn create_keyfile(path: &Path) -> Result<Secret, KeysError> {
    let bytes = Zeroizing::new(random::<32>()?);
    let secret = Secret::new(BASE32_NOPAD.encode(bytes.as_slice()));
    let line = Zeroizing::new(format!("{}\n", secret.expose()));
    if files::insert(path, line.as_bytes())? {
        Ok(secret)
    } else {
        Err(KeysError::Exists { path: path.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn check(content: &[u8], mode: u32, expected: Result<&str, &str>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keyfile");
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        match (read_keyfile(&path), expected) {
            (Ok(secret), Ok(text)) => assert_eq!(secret.expose(), text),
            (Err(KeysError::Keyfile { why, .. }), Err(part)) => {
                assert!(why.contains(part), "{why}");
            }
            (got, wanted) => panic!("{got:?} instead of {wanted:?} for {content:?} {mode:o}"),
        }
    }

    #[test]
    fn only_a_private_text_is_read() {
        check(b"open sesame", 0o600, Ok("open sesame"));
        check(b"open sesame\n", 0o400, Ok("open sesame"));
        check(b"open sesame\r\n", 0o600, Ok("open sesame"));
        check(b" open sesame \n\n", 0o600, Ok(" open sesame \n"));
        check(&[b'x'; 4096], 0o600, Ok(&"x".repeat(4096)));
        check(&[b'x'; 4097], 0o600, Err("too large"));
        check(b"open sesame", 0o640, Err("0600"));
        check(b"open sesame", 0o604, Err("0600"));
        check(b"open sesame", 0o620, Err("0600"));
        check(b"\n", 0o600, Err("empty"));
        check(b"\xff\xfe", 0o600, Err("not text"));
    }

    #[test]
    fn made_file_is_private_and_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keyfile");
        assert!(matches!(read_keyfile(&path), Err(KeysError::Missing { .. })));
        let made = create_keyfile(&path).unwrap();
        assert_eq!(made.expose().len(), 52);
        assert_eq!(read_keyfile(&path).unwrap().expose(), made.expose());
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
        assert!(matches!(create_keyfile(&path), Err(KeysError::Exists { .. })));
        assert_eq!(read_keyfile(&path).unwrap().expose(), made.expose());
    }

    #[test]
    fn folder_and_pipe_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(read_keyfile(folder.path()), Err(KeysError::Keyfile { .. })));
        let pipe = folder.path().join("pipe");
        let mode = rustix::fs::Mode::from_raw_mode(0o600);
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0).unwrap();
        assert!(matches!(read_keyfile(&pipe), Err(KeysError::Keyfile { .. })));
    }
}
