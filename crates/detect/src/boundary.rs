//! Which characters continue a word, a number, the local part of an address.
//!
//! Look-behind only, and bounded: it says nothing about what follows a place.

/// LIMIT: RFC 5321 4.5.3.1.1: a local part has at most 64 octets.
pub(crate) const LOCAL_BYTES_MAX: usize = 64;

/// The character that ends at `index`. An escape of a quoted text counts as what it stands for:
/// in `"call\\n415-555-0132"`, JSON or source code inside a text, no letter stands before the
/// number.
pub(crate) fn char_before(text: &str, index: usize) -> Option<char> {
    let left = text.get(..index)?;
    // Most of what stands before a value is neither a letter nor the end of an escape.
    match left.as_bytes().last() {
        Some(byte) if byte.is_ascii() && !byte.is_ascii_alphanumeric() => {
            return Some(char::from(*byte));
        }
        _ => {}
    }
    if ends_in_colour(left) {
        return Some('\u{1b}');
    }
    escape_at_end(left).map(|(c, _)| c).or_else(|| left.chars().next_back())
}

/// LIMIT: bytes of a sequence that colours a terminal.
const COLOUR_BYTES_MAX: usize = 16;

/// Whether a text ends in such a sequence (ECMA-48, 8.3.117): its `m` is no letter of a word.
fn ends_in_colour(left: &str) -> bool {
    let Some(rest) = left.as_bytes().strip_suffix(b"m") else { return false };
    let parameter = |byte: &&u8| byte.is_ascii_digit() || **byte == b';';
    let parameters = rest.iter().rev().take(COLOUR_BYTES_MAX).take_while(parameter).count();
    rest.get(..rest.len() - parameters).is_some_and(|rest| rest.ends_with(b"\x1b["))
}

/// The escape that `left` ends with: what it stands for, and its bytes after the backslash.
///
/// `C:\\name` looks like one too; then a value is found that begins a letter later.
fn escape_at_end(left: &str) -> Option<(char, usize)> {
    let bytes = left.as_bytes();
    if let [.., b'\\', letter] = bytes {
        let c = match letter {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'f' => '\u{c}',
            b'v' => '\u{b}',
            _ => return None,
        };
        return Some((c, 1));
    }
    let (_, [b'\\', b'u', digits @ ..]) = bytes.split_last_chunk::<6>()? else { return None };
    let digits = std::str::from_utf8(digits).ok()?;
    let code = u32::from_str_radix(digits, 16).ok()?;
    // Half a surrogate pair stands for nothing by itself: a sign, not a letter.
    Some((char::from_u32(code).unwrap_or('\u{fffd}'), 5))
}

/// The byte that ends at `index`.
pub(crate) fn byte_before(text: &str, index: usize) -> Option<u8> {
    index.checked_sub(1).and_then(|before| text.as_bytes().get(before)).copied()
}

/// Whether `c` continues a word, so that a value beside it would be a part of something else.
///
/// Scripts that do not put spaces between words do not count: in `电话13800138000` the number
/// begins a word although a letter stands before it.
pub(crate) fn is_word(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => true,
        '\0'..='\u{7f}' => false,
        // Thai and everything after it (Han, kana, Hangul) joins words without spaces.
        '\u{e00}'..='\u{1dff}' | '\u{2000}'.. => false,
        _ => c.is_alphanumeric(),
    }
}

/// Whether a value may begin at `index`.
pub(crate) fn opens(text: &str, index: usize) -> bool {
    !char_before(text, index).is_some_and(is_word)
}

/// Whether `c` is written for a dash between groups of digits.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// Whether `c` is written for a space between groups of digits.
pub(crate) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// Whether a number may begin at `index`: not inside a longer number, a decimal, an amount.
pub(crate) fn opens_number(text: &str, index: usize) -> bool {
    let Some(before) = char_before(text, index) else { return true };
    if is_word(before) || matches!(before, '$' | '€' | '£' | '¥' | '₩' | '₹') {
        return false;
    }
    let joined = is_dash(before) || matches!(before, '.' | '/');
    let left = index.saturating_sub(before.len_utf8());
    !(joined && byte_before(text, left).is_some_and(|byte| byte.is_ascii_digit()))
}

/// Whether an identifier may begin at `index`: not inside a word, a path, a name with dashes.
pub(crate) fn opens_code(text: &str, index: usize) -> bool {
    let Some(before) = char_before(text, index) else { return true };
    if is_word(before) {
        return false;
    }
    let left = || byte_before(text, index.saturating_sub(before.len_utf8()));
    let joined = is_dash(before) || before == '.';
    let numbered = before == '/' && left().is_some_and(|byte| byte.is_ascii_digit());
    let named = joined && left().is_some_and(|byte| byte.is_ascii_alphanumeric());
    !numbered && (!named || (before == '.' && abbreviates(text, index - 1)))
}

/// Whether a short word for "number" ends at `end`, where its dot stands: `No.`, `Nr.`.
fn abbreviates(text: &str, end: usize) -> bool {
    let left = text.as_bytes().get(..end).unwrap_or_default();
    let letters = left.iter().rev().take(4).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let word = text.get(end - letters..end).unwrap_or_default();
    let known =
        ["no", "nr", "num", "nro", "n"].iter().any(|known| word.eq_ignore_ascii_case(known));
    known && opens(text, end - letters)
}

/// Whether `c` may stand in the local part of a mail address as people write it: RFC 5322
/// `atext` and dots, less what far more often stands beside an address than in it.
pub(crate) fn is_local(c: char) -> bool {
    match c {
        '.' | '_' | '%' | '+' | '-' | '\'' => true,
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        _ => is_word(c),
    }
}

/// Where the run of local-part characters begins that ends at `end`, and whether it fits: a run
/// over the limit is cut and is no local part.
pub(crate) fn local_run(text: &str, end: usize) -> (usize, bool) {
    let mut start = end;
    let left = text.get(..end).unwrap_or_default();
    for c in left.chars().rev() {
        if !is_local(c) {
            let escaped = match c {
                '\\' => escape_after(left, start),
                '[' | ';' => colour_after(left, start),
                _ => 0,
            };
            return (start + escaped, true);
        }
        if end - start + c.len_utf8() > LOCAL_BYTES_MAX {
            return (start, false);
        }
        start -= c.len_utf8();
    }
    (start, true)
}

/// How much of what follows a backslash, at `start`, belongs to its escape.
fn escape_after(left: &str, start: usize) -> usize {
    let ends_at = |length: usize| {
        let escape = left.get(..start + length).and_then(escape_at_end);
        escape.is_some_and(|(_, bytes)| bytes == length).then_some(length)
    };
    ends_at(1).or_else(|| ends_at(5)).unwrap_or_default()
}

/// How much of what follows a bracket, at `start`, belongs to a sequence that colours.
fn colour_after(left: &str, start: usize) -> usize {
    let rest = left.get(start..).unwrap_or_default();
    let length = rest.find('m').map_or(0, |at| at + 1);
    if left.get(..start + length).is_some_and(ends_in_colour) { length } else { 0 }
}

/// Where an opening `(`, `+`, `(+` or `+(` begins that ends at `end`.
pub(crate) fn number_lead(text: &str, end: usize) -> usize {
    let left = text.as_bytes().get(..end).unwrap_or_default();
    let lead = match left {
        [.., b'(', b'+'] | [.., b'+', b'('] => 2,
        [.., b'('] | [.., b'+'] => 1,
        _ => 0,
    };
    end - lead
}
