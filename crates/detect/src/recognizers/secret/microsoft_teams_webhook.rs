//! Incoming webhooks of Microsoft Teams: whoever has the address may write.

use super::token::{self, Class, Part};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = super::recognizer(
    "microsoft-teams-webhook",
    Trigger::Literals(&[".webhook.office.com/"]),
    find,
);

/// A UUID, of which the service writes the digits in either case.
const ID: &[Part] = &[
    Part::Run(Class::Alphanumeric, 8, 8),
    Part::Text("-"),
    Part::Run(Class::Alphanumeric, 4, 4),
    Part::Text("-"),
    Part::Run(Class::Alphanumeric, 4, 4),
    Part::Text("-"),
    Part::Run(Class::Alphanumeric, 4, 4),
    Part::Text("-"),
    Part::Run(Class::Alphanumeric, 12, 12),
];

const PARTS: &[Part] = &[
    Part::Text(".webhook.office.com/webhookb2/"),
    Part::Either(&[ID]),
    Part::Text("@"),
    Part::Either(&[ID]),
    Part::Text("/IncomingWebhook/"),
    Part::Run(Class::Alphanumeric, 32, 32),
    Part::Text("/"),
    Part::Either(&[ID]),
    Part::Either(&[&[Part::Text("/"), Part::Run(Class::Url, 8, 64)], &[]]),
];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = token::behind(cursor, Class::Dashed, 1..=63)?;
    token::plausible(cursor, start, token::end(cursor, cursor.at, PARTS)?)
}
