//! How text is read: separators are dropped, and escapes are undone or not.
//!
//! A text has two readings, since only whoever wrote it knows which one was meant: `\n` may be
//! a line that ends, or the end of one value and the beginning of another. Neither of them
//! changes the text.

/// A way to read text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// As it stands.
    Raw,
    /// `%41`, `\u0041` and `\"` are what they stand for.
    Unescaped,
}

/// What one step of a reading finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Bytes that count, the first `count` of `bytes`, which take `width` bytes of the text.
    Kept { bytes: [u8; 4], count: usize, width: usize },
    /// A separator.
    Dropped { width: usize },
    /// An escape that is not whole yet.
    Unfinished,
    /// Nothing more.
    End,
}

/// Part of a text, and whether the text ends with it.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) text: &'a str,
    /// Where in the whole text this part begins.
    pub(super) base: usize,
    pub(super) finished: bool,
}

/// What a byte is to the readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Kept,
    Dropped,
    /// May begin a character that nobody sees.
    Lead,
    /// May begin an escape.
    Escape,
}

const CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut all = [Class::Kept; 256];
    let mut byte = 0_u8;
    loop {
        let class = match byte {
            0x08..=0x0d | b' ' | b'-' | b'_' | b'.' | b',' | b':' | b'+' | b'/' | b'=' => {
                Class::Dropped
            }
            0xc2 | 0xe1 | 0xe2 | 0xef => Class::Lead,
            b'%' | b'\\' => Class::Escape,
            _ => Class::Kept,
        };
        if let Some((_, rest)) = all.split_at_mut_checked(byte as usize)
            && let Some(first) = rest.first_mut()
        {
            *first = class;
        }
        if byte == u8::MAX {
            return all;
        }
        byte += 1;
    }
}

pub(super) fn class(byte: u8) -> Class {
    CLASSES.get(usize::from(byte)).copied().unwrap_or(Class::Kept)
}

/// Whether a character is read as if it were not there.
pub(super) fn is_dropped(c: char) -> bool {
    match u8::try_from(c) {
        Ok(byte) if byte < 0x80 => class(byte) == Class::Dropped,
        _ => matches!(c,
            '\u{a0}' | '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}'
            | '\u{2060}'..='\u{2064}' | '\u{feff}'),
    }
}

impl View<'_> {
    /// Where in the whole text this part ends.
    pub(super) fn end(&self) -> usize {
        self.base + self.text.len()
    }

    /// The bytes from a place on.
    pub(super) fn rest(&self, at: usize) -> &[u8] {
        self.text.as_bytes().get(at - self.base..).unwrap_or_default()
    }

    /// What stands at a place.
    pub(super) fn step(&self, at: usize, reading: Reading) -> Step {
        let rest = self.rest(at);
        let Some(first) = rest.first() else { return Step::End };
        match (class(*first), reading) {
            (Class::Dropped, _) => Step::Dropped { width: 1 },
            (Class::Lead, _) => self.lead(at),
            (Class::Escape, Reading::Unescaped) => unescape(rest, self.finished),
            (Class::Kept, _) | (Class::Escape, Reading::Raw) => byte(*first, 1),
        }
    }

    fn lead(&self, at: usize) -> Step {
        let c = self.text.get(at - self.base..).and_then(|rest| rest.chars().next());
        match c {
            Some(c) if is_dropped(c) => Step::Dropped { width: c.len_utf8() },
            _ => self.rest(at).first().map_or(Step::End, |first| byte(*first, 1)),
        }
    }

    /// The beginning of at most `count` separators, escaped or not, that end before `at`.
    pub(super) fn dropped_before(&self, mut at: usize, count: usize) -> usize {
        for _ in 0..count {
            let before = self.text.get(..at - self.base).unwrap_or_default();
            let width = separator_at_end(before);
            if width == 0 {
                break;
            }
            at -= width;
        }
        at
    }

    /// The beginning of the character of base64 that ends before `at`, or `at`.
    pub(super) fn coded_before(&self, at: usize) -> usize {
        let before = self.text.as_bytes().get(..at - self.base).unwrap_or_default();
        at - usize::from(before.last().is_some_and(|byte| is_coded(*byte)))
    }

    /// The end of the character of base64 that begins at `at`, or `at`.
    pub(super) fn coded_after(&self, at: usize) -> usize {
        at + usize::from(self.rest(at).first().is_some_and(|byte| is_coded(*byte)))
    }
}

fn is_coded(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
}

/// The width of the separator that a text ends with, else 0.
fn separator_at_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    for width in [6, 3, 2] {
        let tail = bytes.get(bytes.len().saturating_sub(width)..).unwrap_or_default();
        let whole = tail.len() == width && matches!(tail.first(), Some(b'%' | b'\\'));
        if whole && unescape(tail, true) == (Step::Dropped { width }) {
            return width;
        }
    }
    text.chars().next_back().filter(|c| is_dropped(*c)).map_or(0, char::len_utf8)
}

fn byte(byte: u8, width: usize) -> Step {
    Step::Kept { bytes: [byte, 0, 0, 0], count: 1, width }
}

fn character(c: char, width: usize) -> Step {
    if is_dropped(c) {
        return Step::Dropped { width };
    }
    let mut bytes = [0; 4];
    let count = c.encode_utf8(&mut bytes).len();
    Step::Kept { bytes, count, width }
}

/// Undoes the escape that `rest` begins with; where it begins none, its first byte is itself.
fn unescape(rest: &[u8], finished: bool) -> Step {
    let literal = rest.first().map_or(Step::End, |first| byte(*first, 1));
    let decoded = match rest {
        [b'%', digits @ ..] => hex(digits, 2).map(percent),
        [b'\\', b'u', digits @ ..] => hex(digits, 4).and_then(|code| unicode(code, rest)),
        [b'\\', b'n' | b'r' | b't' | b'b' | b'f', ..] => Ok(Step::Dropped { width: 2 }),
        [b'\\', itself @ (b'"' | b'\\' | b'/'), ..] => Ok(character(char::from(*itself), 2)),
        [b'\\'] => Err(Broken::Short),
        _ => Err(Broken::Wrong),
    };
    match decoded {
        Ok(step) => step,
        Err(Broken::Short) if !finished => Step::Unfinished,
        Err(_) => literal,
    }
}

/// Why an escape is none.
enum Broken {
    /// The text ends before it does.
    Short,
    Wrong,
}

fn percent(code: u32) -> Step {
    match u8::try_from(code) {
        Ok(code) if class(code) == Class::Dropped => Step::Dropped { width: 3 },
        Ok(code) => byte(code, 3),
        Err(_) => Step::End,
    }
}

fn unicode(code: u32, rest: &[u8]) -> Result<Step, Broken> {
    if let Some(c) = char::from_u32(code) {
        return Ok(character(c, 6));
    }
    if code >= 0xdc00 {
        return Err(Broken::Wrong);
    }
    // The first of two: the second must follow.
    let low = match rest.get(6..) {
        Some([b'\\', b'u', digits @ ..]) => hex(digits, 4)?,
        Some([] | [b'\\']) => return Err(Broken::Short),
        _ => return Err(Broken::Wrong),
    };
    if !(0xdc00..0xe000).contains(&low) {
        return Err(Broken::Wrong);
    }
    let code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
    char::from_u32(code).map(|c| character(c, 12)).ok_or(Broken::Wrong)
}

fn hex(digits: &[u8], count: usize) -> Result<u32, Broken> {
    let mut code = 0;
    for at in 0..count {
        let digit = digits.get(at).ok_or(Broken::Short)?;
        code = code * 16 + char::from(*digit).to_digit(16).ok_or(Broken::Wrong)?;
    }
    Ok(code)
}
