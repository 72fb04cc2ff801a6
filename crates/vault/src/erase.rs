//! Forgetting for good: surrogates, a value in all its spellings, a whole scope.
//!
//! What is erased leaves tombstones, so that no surrogate of it is ever issued again. A value is
//! looked for in every row, not by its fingerprint: another spelling may be a value of its own.

use std::collections::HashMap;

use portcullis_model::{Entity, Secret};
use zeroize::Zeroizing;

use crate::identity;
use crate::issue::SWEEP_ROWS_MAX;
use crate::issued;
use crate::payload::{self, Payload};
use crate::shape;
use crate::store::{Entry, Handle, Listed, ScopeId};
use crate::vault::{Place, Vault, VaultError};

/// How many rows are read at once.
const PAGE_ROWS: usize = 4096;

/// A value that is to be forgotten.
#[derive(Debug)]
pub struct Subject {
    /// The value, in any spelling.
    pub value: Secret,
    /// What kind of value; `None` for every kind.
    pub entity: Option<Entity>,
}

/// What was erased.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Erased {
    /// How many surrogates of each entity.
    pub entities: HashMap<String, usize>,
    /// How many in each of the places, in their order.
    pub places: Vec<usize>,
    /// Rows of these places that do not open, so that nobody can say what stands in them.
    pub unreadable: usize,
}

impl Vault {
    /// Forgets surrogates of a scope for good; says how many there were. They are never issued
    /// again.
    ///
    /// # Errors
    /// [`VaultError::Store`].
    pub async fn erase(&self, place: &Place<'_>, surrogates: &[&str]) -> Result<usize, VaultError> {
        let domain = self.settings.email_domain.as_deref();
        let readings = surrogates.iter().filter_map(|text| shape::read_whole(text, domain));
        let handles = readings.filter_map(|r| identity::handles(place.keys, &r.core)).flatten();
        Ok(self.store.remove(identity::scope_id(place), handles.collect()).await?)
    }

    /// Forgets all surrogates of a scope for good; says how many there were.
    ///
    /// # Errors
    /// [`VaultError::Store`].
    pub async fn erase_scope(&self, place: &Place<'_>) -> Result<usize, VaultError> {
        let scope = identity::scope_id(place);
        let mut count = 0;
        loop {
            match self.store.remove_scope(scope, SWEEP_ROWS_MAX).await? {
                0 => return Ok(count),
                some => count += some,
            }
        }
    }

    /// Forgets everything for good, also of scopes whose keys nobody has; says how many rows.
    ///
    /// # Errors
    /// [`VaultError::Store`].
    pub async fn erase_all(&self) -> Result<usize, VaultError> {
        let (mut after, mut count) = (None, 0);
        loop {
            let page = self.store.page(after, PAGE_ROWS).await?;
            let mut scopes: HashMap<ScopeId, Vec<Handle>> = HashMap::new();
            for listed in page.listed {
                if let Listed::Issued(scope, entry) = listed {
                    scopes.entry(scope).or_default().push(entry.handle);
                }
            }
            for (scope, handles) in scopes {
                count += self.store.remove(scope, handles).await?;
            }
            after = page.next;
            if after.is_none() {
                return Ok(count);
            }
        }
    }

    /// Forgets all surrogates of a value in these places for good, whatever its spelling. It
    /// reads every row of the store once.
    ///
    /// # Errors
    /// [`VaultError::Store`]. What was erased until then stays erased.
    pub async fn erase_value(
        &self,
        places: &[Place<'_>],
        subject: &Subject,
    ) -> Result<Erased, VaultError> {
        let ids = places.iter().enumerate().map(|(at, place)| (identity::scope_id(place), at));
        let ids: HashMap<ScopeId, usize> = ids.collect();
        let mut search = Search::new(subject);
        let mut erased = Erased { places: vec![0; places.len()], ..Erased::default() };
        let mut after = None;
        loop {
            let page = self.store.page(after, PAGE_ROWS).await?;
            for listed in page.listed {
                let Listed::Issued(scope, entry) = listed else { continue };
                let Some(at) = ids.get(&scope).copied() else { continue };
                let Some(place) = places.get(at) else { continue };
                match read(place, scope, &entry) {
                    Read::Value(found) if search.finds(&found) => {
                        let handles = all_handles(place, &found, entry.handle);
                        let count = self.store.remove(scope, handles).await?;
                        erased.note(at, found.entity(), count);
                    }
                    Read::Value(_) | Read::Id => {}
                    Read::Nothing => erased.unreadable += 1,
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(erased);
            }
        }
    }
}

impl Erased {
    fn note(&mut self, at: usize, entity: &str, count: usize) {
        if let Some(place) = self.places.get_mut(at) {
            *place += count;
        }
        if count > 0 {
            *self.entities.entry(entity.to_owned()).or_default() += count;
        }
    }

    /// How many surrogates in all.
    #[must_use]
    pub fn total(&self) -> usize {
        self.places.iter().sum()
    }
}

/// What a row holds.
enum Read {
    Value(Payload),
    /// An id that somebody gave out.
    Id,
    /// It does not open.
    Nothing,
}

fn read(place: &Place<'_>, scope: ScopeId, entry: &Entry) -> Read {
    match payload::open(place, scope, entry.handle, &entry.sealed) {
        Ok(payload) => Read::Value(payload),
        Err(_) if issued::is_one(place, scope, entry) => Read::Id,
        Err(_) => Read::Nothing,
    }
}

/// The row that was found, and every further spelling of the same surrogate.
fn all_handles(place: &Place<'_>, found: &Payload, row: Handle) -> Vec<Handle> {
    let mut handles = identity::handles(place.keys, &found.core).unwrap_or_default();
    if !handles.contains(&row) {
        handles.push(row);
    }
    handles
}

/// A value that is looked for, reduced once for each entity that comes up.
struct Search<'a> {
    subject: &'a Subject,
    loose: Zeroizing<String>,
    canonical: HashMap<String, Option<Zeroizing<String>>>,
}

impl<'a> Search<'a> {
    fn new(subject: &'a Subject) -> Self {
        let loose = loose(subject.value.expose());
        Self { subject, loose, canonical: HashMap::new() }
    }

    fn finds(&mut self, found: &Payload) -> bool {
        let (name, value) = (found.entity(), self.subject.value.expose());
        if self.subject.entity.as_ref().is_some_and(|entity| entity.name() != name) {
            return false;
        }
        if found.value() == value {
            return true;
        }
        if is_loose(name) && !self.loose.is_empty() && loose(found.value()) == self.loose {
            return true;
        }
        let entity = Entity::named(name.to_owned());
        let wanted = self.canonical.entry(name.to_owned());
        let wanted = wanted.or_insert_with(|| shape::canonical(&entity, value).text);
        wanted.is_some() && shape::canonical(&entity, found.value()).text == *wanted
    }
}

/// Whether values of this entity are the same if they differ in case and separators only. Where
/// separators divide numbers, `1.12.1990` is not `11.2.1990`.
fn is_loose(entity: &str) -> bool {
    !entity.contains("DATE") && !matches!(entity, "IP_ADDRESS" | "URL" | "SECRET")
}

/// A value without its case, and without separators save between words.
fn loose(value: &str) -> Zeroizing<String> {
    let mut kept = Zeroizing::new(String::with_capacity(value.len()));
    let mut after: Option<char> = None;
    let mut separated = false;
    for character in value.chars() {
        if !character.is_alphanumeric() && !matches!(character, '@' | '+' | '_') {
            separated = true;
            continue;
        }
        // `Ann E` is not `Anne`.
        if separated && character.is_alphabetic() && after.is_some_and(char::is_alphabetic) {
            kept.push(' ');
        }
        kept.extend(character.to_lowercase());
        (after, separated) = (Some(character), false);
    }
    kept
}
