//! Opened keys, the most recently used ones.
//!
//! Bounded: there may be as many scopes as end users.

use std::collections::HashMap;
use std::mem;
use std::sync::Arc;

use portcullis_model::Scope;
use portcullis_seal::ScopeKeys;

/// Two halves: what was used since the last turn, and what was used in the one before. When the
/// young half is full the old one is dropped, so that every step takes constant time.
#[derive(Debug)]
pub(crate) struct Cache {
    half_max: usize,
    young: HashMap<Scope, Arc<ScopeKeys>>,
    old: HashMap<Scope, Arc<ScopeKeys>>,
}

impl Cache {
    /// Keeps at least the last `half_max` and at most twice as many.
    pub(crate) fn new(half_max: usize) -> Self {
        Self { half_max, young: HashMap::new(), old: HashMap::new() }
    }

    pub(crate) fn find(&mut self, scope: &Scope) -> Option<Arc<ScopeKeys>> {
        if let Some(keys) = self.young.get(scope) {
            return Some(Arc::clone(keys));
        }
        let keys = self.old.remove(scope)?;
        self.keep(scope.clone(), Arc::clone(&keys));
        Some(keys)
    }

    /// Keeps the keys.
    pub(crate) fn keep(&mut self, scope: Scope, keys: Arc<ScopeKeys>) {
        if self.half_max <= self.young.len() {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(scope, keys);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_what_is_used_and_forgets_the_rest() {
        let scope = |n: usize| Scope { tenant: "default".into(), principal: n.to_string().into() };
        let mut cache = Cache::new(4);
        for n in 0..100 {
            cache.keep(scope(n), Arc::new(ScopeKeys::generate().unwrap()));
            assert!(cache.young.len() + cache.old.len() <= 8);
            assert!(cache.find(&scope(0)).is_some(), "{n}: in use all the time");
            assert!(cache.find(&scope(n)).is_some(), "{n}");
        }
        assert!(cache.find(&scope(50)).is_none());
    }
}
