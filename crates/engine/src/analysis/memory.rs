//! What was found in texts that come again: each turn of a conversation brings its history with
//! it, and no analyzer should read that each time.
//!
//! It keeps no text: a keyed digest of it, and what was found at which places.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use portcullis_model::Finding;

/// LIMIT: texts and findings that are kept: some megabytes.
const WEIGHT_MAX: usize = 1 << 16;

/// A digest of a text that nobody else can compute, another one in each scope.
pub(super) type Digest = [u8; 32];

/// What was found, by text. All calls share one.
#[derive(Default)]
pub(super) struct Memory(Mutex<Generations>);

/// When the young are too many they are old, and the old are forgotten.
#[derive(Default)]
struct Generations {
    young: HashMap<Digest, Arc<[Finding]>>,
    old: HashMap<Digest, Arc<[Finding]>>,
    weight: usize,
}

impl Memory {
    /// What was found in a text, if it is remembered.
    pub(super) fn recall(&self, digest: &Digest) -> Option<Arc<[Finding]>> {
        self.with(|all| {
            if let Some(found) = all.young.get(digest) {
                return Some(Arc::clone(found));
            }
            let found = all.old.remove(digest)?;
            all.keep(*digest, Arc::clone(&found));
            Some(found)
        })
    }

    /// Remembers what was found in a text.
    pub(super) fn keep(&self, digest: Digest, found: &[Finding]) {
        self.with(|all| all.keep(digest, found.into()));
    }

    fn with<T>(&self, work: impl FnOnce(&mut Generations) -> T) -> T {
        // Whoever panicked with it left out something that is found again.
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Generations {
    fn keep(&mut self, digest: Digest, found: Arc<[Finding]>) {
        self.weight += 1 + found.len();
        self.young.insert(digest, found);
        if WEIGHT_MAX / 2 < self.weight {
            self.old = std::mem::take(&mut self.young);
            self.weight = 0;
        }
    }
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memory(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(number: usize) -> Digest {
        let mut digest = Digest::default();
        digest[..8].copy_from_slice(&number.to_le_bytes());
        digest
    }

    #[test]
    fn the_last_are_remembered_and_those_that_come_again() {
        let memory = Memory::default();
        assert!(memory.recall(&digest(0)).is_none());
        for number in 0..WEIGHT_MAX {
            memory.keep(digest(number), &[]);
            assert!(memory.recall(&digest(0)).is_some(), "{number}");
            assert!(memory.recall(&digest(number.saturating_sub(WEIGHT_MAX / 8))).is_some());
        }
        assert!(memory.recall(&digest(1)).is_none());
        let kept = memory.with(|all| all.young.len() + all.old.len());
        assert!(kept <= WEIGHT_MAX + 2, "{kept}");
    }

    #[test]
    fn findings_weigh_too() {
        let finding = Finding {
            entity: portcullis_model::Entity::SECRET,
            rule: None,
            start: 0,
            end: 1,
            score: 1.0,
            recognizer: "test".into(),
        };
        let memory = Memory::default();
        let many = vec![finding; WEIGHT_MAX];
        memory.keep(digest(0), &many);
        assert_eq!(memory.recall(&digest(0)).map(|found| found.len()), Some(WEIGHT_MAX));
        memory.keep(digest(1), &many);
        assert!(memory.recall(&digest(0)).is_none());
    }
}
