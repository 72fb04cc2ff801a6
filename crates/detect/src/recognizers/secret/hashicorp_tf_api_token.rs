//! Tokens of HCP Terraform and Terraform Enterprise: an id, `.atlasv1.` and a key.

use super::token::{self, Class, Part};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer =
    super::recognizer("hashicorp-tf-api-token", Trigger::Literals(&[".atlasv1."]), find);

const PARTS: &[Part] = &[Part::Text(".atlasv1."), Part::Run(Class::UrlPadded, 60, 70)];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = token::behind(cursor, Class::Alphanumeric, 14..=14)?;
    token::plausible(cursor, start, token::end(cursor, cursor.at, PARTS)?)
}
