//! What the database answers, as rows.

use tokio_postgres::Row as Answer;
use tokio_postgres::types::FromSql;

use super::faults::Fault;
use crate::store::{Handle, Inserted, Moment, Row, Stats, StoreError};

/// One field of an answer.
fn field<'a, T: FromSql<'a>>(answer: &'a Answer, at: usize) -> Result<T, StoreError> {
    answer.try_get(at).map_err(|_| Fault::ODD.into())
}

/// The fields of an answer from `at` on, as a row.
fn row(answer: &Answer, at: usize) -> Result<Option<Row>, StoreError> {
    let Some(handle) = field::<Option<&[u8]>>(answer, at)? else { return Ok(None) };
    let handle = Handle(handle.try_into().map_err(|_| Fault::ODD)?);
    let expires: Option<i64> = field(answer, at + 1)?;
    let expires = expires.map(|end| Moment(end.unsigned_abs()));
    let sealed: &[u8] = field(answer, at + 2)?;
    Ok(Some(Row { handle, sealed: sealed.into(), expires }))
}

/// There must be one answer to each question.
fn each(answers: &[Answer], length: usize) -> Result<&[Answer], StoreError> {
    if answers.len() == length { Ok(answers) } else { Err(Fault::ODD.into()) }
}

pub(super) fn inserted(answers: &[Answer], length: usize) -> Result<Vec<Inserted>, StoreError> {
    let one = |answer: &Answer| match field::<i32>(answer, 0)? {
        0 => Ok(Inserted::Taken),
        1 => Ok(Inserted::New),
        _ => row(answer, 1)?.map(Inserted::Exists).ok_or_else(|| Fault::ODD.into()),
    };
    each(answers, length)?.iter().map(one).collect()
}

/// Live rows.
pub(super) fn rows(
    answers: &[Answer],
    length: usize,
    now: Moment,
) -> Result<Vec<Option<Row>>, StoreError> {
    let live = |row: &Row| row.expires.is_none_or(|end| now < end);
    let one = |answer: &Answer| Ok(row(answer, 0)?.filter(live));
    each(answers, length)?.iter().map(one).collect()
}

pub(super) fn taken(answers: &[Answer], length: usize) -> Result<Vec<bool>, StoreError> {
    each(answers, length)?.iter().map(|answer| field(answer, 0)).collect()
}

/// A single number.
pub(super) fn count(answers: &[Answer]) -> Result<usize, StoreError> {
    let [answer] = answers else { return Err(Fault::ODD.into()) };
    usize::try_from(field::<i64>(answer, 0)?).map_err(|_| Fault::ODD.into())
}

pub(super) fn stats(answers: &[Answer]) -> Result<Stats, StoreError> {
    let [answer] = answers else { return Err(Fault::ODD.into()) };
    let number = |at| field::<i64>(answer, at).map(i64::unsigned_abs);
    Ok(Stats { rows: number(0)?, tombstones: number(1)? })
}
