//! Compiled schemas by the digest of their text, so that a call compiles nothing.
//!
//! It keeps a bounded number and a bounded size; what was used longest ago goes first. It keeps
//! no errors: a tool with a broken schema is refused, not called.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use portcullis_seal::sha256;

use crate::limits::{CACHED_BYTES_MAX, CACHED_SCHEMAS_MAX};
use crate::{Schema, SchemaError};

/// A bounded cache of compiled schemas.
#[derive(Default)]
pub struct Schemas {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    entries: HashMap<[u8; 32], Entry>,
    bytes: usize,
    /// Counts uses; it stands for time.
    uses: u64,
}

struct Entry {
    schema: Arc<Schema>,
    bytes: usize,
    used: u64,
}

impl std::fmt::Debug for Schemas {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Schemas").finish_non_exhaustive()
    }
}

impl Schemas {
    /// Makes an empty cache.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives the compiled schema of a text, compiling it if it is not kept.
    ///
    /// # Errors
    ///
    /// As [`Schema::compile`].
    pub fn get(&self, json: &str) -> Result<Arc<Schema>, SchemaError> {
        let digest = sha256(json.as_bytes());
        if let Some(schema) = self.lock().find(&digest) {
            return Ok(schema);
        }
        // Compiled without the lock: a large schema must not hold up the calls of other tools.
        let schema = Arc::new(Schema::compile(json)?);
        self.lock().keep(digest, Arc::clone(&schema), json.len());
        Ok(schema)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        // A panic elsewhere leaves at worst a wrong count of bytes.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn find(&mut self, digest: &[u8; 32]) -> Option<Arc<Schema>> {
        self.uses = self.uses.saturating_add(1);
        let entry = self.entries.get_mut(digest)?;
        entry.used = self.uses;
        Some(Arc::clone(&entry.schema))
    }

    fn keep(&mut self, digest: [u8; 32], schema: Arc<Schema>, bytes: usize) {
        self.uses = self.uses.saturating_add(1);
        let entry = Entry { schema, bytes, used: self.uses };
        self.bytes = self.bytes.saturating_add(bytes);
        if let Some(old) = self.entries.insert(digest, entry) {
            self.bytes = self.bytes.saturating_sub(old.bytes);
        }
        while self.entries.len() > CACHED_SCHEMAS_MAX || self.bytes > CACHED_BYTES_MAX {
            let Some(oldest) = self.oldest() else { return };
            if let Some(old) = self.entries.remove(&oldest) {
                self.bytes = self.bytes.saturating_sub(old.bytes);
            }
        }
    }

    fn oldest(&self) -> Option<[u8; 32]> {
        let oldest = self.entries.iter().min_by_key(|(_, entry)| entry.used);
        oldest.map(|(digest, _)| *digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(number: usize) -> String {
        format!(r#"{{"title":"{number}"}}"#)
    }

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let schemas = Schemas::new();
        let first = schemas.get(&schema(0)).expect("a schema");
        for number in 1..CACHED_SCHEMAS_MAX {
            schemas.get(&schema(number)).expect("a schema");
        }
        let again = schemas.get(&schema(0)).expect("a schema");
        assert!(Arc::ptr_eq(&first, &again), "it is kept");
        schemas.get(&schema(CACHED_SCHEMAS_MAX)).expect("a schema");
        let kept = schemas.lock();
        assert_eq!(kept.entries.len(), CACHED_SCHEMAS_MAX);
        assert!(kept.entries.contains_key(&sha256(schema(0).as_bytes())), "it was just used");
        assert!(!kept.entries.contains_key(&sha256(schema(1).as_bytes())), "the oldest went");
    }

    #[test]
    fn bytes_are_bounded() {
        let schemas = Schemas::new();
        for number in 0..20 {
            let large =
                format!(r#"{{"title":"{number}","description":"{}"}}"#, "a".repeat(1_000_000));
            schemas.get(&large).expect("a schema");
        }
        let kept = schemas.lock();
        assert!(kept.bytes <= CACHED_BYTES_MAX);
        assert_eq!(kept.bytes, kept.entries.values().map(|it| it.bytes).sum::<usize>());
    }

    #[test]
    fn errors_are_not_kept() {
        let schemas = Schemas::new();
        assert_eq!(schemas.get("[]").err(), Some(SchemaError::NotObject));
        assert_eq!(schemas.lock().entries.len(), 0);
    }
}
