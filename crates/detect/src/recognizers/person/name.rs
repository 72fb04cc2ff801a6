//! A name as it is written: capitalised words, initials, particles between them.

use crate::boundary::is_word;
use crate::cursor::Cursor;

/// LIMIT: words of a name.
const WORDS_MAX: usize = 5;
/// LIMIT: bytes of a word.
const WORD_BYTES_MAX: usize = 40;
/// LIMIT: characters of a name in a script that writes words without spaces.
const JOINED_CHARS: std::ops::RangeInclusive<usize> = 2..=8;

/// What was read.
pub(in crate::recognizers) struct Name<'t> {
    pub(in crate::recognizers) end: usize,
    /// Words that are no initials and no particles.
    pub(in crate::recognizers) words: usize,
    /// Its words begin with capitals.
    pub(in crate::recognizers) capital: bool,
    pub(in crate::recognizers) first: &'t str,
}

/// Words inside names that are not capitalised.
const PARTICLES: &[&str] = &[
    "de", "del", "della", "di", "da", "do", "dos", "das", "du", "des", "la", "le", "van", "von",
    "der", "den", "ter", "ten", "zu", "zur", "bin", "ibn", "al", "el", "y", "e", "af", "av",
];

/// Words that stand where a name would and are none.
const NOT_NAMES: &[&str] = &[
    "the",
    "a",
    "an",
    "no",
    "not",
    "none",
    "null",
    "nil",
    "true",
    "false",
    "unknown",
    "undefined",
    "optional",
    "required",
    "string",
    "str",
    "text",
    "varchar",
    "char",
    "int",
    "integer",
    "number",
    "boolean",
    "bool",
    "object",
    "array",
    "list",
    "option",
    "any",
    "column",
    "field",
    "value",
    "type",
    "test",
    "example",
    "sample",
    "default",
    "empty",
    "blank",
    "redacted",
    "hidden",
    "anonymous",
    "admin",
    "firstname",
    "lastname",
    "surname",
    "fullname",
    "administrator",
    "user",
    "username",
    "guest",
    "root",
    "system",
    "server",
    "service",
    "customer",
    "client",
    "team",
    "all",
    "sir",
    "sirs",
    "madam",
    "hiring",
    "colleague",
    "colleagues",
    "friend",
    "friends",
    "valued",
    "everyone",
    "editor",
    "editors",
    "santa",
    "diary",
    "members",
    "member",
    "students",
    "parents",
    "president",
    "speaker",
    "chairman",
    "chair",
    "inc",
    "ltd",
    "llc",
    "gmbh",
    "corp",
    "corporation",
    "company",
    "studio",
    "project",
    "department",
    "please",
    "enter",
    "your",
    "my",
    "our",
    "this",
    "that",
    "it",
    "is",
    "and",
    "or",
    "of",
    "for",
    "first",
    "last",
    "full",
    "name",
    "email",
    "phone",
    "address",
    "date",
    "id",
    "see",
    "n",
    "herr",
    "frau",
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "monsieur",
    "madame",
    "kunde",
    "kundin",
    "kollegen",
    "damen",
    "herren",
    "client",
    "cliente",
    "todos",
];

impl Name<'_> {
    /// Whether a name may end where this one does: no call, no member, no longer word.
    pub(in crate::recognizers) fn ends(&self, cursor: &Cursor<'_>) -> bool {
        let Some(next) = cursor.char(self.end) else { return true };
        let member = |next| next == '.' && cursor.char(self.end + 1).is_some_and(is_word);
        let tag = |next| next == '<' && cursor.byte(self.end + 1) != Some(b'/');
        let signs = matches!(next, '(' | '[' | '{' | ':' | '=' | '@' | '/' | '\\' | '-' | '#');
        !is_word(next) && !signs && !member(next) && !tag(next)
    }
}

/// Reads the name that begins at `at`.
pub(in crate::recognizers) fn read<'t>(cursor: &Cursor<'t>, at: usize) -> Option<Name<'t>> {
    if let Some(name) = joined(cursor, at) {
        return Some(name);
    }
    let mut name = Name { end: at, words: 0, capital: true, first: "" };
    let mut start = at;
    for index in 0..WORDS_MAX {
        let end = word_end(cursor, start);
        let word = cursor.slice(start, end);
        let own = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
        if word.is_empty() || word.len() > WORD_BYTES_MAX || is_none(own) {
            break;
        }
        let capital = own.starts_with(char::is_uppercase);
        let particle = PARTICLES.contains(&own);
        if !capital && !particle && index > 0 {
            break;
        }
        if capital || index == 0 {
            let initial = own.chars().count() == 1;
            let dotted = initial && cursor.byte(end) == Some(b'.');
            name.words += usize::from(!initial);
            name.end = start + own.len() + usize::from(dotted);
        }
        if index == 0 {
            name.first = own;
            name.capital = capital || particle;
        }
        let next = name.end.max(end);
        if own != word || (!name.capital) || cursor.byte(next) != Some(b' ') {
            break;
        }
        start = next + 1;
    }
    let known = name.words > 0 && !PARTICLES.contains(&cursor.slice(at, name.end));
    known.then_some(name)
}

fn is_none(word: &str) -> bool {
    let initial = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    !initial && NOT_NAMES.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Where the letters end that begin at `at`, with apostrophes and hyphens between them.
fn word_end(cursor: &Cursor<'_>, at: usize) -> usize {
    let letter = |index| cursor.char(index).filter(|c| c.is_alphabetic() && is_word(*c));
    let mut end = at;
    while end - at <= WORD_BYTES_MAX
        && let Some(c) = cursor.char(end)
    {
        let inner =
            matches!(c, '\'' | '’' | '-') && end > at && letter(end + c.len_utf8()).is_some();
        if letter(end).is_none() && !inner {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// A name in a script that writes words without spaces.
fn joined<'t>(cursor: &Cursor<'t>, at: usize) -> Option<Name<'t>> {
    let mut end = at;
    let mut count = 0;
    while count <= *JOINED_CHARS.end()
        && let Some(c) = cursor.char(end).filter(|c| is_joined(*c))
    {
        end += c.len_utf8();
        count += 1;
    }
    let first = cursor.slice(at, end);
    JOINED_CHARS.contains(&count).then_some(Name { end, words: 2, capital: true, first })
}

/// Han, kana, Hangul.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{3005}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}
