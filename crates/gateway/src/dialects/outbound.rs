//! Collects the text of a request: all of it, save what a dialect's table names structural.
//!
//! It knows no dialect. What a table does not name is text, so that a field that a provider
//! adds tomorrow is read today.

use std::collections::BTreeSet;

use portcullis_model::{Reference, Role, Thing};

use super::shape::{Shape, is_public};
use crate::wire::json::{Fields, Kind, Value};

/// Whether a dialect's table names a member.
pub(super) enum Member {
    /// Named, and seen to.
    Known,
    /// Not named: its key and all below it are text.
    Unknown,
}

/// What a request holds, while it is walked.
#[derive(Default)]
pub(super) struct Outbound {
    pub(super) fields: Fields,
    pub(super) media: usize,
    pub(super) provider_tools: BTreeSet<Box<str>>,
    pub(super) references: BTreeSet<Reference>,
}

impl Outbound {
    /// Walks the members of an object by a table; anything else is text.
    pub(super) fn members<'t>(
        &mut self,
        object: Value<'t>,
        mut table: impl FnMut(&mut Self, &str, Value<'t>) -> Member,
    ) -> Member {
        if object.kind() != Kind::Object {
            return self.text(object);
        }
        for (key, value) in object.members() {
            let name = key.text();
            let outside = self.fields.enter(&name);
            if let Member::Unknown = table(self, &name, value) {
                keep_text(&mut self.fields, key);
                self.text(value);
            }
            self.fields.leave(outside);
        }
        Member::Known
    }

    /// Walks the items of an array; anything else is text.
    pub(super) fn items<'t>(
        &mut self,
        array: Value<'t>,
        mut visit: impl FnMut(&mut Self, Value<'t>) -> Member,
    ) -> Member {
        if array.kind() != Kind::Array {
            return self.text(array);
        }
        for (index, item) in array.items().enumerate() {
            let outside = self.fields.enter_item(index);
            visit(self, item);
            self.fields.leave(outside);
        }
        Member::Known
    }

    /// Every string, key and number of it is text.
    pub(super) fn text(&mut self, value: Value<'_>) -> Member {
        self.fields.leaves(value, &mut keep_text);
        Member::Known
    }

    /// Structural, if it has the shape; else text.
    pub(super) fn structural(&mut self, value: Value<'_>, shape: Shape) -> Member {
        if shape.fits(value) { Member::Known } else { self.text(value) }
    }

    /// A list of structural values.
    pub(super) fn structural_list(&mut self, value: Value<'_>, shape: Shape) -> Member {
        self.items(value, |out, item| out.structural(item, shape))
    }

    /// Text that must not change.
    pub(super) fn sealed(&mut self, value: Value<'_>) -> Member {
        if value.kind() == Kind::Str {
            self.fields.push(value, Role::Sealed);
            return Member::Known;
        }
        self.text(value)
    }

    /// What only the provider can read and must get back as it gave it. What does not look like
    /// it may hold anything, but still must not change.
    pub(super) fn opaque(&mut self, value: Value<'_>) -> Member {
        if Shape::Base64.fits(value) { Member::Known } else { self.sealed(value) }
    }

    /// The id of something at the provider: either it was issued to the caller, exactly so, or
    /// the call is refused. So it needs no look at what it is made of.
    pub(super) fn reference(&mut self, value: Value<'_>, thing: Thing) -> Member {
        match value.string() {
            Some(id) => {
                self.references.insert(Reference { thing, id: id.into() });
                Member::Known
            }
            None => self.text(value),
        }
    }

    /// Notes a tool that the provider would run itself.
    pub(super) fn provider_tool(&mut self, name: &str) {
        let name = if Shape::is_name(name) { name } else { "unknown" };
        self.provider_tools.insert(name.into());
    }
}

fn keep_text(fields: &mut Fields, leaf: Value<'_>) {
    if leaf.kind() == Kind::Number || leaf.escaped() || !is_public(leaf.raw()) {
        fields.push(leaf, Role::Text);
    }
}
