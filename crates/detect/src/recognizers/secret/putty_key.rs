//! Private keys as PuTTY writes them (PuTTY manual, "PPK file format").

use super::token;
use crate::boundary::byte_before;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer =
    super::named("putty-private-key", "private-key", Trigger::Literals(&[BEGIN]), find);

/// LIMIT: the longest file that is looked at.
const FILE_BYTES_MAX: usize = 12 * 1024;
/// LIMIT: bytes of a line; base64 stands in lines of 64.
const LINE_BYTES_MAX: usize = 256;
const BEGIN: &str = "PuTTY-User-Key-File-";
const PRIVATE: &str = "Private-Lines:";
const MAC: &str = "Private-MAC:";

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let begins = !matches!(byte_before(cursor.text, cursor.at), Some(b' '..=b'~' | b'\t'));
    if !begins && !cursor.slice(0, cursor.at).ends_with(['"', '\'', '`', '>']) {
        return None;
    }
    let end = file_end(cursor);
    let text = cursor.slice(cursor.at, end);
    let key = text.find(PRIVATE)? + PRIVATE.len();
    let mac = text.find(MAC).filter(|mac| *mac > key)?;
    let length = text.get(mac + MAC.len()..)?.trim_start_matches(' ');
    let digits = length.bytes().take_while(u8::is_ascii_hexdigit).count();
    let last = cursor.at + text.len() - length.len() + digits;
    token::is_varied(text.get(key..mac)?).then(|| Match::new(cursor.at, last, token::SCORE))
}

/// Where the file ends: with the line of its MAC, or where a line is none of such a file.
fn file_end(cursor: &Cursor<'_>) -> usize {
    let mut at = cursor.at;
    while at - cursor.at < FILE_BYTES_MAX {
        let end = cursor.run(at, LINE_BYTES_MAX, |byte| (b' '..=b'~').contains(&byte));
        let line = cursor.slice(at, end);
        let next = cursor.run(end, 2, |byte| matches!(byte, b'\r' | b'\n'));
        let again = at > cursor.at && line.starts_with(BEGIN);
        if again || line.starts_with(MAC) || next == end {
            return end;
        }
        at = next;
    }
    at
}
