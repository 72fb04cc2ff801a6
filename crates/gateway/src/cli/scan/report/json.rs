//! A finding as JSON. Written by hand: one for every few words of a large file is printed, and
//! the rest of the work is fast.

use portcullis_model::Finding;

use super::{Spot, rule, thousandths};
use crate::cli::arguments::Offsets;

/// The path, escaped once for all findings of a file.
pub(super) fn lead(name: &str) -> Vec<u8> {
    let mut lead = b"\n{\"path\":".to_vec();
    string(name, &mut lead);
    lead.extend_from_slice(b",\"line\":");
    lead
}

/// One object.
pub(super) fn add(lead: &[u8], spot: &Spot<'_>, offsets: Offsets, out: &mut Vec<u8>) {
    let (start, end) = match offsets {
        Offsets::Characters => (spot.start.characters, spot.end.characters),
        Offsets::Bytes => (spot.start.bytes, spot.end.bytes),
    };
    out.extend_from_slice(lead);
    decimal(spot.start.line, out);
    out.extend_from_slice(b",\"column\":");
    decimal(spot.start.column, out);
    out.push(b',');
    members(spot.finding, (start, end), out);
    out.push(b'}');
}

/// What every form of a finding has: entity, rule, start, end, score, recognizer.
pub(in crate::cli::scan) fn members(finding: &Finding, span: (usize, usize), out: &mut Vec<u8>) {
    out.extend_from_slice(b"\"entity\":");
    string(finding.entity.name(), out);
    if let Some(rule) = rule(finding) {
        out.extend_from_slice(b",\"rule\":");
        string(rule, out);
    }
    out.extend_from_slice(b",\"start\":");
    decimal(span.0, out);
    out.extend_from_slice(b",\"end\":");
    decimal(span.1, out);
    out.extend_from_slice(b",\"score\":");
    score(finding.score, out);
    out.extend_from_slice(b",\"recognizer\":");
    string(&finding.recognizer, out);
}

/// A text in quotation marks.
pub(super) fn string(text: &str, out: &mut Vec<u8>) {
    let plain = |byte: u8| byte >= 0x20 && byte != b'"' && byte != b'\\';
    if text.bytes().all(plain) {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
        return;
    }
    let value = serde_json::Value::from(text);
    out.extend_from_slice(value.to_string().as_bytes());
}

/// A whole number.
pub(super) fn decimal(mut number: usize, out: &mut Vec<u8>) {
    const DIGITS: [u8; 10] = *b"0123456789";
    // The longest one has twenty digits.
    let mut digits = [0; 20];
    let mut first = digits.len();
    for (at, digit) in digits.iter_mut().enumerate().rev() {
        *digit = DIGITS.get(number % 10).copied().unwrap_or_default();
        number /= 10;
        first = at;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(digits.get(first..).unwrap_or_default());
}

/// A score with up to three decimals, at least one.
pub(super) fn score(score: f32, out: &mut Vec<u8>) {
    let thousandths = thousandths(score);
    decimal(thousandths / 1_000, out);
    out.push(b'.');
    let mut rest = thousandths % 1_000;
    let mut unit = 100;
    loop {
        decimal(rest / unit, out);
        rest %= unit;
        unit /= 10;
        if rest == 0 || unit == 0 {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_are_written_as_everywhere() {
        for number in [0, 1, 9, 10, 99, 100, 12_345, usize::MAX] {
            assert_eq!(written(|out| decimal(number, out)), number.to_string());
        }
        for (number, expected) in [
            (0.0, "0.0"),
            (1.0, "1.0"),
            (0.95, "0.95"),
            (0.919_999_96, "0.92"),
            (0.8, "0.8"),
            (0.505, "0.505"),
            (0.01, "0.01"),
            (0.001, "0.001"),
            (1.5, "1.0"),
        ] {
            assert_eq!(written(|out| score(number, out)), expected);
        }
    }

    #[test]
    fn texts_are_escaped_where_they_must_be() {
        for text in ["", "a/b", "é", "a\"b", "a\\b", "a\nb", "\u{1}", "\u{7f}"] {
            let json = written(|out| string(text, out));
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
    }
}
