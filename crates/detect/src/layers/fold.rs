//! Writes what only looks different alike: the ASCII that a character stands for.
//!
//! Compatibility forms (Unicode Standard Annex 15), digits of every script, spaces, dashes and
//! tags become their ASCII; what nobody sees is left out. Each character is judged alone, so that
//! a text may be cut between any two. Letters that merely resemble others are kept, for they make
//! words of their own in their script; [`lookalike`] exchanges them in a reading of its own.
//! The full stops of Chinese and Japanese are kept too: they end sentences.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memchr;
use unicode_normalization::char::decompose_compatible;
use unicode_security::confusable_detection::skeleton;

use super::map::Map;
use super::table::{Rewrite, Table};

/// LIMIT: so many invisible characters in a row are left out: more than a match may span.
const SKIPPED_MAX: usize = 32 * 1024;

/// The zeros of the decimal digits (general category Nd) of all scripts; one to nine follow each.
const ZEROS: &[u32] = &[
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
    0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
    0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650,
    0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50,
    0x10d40, 0x116d0, 0x11f50, 0x1ccf0, 0x1e4f0, 0x1e5f1, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec,
    0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

/// Characters without a shape of their own: default ignorable code points, interlinear annotation,
/// and marks that strike through or enclose the character before.
const INVISIBLE: &[(u32, u32)] = &[
    (0xad, 0xad),
    (0x334, 0x338),
    (0x34f, 0x34f),
    (0x61c, 0x61c),
    (0x115f, 0x1160),
    (0x17b4, 0x17b5),
    (0x180b, 0x180f),
    (0x200b, 0x200f),
    (0x202a, 0x202e),
    (0x2060, 0x206f),
    (0x20d0, 0x20f0),
    (0x3164, 0x3164),
    (0xfe00, 0xfe0f),
    (0xfeff, 0xfeff),
    (0xffa0, 0xffa0),
    (0xfff0, 0xfffb),
    (0x1bca0, 0x1bca3),
    (0x1d173, 0x1d17a),
    (0xe0000, 0xe001f),
    (0xe007f, 0xe0fff),
];

/// Signs that are read as a hyphen: hyphens, the figure dash and the minus of all scripts, the wave
/// dash, and the two longest. The en dash and the em dash stay, for they part words; where they
/// stand between digits, the recognizers know them.
const DASHES: &[u32] = &[
    0x2d7, 0x58a, 0x5be, 0x1400, 0x1806, 0x2010, 0x2011, 0x2012, 0x2043, 0x207b, 0x208b, 0x2212,
    0x2796, 0x2e17, 0x2e1a, 0x2e3a, 0x2e3b, 0x301c, 0x3030, 0x30a0, 0xfe63, 0xff0d, 0x10ead,
];

/// Spaces of every width: general category Zs without the space of ASCII, and the blank of Braille.
const SPACES: &[(u32, u32)] = &[
    (0xa0, 0xa0),
    (0x1680, 0x1680),
    (0x2000, 0x200a),
    (0x202f, 0x202f),
    (0x205f, 0x205f),
    (0x2800, 0x2800),
    (0x3000, 0x3000),
];

/// Blocks whose characters may have a compatibility form in ASCII.
const COMPATIBLE: &[(u32, u32)] =
    &[(0xaa, 0x2bf), (0x2016, 0x2bff), (0x3200, 0x33ff), (0xfb00, 0xffef), (0x1d400, 0x1d7ff)];

/// Characters that stand for others in ASCII, enclosed ones included.
const ENCLOSED: (u32, u32) = (0x1f100, 0x1f16f);

/// Circled digits from one on that have no compatibility form.
const CIRCLED: &[u32] = &[0x2776, 0x2780, 0x278a];

/// Signs that stand before a number, which would be joined with their letters.
const SIGNS: &[(char, &str)] = &[('№', "#"), ('℡', "TEL "), ('℻', "FAX ")];

/// Tags: ASCII that is not shown and that models read all the same.
const TAGS: (u32, u32) = (0xe0020, 0xe007e);

/// Scripts in which letters look like those of ASCII.
const RESEMBLING: &[(u32, u32)] = &[
    (0xc0, 0x52f),
    (0x531, 0x58f),
    (0x10a0, 0x10ff),
    (0x13a0, 0x13ff),
    (0x1d00, 0x1eff),
    (0x1f00, 0x1fff),
    (0x2c60, 0x2cff),
    (0xa4d0, 0xa4ff),
    (0xa640, 0xa69f),
    (0xa720, 0xa7ff),
    (0xab30, 0xabbf),
];

static ASCII: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    let compatible = COMPATIBLE.iter().chain([&ENCLOSED]);
    for c in compatible.flat_map(|range| chars(*range)) {
        let mut form = String::new();
        decompose_compatible(c, |part| form.push(part));
        if form.is_ascii() {
            table.set(c, Rewrite::As(&form));
        }
    }
    for (c, form) in SIGNS {
        table.set(*c, Rewrite::As(form));
    }
    for c in SPACES.iter().flat_map(|range| chars(*range)) {
        table.set(c, Rewrite::As(" "));
    }
    for c in DASHES.iter().filter_map(|code| char::from_u32(*code)) {
        table.set(c, Rewrite::As("-"));
    }
    for (digit, c) in ZEROS.iter().flat_map(|zero| chars((*zero, zero + 9)).enumerate()) {
        table.set(c, Rewrite::As(&(digit % 10).to_string()));
    }
    for (digit, c) in CIRCLED.iter().flat_map(|one| chars((*one, one + 8)).enumerate()) {
        table.set(c, Rewrite::As(&(digit % 9 + 1).to_string()));
    }
    for (c, shown) in chars(TAGS).zip(' '..='~') {
        table.set(c, Rewrite::As(shown.encode_utf8(&mut [0; 4])));
    }
    for c in INVISIBLE.iter().flat_map(|range| chars(*range)) {
        table.set(c, Rewrite::Nothing);
    }
    table
});

static RESEMBLED: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for c in RESEMBLING.iter().flat_map(|range| chars(*range)) {
        let form: String = skeleton(c.encode_utf8(&mut [0; 4])).collect();
        if matches!(form.as_bytes(), [byte] if byte.is_ascii_alphanumeric()) {
            table.set(c, Rewrite::As(&form));
        }
    }
    table
});

fn chars((first, last): (u32, u32)) -> impl Iterator<Item = char> {
    (first..=last).filter_map(char::from_u32)
}

/// What `text` says in ASCII as far as it does; none if it is written so already.
pub(super) fn fold(text: &str) -> Option<(String, Map)> {
    rewrite(text, &ASCII)
}

/// LIMIT: parameters of a sequence that colours a terminal.
const COLOUR_BYTES_MAX: usize = 16;

/// `text` without the sequences that colour a terminal (ECMA-48, 8.3.117), up to what may become
/// one when more of it comes; none if it has none.
pub(super) fn uncolour(text: &str, finished: bool) -> Option<(String, Map)> {
    let bytes = text.as_bytes();
    let mut at = memchr(ESCAPE, bytes)?;
    let mut map = Map::default();
    let mut out = String::new();
    let (mut kept, mut end) = (0, bytes.len());
    loop {
        match colour(bytes.get(at..).unwrap_or_default()) {
            None if !finished => {
                end = at;
                break;
            }
            None | Some(0) => at += 1,
            Some(length) => {
                out.push_str(text.get(kept..at).unwrap_or_default());
                map.mark((at, length), (out.len(), 0));
                at += length;
                kept = at;
            }
        }
        match memchr(ESCAPE, bytes.get(at..).unwrap_or_default()) {
            Some(offset) => at += offset,
            None => break,
        }
    }
    out.push_str(text.get(kept..end).unwrap_or_default());
    Some((out, map))
}

const ESCAPE: u8 = 0x1b;

/// The length of the sequence at the front, 0 if it is none; none if more text decides.
fn colour(bytes: &[u8]) -> Option<usize> {
    match bytes.get(1) {
        None => return None,
        Some(b'[') => {}
        Some(_) => return Some(0),
    }
    let parameters = bytes.iter().skip(2).take(COLOUR_BYTES_MAX);
    let count = parameters.take_while(|byte| byte.is_ascii_digit() || **byte == b';').count();
    match bytes.get(2 + count) {
        None => None,
        Some(b'm') => Some(3 + count),
        Some(_) => Some(0),
    }
}

/// `text` with the letters of ASCII in the place of those that look like them (Unicode Technical
/// Standard 39, confusables); none if there are no such.
pub(super) fn lookalike(text: &str) -> Option<(String, Map)> {
    rewrite(text, &RESEMBLED)
}

/// What one character says in ASCII; itself where it says nothing.
pub(super) fn fold_char(c: char, out: &mut String) {
    match ASCII.get(c) {
        Rewrite::Itself => out.push(c),
        Rewrite::Nothing => {}
        Rewrite::As(form) => out.push_str(form),
    }
}

fn rewrite(text: &str, table: &LazyLock<Table>) -> Option<(String, Map)> {
    if text.is_ascii() {
        return None;
    }
    let mut map = Map::default();
    let mut out = String::new();
    let (mut kept, mut skipped) = (0, 0);
    let mut at = 0;
    while let Some(found) = next_foreign(text, at) {
        let Some(c) = text.get(found..).and_then(|rest| rest.chars().next()) else { break };
        let end = found + c.len_utf8();
        skipped = if found == at { skipped } else { 0 };
        let form: Cow<'_, str> = match table.get(c) {
            Rewrite::Nothing if skipped < SKIPPED_MAX => Cow::Borrowed(""),
            Rewrite::Itself | Rewrite::Nothing => {
                (at, skipped) = (end, 0);
                continue;
            }
            Rewrite::As(form) => Cow::Borrowed(form),
        };
        skipped = if form.is_empty() { skipped + 1 } else { 0 };
        out.push_str(text.get(kept..found).unwrap_or_default());
        map.mark((found, c.len_utf8()), (out.len(), form.len()));
        out.push_str(&form);
        (kept, at) = (end, end);
    }
    if map.is_empty() {
        return None;
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    Some((out, map))
}

/// The next place from `from` on where a character that is not ASCII stands.
fn next_foreign(text: &str, from: usize) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    let mut at = 0;
    while let Some(chunk) = rest.get(at..at + 32) {
        if !chunk.is_ascii() {
            break;
        }
        at += 32;
    }
    let tail = rest.get(at..)?;
    tail.iter().position(|byte| !byte.is_ascii()).map(|offset| from + at + offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(fold(text).map(|(folded, _)| folded).as_deref(), expected, "{text:?}");
    }

    #[test]
    fn what_stands_for_ascii_becomes_it() {
        check("ada@example.com", None);
        check("ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ", Some("ada@example.com"));
        check("𝟒𝟏𝟓𝟓", Some("4155"));
        check("𝒶𝖉𝚊", Some("ada"));
        check("٤١٥-५५५-๒๖๗๑", Some("415-555-2671"));
        check("①②⑶", Some("12(3)"));
        check("❶➁➌ 4\u{fe0f}\u{20e3} 5\u{336}", Some("123 4 5"));
        check("a\u{200b}d\u{ad}a", Some("ada"));
        check("415\u{2011}555\u{a0}2671", Some("415-555 2671"));
        check("ﬁle", Some("file"));
        check("№5 ℡6", Some("#5 TEL 6"));
        check("\u{e0061}\u{e0064}\u{e0061}", Some("ada"));
    }

    #[test]
    fn colours_are_left_out() {
        for (text, finished, expected) in [
            ("\x1b[31mada\x1b[0m", true, "ada"),
            ("a\x1b[1;32mb\x1bc\x1b[K", true, "ab\x1bc\x1b[K"),
            ("a\x1b[3", false, "a"),
            ("a\x1b", true, "a\x1b"),
        ] {
            let uncoloured = uncolour(text, finished).map(|(uncoloured, _)| uncoloured);
            assert_eq!(uncoloured.as_deref(), Some(expected), "{text:?}");
        }
        assert_eq!(uncolour("plain", false), None);
    }

    #[test]
    fn words_of_other_scripts_stay() {
        check("naïve façade, Straße, Привет, 電話, 전화", None);
        check("a–b—c “d”", None);
    }

    #[test]
    fn letters_that_look_alike_are_another_reading() {
        let (text, _) = lookalike("аdа@ехаmрlе.соm").unwrap();
        assert_eq!(text, "ada@example.com");
        assert_eq!(lookalike("日本語"), None);
    }

    #[test]
    fn rows_of_invisible_characters_are_bounded() {
        let row = "\u{200b}".repeat(SKIPPED_MAX);
        check(&format!("a{row}b"), Some("ab"));
        check(&format!("a{row}\u{200b}b"), Some("a\u{200b}b"));
    }
}
