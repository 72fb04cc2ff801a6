//! Incoming webhooks of Slack: whoever has the address may write.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("slack-webhook-url", Trigger::Literals(&["hooks.slack.com/"]), find);

/// What the first part of the path may be.
const KINDS: &[&str] = &["services/", "workflows/", "triggers/"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let kind = KINDS.iter().find(|kind| cursor.literal(cursor.at + 16, kind))?;
    token::after(cursor, 16 + kind.len(), Class::Path, 40..=90)
}
