//! Service and batch tokens of HashiCorp Vault.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("vault-service-token", Trigger::Literals(&["hvs.", "hvb."]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 4, Class::Url, 90..=300)
}
