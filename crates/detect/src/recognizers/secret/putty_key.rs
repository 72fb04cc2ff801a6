//! Private keys as PuTTY writes them (PuTTY manual, "PPK file format").

use super::token;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = super::named(
    "putty-private-key",
    "private-key",
    Trigger::Literals(&["PuTTY-User-Key-File-"]),
    find,
);

/// LIMIT: the longest file that is looked at.
const FILE_BYTES_MAX: usize = 12 * 1024;
const PRIVATE: &str = "Private-Lines:";
const MAC: &str = "Private-MAC:";

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let end = cursor.run(cursor.at, FILE_BYTES_MAX, |byte| {
        byte.is_ascii_graphic() || byte.is_ascii_whitespace()
    });
    let text = cursor.slice(cursor.at, end);
    let key = text.find(PRIVATE)? + PRIVATE.len();
    let mac = text.find(MAC).filter(|mac| *mac > key)?;
    let length = text.get(mac + MAC.len()..)?.trim_start_matches(' ');
    let digits = length.bytes().take_while(u8::is_ascii_hexdigit).count();
    let last = cursor.at + text.len() - length.len() + digits;
    token::is_varied(text.get(key..mac)?).then(|| Match::new(cursor.at, last, token::SCORE))
}
