//! A schema as a graph: what applies to the same value, and what applies to its members.
//!
//! It holds what is needed to say which names are known and how much a check costs. Whether a
//! value conforms is the validator's word, not the graph's.

mod build;

use std::collections::BTreeSet;

use regex_automata::meta::Regex;
use serde_json::{Map, Value};

use crate::measure::Measure;

pub(crate) use build::build;

/// A schema, and all the schemas inside it.
pub(crate) struct Graph {
    /// The first is the whole schema.
    pub(crate) nodes: Vec<Node>,
    /// Every name that the schema declares anywhere.
    pub(crate) declared: BTreeSet<Box<str>>,
    pub(crate) measure: Measure,
}

/// The number of the whole schema.
pub(crate) const ROOT: usize = 0;

/// One schema, with the numbers of the schemas inside it.
#[derive(Default)]
pub(crate) struct Node {
    /// The schema `false`.
    pub(crate) never: bool,
    /// `type`, if it says one.
    pub(crate) types: Option<Vec<Box<str>>>,
    /// `enum`, or the one value of `const`.
    pub(crate) options: Option<Vec<Value>>,
    pub(crate) required: Vec<Box<str>>,
    /// `properties`, sorted by name.
    pub(crate) members: Option<Vec<(Box<str>, usize)>>,
    /// `patternProperties`.
    pub(crate) patterns: Vec<(Regex, usize)>,
    /// `additionalProperties`.
    pub(crate) others: Others,
    /// `unevaluatedProperties`.
    pub(crate) leftovers: Others,
    /// The schemas of the first items.
    pub(crate) heads: Vec<usize>,
    /// The schema of the items after them.
    pub(crate) rest: Option<usize>,
    /// `allOf` and `$ref`.
    pub(crate) all: Vec<usize>,
    /// `anyOf` and `oneOf`: each is a list of branches.
    pub(crate) choices: Vec<Vec<usize>>,
    /// `if`, with `then` and `else`.
    pub(crate) condition: Option<Condition>,
    /// Schemas that apply where a member is present.
    pub(crate) dependent: Vec<(Box<str>, usize)>,
    /// `not`: it costs, and says nothing about names.
    pub(crate) denied: Option<usize>,
    /// `contains` and `propertyNames`: as `not`, for each member.
    pub(crate) each: Vec<usize>,
}

/// `if`, `then`, `else`.
pub(crate) struct Condition {
    pub(crate) test: usize,
    pub(crate) then: Option<usize>,
    pub(crate) otherwise: Option<usize>,
}

/// Which of the schemas inside a schema are meant.
#[derive(Clone, Copy)]
pub(crate) enum Edges {
    /// Those that apply to the same value.
    InPlace,
    All,
}

/// What a schema says about members that it does not name.
#[derive(Default, Clone, Copy)]
pub(crate) enum Others {
    #[default]
    Unsaid,
    Refused,
    Taken(usize),
}

impl Node {
    /// What one application of this schema alone costs.
    pub(crate) fn weight(&self) -> u64 {
        let options = self.options.as_ref().map_or(0, Vec::len);
        let count = options.saturating_add(self.patterns.len()).saturating_add(1);
        u64::try_from(count).unwrap_or(u64::MAX)
    }

    /// Calls `visit` with the schemas that this one leads to.
    pub(crate) fn edges(&self, which: Edges, visit: &mut dyn FnMut(usize)) {
        self.in_place(visit);
        match which {
            Edges::InPlace => {}
            Edges::All => self.inside(visit),
        }
    }

    /// Calls `visit` with each schema that applies to the same value.
    pub(crate) fn in_place(&self, visit: &mut dyn FnMut(usize)) {
        self.all.iter().copied().for_each(&mut *visit);
        self.choices.iter().flatten().copied().for_each(&mut *visit);
        if let Some(condition) = &self.condition {
            visit(condition.test);
            condition.then.iter().chain(&condition.otherwise).copied().for_each(&mut *visit);
        }
        self.dependent.iter().for_each(|(_, node)| visit(*node));
        self.denied.iter().copied().for_each(visit);
    }

    /// Calls `visit` with each schema that applies to a member or an item.
    fn inside(&self, visit: &mut dyn FnMut(usize)) {
        self.members.iter().flatten().for_each(|(_, node)| visit(*node));
        self.patterns.iter().for_each(|(_, node)| visit(*node));
        for others in [self.others, self.leftovers] {
            if let Others::Taken(node) = others {
                visit(node);
            }
        }
        self.heads.iter().chain(&self.rest).chain(&self.each).copied().for_each(visit);
    }

    /// Adds the schemas of a member.
    pub(crate) fn of_member(&self, name: &str, found: &mut Vec<usize>) {
        let before = found.len();
        if let Some(node) = self.declared(name) {
            found.push(node);
        }
        let matching = self.patterns.iter().filter(|(pattern, _)| pattern.is_match(name));
        found.extend(matching.map(|(_, node)| *node));
        for others in [self.others, self.leftovers] {
            if let Others::Taken(node) = others
                && found.len() == before
            {
                found.push(node);
            }
        }
    }

    /// Adds the schema of an item.
    pub(crate) fn of_item(&self, index: usize, found: &mut Vec<usize>) {
        found.extend(self.heads.get(index).copied().or(self.rest));
    }

    /// Whether it says that members it does not name are not expected.
    pub(crate) fn names_members(&self) -> bool {
        self.members.is_some()
            || matches!(self.others, Others::Refused)
            || matches!(self.leftovers, Others::Refused)
    }

    /// Whether `additionalProperties: false` refuses one of the members.
    pub(crate) fn refuses_one_of(&self, object: &Map<String, Value>) -> bool {
        let mut found = Vec::new();
        matches!(self.others, Others::Refused)
            && object.keys().any(|name| {
                found.clear();
                self.of_member(name, &mut found);
                found.is_empty()
            })
    }

    fn declared(&self, name: &str) -> Option<usize> {
        let members = self.members.as_ref()?;
        let at = members.binary_search_by(|(known, _)| known.as_ref().cmp(name)).ok()?;
        members.get(at).map(|(_, node)| *node)
    }
}
