//! Mail addresses spelled out so that programs do not see them: `ada [at] example [dot] com`,
//! `ada at example dot com`, `ada @ example . com`, `ada@example(dot)com`.
//!
//! Of a local part in quotes with spaces in it, only the last word is found.

mod words;

use portcullis_model::Entity;

use self::words::WORDS;
use super::email;
use crate::boundary::{LOCAL_BYTES_MAX, byte_before, char_before, is_local, local_run};
use crate::context::word_before;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

/// At the sign between name and host.
pub(super) const RECOGNIZER: Recognizer = recognizer("email_spelled", Trigger::Literals(ATS), find);

/// At a dot in the name.
pub(super) const DOTTED: Recognizer =
    recognizer("email_spelled_dotted", Trigger::Literals(DOTS), find_dotted);

/// Only the dots of the host are spelled out.
pub(super) const SIGNED: Recognizer = recognizer("email_spelled_host", Trigger::At, find_signed);

/// A name in quotes: RFC 5322 3.4.1.
pub(super) const QUOTED: Recognizer =
    recognizer("email_quoted", Trigger::Literals(&["\"@"]), find_quoted);

const fn recognizer(
    name: &'static str,
    trigger: Trigger,
    find: fn(&Cursor<'_>) -> Option<Match>,
) -> Recognizer {
    Recognizer { name, entity: Entity::EMAIL_ADDRESS, rule: None, trigger, context: CONTEXT, find }
}

const CONTEXT: &[&str] = &[
    "email",
    "e mail",
    "mail",
    "write",
    "contact",
    "reach",
    "address",
    "correo",
    "courriel",
    "adresse",
    "indirizzo",
    "endereço",
    "schreiben",
    "écrire",
    "escribir",
];

/// LIMIT: labels of a name that is spelled out.
const LABELS_MAX: usize = 6;
/// LIMIT: RFC 1035 2.3.4.
const LABEL_BYTES_MAX: usize = 63;

/// How the sign is spelled.
const ATS: &[&str] = &[
    " at ", " AT ", " At ", "[at]", "[AT]", "(at)", "(AT)", "{at}", "{AT}", "<at>", "<AT>", "[@]",
    "(@)", "{@}", "[ at ]", "[ AT ]", "( at )", "( AT )", "{ at }", " @ ",
];

/// How a dot is spelled; spaces around what is in brackets do not count.
const DOTS: &[&str] = &[
    "[dot]", "(dot)", "{dot}", "<dot>", " dot ", "[DOT]", "(DOT)", "{DOT}", " DOT ", " Dot ",
    "[.]", "(.)", "[ dot ]", "( dot )", "{ dot }", " . ",
];

/// The top-level domains that names end in which people spell out.
pub(super) const TOPS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "io", "co", "me", "dev", "app",
    "ai", "uk", "us", "ca", "au", "nz", "ie", "in", "sg", "za", "ng", "ph", "de", "at", "ch", "fr",
    "be", "nl", "lu", "es", "pt", "it", "gr", "pl", "cz", "sk", "hu", "ro", "bg", "hr", "si", "se",
    "no", "fi", "dk", "is", "ee", "lv", "lt", "ru", "ua", "tr", "il", "jp", "kr", "cn", "tw", "hk",
    "th", "vn", "my", "id", "br", "ar", "mx", "cl", "pe", "eu",
];

/// Hosts at which people have nothing but mail.
const MAIL_HOSTS: &[&str] = &[
    "gmail",
    "googlemail",
    "yahoo",
    "hotmail",
    "outlook",
    "icloud",
    "proton",
    "protonmail",
    "gmx",
    "aol",
    "fastmail",
    "zoho",
    "yandex",
    "web",
    "live",
];

/// Words directly before an address in a sentence.
const BEFORE: &[&str] = &["is", "to", "or", "via", "and", "cc", "bcc"];

/// A host that is spelled out.
struct Host {
    end: usize,
    /// A dot of it is.
    spelled: bool,
    /// That dot has nothing but spaces around it.
    spaced: bool,
    /// It is one of [`MAIL_HOSTS`].
    mail: bool,
}

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let at = literal(cursor, cursor.at, ATS)?;
    let (start, local) = name_before(cursor)?;
    let host = host(cursor, cursor.at + at.len())?;
    let score = match at {
        " @ " => spaced(local, &host),
        _ if !at.starts_with(' ') => Some(if host.spelled { 0.9 } else { 0.8 }),
        _ => bare(cursor, start, local, &host),
    };
    score.map(|score| Match::new(start, host.end, score))
}

/// How sure a name, ` at ` and a host are: sentences have them too.
fn bare(cursor: &Cursor<'_>, start: usize, local: &str, host: &Host) -> Option<f32> {
    let distinct = local.bytes().any(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_'));
    let word = WORDS.iter().any(|word| local.eq_ignore_ascii_case(word));
    match host.spelled && !host.spaced {
        _ if word => None,
        true if distinct || host.mail || stands_apart(cursor, start, local) => Some(0.7),
        true => Some(0.3),
        false if distinct => Some(0.3),
        false => Some(0.12),
    }
}

/// How sure a name, a sign between spaces and a host are.
fn spaced(local: &str, host: &Host) -> Option<f32> {
    let word = WORDS.iter().any(|word| local.eq_ignore_ascii_case(word));
    let named = local.contains(['.', '_']) && local.starts_with(|c: char| c.is_alphabetic());
    match host.spelled {
        true if !host.spaced => Some(0.8),
        _ if word => None,
        false if named => Some(0.4),
        _ => Some(0.2),
    }
}

/// Whether a name is no part of a sentence: no word before it leads to it, and it does not begin
/// one itself.
fn stands_apart(cursor: &Cursor<'_>, start: usize, local: &str) -> bool {
    let begins = local.starts_with(|c: char| c.is_uppercase()) && !is_capital(local);
    let follows = byte_before(cursor.text, start) == Some(b' ')
        && char_before(cursor.text, start - 1).is_some_and(|c| c.is_alphanumeric() || c == ',');
    let leads = || word_before(cursor.text, start);
    let leads =
        || leads().is_some_and(|word| BEFORE.iter().any(|it| word.eq_ignore_ascii_case(it)));
    !begins && (!follows || leads())
}

fn is_capital(word: &str) -> bool {
    !word.contains(|c: char| c.is_lowercase())
}

/// A name with dots that are spelled out, from its first dot on.
fn find_dotted(cursor: &Cursor<'_>) -> Option<Match> {
    let (start, _) = name_before(cursor)?;
    let mut at = cursor.at;
    let mut spaced = true;
    for _ in 0..LABELS_MAX {
        let Some((next, only)) = dot(cursor, at) else { break };
        spaced &= only;
        at = cursor.run(next, LABEL_BYTES_MAX, is_label);
        if at == next {
            return None;
        }
    }
    let sign = cursor.run(at, 1, |byte| byte == b' ');
    let known = literal(cursor, at, ATS).map(|known| at + known.len());
    let known = known.or_else(|| literal(cursor, sign, ATS).map(|known| sign + known.len()));
    let known = known.or_else(|| (cursor.byte(at) == Some(b'@')).then_some(at + 1))?;
    let host = host(cursor, known)?;
    // Spaces around signs are a matter of taste in other texts too.
    let score = if spaced && (host.spaced || !host.spelled) { 0.2 } else { 0.9 };
    Some(Match::new(start, host.end, score))
}

fn find_signed(cursor: &Cursor<'_>) -> Option<Match> {
    let start = email::local_start(cursor)?;
    let host = host(cursor, cursor.at + 1).filter(|host| host.spelled)?;
    Some(Match::new(start, host.end, if host.spaced { 0.3 } else { 0.9 }))
}

fn find_quoted(cursor: &Cursor<'_>) -> Option<Match> {
    let (start, fits) = local_run(cursor.text, cursor.at);
    let local = cursor.slice(start, cursor.at);
    // Signs join strings: `user+"@example.com"`.
    let whole = !local.is_empty() && !local.ends_with(['+', '.', '-']);
    if !fits || !whole || !opens_quote(cursor.text, start) {
        return None;
    }
    let end = email::domain_end(cursor, cursor.at + 2)?;
    // The quote of another string: `from"@example.com/x"`.
    let other = matches!(cursor.byte(end), Some(b'"' | b'/'));
    (!other).then(|| Match::new(start, end, 0.9))
}

/// Whether the quote that ends behind the local part at `start` opens before it, with nothing but
/// words between.
fn opens_quote(text: &str, start: usize) -> bool {
    let left = text.get(..start).unwrap_or_default().chars().rev();
    let mut left = left.take(LOCAL_BYTES_MAX).skip_while(|c| *c == ' ' || is_local(*c));
    left.next() == Some('"') && !left.next().is_some_and(char::is_alphanumeric)
}

/// The word before the cursor, over one space at most, if it can be a name.
fn name_before<'t>(cursor: &Cursor<'t>) -> Option<(usize, &'t str)> {
    let left = cursor.slice(0, cursor.at);
    let end = left.strip_suffix(' ').unwrap_or(left).len();
    let (start, fits) = local_run(cursor.text, end);
    let local = cursor.slice(start, end).trim_start_matches(['.', '-', '+', '%', '\'']);
    // A single letter is a name only where brackets say so.
    let least = if matches!(cursor.byte(cursor.at)?, b' ') { 2 } else { 1 };
    let whole = local.len() >= least && !local.ends_with(['.', '\'']) && !local.contains("..");
    (fits && whole).then_some((end - local.len(), local))
}

/// The longest of these literals that stands at a place.
fn literal(cursor: &Cursor<'_>, at: usize, known: &[&'static str]) -> Option<&'static str> {
    known.iter().filter(|known| cursor.literal(at, known)).max_by_key(|known| known.len()).copied()
}

/// Where the label begins behind the dot at a place, and whether nothing but spaces spell it.
fn dot(cursor: &Cursor<'_>, at: usize) -> Option<(usize, bool)> {
    let blank = |at: usize| cursor.run(at, 1, |byte| byte == b' ');
    if let Some(known) = literal(cursor, at, DOTS) {
        return Some((blank(at + known.len()), known == " . "));
    }
    let known = literal(cursor, blank(at), DOTS)?;
    Some((blank(blank(at) + known.len()), false))
}

/// The host whose first label stands at `from`, over one space.
fn host(cursor: &Cursor<'_>, from: usize) -> Option<Host> {
    let mut start = from + usize::from(cursor.byte(from) == Some(b' '));
    let mut best = None;
    let (mut spelled, mut spaced) = (false, false);
    let mut mail = false;
    for index in 0..LABELS_MAX {
        let end = cursor.run(start, LABEL_BYTES_MAX + 1, is_label);
        let label = cursor.slice(start, end);
        let whole = !label.is_empty() && label.len() <= LABEL_BYTES_MAX;
        let article =
            index == 0 && ["the", "a", "an", "this", "that", "our", "his"].contains(&label);
        if !whole || article || label.starts_with('-') || label.ends_with('-') {
            break;
        }
        mail |= MAIL_HOSTS.iter().any(|host| label.eq_ignore_ascii_case(host));
        let known = TOPS.iter().any(|top| label.eq_ignore_ascii_case(top));
        if index > 0 && known && cursor.closes(end) {
            best = Some(Host { end, spelled, spaced, mail });
        }
        let plain = cursor.byte(end) == Some(b'.')
            && cursor.byte(end + 1).is_some_and(|byte| byte.is_ascii_alphanumeric());
        (start, spaced) = match dot(cursor, end) {
            Some((next, only)) => (next, spaced | only),
            None if plain => (end + 1, spaced),
            None => break,
        };
        spelled |= !plain;
    }
    best
}

fn is_label(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}
