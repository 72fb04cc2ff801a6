//! The stores, as the command line may use them: whether they are whole, and nothing of what
//! is in them.

use std::path::Path;

use portcullis_vault::stores::SqliteStore;

/// Looks whether the file of the vault is one, and whole, and changes nothing.
///
/// # Errors
///
/// What is wrong with it.
pub fn check_vault(file: &Path) -> Result<(), String> {
    SqliteStore::check(file).map_err(|error| error.to_string())
}
