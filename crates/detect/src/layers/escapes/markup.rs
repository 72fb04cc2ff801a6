//! Character references of HTML and XML.
//!
//! Of the named ones it knows those that may stand in a value or beside one.

use super::{ESCAPE_BYTES_MAX, Read, char_of};

/// Named references (HTML Living Standard, 13.5) of ASCII and of what is folded to it.
const NAMED: &[(&str, char)] = &[
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ensp", ' '),
    ("emsp", ' '),
    ("thinsp", ' '),
    ("shy", '\u{ad}'),
    ("ndash", '-'),
    ("mdash", '-'),
    ("horbar", '-'),
    ("numsp", ' '),
    ("hairsp", ' '),
    ("NoBreak", '\u{2060}'),
    ("AMP", '&'),
    ("LT", '<'),
    ("GT", '>'),
    ("QUOT", '"'),
    ("zwj", '\u{200d}'),
    ("zwnj", '\u{200c}'),
    ("commat", '@'),
    ("period", '.'),
    ("comma", ','),
    ("colon", ':'),
    ("semi", ';'),
    ("sol", '/'),
    ("bsol", '\\'),
    ("num", '#'),
    ("percnt", '%'),
    ("dollar", '$'),
    ("plus", '+'),
    ("equals", '='),
    ("lowbar", '_'),
    ("hyphen", '-'),
    ("dash", '-'),
    ("minus", '-'),
    ("lpar", '('),
    ("rpar", ')'),
    ("lsqb", '['),
    ("rsqb", ']'),
    ("excl", '!'),
    ("quest", '?'),
    ("ast", '*'),
    ("grave", '`'),
    ("Tab", '\t'),
    ("NewLine", '\n'),
];

/// The reference that begins with the `&` at the front.
pub(super) fn reference(bytes: &[u8]) -> Read {
    match bytes.get(1) {
        None => Read::Starved,
        Some(b'#') => numeric(bytes),
        Some(byte) if byte.is_ascii_alphabetic() => named(bytes),
        Some(_) => Read::Plain,
    }
}

fn named(bytes: &[u8]) -> Read {
    let name = bytes.iter().skip(1).take(ESCAPE_BYTES_MAX);
    let length = name.take_while(|byte| byte.is_ascii_alphabetic()).count();
    let end = length + 1;
    match bytes.get(end) {
        None if end < ESCAPE_BYTES_MAX => return Read::Starved,
        Some(b';') => {}
        _ => return Read::Plain,
    }
    let name = bytes.get(1..end).unwrap_or_default();
    let known = NAMED.iter().find(|(known, _)| known.as_bytes() == name);
    known.map_or(Read::Plain, |(_, c)| Read::Char(end + 1, *c))
}

/// Readers forgive a missing semicolon; so does this.
fn numeric(bytes: &[u8]) -> Read {
    let (radix, from) = match bytes.get(2) {
        Some(b'x' | b'X') => (16, 3),
        Some(_) => (10, 2),
        None => return Read::Starved,
    };
    let mut code = 0_u32;
    let mut end = from;
    while let Some(digit) = bytes.get(end).and_then(|byte| char::from(*byte).to_digit(radix)) {
        if end >= ESCAPE_BYTES_MAX {
            return Read::Plain;
        }
        code = code.saturating_mul(radix).saturating_add(digit);
        end += 1;
    }
    match bytes.get(end) {
        None => Read::Starved,
        Some(_) if end == from => Read::Plain,
        Some(b';') => char_of(code, end + 1),
        Some(_) => char_of(code, end),
    }
}
