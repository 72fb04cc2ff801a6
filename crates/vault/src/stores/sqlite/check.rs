//! Looks whether the file of the store is one, and whole, and changes nothing.
//!
//! It opens no value: that takes keys.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::open::{APPLICATION, BUSY, LAYOUT};
use crate::store::StoreError;

/// Reads the file once through.
pub(super) fn check(file: &Path) -> Result<(), StoreError> {
    let failed = |e: rusqlite::Error| StoreError::caused("its file cannot be read", e);
    let connection = connect(file).map_err(failed)?;
    connection.busy_timeout(BUSY).map_err(failed)?;
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let known =
        (number("application_id").map_err(failed)?, number("user_version").map_err(failed)?);
    if known != (APPLICATION, LAYOUT) {
        return Err(StoreError::new("its file is of a newer version, or no store at all"));
    }
    let said = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    match said.map_err(failed)?.as_str() {
        "ok" => Ok(()),
        _ => Err(StoreError::new("its file is damaged")),
    }
}

/// A connection that writes nothing. Where no process has the file open, there is no log beside
/// it, and a reader would make one: then the file is read as it stands.
fn connect(file: &Path) -> rusqlite::Result<Connection> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut log = file.as_os_str().to_owned();
    log.push("-wal");
    if PathBuf::from(log).exists() {
        return Connection::open_with_flags(file, flags);
    }
    flags |= OpenFlags::SQLITE_OPEN_URI;
    let escape = |byte: u8| match byte {
        b'/' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    let path: String =
        file.as_os_str().as_encoded_bytes().iter().map(|byte| escape(*byte)).collect();
    Connection::open_with_flags(format!("file:{path}?immutable=1"), flags)
}
