//! What a server said last of its tools, as it said it.
//!
//! It is learnt from whole lists only. It says nothing of whether a tool may be used.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portcullis_model::Tool;

/// The tools of one server.
#[derive(Debug, Default)]
pub struct Catalog {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// How often the server said that its list changed.
    changes: u64,
    /// How often a list was learnt.
    lists: u64,
    /// What had changed when the list below was asked for; none before the first.
    of: Option<u64>,
    /// By name. A name that stands in a list twice with two meanings has none.
    tools: HashMap<Box<str>, Option<Arc<Tool>>>,
}

impl Catalog {
    /// A tool of the list, if that is still what holds.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Arc<Tool>> {
        let state = self.lock();
        if state.of != Some(state.changes) {
            return None;
        }
        state.tools.get(name).cloned().flatten()
    }

    /// What a list that is asked for now will be of.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.lock().changes
    }

    /// How many lists were learnt.
    #[must_use]
    pub fn lists(&self) -> u64 {
        self.lock().lists
    }

    /// Says that the list is another one now.
    pub fn changed(&self) {
        self.lock().changes += 1;
    }

    /// Learns a whole list that was asked for when so much had changed.
    pub fn learn(&self, changes: u64, tools: impl IntoIterator<Item = Arc<Tool>>) {
        let mut known: HashMap<Box<str>, Option<Arc<Tool>>> = HashMap::new();
        for tool in tools {
            known
                .entry(tool.name.clone())
                .and_modify(|one| {
                    if one.as_ref() != Some(&tool) {
                        *one = None;
                    }
                })
                .or_insert(Some(tool));
        }
        let mut state = self.lock();
        // An answer may be overtaken by one that was asked for later.
        if state.of.is_none_or(|of| of <= changes) {
            state.of = Some(changes);
            state.tools = known;
        }
        state.lists += 1;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use portcullis_model::ToolHints;

    use super::*;

    fn tool(name: &str, input: &str) -> Arc<Tool> {
        let hints = ToolHints::default();
        Arc::new(Tool { name: name.into(), input: input.into(), output: None, hints })
    }

    #[test]
    fn a_list_holds_until_it_changes() {
        let catalog = Catalog::default();
        assert_eq!(catalog.find("a"), None);
        catalog.learn(0, [tool("a", "{}"), tool("b", "{}")]);
        assert_eq!(catalog.find("a"), Some(tool("a", "{}")));
        assert_eq!(catalog.find("A"), None);
        catalog.changed();
        assert_eq!(catalog.find("a"), None);
        // One that was asked for before it changed says nothing of now.
        catalog.learn(0, [tool("a", "{}")]);
        assert_eq!(catalog.find("a"), None);
        catalog.learn(1, [tool("b", "{}")]);
        assert_eq!(catalog.find("a"), None);
        assert_eq!(catalog.find("b"), Some(tool("b", "{}")));
        catalog.learn(0, [tool("a", "{}")]);
        assert_eq!(catalog.find("b"), Some(tool("b", "{}")));
    }

    #[test]
    fn a_name_with_two_meanings_has_none() {
        let catalog = Catalog::default();
        catalog.learn(0, [tool("a", "{}"), tool("a", "[]"), tool("a", "{}"), tool("b", "{}")]);
        assert_eq!(catalog.find("a"), None);
        catalog.learn(0, [tool("b", "{}"), tool("b", "{}")]);
        assert_eq!(catalog.find("b"), Some(tool("b", "{}")));
    }
}
