//! Reads a schema into a graph, one schema at a time, without recursion.
//!
//! It follows `$ref` inside the document only; what leads out is an error, never a fetch.

use std::collections::{BTreeSet, HashMap};

use regex_automata::meta::{Config, Regex};
use serde_json::{Map, Value};

use super::{Condition, Graph, Node, Others};
use crate::draft::Draft;
use crate::limits::{PATTERN_BYTES_MAX, PATTERN_MEMORY_MAX, PATTERNS_MAX};
use crate::measure::Measure;
use crate::{SchemaError, graph};

/// Reads a whole schema.
pub(crate) fn build(document: &Value, draft: Draft) -> Result<Graph, SchemaError> {
    let mut builder = Builder {
        document,
        draft,
        nodes: Vec::new(),
        numbers: HashMap::new(),
        pending: Vec::new(),
        declared: BTreeSet::new(),
        patterns: 0,
    };
    builder.number(document);
    while let Some((number, schema)) = builder.pending.pop() {
        let node = builder.read(schema, number == graph::ROOT)?;
        if let Some(place) = builder.nodes.get_mut(number) {
            *place = node;
        }
    }
    let measure = Measure::of(&builder.nodes)?;
    Ok(Graph { nodes: builder.nodes, declared: builder.declared, measure })
}

struct Builder<'a> {
    document: &'a Value,
    draft: Draft,
    nodes: Vec<Node>,
    /// By address: two references to one place are one schema.
    numbers: HashMap<usize, usize>,
    pending: Vec<(usize, &'a Value)>,
    declared: BTreeSet<Box<str>>,
    patterns: usize,
}

impl<'a> Builder<'a> {
    /// The number of a schema, which is read later if it is new.
    fn number(&mut self, schema: &'a Value) -> usize {
        let address = std::ptr::from_ref(schema).addr();
        if let Some(number) = self.numbers.get(&address) {
            return *number;
        }
        let number = self.nodes.len();
        self.nodes.push(Node::default());
        self.numbers.insert(address, number);
        self.pending.push((number, schema));
        number
    }

    fn read(&mut self, schema: &'a Value, is_root: bool) -> Result<Node, SchemaError> {
        let Some(object) = schema.as_object() else {
            return Ok(Node { never: schema == &Value::Bool(false), ..Node::default() });
        };
        for keyword in ["$dynamicRef", "$recursiveRef"] {
            if object.contains_key(keyword) {
                return Err(SchemaError::Unsupported(keyword));
            }
        }
        if !is_root && object.get("$id").is_some_and(Value::is_string) {
            return Err(SchemaError::Unsupported("$id"));
        }
        let mut node = Node::default();
        if let Some(reference) = object.get("$ref").and_then(Value::as_str) {
            let target = self.target(reference)?;
            node.all.push(self.number(target));
            if self.draft == Draft::Seven {
                // Draft-07 ignores what stands beside a reference.
                return Ok(node);
            }
        }
        self.value(&mut node, object)?;
        self.members(&mut node, object)?;
        self.items(&mut node, object);
        self.branches(&mut node, object);
        Ok(node)
    }

    /// What the schema says about the value itself.
    fn value(
        &mut self,
        node: &mut Node,
        object: &'a Map<String, Value>,
    ) -> Result<(), SchemaError> {
        node.types = object.get("type").map(|types| match types {
            Value::Array(types) => types.iter().filter_map(Value::as_str).map(Box::from).collect(),
            one => one.as_str().map(Box::from).into_iter().collect(),
        });
        node.options = match (object.get("const"), object.get("enum")) {
            (Some(value), _) => Some(vec![value.clone()]),
            (None, Some(Value::Array(options))) => Some(options.clone()),
            (None, _) => None,
        };
        if let Some(pattern) = object.get("pattern").and_then(Value::as_str) {
            self.count_pattern(pattern)?;
        }
        Ok(())
    }

    fn members(
        &mut self,
        node: &mut Node,
        object: &'a Map<String, Value>,
    ) -> Result<(), SchemaError> {
        let required = object.get("required").and_then(Value::as_array);
        node.required =
            required.into_iter().flatten().filter_map(Value::as_str).map(Box::from).collect();
        if let Some(members) = object.get("properties").and_then(Value::as_object) {
            let mut named = Vec::new();
            for (name, schema) in members {
                self.declared.insert(name.as_str().into());
                named.push((Box::from(name.as_str()), self.number(schema)));
            }
            named.sort();
            node.members = Some(named);
        }
        for (pattern, schema) in
            object.get("patternProperties").and_then(Value::as_object).into_iter().flatten()
        {
            self.count_pattern(pattern)?;
            node.patterns.push((regex(pattern)?, self.number(schema)));
        }
        node.others = self.others(object.get("additionalProperties"));
        if self.draft == Draft::Latest {
            node.leftovers = self.others(object.get("unevaluatedProperties"));
        }
        Ok(())
    }

    fn others(&mut self, schema: Option<&'a Value>) -> Others {
        match schema {
            None => Others::Unsaid,
            Some(Value::Bool(false)) => Others::Refused,
            Some(schema) => Others::Taken(self.number(schema)),
        }
    }

    fn items(&mut self, node: &mut Node, object: &'a Map<String, Value>) {
        let (heads, rest) = match (self.draft, object.get("items")) {
            (Draft::Seven, Some(heads @ Value::Array(_))) => {
                (Some(heads), object.get("additionalItems"))
            }
            (Draft::Seven, items) => (None, items),
            (Draft::Latest, items) => {
                (object.get("prefixItems"), items.or_else(|| object.get("unevaluatedItems")))
            }
        };
        node.heads = self.list(heads);
        node.rest = rest.map(|schema| self.number(schema));
        for keyword in ["contains", "propertyNames"] {
            node.each.extend(object.get(keyword).map(|schema| self.number(schema)));
        }
    }

    fn branches(&mut self, node: &mut Node, object: &'a Map<String, Value>) {
        node.all.extend(self.list(object.get("allOf")));
        for keyword in ["anyOf", "oneOf"] {
            if object.contains_key(keyword) {
                node.choices.push(self.list(object.get(keyword)));
            }
        }
        node.condition = object.get("if").map(|test| Condition {
            test: self.number(test),
            then: object.get("then").map(|schema| self.number(schema)),
            otherwise: object.get("else").map(|schema| self.number(schema)),
        });
        for keyword in ["dependentSchemas", "dependencies"] {
            let dependent = object.get(keyword).and_then(Value::as_object);
            for (name, schema) in dependent.into_iter().flatten().filter(|(_, it)| !it.is_array()) {
                node.dependent.push((name.as_str().into(), self.number(schema)));
            }
        }
        node.denied = object.get("not").map(|schema| self.number(schema));
    }

    fn list(&mut self, schemas: Option<&'a Value>) -> Vec<usize> {
        let schemas = schemas.and_then(Value::as_array).into_iter().flatten();
        schemas.map(|schema| self.number(schema)).collect()
    }

    /// Follows a reference inside the document.
    fn target(&self, reference: &str) -> Result<&'a Value, SchemaError> {
        let broken = SchemaError::Reference("$ref");
        let fragment = reference.strip_prefix('#').ok_or(broken)?;
        // A pointer in a URI may be percent-encoded; such names are rare, and refused.
        if fragment.contains('%') {
            return Err(broken);
        }
        if fragment.is_empty() || fragment.starts_with('/') {
            return self.document.pointer(fragment).ok_or(broken);
        }
        anchored(self.document, fragment).ok_or(broken)
    }

    fn count_pattern(&mut self, pattern: &str) -> Result<(), SchemaError> {
        self.patterns += 1;
        if self.patterns > PATTERNS_MAX || pattern.len() > PATTERN_BYTES_MAX {
            return Err(SchemaError::TooLarge("patterns"));
        }
        Ok(())
    }
}

/// The schema with a given `$anchor`. The depth of the document is bounded before.
fn anchored<'a>(value: &'a Value, anchor: &str) -> Option<&'a Value> {
    match value {
        Value::Object(object) => {
            if object.get("$anchor").and_then(Value::as_str) == Some(anchor) {
                return Some(value);
            }
            object.values().find_map(|inner| anchored(inner, anchor))
        }
        Value::Array(items) => items.iter().find_map(|inner| anchored(inner, anchor)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

fn regex(pattern: &str) -> Result<Regex, SchemaError> {
    let config = Config::new()
        .nfa_size_limit(Some(PATTERN_MEMORY_MAX))
        .hybrid_cache_capacity(PATTERN_MEMORY_MAX);
    let built = Regex::builder().configure(config).build(pattern);
    built.map_err(|_| SchemaError::Invalid("patternProperties"))
}
