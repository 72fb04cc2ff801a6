//! Service account tokens of Grafana: a key and its checksum.

use super::token::{self, Class};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::recognizer("grafana-service-account-token", Trigger::Literals(&["glsa_"]), find);

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let key_end = cursor.run(cursor.at + 5, 33, |byte| Class::Alphanumeric.has(byte));
    let key = cursor.slice(cursor.at + 5, key_end);
    if key.len() != 32 || cursor.byte(key_end) != Some(b'_') || !token::is_plausible(key) {
        return None;
    }
    // The checksum is hexadecimal and too short to judge by its entropy.
    let end = cursor.run(key_end + 1, 9, |byte| Class::Hex.has(byte));
    let fits = end - key_end == 1 + 8 && cursor.opens(cursor.at) && cursor.closes(end);
    fits.then(|| Match::new(cursor.at, end, token::SCORE))
}
