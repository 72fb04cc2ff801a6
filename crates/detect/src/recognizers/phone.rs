//! Phone numbers: what their recognizers share.
//!
//! Numbers with letters in them (`1-800-FLOWERS`) are not recognised.

mod country_codes;
pub(super) mod international;
pub(super) mod loose;
pub(super) mod nanp;
pub(super) mod national;

use crate::boundary::{byte_before, number_lead, opens_number};
use crate::cursor::Cursor;

/// LIMIT: digits of an extension.
const EXTENSION_DIGITS_MAX: usize = 6;

const CONTEXT: &[&str] = &[
    "phone",
    "telephone",
    "tel",
    "mobile",
    "cell",
    "cellphone",
    "cellular",
    "call",
    "fax",
    "dial",
    "whatsapp",
    "sms",
    "text me",
    "landline",
    "hotline",
    "helpline",
    "reach me at",
    "reach us at",
    "contact number",
    "phonenumber",
    "msisdn",
    "toll free",
    "voicemail",
    "pager",
    "handy",
    "telefon",
    "rufnummer",
    "handynummer",
    "telefonnummer",
    "mobil",
    "mobilnummer",
    "anrufen",
    "durchwahl",
    "téléphone",
    "portable",
    "appeler",
    "appelez",
    "teléfono",
    "telefono",
    "móvil",
    "movil",
    "celular",
    "llamar",
    "llame",
    "cellulare",
    "chiamare",
    "chiama",
    "telefone",
    "telemóvel",
    "ligue",
    "telefoon",
    "tlf",
    "puhelin",
    "телефон",
    "тел",
    "мобильный",
    "звоните",
    "phone no",
    "mob",
    "फोन",
    "मोबाइल",
    "電話",
    "携帯",
    "전화",
    "휴대폰",
    "연락처",
    "핸드폰",
    "电话",
    "手机",
    "電話番号",
];

/// What stands directly before the first digit.
pub(super) struct Lead {
    /// Where it begins.
    pub(super) start: usize,
    /// A plus stands in it.
    pub(super) plus: bool,
    /// A parenthesis opens in it.
    pub(super) parenthesis: bool,
}

/// The largest number of 32 bits, and how many there are.
const LIMITS: &[&str] = &["4294967295", "4294967296"];

/// Reads what stands before the number; none if no number may begin there.
pub(super) fn lead(cursor: &Cursor<'_>) -> Option<Lead> {
    let start = number_lead(cursor.text, cursor.at);
    let text = cursor.slice(start, cursor.at);
    let (plus, parenthesis) = (text.contains('+'), text.contains('('));
    let opens = if plus {
        opens_number(cursor.text, start)
    } else {
        // `tel(415)...` is as good as `tel (415)...`, but an index of digits is not.
        !byte_before(cursor.text, start).is_some_and(|byte| byte.is_ascii_digit())
    };
    let limit = !plus && LIMITS.iter().any(|limit| cursor.literal(cursor.at, limit));
    (opens && !limit).then_some(Lead { start, plus, parenthesis })
}

/// Where a number that ends at `end` ends with its extension; none if it does not end there.
pub(super) fn close(cursor: &Cursor<'_>, end: usize) -> Option<usize> {
    extension(cursor, end).or_else(|| cursor.closes_number(end).then_some(end))
}

/// `x123`, `ext. 123`, `extension 123`, `#123`, and what may stand before.
fn extension(cursor: &Cursor<'_>, end: usize) -> Option<usize> {
    let blank = |byte: u8| matches!(byte, b' ' | b',' | b';');
    let word = cursor.run(end, 2, blank);
    let word_end = cursor.run(word, 9, |byte| byte.is_ascii_alphabetic() || byte == b'#');
    let known = ["x", "ext", "extn", "extension", "#", "poste", "durchwahl"];
    if !known.iter().any(|known| cursor.slice(word, word_end).eq_ignore_ascii_case(known)) {
        return None;
    }
    let digits = cursor.run(word_end, 2, |byte| matches!(byte, b' ' | b'.' | b':'));
    let digits_end = cursor.run(digits, EXTENSION_DIGITS_MAX, |byte| byte.is_ascii_digit());
    (digits_end > digits && cursor.closes_number(digits_end)).then_some(digits_end)
}

/// Whether the candidate follows a colon after digits: in `20:56:05 2009` the seconds of a time
/// begin no number.
fn follows_time(cursor: &Cursor<'_>) -> bool {
    let left = cursor.text.as_bytes().get(..cursor.at).unwrap_or_default();
    matches!(left, [.., digit, b':'] if digit.is_ascii_digit())
}

/// Whether the candidate follows a name and a dash: `CVE-2026-9358`, `#comment-2682252991`.
fn follows_name(cursor: &Cursor<'_>) -> bool {
    let left = cursor.text.as_bytes().get(..cursor.at).unwrap_or_default();
    matches!(left, [.., letter, b'-'] if letter.is_ascii_alphanumeric())
}

/// LIMIT: bytes of the line before that are looked at.
const LINE_BYTES_MAX: usize = 96;

/// Whether the plus at `start` says that a line was added: it stands at the start of a line below
/// another line of a diff.
pub(super) fn is_added(cursor: &Cursor<'_>, start: usize) -> bool {
    let left = cursor.text.as_bytes().get(..start).unwrap_or_default();
    let Some(above) = left.strip_suffix(b"\n") else { return false };
    let near = above.get(above.len().saturating_sub(LINE_BYTES_MAX)..).unwrap_or_default();
    let line = near.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    match line {
        [b'@', b'@', ..] | [b'-', ..] => true,
        [b'+', next, ..] => !next.is_ascii_digit(),
        _ => false,
    }
}
