//! The text of a file's bytes: UTF-8, or UTF-16 where its mark stands first.
//!
//! What is no UTF-8 is searched too: each byte that fits nowhere counts as one character that
//! belongs to nothing, so that offsets stay right. Of UTF-16, bytes are counted as in UTF-8.

use std::borrow::Cow;

/// What stands for what is no text: one byte, and no part of any word.
const SUBSTITUTE: char = '\u{1a}';
/// The mark with which UTF-16 begins.
const MARK: char = '\u{feff}';

/// Turns bytes into text.
#[derive(Debug)]
pub(super) struct Decoder {
    form: Form,
    /// An unfinished character.
    pending: Vec<u8>,
}

/// How characters are written.
#[derive(Debug, Clone, Copy)]
enum Form {
    Utf8,
    Utf16(fn([u8; 2]) -> u16),
}

impl Decoder {
    /// A decoder for a file that begins so.
    pub(super) fn of(begin: &[u8]) -> Self {
        let form = match begin {
            [0xFF, 0xFE, ..] => Form::Utf16(u16::from_le_bytes),
            [0xFE, 0xFF, ..] => Form::Utf16(u16::from_be_bytes),
            _ => Form::Utf8,
        };
        Self { form, pending: Vec::new() }
    }

    /// Whether a zero byte shows that the file is no text.
    pub(super) fn expects_no_zeros(&self) -> bool {
        matches!(self.form, Form::Utf8)
    }

    /// The text of these bytes; an unfinished character at their end waits.
    pub(super) fn decode<'b>(&mut self, piece: &'b [u8]) -> Cow<'b, str> {
        if self.pending.is_empty()
            && let (Form::Utf8, Ok(valid)) = (self.form, std::str::from_utf8(piece))
        {
            return Cow::Borrowed(valid);
        }
        let mut joined = std::mem::take(&mut self.pending);
        joined.extend_from_slice(piece);
        Cow::Owned(match self.form {
            Form::Utf8 => self.utf_8(&joined),
            Form::Utf16(unit) => self.utf_16(&joined, unit),
        })
    }

    /// What stands for a character that was never finished.
    pub(super) fn rest(&mut self) -> String {
        std::mem::take(&mut self.pending).iter().map(|_| SUBSTITUTE).collect()
    }

    fn utf_8(&mut self, bytes: &[u8]) -> String {
        let mut text = String::with_capacity(bytes.len());
        let mut rest = bytes;
        loop {
            let error = match std::str::from_utf8(rest) {
                Ok(valid) => {
                    text.push_str(valid);
                    return text;
                }
                Err(error) => error,
            };
            let (valid, after) = rest.split_at_checked(error.valid_up_to()).unwrap_or((rest, &[]));
            text.push_str(std::str::from_utf8(valid).unwrap_or_default());
            let Some(wrong) = error.error_len() else {
                self.pending.extend_from_slice(after);
                return text;
            };
            text.extend(std::iter::repeat_n(SUBSTITUTE, wrong));
            rest = after.get(wrong..).unwrap_or_default();
        }
    }

    fn utf_16(&mut self, bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
        let (pairs, odd) = bytes.as_chunks();
        let mut units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        // The first half of a character waits for the second.
        let half = units.pop_if(|last| matches!(*last, 0xD800..=0xDBFF));
        let waits = odd.len() + if half.is_some() { 2 } else { 0 };
        self.pending.extend_from_slice(bytes.get(bytes.len() - waits..).unwrap_or_default());
        let characters = char::decode_utf16(units).map(|unit| unit.unwrap_or(SUBSTITUTE));
        characters.filter(|character| *character != MARK).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pieces: &[&[u8]], expected: &str) {
        let mut decoder = Decoder::of(pieces[0]);
        let mut text: String =
            pieces.iter().map(|piece| decoder.decode(piece).into_owned()).collect();
        text.push_str(&decoder.rest());
        assert_eq!(text, expected);
    }

    #[test]
    fn characters_may_be_cut_anywhere_and_wrong_bytes_keep_their_number() {
        check(&[b"abc"], "abc");
        check(&[b"h\xc3", b"\xb6"], "h\u{f6}");
        check(&[b"\xf0", b"\x9f", b"\x98", b"\x80"], "\u{1f600}");
        check(&[b"a\xffb"], "a\u{1a}b");
        check(&[b"a\xc3", b"b"], "a\u{1a}b");
        check(&[b"a\xf0\x9f"], "a\u{1a}\u{1a}");
        check(&[b"\xed\xa0\x80"], "\u{1a}\u{1a}\u{1a}");
    }

    #[test]
    fn utf_16_is_read_by_its_mark_however_it_is_cut() {
        let little = b"\xff\xfea\0\x3d\xd8\0\xde!\0";
        let big = b"\xfe\xff\0a\xd8\x3d\xde\0\0!";
        for bytes in [little, big] {
            for cut in 2..bytes.len() {
                let (first, second) = bytes.split_at(cut);
                check(&[first, second], "a\u{1f600}!");
            }
        }
        check(&[b"\xff\xfe\x3d\xd8a\0"], "\u{1a}a");
        check(&[b"\xff\xfea\0\x3d"], "a\u{1a}");
    }
}
