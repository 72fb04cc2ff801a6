//! Opens the file of the secrets, or makes it, with narrow modes.
//!
//! It knows the layout, and nothing of what the rows mean.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::SecretsError;

/// How long one process waits for another's transaction.
const BUSY: Duration = Duration::from_secs(10);
/// "PTCS" in ASCII: tells our file from other programs'.
const APPLICATION: i32 = 0x5054_4353;
/// The layout that this version reads and writes.
const LAYOUT: i32 = 1;

const LAYOUT_1: &str = "
CREATE TABLE head (tenant BLOB PRIMARY KEY, generation INTEGER NOT NULL, sealed BLOB NOT NULL)
WITHOUT ROWID;
CREATE TABLE secret (
    key BLOB PRIMARY KEY,
    tenant BLOB NOT NULL,
    generation INTEGER NOT NULL,
    used INTEGER,
    sealed BLOB NOT NULL
);
CREATE INDEX secret_tenant ON secret (tenant);
";

pub(super) fn open(path: &Path) -> Result<Connection, SecretsError> {
    let lock = prepare(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection
        .pragma_update_and_check(None, "journal_mode", "wal", |row| row.get::<_, String>(0))?;
    connection.pragma_update(None, "synchronous", "full")?;
    settle(&mut connection)?;
    drop(lock);
    Ok(connection)
}

pub(super) fn in_memory() -> Result<Connection, SecretsError> {
    let mut connection = Connection::open_in_memory()?;
    settle(&mut connection)?;
    Ok(connection)
}

/// Makes folder and file before SQLite would make them with wide modes. The lock keeps processes
/// that start at once from switching the journal under each other.
fn prepare(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        if fs::metadata(folder)?.permissions().mode() & 0o077 != 0 {
            fs::set_permissions(folder, Permissions::from_mode(0o700))?;
        }
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600);
    let made = options.open(path)?;
    if made.metadata()?.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(path, Permissions::from_mode(0o600))?;
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let lock = options.open(Path::new(&name))?;
    lock.lock()?;
    Ok(lock)
}

fn settle(connection: &mut Connection) -> Result<(), SecretsError> {
    // What is removed is overwritten, not just unlinked.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let number = |name| change.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let tables: i64 =
        change.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (number("application_id")?, number("user_version")?, tables) {
        (APPLICATION, LAYOUT, _) => return Ok(()),
        (0, 0, 0) => {}
        _ => return Err(SecretsError::Layout),
    }
    change.execute_batch(LAYOUT_1)?;
    change.pragma_update(None, "application_id", APPLICATION)?;
    change.pragma_update(None, "user_version", LAYOUT)?;
    Ok(change.commit()?)
}
