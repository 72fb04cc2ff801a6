//! Numbers whose groups are parted by what people seldom write there: tabs, line breaks, commas,
//! underscores, two spaces, the plus signs of a form; or digit by digit; and numbers that are
//! written as decimals or joined with the word before. No recognizer.
//!
//! They are read only directly behind a word that names them, or under a key that does: four
//! columns of a table look the same as a card.

use crate::boundary::{is_dash, is_space};
use crate::cursor::Cursor;

/// LIMIT: digits of a number; and so groups, where each digit is one.
const DIGITS_MAX: usize = 20;
/// LIMIT: bytes between the word and the number.
const LEAD_BYTES_MAX: usize = 32;
/// LIMIT: bytes of a number that is written as a decimal.
const DECIMAL_BYTES_MAX: usize = 32;
/// LIMIT: characters of a separator.
const SEPARATOR_MAX: usize = 4;
/// Words that stand between the name of a number and the number.
const BETWEEN: &[&str] =
    &["number", "numbers", "num", "no", "nr", "is", "was", "value", "code", "me", "at", "on"];

/// Groups of digits with separators between them.
#[derive(Debug, Default)]
pub(super) struct Loose {
    digits: [u8; DIGITS_MAX],
    total: usize,
    /// How many digits each group has, and where it ends.
    groups: [(usize, usize); DIGITS_MAX],
    count: usize,
    /// How many groups have the same separator between them.
    even: usize,
    /// A plus stands before it.
    pub(super) plus: bool,
    pub(super) start: usize,
    /// It is written as a decimal.
    is_decimal: bool,
}

impl Loose {
    /// The number behind one of these words, which stands at the cursor.
    pub(super) fn behind(cursor: &Cursor<'_>, words: &[&str]) -> Option<Self> {
        let word = words.iter().filter(|word| cursor.literal(cursor.at, word));
        let word = word.map(|word| word.len()).max()?;
        let start = lead(cursor, cursor.at + word)?;
        let number = Self::decimal(cursor, start).or_else(|| Self::read(cursor, start))?;
        // `SSN536904399`: the word tells it from a number that other recognizers read.
        let joined = start == cursor.at + word;
        (joined || number.count > 1 || number.is_decimal).then_some(number)
    }

    /// The number with which a text begins.
    pub(super) fn first(cursor: &Cursor<'_>) -> Option<Self> {
        let start =
            cursor.run(cursor.at, LEAD_BYTES_MAX, |byte| matches!(byte, b' ' | b'"' | b'('));
        let number = Self::decimal(cursor, start).or_else(|| Self::read(cursor, start))?;
        (number.count > 1 || number.is_decimal).then_some(number)
    }

    /// A whole number that is written with decimals or an exponent: `536904399.0`, `5.36904399e8`.
    fn decimal(cursor: &Cursor<'_>, at: usize) -> Option<Self> {
        let end = cursor.run(at, DECIMAL_BYTES_MAX, |byte| {
            byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+')
        });
        let text = cursor.slice(at, end);
        let text = text.trim_end_matches('.');
        let digits = whole_digits(text)?;
        let mut number = Self {
            start: at,
            is_decimal: true,
            count: 1,
            even: 1,
            total: digits.len(),
            ..Self::default()
        };
        for (slot, byte) in number.digits.iter_mut().zip(digits.bytes()) {
            *slot = byte - b'0';
        }
        *number.groups.first_mut()? = (digits.len(), at + text.len());
        Some(number)
    }

    fn read(cursor: &Cursor<'_>, at: usize) -> Option<Self> {
        let plus = cursor.byte(at)? == b'+';
        let mut number = Self { plus, start: at, ..Self::default() };
        let mut at = at + usize::from(plus);
        let mut between = "";
        let mut is_even = true;
        while number.push(cursor, at) {
            if is_even {
                number.even = number.count;
            }
            let (_, end) = number.last();
            let Some(next) = separator(cursor, end) else { break };
            let sign = cursor.slice(end, next).trim_start_matches(')').trim_end_matches('(');
            let single = number.sizes().iter().all(|size| *size == 1);
            let varies = single && sign.chars().all(|c| is_space(c) || is_dash(c) || c == '.');
            is_even &= number.count == 1 || sign == between || varies;
            if !is_even && sign.contains(['\n', '\r']) {
                break;
            }
            (between, at) = (sign, next);
        }
        (number.count > 0).then_some(number)
    }

    /// Adds the group at `start`, if there is one and room for it.
    fn push(&mut self, cursor: &Cursor<'_>, start: usize) -> bool {
        let room = DIGITS_MAX - self.total;
        let end = cursor.run(start, room + 1, |byte| byte.is_ascii_digit());
        if end == start || end - start > room {
            return false;
        }
        let digits = cursor.text.as_bytes().get(start..end).unwrap_or_default();
        for (slot, byte) in self.digits.iter_mut().skip(self.total).zip(digits) {
            *slot = byte - b'0';
        }
        if let Some(group) = self.groups.get_mut(self.count) {
            *group = (end - start, end);
        }
        self.total += end - start;
        self.count += 1;
        self.total < DIGITS_MAX
    }

    fn last(&self) -> (usize, usize) {
        let last = self.count.checked_sub(1).and_then(|last| self.groups.get(last));
        last.copied().unwrap_or_default()
    }

    /// Whether all its digits stand in one group.
    pub(super) fn is_one(&self) -> bool {
        self.count == 1
    }

    /// How many digits each group has.
    pub(super) fn sizes(&self) -> Vec<usize> {
        self.groups.iter().take(self.count).map(|(size, _)| *size).collect()
    }

    /// What stands between the first `count` groups.
    pub(super) fn signs<'t>(&self, cursor: &Cursor<'t>, count: usize) -> Vec<&'t str> {
        let groups = self.groups.get(..count.min(self.count)).unwrap_or_default();
        let pairs = groups.iter().zip(groups.iter().skip(1));
        pairs.map(|((_, end), (size, next))| cursor.slice(*end, next - size)).collect()
    }

    /// The beginnings of the number that end with a group, the longest first: their digits, the
    /// sizes of their groups and where they end. Different separators stand only between groups
    /// of sizes in which such numbers are `printed`.
    pub(super) fn parts(
        &self,
        printed: &[&[usize]],
    ) -> impl Iterator<Item = (&[u8], Vec<usize>, usize)> {
        (1..=self.count).rev().filter_map(move |count| {
            let sizes: Vec<usize> = self.sizes().into_iter().take(count).collect();
            if count > self.even && !printed.contains(&sizes.as_slice()) {
                return None;
            }
            let digits = self.digits.get(..sizes.iter().sum())?;
            let (_, end) = self.groups.get(count - 1)?;
            Some((digits, sizes, *end))
        })
    }
}

/// Where the number begins behind a word that ends at `from`: signs and a few words may stand
/// between.
fn lead(cursor: &Cursor<'_>, from: usize) -> Option<usize> {
    let sign = |byte: u8| byte.is_ascii_punctuation() && byte != b'+' || byte <= b' ';
    let mut at = from;
    while at - from < LEAD_BYTES_MAX {
        let signs = cursor.run(at, LEAD_BYTES_MAX, sign);
        if cursor.byte(signs).is_some_and(|byte| byte.is_ascii_digit() || byte == b'+') {
            return Some(signs);
        }
        let end = cursor.run(signs, LEAD_BYTES_MAX, |byte| byte.is_ascii_alphabetic());
        let word = cursor.slice(signs, end);
        if !BETWEEN.iter().any(|known| word.eq_ignore_ascii_case(known)) {
            return None;
        }
        at = end;
    }
    None
}

/// The digits of a whole number that is written with a fraction of zeros or an exponent (RFC 8259,
/// 6), up to as many as a number here has; none if it is written otherwise.
pub(crate) fn whole_digits(text: &str) -> Option<String> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => {
            (mantissa, exponent.strip_prefix('+').unwrap_or(exponent).parse::<usize>().ok()?)
        }
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || mantissa == text && fraction.is_empty() || exponent > DIGITS_MAX {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    let digits = format!("{whole}{fraction:0<exponent$}");
    let fits = digits.len() <= DIGITS_MAX && fraction.len() <= exponent && !whole.starts_with('0');
    (fits && plain(whole) && plain(fraction)).then_some(digits)
}

/// Where the group begins behind the separator at `from`.
fn separator(cursor: &Cursor<'_>, from: usize) -> Option<usize> {
    let mut at = from;
    for _ in 0..=SEPARATOR_MAX {
        match cursor.char(at)? {
            c if c.is_ascii_digit() => return (at > from).then_some(at),
            c if is_space(c) || is_dash(c) => at += c.len_utf8(),
            '\t' | '\n' | '\r' | '_' | '/' | ',' | '.' | '+' | '|' | ':' | ';' | '*' | '\\'
            | '(' | ')' | '"' | '\'' => at += 1,
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_however_they_are_written() {
        for (text, expected) in [
            ("536904399.0", Some("536904399")),
            ("5.36904399e8", Some("536904399")),
            ("5.36904399E+08", Some("536904399")),
            ("536904399e0", Some("536904399")),
            ("5369e3", Some("5369000")),
            ("536904399", None),
            ("536904399.5", None),
            ("5.36904399e7", None),
            ("5.36904399e-8", None),
            ("0.5e9", None),
            ("5e21", None),
            ("5.e", None),
            ("", None),
        ] {
            assert_eq!(whole_digits(text).as_deref(), expected, "{text}");
        }
    }
}
