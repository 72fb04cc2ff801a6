//! Which branches of a choice a value may belong to, for knowing the names that belong to it.
//!
//! It is no validation: patterns, formats and `not` are taken to match, so in doubt more names
//! are known and the validator has the last word on the value.

use std::cell::Cell;

use serde_json::Value;

use crate::graph::{Graph, Node};
use crate::limits::VISITS_MAX;

/// Looks at branches, with a bound on how much it looks.
pub(crate) struct Matcher<'a> {
    pub(crate) graph: &'a Graph,
    spent: Cell<u64>,
}

impl<'a> Matcher<'a> {
    pub(crate) fn new(graph: &'a Graph) -> Self {
        Self { graph, spent: Cell::new(0) }
    }

    /// Whether it stopped looking, so that its answers are worth nothing.
    pub(crate) fn gave_up(&self) -> bool {
        self.spent.get() > VISITS_MAX
    }

    /// Whether a value may conform to a schema.
    pub(crate) fn matches(&self, number: usize, value: &Value) -> bool {
        let Some(node) = self.graph.nodes.get(number) else { return true };
        self.spent.set(self.spent.get().saturating_add(node.weight()));
        if self.gave_up() {
            return true;
        }
        !node.never
            && node.types.as_ref().is_none_or(|types| types.iter().any(|it| has_type(value, it)))
            && node.options.as_ref().is_none_or(|options| options.iter().any(|it| same(it, value)))
            && self.in_place(node, value)
            && self.inside(node, value)
    }

    fn in_place(&self, node: &Node, value: &Value) -> bool {
        node.all.iter().all(|inner| self.matches(*inner, value))
            && node
                .choices
                .iter()
                .all(|branches| branches.iter().any(|it| self.matches(*it, value)))
            && node.condition.as_ref().is_none_or(|condition| {
                let met = self.matches(condition.test, value);
                let next = if met { condition.then } else { condition.otherwise };
                next.is_none_or(|next| self.matches(next, value))
            })
    }

    fn inside(&self, node: &Node, value: &Value) -> bool {
        let mut found = Vec::new();
        match value {
            Value::Object(object) => {
                node.required.iter().all(|name| object.contains_key(name.as_ref()))
                    && !node.refuses_one_of(object)
                    && object.iter().all(|(name, value)| {
                        found.clear();
                        node.of_member(name, &mut found);
                        found.iter().all(|inner| self.matches(*inner, value))
                    })
            }
            Value::Array(items) => items.iter().enumerate().all(|(index, value)| {
                found.clear();
                node.of_item(index, &mut found);
                found.iter().all(|inner| self.matches(*inner, value))
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
        }
    }
}

/// Whether a value is of a type of JSON Schema; `1.0` is an integer.
pub(crate) fn has_type(value: &Value, name: &str) -> bool {
    match value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::String(_) => name == "string",
        Value::Array(_) => name == "array",
        Value::Object(_) => name == "object",
        Value::Number(number) => name == "number" || name == "integer" && is_whole(number),
    }
}

fn is_whole(number: &serde_json::Number) -> bool {
    number.is_i64() || number.is_u64() || number.as_f64().is_some_and(|it| it.fract() == 0.0)
}

/// Equality as JSON Schema has it, where `1` and `1.0` are one number.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left == right || left.as_f64() == right.as_f64()
        }
        _ => left == right,
    }
}
