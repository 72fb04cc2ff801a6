//! Names of people where something before them says so: `Name: Ada Lovelace`, `Dear Ms. Lovelace`,
//! `my name is …`, a key such as `first_name`.
//!
//! A name in free text is not recognised: that takes a language model.

mod cues;
mod given;
pub(super) mod name;

use portcullis_model::Entity;

use self::cues::Kind;
use self::name::Name;
use super::cue;
use crate::context::word_before;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

const ENTITY: Entity = Entity::known("PERSON");

/// After a title.
pub(super) const TITLED: Recognizer = Recognizer {
    name: "person_titled",
    entity: ENTITY,
    rule: None,
    trigger: Trigger::Literals(cues::TITLES),
    context: &[],
    find: find_titled,
};

/// After `Dear`, and in the line after `Regards`.
pub(super) const LETTER: Recognizer = Recognizer {
    name: "person_letter",
    entity: ENTITY,
    rule: None,
    trigger: Trigger::Literals(&["Dear", "Regards", "regards", "Sincerely", "sincerely"]),
    context: &[],
    find: find_in_letter,
};

/// After a word that names a name.
pub(super) const NAMED: Recognizer = Recognizer {
    name: "person_named",
    entity: ENTITY,
    rule: None,
    trigger: Trigger::Literals(cues::LITERALS),
    context: &[],
    find: find_named,
};

/// Alone under a key that means a name.
pub(super) const KEYED: Recognizer = Recognizer {
    name: "person_keyed",
    entity: ENTITY,
    rule: None,
    trigger: Trigger::Start,
    context: cues::KEYS,
    find: find_keyed,
};

/// Alone under a key that may mean anything's name.
pub(super) const KEYED_GIVEN: Recognizer = Recognizer {
    name: "person_keyed_given",
    entity: ENTITY,
    rule: None,
    trigger: Trigger::Start,
    context: cues::LOOSE_KEYS,
    find: find_keyed_given,
};

/// `Mr. Lovelace`, `Dr Ada Lovelace`: the name alone.
fn find_titled(cursor: &Cursor<'_>) -> Option<Match> {
    let title = cursor.run(cursor.at, 16, |byte| byte.is_ascii_alphabetic() || byte >= 0x80);
    if !cues::TITLES.contains(&cursor.slice(cursor.at, title)) {
        return None;
    }
    let dot = usize::from(cursor.byte(title) == Some(b'.'));
    let at = (cursor.byte(title + dot) == Some(b' ')).then_some(title + dot + 1)?;
    // `12 Elm Dr Springfield` is a drive.
    let street = dot == 0
        && cursor.slice(cursor.at, title) == "Dr"
        && word_before(cursor.text, cursor.at)
            .is_some_and(|word| word.starts_with(char::is_uppercase));
    let name = name::read(cursor, at)?;
    let ends = name.ends(cursor) || cursor.byte(name.end) == Some(b':');
    (name.capital && !street && ends).then(|| Match::new(at, name.end, 0.65))
}

fn find_in_letter(cursor: &Cursor<'_>) -> Option<Match> {
    let word = cursor.run(cursor.at, 10, |byte| byte.is_ascii_alphabetic());
    if cursor.slice(cursor.at, word) == "Dear" {
        let at = (cursor.byte(word) == Some(b' ')).then_some(word + 1)?;
        let name = name::read(cursor, at)?;
        let closed =
            matches!(cursor.byte(name.end), None | Some(b',' | b':' | b'\n' | b'\r' | b'!'));
        return (closed && name.words <= 3).then(|| Match::new(at, name.end, 0.6));
    }
    let comma = usize::from(cursor.byte(word) == Some(b','));
    let at = cursor.run(word + comma, 4, |byte| matches!(byte, b'\n' | b'\r' | b' '));
    let line = cursor.slice(word, at).contains('\n').then_some(at)?;
    let name = name::read(cursor, line)?;
    let closed = matches!(cursor.byte(name.end), None | Some(b'\n' | b'\r'));
    (closed && (2..=3).contains(&name.words)).then(|| Match::new(line, name.end, 0.55))
}

fn find_named(cursor: &Cursor<'_>) -> Option<Match> {
    let word = cue_end(cursor);
    let (at, stated) = value_start(cursor, word)?;
    let name = name::read(cursor, at)?;
    let kind = cues::kind(cursor.slice(cursor.at, word))?;
    let json = cursor.slice(word, at).contains(':') && cursor.slice(word, at).ends_with('"');
    let likely = match kind {
        Kind::Part => stated && (name.capital || (json && name.words == 1)),
        Kind::Whole if stated => name.capital && name.words > 1,
        Kind::Whole => name.capital && cues::OWNERS.contains(&neighbour(cursor)),
        Kind::Says => !stated && name.capital,
        Kind::Name => is_named(cursor, stated, &name),
    };
    let score = if name.capital { 0.65 } else { 0.5 };
    (likely && name.ends(cursor)).then(|| Match::new(at, name.end, score))
}

/// LIMIT: bytes of a word that names a name.
const CUE_BYTES_MAX: usize = 32;

/// Where the word ends that begins at the cursor.
fn cue_end(cursor: &Cursor<'_>) -> usize {
    if let Some(word) = cues::JOINED.iter().find(|word| cursor.literal(cursor.at, word)) {
        return cursor.at + word.len();
    }
    let mut end = cursor.at;
    while end - cursor.at < CUE_BYTES_MAX
        && let Some(c) = cursor.char(end).filter(|c| c.is_alphabetic() || matches!(c, '_' | '-'))
    {
        end += c.len_utf8();
    }
    end
}

/// Where the value begins after a word that ends at `end`: after a colon or the like, or after a
/// word such as `is`. Says which.
fn value_start(cursor: &Cursor<'_>, end: usize) -> Option<(usize, bool)> {
    if let Some(at) = cue::assigned(cursor, end) {
        return Some((at, true));
    }
    let at = (cursor.byte(end) == Some(b' ')).then_some(end + 1)?;
    let word = cursor.run(at, 6, |byte| byte.is_ascii_alphabetic() || byte >= 0x80);
    let linked = ["is", "ist", "es", "est", "é", "è", "är", "er"].contains(&cursor.slice(at, word));
    let after = linked && cursor.byte(word) == Some(b' ');
    Some((if after { word + 1 } else { at }, false))
}

/// Whether the plain word `name` at the cursor means a person's.
fn is_named(cursor: &Cursor<'_>, stated: bool, name: &Name<'_>) -> bool {
    let left = cursor.slice(0, cursor.at);
    let before = neighbour(cursor);
    let is = |list: &[&str]| list.iter().any(|word| before.eq_ignore_ascii_case(word));
    let alone = match left.trim_end_matches([' ', '*', '-']).chars().next_back() {
        None => true,
        Some(c) => matches!(c, '\n' | '\r' | '\t' | '|' | ',' | ';' | '(' | '"' | '\''),
    };
    if !name.capital {
        return false;
    }
    if is(cues::OWNERS) {
        return true;
    }
    if !stated {
        return false;
    }
    // `- name: Deploy To Production` is as usual as a person's.
    let likely = name.words > 1 && alone && (given::is_given(name.first) || !name.first.is_ascii());
    is(cues::WHOSE) || likely
}

/// The word before the cursor, over one space; empty if there is none.
fn neighbour<'t>(cursor: &Cursor<'t>) -> &'t str {
    let left = cursor.slice(0, cursor.at);
    let near = left.strip_suffix(' ').filter(|left| left.ends_with(char::is_alphabetic));
    near.and_then(|_| word_before(cursor.text, cursor.at)).unwrap_or_default()
}

fn find_keyed(cursor: &Cursor<'_>) -> Option<Match> {
    let name = name::read(cursor, 0).filter(|name| cursor.byte(name.end).is_none())?;
    let score = if name.capital { 0.25 } else { 0.14 };
    (name.capital || name.words == 1).then(|| Match::new(0, name.end, score))
}

fn find_keyed_given(cursor: &Cursor<'_>) -> Option<Match> {
    let name = name::read(cursor, 0).filter(|name| cursor.byte(name.end).is_none())?;
    let likely = name.capital && name.words > 1 && given::is_given(name.first);
    likely.then(|| Match::new(0, name.end, 0.2))
}
