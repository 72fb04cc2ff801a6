//! Whether a value could be a password, or what a machine made.
//!
//! The bar for passwords is low where the key is explicit and the value in quotes; it is higher
//! for tokens, and highest for values of keys that may be anything.

use super::bigrams::Pairs;
use super::placeholder::is_placeholder;

/// LIMIT: characters of a password.
const PASSWORD_MAX: usize = 128;
/// Letters alone are a password only if they are many and no words.
const LETTERS_MIN: usize = 10;
/// Shorter tokens must have letters of both cases and digits.
const TOKEN_MIN: usize = 16;
const SHORT_TOKEN_MIN: usize = 10;
/// Tokens of letters alone are longer.
const LETTERS_TOKEN_MIN: usize = 20;
/// No name has digits in so many places.
const DIGIT_GROUPS_MIN: usize = 4;
/// Least entropy in bits a character of tokens of hexadecimal digits, and of others.
const HEX_ENTROPY_MIN: f32 = 2.8;
const TOKEN_ENTROPY_MIN: f32 = 3.0;
const STRONG_ENTROPY_MIN: f32 = 3.5;

/// The characters of a value, counted by class.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    small: usize,
    capital: usize,
    digits: usize,
    signs: usize,
    spaces: usize,
}

impl Counts {
    pub(super) fn of(value: &str) -> Self {
        let mut counts = Self::default();
        for c in value.chars() {
            match c {
                'a'..='z' => counts.small += 1,
                'A'..='Z' => counts.capital += 1,
                '0'..='9' => counts.digits += 1,
                c if c.is_whitespace() => counts.spaces += 1,
                c if c.is_alphabetic() => counts.small += 1,
                _ => counts.signs += 1,
            }
        }
        counts
    }

    fn letters(self) -> usize {
        self.small + self.capital
    }

    /// Whether there is nothing but small letters, digits and spaces.
    pub(super) fn letters_only_small(self) -> bool {
        self.capital == 0 && self.signs == 0
    }

    fn classes(self) -> usize {
        [self.small, self.capital, self.digits, self.signs]
            .iter()
            .filter(|count| **count > 0)
            .count()
    }
}

/// Whether a value could be what a person made up.
pub(super) fn is_password(value: &str) -> bool {
    // Labels of forms end so.
    let value = value.trim_end_matches([':', '?', '…']);
    let counts = Counts::of(value);
    let length = value.len();
    if !(5..=PASSWORD_MAX).contains(&length) || counts.spaces > 0 || counts.letters() < 2 {
        return false;
    }
    // What is letters and the separators of names is a name, in every language of programs.
    if value.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'.' | b'-'))
        && counts.signs > 0
    {
        return false;
    }
    if is_name(value, counts) || is_path(value) || is_selector(value) || is_placeholder(value) {
        return false;
    }
    match (counts.classes(), counts.digits > 0 || counts.signs > 0) {
        (0 | 1, _) | (_, false) => length >= LETTERS_MIN && Pairs::of(value).are_noise(),
        _ => true,
    }
}

/// Whether a value is a name as programs have them: words with separators or capitals between.
fn is_name(value: &str, counts: Counts) -> bool {
    let separator = |c: char| matches!(c, '-' | '_' | '.' | '/' | ':' | '@' | ' ');
    let joined = value.chars().filter(|c| separator(*c)).count();
    // A name in snake case, with a number in it.
    if counts.capital == 0
        && counts.signs >= 2
        && counts.digits <= 2
        && counts.signs == value.matches('_').count()
    {
        return true;
    }
    if joined == 0 || counts.signs > joined {
        // One word with digits is what people take for a password.
        return false;
    }
    let parts = value.split(separator).filter(|part| !part.is_empty());
    let odd = parts.filter(|part| !is_word_or_number(part)).count();
    odd == 0
}

/// Whether a part of a name is a word, a short number or both.
fn is_word_or_number(part: &str) -> bool {
    let letters = part.trim_end_matches(|c: char| c.is_ascii_digit());
    let letters = letters.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = part.len() - letters.len();
    let plain = letters.chars().all(|c| c.is_alphabetic());
    plain
        && (letters.is_empty()
            || digits <= 4 && (letters.len() <= 4 || Pairs::of(letters).are_words()))
}

/// Whether a value is the path of a file, or an address.
fn is_path(value: &str) -> bool {
    let begins = ["/", "./", "../", "~/", "\\\\"].iter().any(|begin| value.starts_with(begin));
    let parts = value.split(['/', '\\']);
    let words =
        |part: &str| part.len() <= 2 || is_word_or_number(part) || Pairs::of(part).are_words();
    let mail = value.split_once('@').is_some_and(|(user, host)| {
        host.split('.').count() >= 2
            && !user.is_empty()
            && host
                .split('.')
                .all(|part| part.len() >= 2 && part.bytes().all(|byte| byte.is_ascii_lowercase()))
    });
    mail || value.contains('/')
        && (begins && value.split('/').skip(1).take(2).all(words) || parts.clone().all(words))
}

/// Whether a value names an element of a page, or a colour.
fn is_selector(value: &str) -> bool {
    let rest = value.strip_prefix(['#', '.']);
    rest.is_some_and(|rest| {
        let ident =
            rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        ident && (Pairs::of(rest).are_words() || rest.len() <= 6)
    })
}

/// Whether a value could be what a machine made.
pub(in crate::recognizers::secret) fn is_token(value: &str) -> bool {
    let value = value.trim_end_matches('=');
    let counts = Counts::of(value);
    if value.len() < SHORT_TOKEN_MIN || counts.spaces > 0 || !value.bytes().all(is_token_byte) {
        return false;
    }
    if counts.letters() < 2 || is_placeholder(value) || is_path(value) {
        return false;
    }
    if is_uuid(value) {
        return true;
    }
    if is_hex(value) {
        return value.len() >= TOKEN_MIN && counts.digits >= 2 && entropy(value) >= HEX_ENTROPY_MIN;
    }
    let mixed = counts.small > 0 && counts.capital > 0;
    let pairs = Pairs::of(value);
    let are_words = pairs.are_words() && digit_groups(value) < DIGIT_GROUPS_MIN;
    if entropy(value) < TOKEN_ENTROPY_MIN || are_words || is_name(value, counts) {
        return false;
    }
    match value.len() {
        length if counts.digits == 0 => {
            length >= LETTERS_TOKEN_MIN && mixed && pairs.are_noise() && longest_part(value) >= 16
        }
        length if length < TOKEN_MIN => {
            mixed && counts.digits >= 2 || counts.digits >= 3 && counts.letters() >= 3
        }
        _ => longest_part(value) >= 8,
    }
}

/// Whether a value is nothing but what a machine made, whatever its key says.
pub(in crate::recognizers::secret) fn is_strong_token(value: &str) -> bool {
    let counts = Counts::of(value);
    is_token(value)
        && value.len() >= LETTERS_TOKEN_MIN
        && !is_hex(value)
        && !is_uuid(value)
        && counts.classes() >= 3
        && counts.digits >= 2
        && entropy(value) >= STRONG_ENTROPY_MIN
        && longest_part(value) >= 16
}

/// How often digits begin behind something else.
fn digit_groups(value: &str) -> usize {
    let groups = value.split(|c: char| !c.is_ascii_digit());
    groups.filter(|group| !group.is_empty()).count()
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'_' | b'.' | b'=' | b'+' | b'/' | b'~' | b':' | b'%' | b'|' | b'!' | b'*'
        )
}

pub(in crate::recognizers::secret) fn is_hex(value: &str) -> bool {
    let counts = Counts::of(value);
    value.bytes().all(|byte| byte.is_ascii_hexdigit()) && (counts.small == 0 || counts.capital == 0)
}

fn longest_part(value: &str) -> usize {
    let parts = value.split(|c: char| !c.is_ascii_alphanumeric() && c != '+');
    parts.map(str::len).max().unwrap_or_default()
}

/// Whether a value is a UUID (RFC 9562, section 4).
pub(super) fn is_uuid(value: &str) -> bool {
    let lengths = value.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12])
        && value.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// Shannon entropy of the bytes, in bits.
pub(super) fn entropy(value: &str) -> f32 {
    crate::recognizers::secret::token::entropy(value)
}
