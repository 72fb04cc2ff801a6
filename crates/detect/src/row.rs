//! Rows of numbers: tables, lists of sizes, bytes of a dump. A value that people write with spaces
//! is none if it is cut out of one.
//!
//! It looks at the neighbours over one space, and at nothing farther.

use crate::cursor::Cursor;

/// Whether digits stand before `start`, over one space or parenthesis: a number goes on there.
pub(crate) fn continues(text: &str, start: usize) -> bool {
    let left = text.get(..start).unwrap_or_default();
    let trimmed = left.strip_suffix(' ').unwrap_or(left);
    let trimmed = trimmed.strip_suffix(')').unwrap_or(trimmed);
    trimmed.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether digits follow at `end` over one space.
pub(crate) fn goes_on(cursor: &Cursor<'_>, end: usize) -> bool {
    cursor.byte(end) == Some(b' ') && cursor.byte(end + 1).is_some_and(|byte| byte.is_ascii_digit())
}

/// Whether `start..end` is a part of a row of numbers or bytes.
pub(crate) fn is_part(cursor: &Cursor<'_>, start: usize, end: usize) -> bool {
    continues(cursor.text, start)
        || goes_on(cursor, end)
        || follows_byte(cursor.text, start)
        || is_byte(cursor, end)
}

/// Whether `start..end` is a line by itself below another line that ends with a number.
pub(crate) fn is_line(cursor: &Cursor<'_>, start: usize, end: usize) -> bool {
    let left = cursor.text.as_bytes().get(..start).unwrap_or_default();
    let below = matches!(left, [.., digit, b'\n'] if digit.is_ascii_digit());
    below && cursor.byte(end).is_none_or(|byte| byte == b'\n')
}

/// Whether two hexadecimal digits stand before `start` over a space, one of them decimal.
fn follows_byte(text: &str, start: usize) -> bool {
    let left = text.as_bytes().get(..start).unwrap_or_default();
    let [rest @ .., high, low, b' '] = left else { return false };
    let apart = rest.last().is_none_or(|byte| !byte.is_ascii_alphanumeric());
    apart && is_hexadecimal(*high, *low)
}

/// Whether two hexadecimal digits follow at `end` over a space, one of them decimal.
fn is_byte(cursor: &Cursor<'_>, end: usize) -> bool {
    if cursor.byte(end) != Some(b' ') {
        return false;
    }
    let pair = cursor.byte(end + 1).zip(cursor.byte(end + 2));
    pair.is_some_and(|(high, low)| is_hexadecimal(high, low)) && cursor.closes(end + 3)
}

fn is_hexadecimal(high: u8, low: u8) -> bool {
    high.is_ascii_hexdigit()
        && low.is_ascii_hexdigit()
        && (high.is_ascii_digit() || low.is_ascii_digit())
}
