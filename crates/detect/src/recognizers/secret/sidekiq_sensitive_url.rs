//! The credentials in the addresses of the gem servers of Sidekiq Pro and Enterprise.

use super::token::{self, Class, Part};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer =
    super::recognizer("sidekiq-sensitive-url", Trigger::Literals(&["://"]), find);

const PARTS: &[Part] = &[Part::Run(Class::Hex, 8, 8), Part::Text(":"), Part::Run(Class::Hex, 8, 8)];
const HOSTS: &[&str] = &["@gems.contribsys.com", "@enterprise.contribsys.com"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = cursor.at + "://".len();
    let end = token::end(cursor, start, PARTS)?;
    let host = HOSTS.iter().any(|host| cursor.literal(end, host));
    host.then(|| token::plausible(cursor, start, end)).flatten()
}
