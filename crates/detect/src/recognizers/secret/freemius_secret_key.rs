//! Secret keys of Freemius in the PHP of a plug-in: `'secret_key' => 'sk_...'`. They hold signs of
//! all kinds, so the key before them must say what they are.

use super::token;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer =
    super::recognizer("freemius-secret-key", Trigger::Literals(&["sk_"]), find);

/// LIMIT: bytes between the key and the value.
const GAP_BYTES_MAX: usize = 24;
const BODY_BYTES: usize = 29;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let start = cursor.at + "sk_".len();
    let left = cursor.slice(0, cursor.at);
    let quote = left.bytes().next_back().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let named = left.trim_end_matches(['"', '\'', ' ', '\t']);
    let named = named.strip_suffix("=>")?.trim_end_matches(['"', '\'', ' ', '\t']);
    if !named.ends_with("secret_key") || left.len() - named.len() > GAP_BYTES_MAX {
        return None;
    }
    let end = cursor.run(start, BODY_BYTES, |byte| byte.is_ascii_graphic());
    let fits = end - start == BODY_BYTES && cursor.byte(end) == Some(quote);
    (fits && token::is_plausible(cursor.slice(start, end)))
        .then(|| Match::new(cursor.at, end, token::SCORE))
}
