//! Values that are always findings: code names, customers, projects.
//!
//! They are found as words, in any case; a space in one stands for any white space.

use std::sync::Arc;

use portcullis_model::Entity;

use crate::allow::{ENTRIES_MAX, ENTRY_BYTES_MAX, EntryError};
use crate::boundary::{is_word, opens};
use crate::pattern::Run;
use crate::scan::Stretch;

/// Values that are always findings, by entity.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Deny {
    entities: Vec<Entity>,
    /// In order, without doubles.
    values: Arc<Vec<Value>>,
}

/// A value as it is compared: small letters, one space for each white space.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Value {
    text: Box<str>,
    entity: usize,
}

impl Deny {
    /// Adds a value. One that is listed already stays with the entity that had it first.
    ///
    /// # Errors
    /// [`EntryError`] if it is empty, too long, or one too many.
    pub fn add(&mut self, entity: &Entity, value: &str) -> Result<(), EntryError> {
        let text: String = value.trim().chars().map(folded).collect();
        if text.is_empty() || text.len() > ENTRY_BYTES_MAX {
            return Err(EntryError::Length);
        }
        if self.values.len() >= ENTRIES_MAX {
            return Err(EntryError::TooMany);
        }
        if text.chars().filter(|c| c.is_alphanumeric()).count() == 0 {
            return Err(EntryError::Nothing);
        }
        let known = self.entities.iter().position(|known| known == entity);
        let number = known.unwrap_or(self.entities.len());
        if known.is_none() {
            self.entities.push(entity.clone());
        }
        let place = self.values.binary_search_by(|known| (*known.text).cmp(&text));
        if let Err(place) = place {
            let value = Value { text: text.into(), entity: number };
            Arc::make_mut(&mut self.values).insert(place, value);
        }
        Ok(())
    }

    /// The entities that have values.
    pub fn entities(&self) -> impl Iterator<Item = &Entity> {
        self.entities.iter()
    }

    /// Which bytes may stand at the first two places of a value, in any case.
    pub(crate) fn first(&self) -> [[bool; 256]; 2] {
        let (mut first, mut second) = ([false; 256], [false; 256]);
        for value in self.values.iter() {
            let mut chars = value.text.chars();
            let (Some(one), two) = (chars.next(), chars.next()) else { continue };
            note(&mut first, one);
            match two.filter(|two| one.is_ascii() && *two != ' ') {
                Some(two) => note(&mut second, two),
                None => second = [true; 256],
            }
        }
        [first, second]
    }

    /// Looks for the longest value that begins at `start`, a word that ends as one.
    pub(crate) fn run(&self, stretch: Stretch<'_>, start: usize) -> (Run, usize) {
        let text = stretch.text.get(start..).unwrap_or_default();
        let mut best = (Run { end: None, starved: false }, 0);
        if text.chars().next().is_some_and(is_word) && !opens(stretch.text, start) {
            return best;
        }
        let mut left = self.values.as_slice();
        let (mut depth, mut at, mut last) = (0, start, None);
        let mut chars = text.chars();
        loop {
            let next = chars.next();
            if let Some((value, longer)) =
                left.split_first().filter(|(it, _)| it.text.len() == depth)
            {
                // The end of a word is known by what follows it.
                let closes = last.is_some_and(|last| !is_word(last)) || !next.is_some_and(is_word);
                if next.is_none() && !stretch.finished && last.is_some_and(is_word) {
                    best.0.starved = true;
                } else if closes {
                    best = (Run { end: Some(at), starved: false }, value.entity);
                }
                left = longer;
            }
            if left.is_empty() {
                return best;
            }
            let Some(c) = next else {
                best.0.starved |= !stretch.finished;
                return best;
            };
            left = narrowed(left, depth, folded(c));
            depth += folded(c).len_utf8();
            at += c.len_utf8();
            last = Some(c);
        }
    }
}

/// Notes the first bytes of a letter in both cases.
fn note(table: &mut [bool; 256], c: char) {
    for c in c.to_uppercase().chain([c]) {
        let mut bytes = [0; 4];
        let byte = c.encode_utf8(&mut bytes).bytes().next().unwrap_or_default();
        if let Some(slot) = table.get_mut(usize::from(byte)) {
            *slot = true;
        }
    }
}

/// Of values in order that agree so far, those whose next character is `c`.
fn narrowed(values: &[Value], depth: usize, c: char) -> &[Value] {
    let next = |value: &Value| value.text.get(depth..).and_then(|rest| rest.chars().next());
    let from = values.partition_point(|value| next(value) < Some(c));
    let rest = values.get(from..).unwrap_or_default();
    let count = rest.partition_point(|value| next(value) <= Some(c));
    rest.get(..count).unwrap_or_default()
}

/// A character as it is compared. A letter whose small form has several characters stays.
fn folded(c: char) -> char {
    if c.is_whitespace() {
        return ' ';
    }
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(small), None) => small,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(values: &[&str], text: &str, expected: &[&str]) {
        let mut deny = Deny::default();
        for value in values {
            deny.add(&Entity::known("CODENAME"), value).unwrap();
        }
        let stretch = Stretch { text, from: 0, finished: true };
        let [first, _] = deny.first();
        let starts = text.char_indices().map(|(at, _)| at);
        let found: Vec<_> = starts
            .filter(|at| first[usize::from(text.as_bytes()[*at])])
            .filter_map(|at| deny.run(stretch, at).0.end.and_then(|end| text.get(at..end)))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn values_are_found_as_words_in_any_case() {
        check(&["Nightfall"], "nightfall, NIGHTFALL", &["nightfall", "NIGHTFALL"]);
        check(&["Nightfall"], "nightfalls xnightfall night_fall", &[]);
        check(
            &["Project Nightfall"],
            "project\n nightfall project\tNightfall",
            &["project\tNightfall"],
        );
        check(&["Проект Ночь"], "это ПРОЕКТ ночь!", &["ПРОЕКТ ночь"]);
        check(&["östlich"], "Östlich", &["Östlich"]);
        check(&["#42"], "x#42, #421", &["#42"]);
        check(&["C++"], "c++x C++", &["c++", "C++"]);
    }

    #[test]
    fn the_longest_value_counts() {
        check(&["blue", "blue heron", "blue heron nest"], "Blue heron next", &["Blue heron"]);
        check(&["ab", "abc"], "abc abd ab", &["abc", "ab"]);
    }

    #[test]
    fn values_are_bounded() {
        let entity = Entity::known("CODENAME");
        let mut deny = Deny::default();
        let long = "a".repeat(ENTRY_BYTES_MAX);
        deny.add(&entity, &long).unwrap();
        assert_eq!(deny.add(&entity, &format!("{long}a")), Err(EntryError::Length));
        assert_eq!(deny.add(&entity, " "), Err(EntryError::Length));
        assert_eq!(deny.add(&entity, "--"), Err(EntryError::Nothing));
        for number in 1..ENTRIES_MAX {
            deny.add(&entity, &format!("value {number}")).unwrap();
        }
        assert_eq!(deny.add(&entity, "one more"), Err(EntryError::TooMany));
    }
}
