//! `clients.json`: the clients as they stand on disk, with a keyed digest over all of them.
//!
//! No key of theirs is in it; without our key nobody can write one that is taken.

use std::path::Path;

use data_encoding::HEXLOWER;
use portcullis_seal::{MacKey, same};
use serde::{Deserialize, Serialize};

use super::{CLIENTS_MAX, Client, Users};
use crate::KeysError;

const VERSION: u32 = 1;
// LIMIT: a client takes some five hundred bytes.
pub(super) const BYTES_MAX: u64 = 1024 * CLIENTS_MAX as u64;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    clients: Vec<Row>,
    mac: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    tenant: String,
    agent: String,
    users: Word,
    prefix: String,
    created: u64,
    used: Option<u64>,
    hash: String,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Word {
    Key,
    Request,
}

impl From<Users> for Word {
    fn from(users: Users) -> Self {
        match users {
            Users::Key => Self::Key,
            Users::Request => Self::Request,
        }
    }
}

impl From<Word> for Users {
    fn from(word: Word) -> Self {
        match word {
            Word::Key => Self::Key,
            Word::Request => Self::Request,
        }
    }
}

/// The file for these clients.
pub(super) fn text(clients: &[Client], key: &MacKey) -> String {
    let row = |client: &Client| Row {
        name: client.name.clone(),
        tenant: client.tenant.clone(),
        agent: client.agent.clone(),
        users: client.users.into(),
        prefix: client.prefix.clone(),
        created: client.created,
        used: client.used,
        hash: HEXLOWER.encode(&client.hash),
    };
    let rows: Vec<Row> = clients.iter().map(row).collect();
    let mac = HEXLOWER.encode(&mac(&rows, key));
    let mut text = serde_json::to_string_pretty(&Written { version: VERSION, clients: rows, mac })
        .unwrap_or_default();
    text.push('\n');
    text
}

/// The clients of a file.
///
/// # Errors
///
/// [`KeysError::Integrity`] if anything in it is not what [`text`] wrote, [`KeysError::Unsupported`]
/// if a later version did.
pub(super) fn read(text: &[u8], path: &Path, key: &MacKey) -> Result<Vec<Client>, KeysError> {
    let broken = || KeysError::integrity(path);
    let written: Written = serde_json::from_slice(text).map_err(|_| broken())?;
    if written.version != VERSION {
        let what = "it is of another version";
        return Err(KeysError::Unsupported { path: path.to_owned(), what });
    }
    let said = HEXLOWER.decode(written.mac.as_bytes()).map_err(|_| broken())?;
    if !same(&said, &mac(&written.clients, key)) || CLIENTS_MAX < written.clients.len() {
        return Err(broken());
    }
    let client = |row: Row| {
        let hash = HEXLOWER.decode(row.hash.as_bytes()).ok()?;
        Some(Client {
            name: row.name,
            tenant: row.tenant,
            agent: row.agent,
            users: row.users.into(),
            prefix: row.prefix,
            created: row.created,
            used: row.used,
            hash: hash.try_into().ok()?,
        })
    };
    written.clients.into_iter().map(client).collect::<Option<_>>().ok_or_else(broken)
}

/// The digest over all rows, in their order, and over how many they are.
fn mac(rows: &[Row], key: &MacKey) -> [u8; 32] {
    let mut parts: Vec<Vec<u8>> = Vec::with_capacity(rows.len() * 8);
    for row in rows {
        let used = row.used.map(u64::to_be_bytes);
        parts.push(row.name.clone().into_bytes());
        parts.push(row.tenant.clone().into_bytes());
        parts.push(row.agent.clone().into_bytes());
        parts.push(Users::from(row.users).name().as_bytes().to_vec());
        parts.push(row.prefix.clone().into_bytes());
        parts.push(row.created.to_be_bytes().to_vec());
        parts.push(used.map(|used| used.to_vec()).unwrap_or_default());
        parts.push(row.hash.clone().into_bytes());
    }
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    key.mac("clients file v1", &parts)
}
