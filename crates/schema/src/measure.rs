//! How much a schema can cost, from the schema alone.
//!
//! A schema that refers to itself has no such bound; what it costs depends on the arguments.

use crate::SchemaError;
use crate::graph::{Edges, Node, ROOT};
use crate::limits::IN_PLACE_DEPTH_MAX;

/// What one value can cost at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    /// How often a schema is applied along all ways through the schema, and the longest way.
    Bounded { visits: u64, depth: usize },
    /// The schema contains itself.
    Recursive,
}

impl Measure {
    /// Measures a graph.
    ///
    /// # Errors
    ///
    /// [`SchemaError::Endless`] if a schema applies itself to the same value, and
    /// [`SchemaError::TooLarge`] if too many apply to one value inside each other.
    pub(crate) fn of(nodes: &[Node]) -> Result<Self, SchemaError> {
        let chains = settle(nodes, Edges::InPlace);
        let longest = chains.ok_or(SchemaError::Endless)?.iter().map(|sum| sum.depth).max();
        if longest > Some(IN_PLACE_DEPTH_MAX) {
            return Err(SchemaError::TooLarge("schemas applied inside schemas"));
        }
        let sums = settle(nodes, Edges::All);
        let whole = sums.as_ref().and_then(|sums| sums.get(ROOT));
        Ok(whole
            .map_or(Self::Recursive, |sum| Self::Bounded { visits: sum.visits, depth: sum.depth }))
    }
}

/// What a node and all that it leads to sum up to; a depth of zero is not settled yet.
#[derive(Default, Clone, Copy)]
struct Sum {
    visits: u64,
    depth: usize,
}

/// Sums up every node after those that it leads to; nothing if one leads back to itself.
fn settle(nodes: &[Node], edges: Edges) -> Option<Vec<Sum>> {
    let mut sums = vec![Sum::default(); nodes.len()];
    let mut open = vec![false; nodes.len()];
    let mut stack = Vec::new();
    for start in 0..nodes.len() {
        stack.push(start);
        while let Some(number) = stack.last().copied() {
            if sums.get(number)?.depth > 0 {
                stack.pop();
                continue;
            }
            let node = nodes.get(number)?;
            let mut sum = Sum { visits: node.weight(), depth: 1 };
            let (mut unsettled, mut returns) = (Vec::new(), false);
            node.edges(edges, &mut |inner| match sums.get(inner) {
                Some(Sum { depth: 0, .. }) | None => {
                    returns |= open.get(inner).copied().unwrap_or(true);
                    unsettled.push(inner);
                }
                Some(settled) => {
                    sum.visits = sum.visits.saturating_add(settled.visits);
                    sum.depth = sum.depth.max(settled.depth.saturating_add(1));
                }
            });
            if returns || open.get(number) == Some(&true) && !unsettled.is_empty() {
                return None;
            }
            if unsettled.is_empty() {
                *sums.get_mut(number)? = sum;
                stack.pop();
            }
            *open.get_mut(number)? = !unsettled.is_empty();
            stack.append(&mut unsettled);
        }
    }
    Some(sums)
}
