//! Reads the value after an operator: in quotes, or up to what ends it where there are none.
//!
//! It judges no value; but it gives none that is too short or has nothing but letters, so that
//! the key before most operators need not be read.

use super::bigrams::Pairs;
use crate::cursor::Cursor;

/// LIMIT: bytes of a value.
const VALUE_BYTES_MAX: usize = 512;
/// LIMIT: operators within a value; a longer row of them is a list.
const OPERATORS_MAX: usize = 12;
/// LIMIT: white space between an operator and its value.
const GAP_BYTES_MAX: usize = 40;
/// Shorter values are no secrets.
const QUOTED_BYTES_MIN: usize = 4;
const BARE_BYTES_MIN: usize = 6;
/// Values of letters alone that are shorter are words.
const LETTERS_MIN: usize = 10;
const BARE_LETTERS_MIN: usize = 20;
/// Unless they have not even the pairs of letters that words have.
const NOISE_MIN: usize = 14;

/// A value after an operator, or a text that is a value as a whole.
#[derive(Debug, Clone, Copy)]
pub(in crate::recognizers::secret) struct Value {
    pub(in crate::recognizers::secret) start: usize,
    pub(in crate::recognizers::secret) end: usize,
    pub(in crate::recognizers::secret) form: Form,
    /// Stands between quotes, or is known to be a value for another reason.
    pub(in crate::recognizers::secret) quoted: bool,
}

/// What the operator before a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::recognizers::secret) enum Form {
    /// `=` and whatever ends with it.
    Equals,
    /// `:`.
    Colon,
    /// `=>` and `->`.
    Arrow,
    /// The end of an opening tag.
    Tag,
    /// A comma behind a quoted key.
    Comma,
    /// The opening bracket of a call.
    Call,
    /// The bar between two cells of a table.
    Cell,
    /// `||` and `??`, before what holds if nothing else does.
    Otherwise,
    /// None: the text stands under a key.
    None,
}

/// The value after the operator whose last character stands at the cursor.
pub(super) fn after(cursor: &Cursor<'_>) -> Option<Value> {
    let form = form(cursor)?;
    let at = gap(cursor, cursor.at + 1, form)?;
    let (at, quotes) = opening(cursor, at);
    if let Some(quote) = quotes {
        return quoted(cursor, at, quote, form);
    }
    match form {
        Form::Equals | Form::Colon | Form::Tag | Form::Cell => {
            bare(cursor, scheme(cursor, at), form)
        }
        Form::Comma | Form::Call | Form::Otherwise | Form::Arrow | Form::None => None,
    }
}

/// The argument that begins at `from`, as a shell takes it.
pub(in crate::recognizers::secret) fn argument(cursor: &Cursor<'_>, from: usize) -> Option<Value> {
    match opening(cursor, from) {
        (at, Some(quote)) => quoted(cursor, at, quote, Form::None),
        (at, None) => {
            bare(cursor, at, Form::Equals).map(|value| Value { form: Form::None, ..value })
        }
    }
}

/// The operator at the cursor, seen from its last character.
fn form(cursor: &Cursor<'_>) -> Option<Form> {
    let at = cursor.at;
    let before = at.checked_sub(1).and_then(|before| cursor.text.as_bytes().get(before)).copied();
    cursor.byte(at + 1)?;
    // The characters beside it were looked at when it was found.
    match cursor.byte(at)? {
        b'=' if matches!(before, Some(b'=' | b'!' | b'<' | b'>' | b'~')) => None,
        b'=' => Some(Form::Equals),
        b':' => Some(Form::Colon),
        b'>' if matches!(before, Some(b'=' | b'-')) => Some(Form::Arrow),
        b'>' if matches!(before, Some(b'/' | b'>' | b' ') | None) => None,
        b'>' => Some(Form::Tag),
        b',' => Some(Form::Comma),
        b'(' => Some(Form::Call),
        b'|' if before == Some(b' ') => Some(Form::Cell),
        _ => Some(Form::Otherwise),
    }
}

/// Skips white space, and what stands before values in YAML, shells and Markdown.
fn gap(cursor: &Cursor<'_>, from: usize, form: Form) -> Option<usize> {
    let lines = matches!(form, Form::Tag | Form::Comma | Form::Call);
    let mut at = blanks(cursor, from, lines);
    match cursor.byte(at)? {
        // A block of YAML in the next line, indented.
        b'|' | b'>' if form == Form::Colon => {
            let sign = usize::from(matches!(cursor.byte(at + 1), Some(b'-' | b'+')));
            let line = at + 1 + sign;
            let line = line + usize::from(cursor.byte(line) == Some(b'\r'));
            let begin = blanks(cursor, line + 1, false);
            (cursor.byte(line) == Some(b'\n') && begin > line + 1).then_some(begin)
        }
        // What holds if a variable of a shell is not set.
        b'-' if form == Form::Colon && at == from => Some(at + 1),
        b'*' if form == Form::Colon && cursor.byte(at + 1) == Some(b'*') => {
            at = blanks(cursor, at + 2, false);
            Some(at)
        }
        _ => Some(at),
    }
}

fn blanks(cursor: &Cursor<'_>, from: usize, lines: bool) -> usize {
    let blank: fn(u8) -> bool = match lines {
        true => |byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'),
        false => |byte| matches!(byte, b' ' | b'\t'),
    };
    cursor.run(from, GAP_BYTES_MAX, blank)
}

/// Where the text of a string begins and which quote ends it; escaped quotes and the letters
/// that languages put before strings belong to the opening.
fn opening(cursor: &Cursor<'_>, from: usize) -> (usize, Option<u8>) {
    let mut at = from;
    let letter = |byte: u8| {
        matches!(byte, b'r' | b'R' | b'b' | b'B' | b'f' | b'u' | b'U' | b'L' | b'@' | b'$')
    };
    let prefix = cursor.run(at, 2, letter);
    if prefix > at && matches!(cursor.byte(prefix), Some(b'"' | b'\'' | b'`')) {
        at = prefix;
    }
    at = cursor.run(at, 4, |byte| byte == b'\\');
    match cursor.byte(at) {
        Some(quote @ (b'"' | b'\'' | b'`')) => {
            let triple = cursor.byte(at + 1) == Some(quote) && cursor.byte(at + 2) == Some(quote);
            (at + if triple { 3 } else { 1 }, Some(quote))
        }
        _ => (from, None),
    }
}

/// A value up to its closing quote, on one line.
fn quoted(cursor: &Cursor<'_>, from: usize, quote: u8, form: Form) -> Option<Value> {
    let start = scheme(cursor, from);
    let (mut end, mut mixed, mut spaced, mut signs) = (start, false, false, false);
    loop {
        match cursor.byte(end)? {
            byte if byte == quote => break,
            // An escape: of a quote that closes, or of the end of a line.
            b'\\' if matches!(cursor.byte(end + 1), Some(b'"' | b'\'' | b'n' | b'r' | b'\\')) => {
                break;
            }
            b'\n' | b'\r' => return None,
            byte => {
                mixed |= !byte.is_ascii_alphabetic();
                spaced |= byte == b' ';
                signs |= !byte.is_ascii_lowercase() && !byte.is_ascii_digit() && byte != b' ';
            }
        }
        end += 1;
        // A text: only small words may be a phrase that opens something.
        if spaced && signs || end - start > VALUE_BYTES_MAX {
            return None;
        }
    }
    let length = end - start;
    let long = length >= if mixed { QUOTED_BYTES_MIN } else { LETTERS_MIN };
    // What is followed by a colon is a key itself.
    let names = matches!(form, Form::Comma | Form::Call)
        && cursor.byte(end) == Some(quote)
        && cursor.byte(end + 1) == Some(b':');
    (long && !names).then_some(Value { start, end, form, quoted: true })
}

/// A value without quotes, up to white space or what else ends one.
fn bare(cursor: &Cursor<'_>, start: usize, form: Form) -> Option<Value> {
    let (mut end, mut digits, mut operators) = (start, 0, 0);
    let stop = loop {
        match cursor.byte(end) {
            None => break None,
            Some(byte) if ends_bare(byte) => break Some(byte),
            Some(byte @ (b'&' | b';')) if ends_field(cursor, end + 1) => break Some(byte),
            Some(byte) => {
                digits += usize::from(byte.is_ascii_digit());
                operators += usize::from(matches!(byte, b':' | b'=' | b'|' | b'?'));
            }
        }
        end += 1;
        if end - start > VALUE_BYTES_MAX || operators > OPERATORS_MAX {
            return None;
        }
    };
    if matches!(stop, Some(b'(' | b'[' | b'{')) {
        return None;
    }
    if form == Form::Tag && !closes_tag(cursor, end)
        || form == Form::Cell && !closes_cell(cursor, end)
    {
        return None;
    }
    while end > start && matches!(cursor.text.as_bytes().get(end - 1), Some(b'.' | b':' | b'?')) {
        end -= 1;
    }
    let length = end - start;
    let least = if digits > 0 { BARE_BYTES_MIN } else { BARE_LETTERS_MIN };
    let symbols = || cursor.slice(start, end).bytes().any(is_symbol);
    let noise = || length >= NOISE_MIN && Pairs::of(cursor.slice(start, end)).are_noise();
    let long = length >= least || (length >= LETTERS_MIN && symbols()) || noise();
    long.then_some(Value { start, end, form, quoted: form == Form::Tag })
}

/// Whether a byte ends a value without quotes.
fn ends_bare(byte: u8) -> bool {
    ENDS.get(usize::from(byte)).is_some_and(|ends| *ends)
}

static ENDS: [bool; 256] = ends();

#[expect(clippy::indexing_slicing, reason = "made at compile time, where a wrong index fails")]
const fn ends() -> [bool; 256] {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte <= b' ' {
        table[byte as usize] = true;
        byte += 1;
    }
    let mut signs: &[u8] = b"\"'`<>,\\()[]{}|";
    while let [sign, rest @ ..] = signs {
        table[*sign as usize] = true;
        signs = rest;
    }
    table
}

fn is_symbol(byte: u8) -> bool {
    matches!(byte, b'!' | b'@' | b'#' | b'$' | b'%' | b'^' | b'&' | b'*' | b'+' | b'~')
}

/// Whether a field of a row ends before `at`: another one, a space or nothing follows.
fn ends_field(cursor: &Cursor<'_>, at: usize) -> bool {
    if cursor.byte(at) == Some(b' ') {
        return true;
    }
    let end = cursor.run(at, 32, |byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b' ' | b'-' | b'.')
    });
    match cursor.byte(end) {
        Some(b'=') => end > at,
        next => end == at && next.is_none_or(|byte| ends_bare(byte) || byte == b'#'),
    }
}

/// Whether a cell of a table ends here.
fn closes_cell(cursor: &Cursor<'_>, at: usize) -> bool {
    cursor.byte(blanks(cursor, at, false)) == Some(b'|')
}

/// Whether a closing tag follows.
fn closes_tag(cursor: &Cursor<'_>, at: usize) -> bool {
    let end = blanks(cursor, at, true);
    cursor.literal(end, "</")
}

/// Skips the scheme of a credential as headers name it: `Bearer `, `Token `.
fn scheme(cursor: &Cursor<'_>, from: usize) -> usize {
    const SCHEMES: &[&str] =
        &["Token ", "token ", "ApiKey ", "Bot ", "Key ", "SSWS ", "Splunk ", "GenieKey "];
    let known = |scheme: &&&str| cursor.literal(from, scheme);
    if !matches!(cursor.byte(from), Some(b'T' | b't' | b'A' | b'B' | b'K' | b'S' | b'G')) {
        return from;
    }
    from + SCHEMES.iter().find(known).map_or(0, |scheme| scheme.len())
}

/// The text as one value, less the white space and the quotes around it.
pub(super) fn whole(cursor: &Cursor<'_>) -> Option<Value> {
    let text = cursor.text;
    if text.len() > VALUE_BYTES_MAX + GAP_BYTES_MAX {
        return None;
    }
    let around = |c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | '`');
    let start = text.len() - text.trim_start_matches(around).len();
    let end = text.trim_end_matches(around).len();
    let start = scheme(cursor, start);
    (end >= start + QUOTED_BYTES_MIN).then_some(Value {
        start,
        end,
        form: Form::None,
        quoted: true,
    })
}
