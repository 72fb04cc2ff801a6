//! Values that are known to be nobody's: an organisation's own domains, numbers, test cards.
//!
//! A list is of one entity and speaks of whole findings: what else stands in a value, or the same
//! text as another entity, is found as ever. So no entry for addresses lets a secret through.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use portcullis_model::Entity;

use crate::boundary::{is_dash, is_space};

/// LIMIT: entries of all lists of one kind.
pub const ENTRIES_MAX: usize = 10_000;
/// LIMIT: bytes of an entry.
pub const ENTRY_BYTES_MAX: usize = 256;
/// LIMIT: characters beside a `*`; fewer would let nearly everything through.
pub const WILD_MIN: usize = 3;

/// Values that are no findings, by entity.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Allow {
    lists: Arc<BTreeMap<Entity, List>>,
    entries: usize,
}

/// Why an entry cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryError {
    /// It is empty, or longer than [`ENTRY_BYTES_MAX`].
    Length,
    /// There are [`ENTRIES_MAX`] already.
    TooMany,
    /// A `*` stands elsewhere than at one end.
    Star,
    /// Fewer than [`WILD_MIN`] characters stand beside the `*`.
    TooWide,
    /// A secret is named by its whole value only.
    Secret,
    /// It holds nothing that counts.
    Nothing,
}

impl std::fmt::Display for EntryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Length => write!(f, "must have 1 to {ENTRY_BYTES_MAX} bytes"),
            Self::TooMany => write!(f, "is one too many: at most {ENTRIES_MAX} may be listed"),
            Self::Star => f.write_str("may hold one `*`, at its beginning or at its end"),
            Self::TooWide => {
                write!(f, "must have at least {WILD_MIN} letters or digits beside its `*`")
            }
            Self::Secret => f.write_str("must be a whole secret, without `*`"),
            Self::Nothing => f.write_str("must hold a letter or a digit"),
        }
    }
}

impl std::error::Error for EntryError {}

/// The list of one entity.
#[derive(Debug, Clone, Default, PartialEq)]
struct List {
    whole: BTreeSet<Box<str>>,
    beginnings: Vec<Box<str>>,
    endings: Vec<Box<str>>,
}

impl Allow {
    /// Adds an entry: a value, a beginning with `*` behind it, or an ending with `*` before it.
    ///
    /// # Errors
    /// [`EntryError`] if it says nothing, or too much.
    pub fn add(&mut self, entity: &Entity, entry: &str) -> Result<(), EntryError> {
        if entry.is_empty() || entry.len() > ENTRY_BYTES_MAX {
            return Err(EntryError::Length);
        }
        if self.entries >= ENTRIES_MAX {
            return Err(EntryError::TooMany);
        }
        let (kind, text) = split(entry)?;
        let comparison = Comparison::of(entity);
        if comparison == Comparison::Exact && entry.contains('*') {
            return Err(EntryError::Secret);
        }
        let text = comparison.reduce(text);
        let telling = text.chars().filter(|c| c.is_alphanumeric()).count();
        match kind {
            Kind::Whole if telling == 0 => return Err(EntryError::Nothing),
            Kind::Beginning | Kind::Ending if telling < WILD_MIN => {
                return Err(EntryError::TooWide);
            }
            Kind::Whole | Kind::Beginning | Kind::Ending => {}
        }
        let list = Arc::make_mut(&mut self.lists).entry(entity.clone()).or_default();
        match kind {
            Kind::Whole => drop(list.whole.insert(text.into())),
            Kind::Beginning => list.beginnings.push(text.into()),
            Kind::Ending => list.endings.push(text.into()),
        }
        self.entries += 1;
        Ok(())
    }

    /// The entities that have a list.
    pub fn entities(&self) -> impl Iterator<Item = &Entity> {
        self.lists.keys()
    }

    /// Whether a value of this entity is listed, so that it is no finding.
    #[must_use]
    pub fn lists(&self, entity: &Entity, value: &str) -> bool {
        let Some(list) = self.lists.get(entity) else { return false };
        let text = Comparison::of(entity).reduce(value);
        list.whole.contains(text.as_str())
            || list.beginnings.iter().any(|beginning| text.starts_with(&**beginning))
            || list.endings.iter().any(|ending| text.ends_with(&**ending))
    }
}

/// What an entry stands for.
#[derive(Clone, Copy)]
enum Kind {
    Whole,
    Beginning,
    Ending,
}

fn split(entry: &str) -> Result<(Kind, &str), EntryError> {
    let (kind, text) = match (entry.strip_prefix('*'), entry.strip_suffix('*')) {
        (Some(text), _) => (Kind::Ending, text),
        (None, Some(text)) => (Kind::Beginning, text),
        (None, None) => (Kind::Whole, entry),
    };
    if text.contains('*') { Err(EntryError::Star) } else { Ok((kind, text)) }
}

/// How values of an entity are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Comparison {
    /// As they are.
    Exact,
    /// In any case.
    Caseless,
    /// In any case and with any separators.
    Compact,
}

impl Comparison {
    fn of(entity: &Entity) -> Self {
        match entity.name() {
            "SECRET" => Self::Exact,
            // Here a dot or a dash makes another value.
            "EMAIL_ADDRESS" | "URL" | "IP_ADDRESS" | "IN_UPI" | "GPS_COORDINATE"
            | "DATE_OF_BIRTH" | "PERSON" | "LOCATION" | "STREET_ADDRESS" => Self::Caseless,
            _ => Self::Compact,
        }
    }

    fn reduce(self, text: &str) -> String {
        let separates =
            |c: char| is_space(c) || is_dash(c) || matches!(c, '.' | '/' | '(' | ')' | '+');
        match self {
            Self::Exact => text.to_owned(),
            Self::Caseless => text.trim().to_lowercase(),
            Self::Compact => {
                text.chars().filter(|c| !separates(*c)).flat_map(char::to_lowercase).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(entity: &'static str, entry: &str, value: &str, listed: bool) {
        let entity = Entity::known(entity);
        let mut allow = Allow::default();
        allow.add(&entity, entry).unwrap();
        assert_eq!(allow.lists(&entity, value), listed, "{entry} {value}");
        assert!(!allow.lists(&Entity::known("OTHER"), value));
    }

    #[test]
    fn addresses_are_compared_in_any_case_and_by_their_domain() {
        check("EMAIL_ADDRESS", "Support@Example.com", "support@example.COM", true);
        check("EMAIL_ADDRESS", "support@example.com", "sup.port@example.com", false);
        check("EMAIL_ADDRESS", "*@example.com", "ada@EXAMPLE.com", true);
        check("EMAIL_ADDRESS", "*@example.com", "ada@notexample.com", false);
        check("EMAIL_ADDRESS", "*@example.com", "ada@example.com.evil.org", false);
        check("EMAIL_ADDRESS", "*.example.com", "ada@mail.example.com", true);
        check("IP_ADDRESS", "10.20.*", "10.20.3.4", true);
        check("IP_ADDRESS", "10.20.*", "10.203.0.1", false);
    }

    #[test]
    fn numbers_are_compared_without_separators() {
        check("PHONE_NUMBER", "+1 800 555 *", "1-800-555-0199", true);
        check("PHONE_NUMBER", "+1 800 555 *", "+1 (800) 555.0199", true);
        check("PHONE_NUMBER", "+1 800 555 *", "+1 801 555 0199", false);
        check("IBAN_CODE", "DE89 3704 *", "de893704", true);
        check("CREDIT_CARD", "4111 1111 1111 1111", "4111-1111-1111-1111", true);
        check("CREDIT_CARD", "4111 1111 1111 1111", "4111-1111-1111-1112", false);
    }

    #[test]
    fn a_secret_is_named_whole_and_as_it_is() {
        check("SECRET", "ghp_Ab", "ghp_Ab", true);
        check("SECRET", "ghp_Ab", "ghp_ab", false);
        let mut allow = Allow::default();
        let error = allow.add(&Entity::SECRET, "ghp_test*").unwrap_err();
        assert_eq!(error, EntryError::Secret);
    }

    #[test]
    fn entries_that_say_nothing_or_too_much_are_refused() {
        for (entry, error) in [
            ("", EntryError::Length),
            ("*", EntryError::TooWide),
            ("*@x", EntryError::TooWide),
            ("a*b@example.com", EntryError::Star),
            ("*example*", EntryError::Star),
            ("--", EntryError::Nothing),
        ] {
            let refused = Allow::default().add(&Entity::EMAIL_ADDRESS, entry).unwrap_err();
            assert_eq!(refused, error, "{entry}");
        }
    }

    #[test]
    fn entries_are_bounded() {
        let mut allow = Allow::default();
        let long = "a".repeat(ENTRY_BYTES_MAX);
        allow.add(&Entity::EMAIL_ADDRESS, &long).unwrap();
        let error = allow.add(&Entity::EMAIL_ADDRESS, &format!("{long}a")).unwrap_err();
        assert_eq!(error, EntryError::Length);
        for number in 1..ENTRIES_MAX {
            allow.add(&Entity::EMAIL_ADDRESS, &format!("a{number}@example.com")).unwrap();
        }
        let error = allow.add(&Entity::EMAIL_ADDRESS, "one@example.com").unwrap_err();
        assert_eq!(error, EntryError::TooMany);
    }
}
