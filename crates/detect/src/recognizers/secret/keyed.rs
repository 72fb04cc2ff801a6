//! Credentials that only their key tells: a vendor's word near an assignment, then a value of a
//! known length and class.
//!
//! The rules are data and stand in `keyed/`. A value with a beginning of its own is no matter of
//! this table: it is found wherever it stands.

pub(super) mod tables;
mod ai;
mod cloud;
mod source_hosts;
mod chat;
mod payment;
mod services;

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::assignment::bigrams::Pairs;
use super::assignment::key::Key;
use super::token::{Class, is_plausible};

/// One kind of credential that is known by the word before it.
#[derive(Debug, Clone, Copy)]
pub(in crate::recognizers) struct KeyedRule {
    /// gitleaks' rule id where one exists.
    pub(in crate::recognizers) id: &'static str,
    /// One of these stands in the key, or on the same line not farther than [`REACH_BYTES`]
    /// before the operator. Lower-case ASCII letters and digits only: case, `_`, `-`, `.` and
    /// spaces of the text do not count, so `newrelic` is found in `NEW_RELIC_KEY` and `new-relic`.
    pub(in crate::recognizers) keywords: &'static [&'static str],
    /// One of these stands there too; empty if nothing else is asked. Written like `keywords`.
    pub(in crate::recognizers) also: &'static [&'static str],
    /// What the value is made of, all of it, from its first to its last character.
    pub(in crate::recognizers) parts: &'static [Part],
}

/// A rule whose words need no others beside them.
const fn row(
    id: &'static str,
    keywords: &'static [&'static str],
    parts: &'static [Part],
) -> KeyedRule {
    KeyedRule { id, keywords, also: &[], parts }
}

impl KeyedRule {
    /// The same, if one of these words stands there too.
    const fn with(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }
}

/// A part of a value.
#[derive(Debug, Clone, Copy)]
pub(in crate::recognizers) enum Part {
    /// These characters, as written.
    Text(&'static str),
    /// The first of these that stands there, as written.
    Either(&'static [&'static str]),
    /// At least and at most so many characters of a class. It takes as many as it can get, so
    /// what follows a run of open length must begin with a character of another class.
    Run(Class, usize, usize),
}

/// Exactly so many characters of a class.
pub(in crate::recognizers) const fn run(class: Class, length: usize) -> Part {
    Part::Run(class, length, length)
}

/// A UUID in its usual form (RFC 9562, section 4).
pub(in crate::recognizers) const UUID: &[Part] = &[
    run(Class::Hex, 8),
    Part::Text("-"),
    run(Class::Hex, 4),
    Part::Text("-"),
    run(Class::Hex, 4),
    Part::Text("-"),
    run(Class::Hex, 4),
    Part::Text("-"),
    run(Class::Hex, 12),
];

/// LIMIT: how far before the operator a vendor's word may end.
pub(super) const REACH_BYTES: usize = 20;

/// A vendor's word and a value of its form: surer than a key that could be anybody's.
pub(super) const SCORE: f32 = 0.9;
/// Shorter values fit no rule.
const VALUE_BYTES_MIN: usize = 14;

/// The rule that a value fits, by the words in its key and near it.
pub(super) fn rule(key: &Key<'_>, value: &str) -> Option<&'static str> {
    if value.len() < VALUE_BYTES_MIN || is_name(value) {
        return None;
    }
    let window = Window::of(key);
    let mut rules = window.rules();
    rules.sort_unstable();
    let fitting = rules.iter().filter_map(|(table, row)| tables::ALL.get(*table)?.get(*row));
    let rule =
        fitting.filter(|rule| window.has_one(rule.also)).find(|rule| fits(rule.parts, value))?;
    (is_plausible(value) && !says_otherwise(key.name)).then_some(rule.id)
}

/// Whether no rule has a word that stands in a key or near it.
pub(super) fn has_no_rule(key: &Key<'_>) -> bool {
    Window::of(key).rules().is_empty()
}

/// Whether a value is a name of a program: words and no digits.
fn is_name(value: &str) -> bool {
    let has = |class: fn(&u8) -> bool| value.as_bytes().iter().any(class);
    let mixed = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    !has(u8::is_ascii_digit) && (!mixed || Pairs::of(value).are_words())
}

/// Whether a value is made of these parts, from its first to its last character.
fn fits(parts: &[Part], value: &str) -> bool {
    let mut rest = value;
    for part in parts {
        let length = match part {
            Part::Text(text) => rest.starts_with(text).then_some(text.len()),
            Part::Either(texts) => {
                texts.iter().find(|text| rest.starts_with(**text)).map(|text| text.len())
            }
            Part::Run(class, least, most) => {
                let run = rest.bytes().take(*most).take_while(|byte| class.has(*byte)).count();
                (run >= *least).then_some(run)
            }
        };
        let Some(next) = length.and_then(|length| rest.get(length..)) else { return false };
        rest = next;
    }
    rest.is_empty()
}

/// Whether a key names what is public: a digest, a version.
fn says_otherwise(name: &str) -> bool {
    const OTHERWISE: &[&str] = &[
        "hash",
        "sha",
        "sha1",
        "sha256",
        "md5",
        "digest",
        "checksum",
        "commit",
        "etag",
        "integrity",
        "revision",
        "rev",
        "ref",
        "fingerprint",
        "build",
    ];
    let word = name.trim_end().rsplit([' ', '_', '-', '.']).next().unwrap_or_default();
    OTHERWISE.iter().any(|other| word.eq_ignore_ascii_case(other))
}

/// The small letters and digits of what stands before a value.
struct Window {
    text: String,
    /// Words count that end behind this place.
    from: usize,
}

impl Window {
    fn of(key: &Key<'_>) -> Self {
        let far = key.near.len().saturating_sub(key.reach);
        let mut made = Self { text: String::with_capacity(key.near.len()), from: 0 };
        for (at, byte) in key.near.bytes().enumerate() {
            if at <= far {
                made.from = made.text.len();
            }
            if byte.is_ascii_alphanumeric() {
                made.text.push(char::from(byte.to_ascii_lowercase()));
            }
        }
        made
    }

    /// The rules whose words stand there.
    fn rules(&self) -> Vec<(usize, usize)> {
        let Some(keywords) = KEYWORDS.as_ref() else { return Vec::new() };
        let found = keywords.search.find_overlapping_iter(&self.text);
        let near = found.filter(|found| found.end() > self.from);
        let rules = near.filter_map(|found| keywords.rules.get(found.pattern().as_usize()));
        rules.flatten().copied().collect()
    }

    /// Whether one of these words stands there, or none is asked for.
    fn has_one(&self, words: &[&str]) -> bool {
        words.is_empty() || words.iter().any(|word| self.text.contains(word))
    }
}

/// The words of all rules, compiled when the first value is met that could fit one.
struct Keywords {
    search: AhoCorasick,
    /// For each word the rules that it belongs to: table and row.
    rules: Vec<Vec<(usize, usize)>>,
}

static KEYWORDS: LazyLock<Option<Keywords>> = LazyLock::new(Keywords::compile);

impl Keywords {
    fn compile() -> Option<Self> {
        let mut words: Vec<&str> = Vec::new();
        let mut rules: Vec<Vec<(usize, usize)>> = Vec::new();
        for (table, rows) in tables::ALL.iter().enumerate() {
            for (row, rule) in rows.iter().enumerate() {
                for word in rule.keywords {
                    let known = words.iter().position(|known| known == word);
                    let index = known.unwrap_or(words.len());
                    if known.is_none() {
                        words.push(word);
                        rules.push(Vec::new());
                    }
                    rules.get_mut(index)?.push((table, row));
                }
            }
        }
        let search = AhoCorasick::new(&words).ok()?;
        Some(Self { search, rules })
    }
}

#[cfg(test)]
mod tests;
