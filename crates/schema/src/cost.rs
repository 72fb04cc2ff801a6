//! Whether a check of these arguments stays within bounds, before anything is checked.
//!
//! A recursive schema can double its work with each level of the arguments. The sum is made over
//! pairs of schema and value, each once, so to find out is cheap where to check would not be.

use std::collections::HashMap;

use serde_json::Value;

use crate::graph::{Graph, ROOT};
use crate::limits::{CHECK_DEPTH_MAX, VISITS_MAX};
use crate::matching::has_type;
use crate::measure::Measure;

/// A check would cost more than is spent on a call.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooCostly;

/// Says whether the arguments can be checked within bounds.
pub(crate) fn affordable(graph: &Graph, arguments: &Value) -> Result<(), TooCostly> {
    let values = count(arguments);
    if let Measure::Bounded { visits, depth } = graph.measure
        && depth <= CHECK_DEPTH_MAX
        && visits.saturating_mul(values) <= VISITS_MAX
    {
        return Ok(());
    }
    let mut sum = Sum { graph, known: HashMap::new() };
    let visits = sum.visits(ROOT, arguments, 0)?;
    if visits > VISITS_MAX { Err(TooCostly) } else { Ok(()) }
}

/// The values of a document; its depth is bounded by the reader.
fn count(value: &Value) -> u64 {
    let inner: u64 = match value {
        Value::Object(object) => object.values().map(count).sum(),
        Value::Array(items) => items.iter().map(count).sum(),
        // Patterns and comparisons read the text.
        Value::String(text) => u64::try_from(text.len()).unwrap_or(u64::MAX) / 256,
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    };
    inner.saturating_add(1)
}

struct Sum<'a> {
    graph: &'a Graph,
    /// By schema and address of the value.
    known: HashMap<(usize, usize), u64>,
}

impl Sum<'_> {
    fn visits(&mut self, number: usize, value: &Value, depth: usize) -> Result<u64, TooCostly> {
        let pair = (number, std::ptr::from_ref(value).addr());
        if let Some(known) = self.known.get(&pair) {
            return Ok(*known);
        }
        let Some(node) = self.graph.nodes.get(number) else { return Ok(0) };
        let pairs = u64::try_from(self.known.len()).unwrap_or(u64::MAX);
        if depth >= CHECK_DEPTH_MAX || pairs > VISITS_MAX {
            return Err(TooCostly);
        }
        let mut inner = Vec::new();
        node.in_place(&mut |other| inner.push((other, value)));
        let mut found = Vec::new();
        let mut member = |value, found: &mut Vec<usize>| {
            found.extend(&node.each);
            inner.extend(found.drain(..).map(|other| (other, value)));
        };
        match value {
            Value::Object(object) => {
                for (name, value) in object {
                    node.of_member(name, &mut found);
                    member(value, &mut found);
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    node.of_item(index, &mut found);
                    member(value, &mut found);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        let text = value.as_str().map_or(0, str::len) / 256;
        let text = u64::try_from(text).unwrap_or(u64::MAX).saturating_add(1);
        let mut sum = node.weight().saturating_mul(text);
        // A schema of another type costs its test of the type, whatever it has inside.
        if node.types.as_ref().is_some_and(|types| !types.iter().any(|it| has_type(value, it))) {
            inner.clear();
        }
        for (other, value) in inner {
            sum = sum.saturating_add(self.visits(other, value, depth.saturating_add(1))?);
        }
        self.known.insert(pair, sum);
        Ok(sum)
    }
}
