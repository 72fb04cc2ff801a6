//! Everything that stands in the file, part by part.
//!
//! Rows are appended and never move, so their numbers are an order that holds while others write.

use rusqlite::{Connection, Row, params};

use crate::store::{Cursor, Entry, Fingerprint, Handle, Listed, Moment, Page, ScopeId};

const PAGE: &str = "
SELECT surrogate.id, hash, handle, fingerprint, expires, sealed
FROM surrogate JOIN scope ON scope.id = surrogate.scope
WHERE surrogate.id > ?1 ORDER BY surrogate.id LIMIT ?2";

/// The rows behind a cursor.
pub(super) fn page(
    connection: &Connection,
    after: Option<Cursor>,
    count_max: usize,
) -> rusqlite::Result<Page> {
    let after = after.and_then(|cursor| Some(i64::from_be_bytes((*cursor.0).try_into().ok()?)));
    let max = i64::try_from(count_max.max(1)).unwrap_or(i64::MAX);
    let mut statement = connection.prepare(PAGE)?;
    let rows = statement.query_map(params![after.unwrap_or(0), max], listed)?;
    let rows: Vec<(i64, Listed)> = rows.collect::<rusqlite::Result<_>>()?;
    let next = rows.last().filter(|_| rows.len() == count_max.max(1));
    let next = next.map(|(number, _)| Cursor(number.to_be_bytes().into()));
    Ok(Page { listed: rows.into_iter().map(|(_, listed)| listed).collect(), next })
}

fn listed(row: &Row<'_>) -> rusqlite::Result<(i64, Listed)> {
    let (scope, handle) = (ScopeId(row.get(1)?), Handle(row.get(2)?));
    let fingerprint: Option<[u8; 16]> = row.get(3)?;
    let Some(fingerprint) = fingerprint.map(Fingerprint) else {
        return Ok((row.get(0)?, Listed::Tombstone(scope, handle)));
    };
    let expires: Option<i64> = row.get(4)?;
    let expires = expires.map(|end| Moment(end.unsigned_abs()));
    let sealed = row.get_ref(5)?.as_blob()?.into();
    Ok((row.get(0)?, Listed::Issued(scope, Entry { handle, fingerprint, sealed, expires })))
}
