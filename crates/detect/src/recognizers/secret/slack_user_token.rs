//! User, configuration and refresh tokens of Slack.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("slack-user-token", Trigger::Literals(&["xoxp-", "xoxe-"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let team = cursor.byte(cursor.at + 5).is_some_and(|byte| byte.is_ascii_digit());
    team.then(|| token::after(cursor, 5, Class::Dashed, 28..=200)).flatten()
}
