//! Opens the file of the store, or makes it, and brings it to the layout of this version.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::store::StoreError;

/// How long one process waits for another's transaction.
pub(super) const BUSY: Duration = Duration::from_secs(10);
/// "PTCV" in ASCII: tells our file from other programs'.
pub(super) const APPLICATION: i32 = 0x5054_4356;
/// The layout that this version reads and writes.
pub(super) const LAYOUT: i32 = 1;
/// LIMIT: pages of 4 KiB that the log collects before they are moved: fewer moves, since new
/// rows land on pages all over the file.
const LOG_PAGES: i32 = 16384;
/// LIMIT: memory for pages, in KiB, per connection.
const CACHE_KIB: i32 = 64 * 1024;

/// Rows are appended; only the two indices over keyed hashes, which are as good as random, are
/// written all over, and so they are kept small: by a number for the scope, and by row numbers.
/// In a tombstone all is NULL but the handle.
const LAYOUT_1: &str = "
CREATE TABLE scope (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE);
CREATE TABLE surrogate (
    id INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL REFERENCES scope (id),
    handle BLOB NOT NULL,
    fingerprint BLOB,
    expires INTEGER,
    sealed BLOB
);
CREATE UNIQUE INDEX surrogate_handle ON surrogate (scope, handle);
CREATE UNIQUE INDEX surrogate_value ON surrogate (scope, fingerprint)
WHERE fingerprint IS NOT NULL;
CREATE INDEX surrogate_end ON surrogate (expires) WHERE expires IS NOT NULL;
";

/// Two connections: one that writes, one that reads.
pub(super) fn open(file: &Path) -> Result<(Connection, Connection), StoreError> {
    let lock = prepare(file).map_err(|e| StoreError::caused("its file cannot be made", e))?;
    let failed = |e: rusqlite::Error| StoreError::caused("its file cannot be opened", e);
    let mut writer = connect(file).map_err(failed)?;
    configure(&writer).map_err(failed)?;
    let known = migrate(&mut writer).map_err(failed)?;
    if !known {
        return Err(StoreError::new("its file is of a newer version, or no store at all"));
    }
    let reader = connect(file).map_err(failed)?;
    reader.pragma_update(None, "query_only", true).map_err(failed)?;
    drop(lock);
    Ok((writer, reader))
}

/// Makes folder and file with narrow modes before SQLite would make them with wide ones. The
/// lock keeps processes that start at once from switching the journal under each other.
fn prepare(file: &Path) -> io::Result<File> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600);
    let made = options.open(file)?;
    if made.metadata()?.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(file, Permissions::from_mode(0o600))?;
    }
    let mut name = file.as_os_str().to_owned();
    name.push(".lock");
    let lock = options.open(Path::new(&name))?;
    lock.lock()?;
    Ok(lock)
}

fn connect(file: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(connection)
}

fn configure(writer: &Connection) -> rusqlite::Result<()> {
    writer.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get::<_, String>(0))?;
    // A surrogate that left must never be given to another value, not even after a power cut.
    writer.pragma_update(None, "synchronous", "full")?;
    writer.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
    // What is erased is overwritten, not just unlinked.
    writer.pragma_update(None, "secure_delete", true)
}

/// Brings the file to our layout; false if it has another.
fn migrate(writer: &mut Connection) -> rusqlite::Result<bool> {
    let change = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let number = |name| change.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    match (number("application_id")?, number("user_version")?) {
        (APPLICATION, LAYOUT) => return Ok(true),
        (0, 0) if is_empty(&change)? => {}
        _ => return Ok(false),
    }
    change.execute_batch(LAYOUT_1)?;
    change.pragma_update(None, "application_id", APPLICATION)?;
    change.pragma_update(None, "user_version", LAYOUT)?;
    change.commit()?;
    Ok(true)
}

fn is_empty(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| Ok(row.get::<_, i64>(0)? == 0))
}
