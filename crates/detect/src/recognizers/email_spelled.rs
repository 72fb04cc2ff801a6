//! Mail addresses spelled out so that programs do not see them: `ada [at] example [dot] com`,
//! `ada at example dot com`.
//!
//! The local part is one word: a dot in it that is spelled out is not recognised.

use portcullis_model::Entity;

use crate::boundary::local_run;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "email_spelled",
    entity: Entity::EMAIL_ADDRESS,
    rule: None,
    trigger: Trigger::Literals(&[
        " at ", " AT ", " At ", "[at]", "[AT]", "(at)", "(AT)", "{at}", "{AT}", "<at>", "<AT>",
        "[@]", "(@)", "{@}",
    ]),
    context: &[
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
    ],
    find,
};

/// LIMIT: labels of a name that is spelled out.
const LABELS_MAX: usize = 6;
/// LIMIT: RFC 1035 2.3.4.
const LABEL_BYTES_MAX: usize = 63;

/// How a dot is spelled.
const DOTS: &[&str] = &[
    " [dot] ", "[dot]", " (dot) ", "(dot)", " {dot} ", "{dot}", " <dot> ", "<dot>", " dot ",
    " [DOT] ", "[DOT]", " (DOT) ", "(DOT)", " {DOT} ", "{DOT}", " DOT ", " Dot ", " [.] ", "[.]",
    "(.)",
];

/// The top-level domains that names end in which people spell out.
const TOPS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "io", "co", "me", "dev", "app",
    "ai", "uk", "us", "ca", "au", "nz", "ie", "in", "sg", "za", "ng", "ph", "de", "at", "ch", "fr",
    "be", "nl", "lu", "es", "pt", "it", "gr", "pl", "cz", "sk", "hu", "ro", "bg", "hr", "si", "se",
    "no", "fi", "dk", "is", "ee", "lv", "lt", "ru", "ua", "tr", "il", "jp", "kr", "cn", "tw", "hk",
    "th", "vn", "my", "id", "br", "ar", "mx", "cl", "pe", "eu",
];

/// Words that stand before ` at ` in sentences and are nobody's name.
const WORDS: &[&str] = &[
    "us",
    "me",
    "them",
    "him",
    "her",
    "you",
    "it",
    "is",
    "was",
    "are",
    "be",
    "been",
    "or",
    "and",
    "look",
    "looking",
    "looked",
    "visit",
    "available",
    "hosted",
    "live",
    "lives",
    "living",
    "work",
    "works",
    "working",
    "worked",
    "online",
    "here",
    "there",
    "found",
    "arrive",
    "arrived",
    "page",
    "site",
    "website",
    "team",
    "sales",
    "not",
    "only",
    "one",
    "all",
    "not",
    "up",
    "out",
    "in",
    "on",
    "back",
    "stay",
    "meet",
    "met",
    "docs",
    "more",
    "read",
    "see",
    "users",
    "people",
    "engineer",
    "manager",
    "ceo",
    "study",
    "studied",
    "staff",
    "folks",
    "friends",
    "listed",
    "published",
    "mail",
    "email",
    "write",
    "contact",
    "down",
    "running",
    "point",
    "pointing",
    "code",
    "that",
];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let bare = cursor.byte(cursor.at)? == b' ';
    let left = cursor.slice(0, cursor.at);
    let local_end = left.strip_suffix(' ').unwrap_or(left).len();
    let (start, fits) = local_run(cursor.text, local_end);
    let local = cursor.slice(start, local_end).trim_start_matches(['.', '-', '+', '%', '\'']);
    if !fits || local.len() < 2 || local.ends_with(['.', '\'']) || local.contains("..") {
        return None;
    }
    let (end, spelled) = domain_end(cursor, cursor.at + 4)?;
    let distinct = local.bytes().any(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'_'));
    let word = WORDS.iter().any(|word| local.eq_ignore_ascii_case(word));
    let score = match (bare, spelled) {
        (false, true) => 0.9,
        (false, false) => 0.8,
        (true, true) if !word => 0.7,
        (true, false) if distinct => 0.3,
        (true, false) if !word => 0.12,
        (true, _) => return None,
    };
    Some(Match::new(local_end - local.len(), end, score))
}

/// Where the domain ends whose first label stands at `from`, over one space, and whether a dot of
/// it is spelled out.
fn domain_end(cursor: &Cursor<'_>, from: usize) -> Option<(usize, bool)> {
    let mut start = from + usize::from(cursor.byte(from) == Some(b' '));
    let mut best = None;
    let mut spelled = false;
    for index in 0..LABELS_MAX {
        let end = cursor.run(start, LABEL_BYTES_MAX + 1, is_label);
        let label = cursor.slice(start, end);
        let whole = !label.is_empty() && label.len() <= LABEL_BYTES_MAX;
        let article =
            index == 0 && ["the", "a", "an", "this", "that", "our", "his"].contains(&label);
        if !whole || article || label.starts_with('-') || label.ends_with('-') {
            break;
        }
        let known = TOPS.iter().any(|top| label.eq_ignore_ascii_case(top));
        if index > 0 && known && cursor.closes(end) {
            best = Some((end, spelled));
        }
        let dot = DOTS.iter().find(|dot| cursor.literal(end, dot));
        let plain = cursor.byte(end) == Some(b'.')
            && cursor.byte(end + 1).is_some_and(|byte| byte.is_ascii_alphanumeric());
        start = match dot {
            Some(dot) => end + dot.len(),
            None if plain => end + 1,
            None => break,
        };
        spelled |= dot.is_some();
    }
    best
}

fn is_label(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}
