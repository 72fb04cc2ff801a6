//! Bearer tokens of applications of X (Twitter): a row of `A` and then base64, in which `+`, `/` and
//! `=` are written with `%`.

use super::token::{self, Class, Part};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer =
    super::recognizer("twitter-bearer-token", Trigger::Literals(&[LEAD]), find);

const LEAD: &str = "AAAAAAAAAAAAAAAAAAAA";

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    if !cursor.opens(cursor.at) {
        return None;
    }
    let start = cursor.at + LEAD.len();
    let end = token::end(cursor, start, &[Part::Run(Class::Percent, 60, 130)])?;
    // Zeros of a picture or a program begin alike and hardly go on like a key.
    let key = cursor.slice(start, end);
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    (digits > 3 && entropy_is_high(key)).then(|| Match::new(cursor.at, end, token::SCORE))
}

/// Whether many different characters stand in it.
fn entropy_is_high(key: &str) -> bool {
    let mut seen = [false; 256];
    for byte in key.bytes() {
        if let Some(seen) = seen.get_mut(usize::from(byte)) {
            *seen = true;
        }
    }
    seen.iter().filter(|seen| **seen).count() >= VARIETY_MIN
}

/// A random value of sixty characters of base64 has 39 different ones on average.
const VARIETY_MIN: usize = 25;
