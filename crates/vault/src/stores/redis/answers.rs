//! What Redis answers, as rows.

use redis::Value;

use super::faults::Fault;
use crate::store::{Entry, Handle, Inserted, Moment, Row, StoreError};

/// The answer to a single command.
pub(super) fn only(answers: Vec<Value>) -> Result<Value, StoreError> {
    let [answer] = <[Value; 1]>::try_from(answers).map_err(|_| Fault::ODD)?;
    Ok(answer)
}

/// The answers to two commands.
fn two(answers: Vec<Value>) -> Result<[Value; 2], StoreError> {
    <[Value; 2]>::try_from(answers).map_err(|_| Fault::ODD.into())
}

/// A list of so many.
pub(super) fn list(answer: Value, length: usize) -> Result<Vec<Value>, StoreError> {
    match answer {
        Value::Array(items) if items.len() == length => Ok(items),
        _ => Err(Fault::ODD.into()),
    }
}

pub(super) fn count(answer: &Value) -> Result<usize, StoreError> {
    let count = match answer {
        Value::Int(count) => usize::try_from(*count).ok(),
        _ => None,
    };
    count.ok_or_else(|| Fault::ODD.into())
}

/// An end, as rows have it: nothing is never.
fn end(text: &[u8]) -> Option<Option<Moment>> {
    if text.is_empty() {
        return Some(None);
    }
    let number = std::str::from_utf8(text).ok()?.parse().ok()?;
    Some(Some(Moment(number)))
}

/// A row from its handle, its end and what is sealed.
fn row(answer: Value) -> Option<Row> {
    let Value::Array(parts) = answer else { return None };
    let [Value::BulkString(handle), Value::BulkString(till), Value::BulkString(sealed)] =
        <[Value; 3]>::try_from(parts).ok()?
    else {
        return None;
    };
    Some(Row {
        handle: Handle(handle.try_into().ok()?),
        sealed: sealed.into(),
        expires: end(&till)?,
    })
}

fn is_live(row: &Row, now: Moment) -> bool {
    row.expires.is_none_or(|end| now < end)
}

/// The answers to the insertion of these entries, and to what was asked with it.
pub(super) fn inserted(
    answers: Vec<Value>,
    entries: &[Entry],
) -> Result<Vec<Inserted>, StoreError> {
    let [rows, _] = two(answers)?;
    let one = |answer: Value| match answer {
        Value::Int(1) => Ok(Inserted::New),
        Value::Int(0) => Ok(Inserted::Taken),
        other => row(other).map(Inserted::Exists).ok_or_else(|| Fault::ODD.into()),
    };
    list(rows, entries.len())?.into_iter().map(one).collect()
}

/// Live rows, from the fields of two hashes.
pub(super) fn by_handle(
    answers: Vec<Value>,
    handles: &[Handle],
    now: Moment,
) -> Result<Vec<Option<Row>>, StoreError> {
    let [rows, sealed] = two(answers)?;
    let both = list(rows, handles.len())?.into_iter().zip(list(sealed, handles.len())?);
    let one = |(&handle, (row, sealed)): (&Handle, (Value, Value))| {
        let (Value::BulkString(row), Value::BulkString(sealed)) = (row, sealed) else {
            // It was never there, or ended between the two looks.
            return Ok(None);
        };
        let Some(till) = row.get(size_of::<Handle>()..) else { return Ok(None) };
        let expires = end(till).ok_or(Fault::ODD)?;
        let row = Row { handle, sealed: sealed.into(), expires };
        Ok(Some(row).filter(|row| is_live(row, now)))
    };
    handles.iter().zip(both).map(one).collect()
}

/// Live rows, from the answer of a script.
pub(super) fn by_value(
    answer: Value,
    length: usize,
    now: Moment,
) -> Result<Vec<Option<Row>>, StoreError> {
    let one = |answer: Value| match answer {
        Value::Nil => Ok(None),
        other => {
            let row = row(other).ok_or(Fault::ODD)?;
            Ok(Some(row).filter(|row| is_live(row, now)))
        }
    };
    list(answer, length)?.into_iter().map(one).collect()
}
