//! The members that no schema names: ghost arguments, at any depth.
//!
//! An object is closed where a schema that applies to it lists members and none admits others.
//! The arguments themselves are closed also where nothing is listed: such a tool takes none.

use std::rc::Rc;

use serde_json::Value;

use crate::cost::TooCostly;
use crate::graph::{Graph, Node, ROOT};
use crate::limits::VIOLATIONS_READ_MAX;
use crate::matching::Matcher;
use crate::names::{step, unescape};

/// A member that no schema names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stray {
    /// Where its object is.
    pub(crate) parent: String,
    /// As it was sent: not for printing.
    pub(crate) name: String,
    /// The names that its object may have.
    pub(crate) known: Rc<[Box<str>]>,
}

/// Finds all members that no schema names.
pub(crate) fn find(graph: &Graph, arguments: &Value) -> Result<Vec<Stray>, TooCostly> {
    let matcher = Matcher::new(graph);
    let mut walk = Walk { matcher: &matcher, place: String::new(), strays: Vec::new() };
    walk.value(&[ROOT], arguments);
    let strays = walk.strays;
    if matcher.gave_up() { Err(TooCostly) } else { Ok(strays) }
}

/// Whether the member at the end of a pointer may be left out.
pub(crate) fn is_optional(graph: &Graph, arguments: &Value, pointer: &str) -> bool {
    let Some((parent, name)) = pointer.rsplit_once('/') else { return false };
    let matcher = Matcher::new(graph);
    let (mut schemas, mut value) = (vec![ROOT], arguments);
    for segment in parent.split('/').skip(1) {
        let applied = Applied::new(&matcher, &schemas, value);
        let name = unescape(segment);
        let (inner, next) = match value {
            Value::Object(object) => (applied.of_member(&name), object.get(name.as_ref())),
            Value::Array(items) => {
                let index = name.parse().unwrap_or(usize::MAX);
                (applied.of_item(index), items.get(index))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return false,
        };
        let Some(next) = next else { return false };
        (schemas, value) = (inner, next);
    }
    let name = unescape(name);
    let applied = Applied::new(&matcher, &schemas, value);
    value.is_object()
        && !applied.nodes().any(|node| node.required.iter().any(|it| name == it.as_ref()))
}

struct Walk<'a> {
    matcher: &'a Matcher<'a>,
    place: String,
    strays: Vec<Stray>,
}

impl Walk<'_> {
    fn is_done(&self) -> bool {
        self.strays.len() >= VIOLATIONS_READ_MAX || self.matcher.gave_up()
    }

    fn value(&mut self, schemas: &[usize], value: &Value) {
        if schemas.is_empty() || self.is_done() {
            return;
        }
        let length = self.place.len();
        match value {
            Value::Object(object) => {
                let applied = Applied::new(self.matcher, schemas, value);
                let is_closed = applied.lists_members || length == 0;
                let mut known: Option<Rc<[Box<str>]>> = None;
                for (name, value) in object {
                    if self.is_done() {
                        return;
                    }
                    let inner = applied.of_member(name);
                    let refused = applied.refuses(&inner);
                    if refused || is_closed && inner.is_empty() {
                        let (parent, name) = (self.place.clone(), name.clone());
                        let known = known.get_or_insert_with(|| applied.names().into()).clone();
                        self.strays.push(Stray { parent, name, known });
                        continue;
                    }
                    step(&mut self.place, name);
                    self.value(&inner, value);
                    self.place.truncate(length);
                }
            }
            Value::Array(items) => {
                let applied = Applied::new(self.matcher, schemas, value);
                for (index, value) in items.iter().enumerate() {
                    let inner = applied.of_item(index);
                    step(&mut self.place, &index.to_string());
                    self.value(&inner, value);
                    self.place.truncate(length);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// The schemas that apply to one value, through references and branches that may match.
struct Applied<'a> {
    graph: &'a Graph,
    schemas: Vec<usize>,
    /// Whether they say which members there are.
    lists_members: bool,
}

impl<'a> Applied<'a> {
    fn new(matcher: &Matcher<'a>, schemas: &[usize], value: &Value) -> Self {
        let mut applied = Self { graph: matcher.graph, schemas: Vec::new(), lists_members: false };
        for schema in schemas {
            applied.lists_members |= applied.add(matcher, *schema, value);
        }
        applied.schemas.sort_unstable();
        applied.schemas.dedup();
        applied
    }

    /// Adds a schema and those that apply with it; says whether they list members.
    fn add(&mut self, matcher: &Matcher<'a>, number: usize, value: &Value) -> bool {
        let Some(node) = self.graph.nodes.get(number) else { return false };
        self.schemas.push(number);
        let mut lists = node.names_members();
        for inner in &node.all {
            lists |= self.add(matcher, *inner, value);
        }
        for branches in &node.choices {
            lists |= self.add_branches(matcher, branches, value);
        }
        if let Some(condition) = &node.condition {
            let met = matcher.matches(condition.test, value);
            if met {
                lists |= self.add(matcher, condition.test, value);
            }
            let next = if met { condition.then } else { condition.otherwise };
            lists |= next.is_some_and(|next| self.add(matcher, next, value));
        }
        for (name, inner) in &node.dependent {
            if value.get(name.as_ref()).is_some() {
                lists |= self.add(matcher, *inner, value);
            }
        }
        lists
    }

    /// Adds the branches that may match, or all of them where none does: then the value is
    /// wrong anyway, and no name of it should be called unknown for that.
    fn add_branches(&mut self, matcher: &Matcher<'a>, branches: &[usize], value: &Value) -> bool {
        let matching: Vec<_> =
            branches.iter().copied().filter(|branch| matcher.matches(*branch, value)).collect();
        let chosen = if matching.is_empty() { branches } else { &matching };
        // One branch that lists no members leaves the value free, as far as the choice goes.
        let mut lists = !chosen.is_empty();
        for branch in chosen {
            lists &= self.add(matcher, *branch, value);
        }
        lists
    }

    fn nodes(&self) -> impl Iterator<Item = &'a Node> {
        self.schemas.iter().filter_map(|number| self.graph.nodes.get(*number))
    }

    fn of_member(&self, name: &str) -> Vec<usize> {
        let mut found = Vec::new();
        self.nodes().for_each(|node| node.of_member(name, &mut found));
        found
    }

    fn of_item(&self, index: usize) -> Vec<usize> {
        let mut found = Vec::new();
        self.nodes().for_each(|node| node.of_item(index, &mut found));
        found
    }

    /// Whether one of the schemas of a member is `false`.
    fn refuses(&self, schemas: &[usize]) -> bool {
        schemas.iter().filter_map(|number| self.graph.nodes.get(*number)).any(|node| node.never)
    }

    fn names(&self) -> Vec<Box<str>> {
        let listed = self.nodes().filter_map(|node| node.members.as_ref()).flatten();
        let allowed = listed.filter(|(_, schema)| !self.refuses(&[*schema]));
        let mut names: Vec<_> = allowed.map(|(name, _)| name.clone()).collect();
        names.sort();
        names.dedup();
        names
    }
}
