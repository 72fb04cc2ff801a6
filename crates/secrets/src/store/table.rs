//! The rows of one tenant inside a transaction, and the sealed sum over them.
//!
//! The sum is the exclusive or of a keyed hash of each row's key and generation: a row that was
//! put back, or taken out, does not add up.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use portcullis_seal::{Binding, MacKey, SealKey};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::sealed::{decode, encode, seconds};
use super::{SECRETS_MAX, SecretsError};
use crate::SecretName;
use crate::known::Row;

const PURPOSE: &str = "secret";
const PURPOSE_HEAD: &str = "secret head";

pub(super) struct Table<'a> {
    connection: &'a Connection,
    seal: &'a SealKey,
    mac: &'a MacKey,
    tenant: &'a str,
    /// The tenant, as the file names it.
    hash: [u8; 32],
    generation: u64,
    sum: [u8; 32],
    count: u64,
}

impl<'a> Table<'a> {
    pub(super) fn of(
        connection: &'a Connection,
        (seal, mac): (&'a SealKey, &'a MacKey),
        tenant: &'a str,
    ) -> Result<Self, SecretsError> {
        let hash = mac.mac("secret tenant", &[tenant.as_bytes()]);
        let (generation, sum, count) = (0, [0; 32], 0);
        let mut table = Self { connection, seal, mac, tenant, hash, generation, sum, count };
        let head = "SELECT generation, sealed FROM head WHERE tenant = ?1";
        let found = connection.query_row(head, [hash], |row| {
            Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get::<_, Vec<u8>>(1)?))
        });
        if let Some((generation, sealed)) = found.optional()? {
            table.generation = generation;
            let opened = seal.open(&sealed, &table.binding(PURPOSE_HEAD, &hash, generation));
            let opened = opened.map_err(|_| SecretsError::Integrity)?;
            let (sum, count) = opened.split_first_chunk().ok_or(SecretsError::Integrity)?;
            table.sum = *sum;
            table.count =
                u64::from_be_bytes(count.try_into().map_err(|_| SecretsError::Integrity)?);
        }
        Ok(table)
    }

    /// Which state of the tenant's secrets this is.
    pub(super) fn generation(&self) -> u64 {
        self.generation
    }

    pub(super) fn get(&self, name: &SecretName) -> Result<Option<Row>, SecretsError> {
        let key = self.key(name);
        let query = "SELECT generation, used, sealed FROM secret WHERE key = ?1";
        let found = self.connection.query_row(query, [key], |row| {
            Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get::<_, Vec<u8>>(2)?))
        });
        let Some((generation, used, sealed)) = found.optional()? else { return Ok(None) };
        self.open(&key, generation, used, &sealed).map(|(_, row)| Some(row))
    }

    /// All rows, if they are those that were written.
    pub(super) fn all(&self) -> Result<BTreeMap<SecretName, Row>, SecretsError> {
        let query = "SELECT key, generation, used, sealed FROM secret WHERE tenant = ?1";
        let mut statement = self.connection.prepare(query)?;
        let mut found = statement.query([self.hash])?;
        let (mut sum, mut rows) = ([0; 32], BTreeMap::new());
        while let Some(row) = found.next()? {
            let (key, generation) = (row.get::<_, [u8; 32]>(0)?, row.get(1)?);
            let sealed = row.get_ref(3)?.as_blob().map_err(|_| SecretsError::Integrity)?;
            let (name, row) = self.open(&key, generation, row.get(2)?, sealed)?;
            self.add(&mut sum, &key, generation);
            rows.insert(name, row);
        }
        let whole = portcullis_seal::same(&sum, &self.sum) && rows.len() as u64 == self.count;
        if whole { Ok(rows) } else { Err(SecretsError::Integrity) }
    }

    pub(super) fn put(&mut self, name: &SecretName, row: &Row) -> Result<(), SecretsError> {
        let key = self.key(name);
        let before = self.generation_of(&key)?;
        if before.is_none() && SECRETS_MAX <= self.count {
            return Err(SecretsError::Full);
        }
        self.count += u64::from(before.is_none());
        // Higher than all before, so that no generation of a row comes twice.
        let generation = i64::try_from(self.generation + 1).unwrap_or(i64::MAX);
        let binding = self.binding(PURPOSE, &key, generation.unsigned_abs());
        let sealed = self.seal.seal(&encode(name, row)?, &binding)?;
        let mut sum = self.sum;
        if let Some(before) = before {
            self.add(&mut sum, &key, before);
        }
        self.add(&mut sum, &key, generation);
        self.sum = sum;
        let write = "INSERT INTO secret (key, tenant, generation, sealed) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (key) DO UPDATE SET generation = ?3, sealed = ?4";
        self.connection.execute(write, params![key, self.hash, generation, sealed])?;
        Ok(())
    }

    pub(super) fn remove(&mut self, name: &SecretName) -> Result<bool, SecretsError> {
        let key = self.key(name);
        let Some(before) = self.generation_of(&key)? else { return Ok(false) };
        let mut sum = self.sum;
        self.add(&mut sum, &key, before);
        self.sum = sum;
        self.count = self.count.saturating_sub(1);
        self.connection.execute("DELETE FROM secret WHERE key = ?1", [key])?;
        Ok(true)
    }

    /// Keeps when a secret was used, unless what is kept is nearly as young.
    pub(super) fn note_use(
        &self,
        name: &SecretName,
        at: SystemTime,
        every: Duration,
    ) -> Result<(), SecretsError> {
        let at = i64::try_from(seconds(at)).unwrap_or(i64::MAX);
        let every = i64::try_from(every.as_secs()).unwrap_or(i64::MAX);
        let note = "UPDATE secret SET used = ?2 WHERE key = ?1
            AND (used IS NULL OR used <= ?2 - ?3)";
        self.connection.execute(note, params![self.key(name), at, every])?;
        Ok(())
    }

    /// Writes the sum over what the rows are now.
    pub(super) fn finish(self) -> Result<(), SecretsError> {
        let generation = self.generation + 1;
        let mut content = self.sum.to_vec();
        content.extend_from_slice(&self.count.to_be_bytes());
        let binding = self.binding(PURPOSE_HEAD, &self.hash, generation);
        let sealed = self.seal.seal(&content, &binding)?;
        let write = "INSERT INTO head (tenant, generation, sealed) VALUES (?1, ?2, ?3)
            ON CONFLICT (tenant) DO UPDATE SET generation = ?2, sealed = ?3";
        let generation = i64::try_from(generation).unwrap_or(i64::MAX);
        self.connection.execute(write, params![self.hash, generation, sealed])?;
        Ok(())
    }

    fn open(
        &self,
        key: &[u8; 32],
        generation: i64,
        used: Option<i64>,
        sealed: &[u8],
    ) -> Result<(SecretName, Row), SecretsError> {
        let binding = self.binding(PURPOSE, key, generation.unsigned_abs());
        let opened = self.seal.open(sealed, &binding).map_err(|_| SecretsError::Integrity)?;
        decode(&opened, used)
    }

    fn generation_of(&self, key: &[u8; 32]) -> Result<Option<i64>, SecretsError> {
        let query = "SELECT generation FROM secret WHERE key = ?1";
        Ok(self.connection.query_row(query, [key], |row| row.get(0)).optional()?)
    }

    fn key(&self, name: &SecretName) -> [u8; 32] {
        self.mac.mac("secret", &[self.tenant.as_bytes(), name.as_str().as_bytes()])
    }

    fn binding<'b>(&'b self, purpose: &'b str, record: &'b [u8], generation: u64) -> Binding<'b> {
        Binding { tenant: self.tenant, purpose, record, generation }
    }

    /// Adds a row to a sum, or takes it out.
    fn add(&self, sum: &mut [u8; 32], key: &[u8; 32], generation: i64) {
        let hash = self.mac.mac("secret row", &[key, &generation.to_be_bytes()]);
        sum.iter_mut().zip(hash).for_each(|(to, from)| *to ^= from);
    }
}
