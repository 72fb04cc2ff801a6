//! Passwords that a sentence names before it says what they are: `use hunter29 as the password`.
//!
//! As in other sentences, a word without quotes must have digits and letters.

use super::assignment::judge;
use super::assignment::value::{Form, Value};
use super::assignment::words::Kind;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer =
    super::named("password-to-use", "password-in-prose", Trigger::Literals(VERBS), find);

const VERBS: &[&str] =
    &["use ", "Use ", "using ", "Using ", "enter ", "Enter ", "type ", "Type ", "try ", "Try "];
/// What may stand between ` as ` and the name.
const ARTICLES: &[&str] = &["the ", "a ", "my ", "your ", "our ", "his ", "her ", "its ", "their "];
const NAMES: &[&str] =
    &["password", "passphrase", "passcode", "passwd", "pwd", "pass", "API key", "api key", "PIN"];
/// What programs call ways to keep a password.
const METHODS: &[&str] = &["sha", "md", "base", "argon", "argon2id", "argon2", "bcrypt", "pbkdf"];
/// LIMIT: bytes of a value.
const VALUE_BYTES_MAX: usize = 64;
const QUOTED: f32 = 0.7;
const BARE: f32 = 0.6;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let verb = VERBS.iter().find(|verb| cursor.literal(cursor.at, verb))?;
    let from = cursor.at + verb.len();
    let quote = cursor.byte(from).filter(|byte| matches!(byte, b'"' | b'\'' | b'`'));
    let start = from + usize::from(quote.is_some());
    let end = cursor.run(start, VALUE_BYTES_MAX, |byte| byte > b' ');
    let text = cursor.slice(start, end);
    let text = match quote {
        Some(quote) => text.strip_suffix(char::from(quote))?,
        None => text,
    };
    let name = named(cursor, end)?;
    let value = Value { start, end: start + text.len(), form: Form::None, quoted: quote.is_some() };
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let kind = if name == "PIN" { Kind::Pin } else { Kind::Password };
    let fits = value.quoted || text.len() >= 6 && digits > 0 && !is_method(text) || name == "PIN";
    judge::score(kind, text, &value).filter(|_| fits)?;
    let score = if value.quoted { QUOTED } else { BARE };
    Some(Match::new(value.start, value.end, score).of_rule("generic-password"))
}

/// What the words that begin at `from` say a value is, if they end there.
fn named<'t>(cursor: &Cursor<'t>, from: usize) -> Option<&'t str> {
    const AS: &str = " as ";
    if !cursor.literal(from, AS) {
        return None;
    }
    let at = from + AS.len();
    let article = ARTICLES.iter().find(|article| cursor.literal(at, article));
    let at = at + article.map_or(0, |article| article.len());
    let name = NAMES.iter().find(|name| cursor.literal(at, name))?;
    let end = at + name.len();
    // `as the password hash`, `as the password_field`.
    let next = cursor.char(end + 1).filter(|_| cursor.byte(end) == Some(b' '));
    let goes_on = next.is_some_and(char::is_alphabetic) && !is_joined(cursor, end + 1);
    (cursor.closes(end) && !goes_on).then(|| cursor.slice(at, end))
}

/// Whether the next word begins another part of the sentence.
fn is_joined(cursor: &Cursor<'_>, at: usize) -> bool {
    const WORDS: &[&str] = &["for ", "to ", "on ", "in ", "when ", "and ", "there", "at ", "if "];
    WORDS.iter().any(|word| cursor.literal(at, word))
}

fn is_method(text: &str) -> bool {
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    METHODS.iter().any(|method| name.eq_ignore_ascii_case(method))
}
