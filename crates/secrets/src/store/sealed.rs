//! What is sealed in a row: a stored format, version 1.
//!
//! It does no sealing itself.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use portcullis_model::Secret;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::SecretsError;
use crate::known::Row;
use crate::{Allowed, SecretName, ToolGrant};

#[derive(Serialize)]
struct Written<'a> {
    name: &'a str,
    created: u64,
    rotated: u64,
    tools: Vec<(&'a str, Option<&'a str>)>,
    hosts: &'a [String],
    value: &'a str,
    previous: Vec<&'a str>,
}

#[derive(Deserialize)]
struct Read {
    name: String,
    created: u64,
    rotated: u64,
    tools: Vec<(String, Option<String>)>,
    hosts: Vec<String>,
    value: String,
    previous: Vec<String>,
}

pub(super) fn encode(name: &SecretName, row: &Row) -> Result<Zeroizing<Vec<u8>>, SecretsError> {
    let written = Written {
        name: name.as_str(),
        created: seconds(row.created),
        rotated: seconds(row.rotated),
        tools: row
            .allowed
            .tools
            .iter()
            .map(|it| (it.tool.as_str(), it.argument.as_deref()))
            .collect(),
        hosts: &row.allowed.hosts,
        value: row.value.expose(),
        previous: row.previous.iter().map(Secret::expose).collect(),
    };
    let values: usize = written.previous.iter().map(|value| value.len()).sum();
    // Room for the usual case at once: bytes that grew leave copies behind.
    let room = 4096 + 2 * (values + written.value.len());
    let mut out = Zeroizing::new(Vec::with_capacity(room));
    serde_json::to_writer(&mut *out, &written).map_err(|_| SecretsError::Integrity)?;
    Ok(out)
}

pub(super) fn decode(
    bytes: &[u8],
    last_used: Option<i64>,
) -> Result<(SecretName, Row), SecretsError> {
    let read: Read = serde_json::from_slice(bytes).map_err(|_| SecretsError::Integrity)?;
    let name = read.name.parse().map_err(|_| SecretsError::Integrity)?;
    let tools = read.tools.into_iter().map(|(tool, argument)| ToolGrant { tool, argument });
    let row = Row {
        created: time(read.created),
        rotated: time(read.rotated),
        last_used: last_used.map(|at| time(at.unsigned_abs())),
        allowed: Allowed { tools: tools.collect(), hosts: read.hosts },
        value: Secret::new(read.value),
        previous: read.previous.into_iter().map(Secret::new).collect(),
    };
    Ok((name, row))
}

pub(super) fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// A time far beyond what a clock can say is the beginning.
fn time(seconds: u64) -> SystemTime {
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).unwrap_or(UNIX_EPOCH)
}
