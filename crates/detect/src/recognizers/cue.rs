//! What stands between a word that names a value and the value: quotes, a colon, an equals sign,
//! spaces, the end of a tag. No recognizer.

use crate::cursor::Cursor;

/// LIMIT: signs between a word and its value.
const SIGNS_MAX: usize = 12;

/// Where the value begins after the word that ends at `end`; none if nothing parts them.
pub(super) fn gap(cursor: &Cursor<'_>, end: usize) -> Option<usize> {
    let mut at = end;
    for _ in 0..SIGNS_MAX {
        let c = cursor.char(at)?;
        let quoted = || matches!(cursor.byte(at + 1), Some(b'"' | b'\''));
        let sign = match c {
            ' ' | '\t' | ':' | '=' | '"' | '\'' | '/' | '>' | '(' | ')' | '：' | '`' | '*' => true,
            '\\' => quoted(),
            _ => false,
        };
        if !sign {
            break;
        }
        at += c.len_utf8();
    }
    (at > end).then_some(at)
}

/// The same, if a colon, an equals sign or the end of a tag is among the signs.
pub(super) fn assigned(cursor: &Cursor<'_>, end: usize) -> Option<usize> {
    let start = gap(cursor, end)?;
    cursor.slice(end, start).contains([':', '=', '>', '：']).then_some(start)
}
