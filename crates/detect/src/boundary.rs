//! Which characters continue a word, a number, the local part of an address.
//!
//! Look-behind only, and bounded: it says nothing about what follows a place.

/// LIMIT: RFC 5321 4.5.3.1.1: a local part has at most 64 octets.
pub(crate) const LOCAL_BYTES_MAX: usize = 64;

/// The character that ends at `index`.
pub(crate) fn char_before(text: &str, index: usize) -> Option<char> {
    let left = text.get(..index)?;
    match left.as_bytes().last() {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        _ => left.chars().next_back(),
    }
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
    !numbered && (!named || (before == '.' && follows_no(text, index)))
}

/// Whether `No.` or `Nr.` stands directly before `index`: its dot joins nothing.
fn follows_no(text: &str, index: usize) -> bool {
    let left = text.get(..index).unwrap_or_default().as_bytes();
    let Some((word, before)) = left.split_last_chunk::<3>().map(|(left, word)| (word, left)) else {
        return false;
    };
    let known = word.eq_ignore_ascii_case(b"no.") || word.eq_ignore_ascii_case(b"nr.");
    known && !before.last().is_some_and(u8::is_ascii_alphanumeric)
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
            return (start, true);
        }
        if end - start + c.len_utf8() > LOCAL_BYTES_MAX {
            return (start, false);
        }
        start -= c.len_utf8();
    }
    (start, true)
}

/// Where the word begins that stands directly before `at`, or before one space; `at` itself if
/// that is no word.
pub(crate) fn word_start(text: &str, at: usize) -> usize {
    let left = text.get(..at).unwrap_or_default();
    let (start, fits) = local_run(text, left.strip_suffix(' ').unwrap_or(left).len());
    if fits { start } else { at }
}

/// Whether a group of hexadecimal digits and a colon stand directly before `index`: the address
/// that goes on there began earlier. `mac:` is no group.
pub(crate) fn follows_group(text: &str, index: usize) -> bool {
    let left = text.as_bytes().get(..index).unwrap_or_default();
    let Some((b':', left)) = left.split_last() else { return false };
    let digits = left.iter().rev().take(5).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let before = left.len().checked_sub(digits + 1).and_then(|at| left.get(at));
    digits == 0 && before == Some(&b':')
        || (1..=4).contains(&digits) && !before.is_some_and(u8::is_ascii_alphanumeric)
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
