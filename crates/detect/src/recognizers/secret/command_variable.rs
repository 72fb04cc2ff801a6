//! Passwords that clients take from the environment, before their command: `PGPASSWORD=x psql`.
//!
//! Nothing but a password can stand there, so one of letters alone is found too.

use super::command_letter::{ARGUMENT_BYTES_MAX, argument};
use super::given;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::named("command-variable", "command-line-secret", Trigger::Literals(VARIABLES), find);

const VARIABLES: &[&str] = &["PGPASSWORD=", "MYSQL_PWD=", "SSHPASS=", "REDISCLI_AUTH="];
const SCORE: f32 = 0.8;
/// Users that these programs have from the first, whose names stand in examples.
const USERS: &[&str] = &["postgres", "mysql", "admin", "root", "redis"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let known = VARIABLES.iter().find(|variable| cursor.literal(cursor.at, variable))?;
    let (start, end) = argument(cursor, cursor.at + known.len());
    let password = cursor.slice(start, end);
    let quote = usize::from(matches!(cursor.byte(end), Some(b'"' | b'\'')));
    let command = cursor.byte(end + quote) == Some(b' ')
        && cursor.byte(end + quote + 1).is_some_and(|byte| byte.is_ascii_graphic());
    let fits = command
        && end - start < ARGUMENT_BYTES_MAX
        && !USERS.contains(&password)
        && given::is_password(given::NOBODY, password);
    fits.then(|| Match::new(start, end, SCORE))
}
