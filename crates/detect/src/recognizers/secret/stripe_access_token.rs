//! Secret and restricted keys of Stripe (Stripe docs, "API keys").

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer = super::recognizer(
    "stripe-access-token",
    Trigger::Literals(&["sk_live_", "sk_test_", "rk_live_", "rk_test_", "sk_prod_", "rk_prod_"]),
    find,
);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    token::after(cursor, 8, Class::Alphanumeric, 10..=120)
}
