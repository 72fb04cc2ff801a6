//! One output item of a response: a message, reasoning, a call of a tool.
//!
//! What a kind of item is not known to hold is text wherever it stands.

use portcullis_model::{Mark, Role, Thing};

use super::channel::Part;
use super::echo::{is_structural, strings};
use crate::dialects::openai::{arguments, issued, logprobs};
use crate::dialects::shape::Shape;
use crate::wire::json::{Fields, Kind, Value};

/// Where the texts of one item go.
pub(super) struct Item<'a> {
    pub(super) fields: &'a mut Fields,
    pub(super) marks: &'a mut Vec<Mark>,
    /// Its place in the output.
    pub(super) index: u32,
}

impl Item<'_> {
    /// Locates what a complete item holds; its texts repeat what flowed before.
    pub(super) fn read(&mut self, item: Value<'_>) {
        let kind = item.get("type").and_then(|kind| kind.string()).unwrap_or_default();
        self.members(item, |this, key, value| match (kind.as_ref(), key) {
            ("message", "content") => this.parts(value, Self::part),
            ("reasoning", "summary") => this.parts(value, |this, number, part| {
                this.texts(part, "text", Part::Summary(number));
            }),
            ("reasoning", "content") => this.parts(value, |this, number, part| {
                this.texts(part, "text", Part::Reasoning(number));
            }),
            ("function_call", "arguments") => {
                this.whole(value, Part::Arguments, Role::Arguments { tool: tool(item) });
            }
            ("custom_tool_call", "input") => {
                let role = Role::Argument { tool: tool(item), argument: "".into() };
                this.whole(value, Part::Custom, role);
            }
            // The provider runs these: what is disclosed to a tool of the caller is not for them.
            ("mcp_call" | "mcp_approval_request", "arguments") => {
                this.whole(value, Part::Remote, Role::Arguments { tool: "".into() });
            }
            ("code_interpreter_call", "code") => this.whole(value, Part::Code, Role::Text),
            ("image_generation_call", "result") if Shape::Base64.fits(value) => {}
            _ => match client_tool(&kind) {
                Some(tool) if matches!(key, "action" | "actions" | "operation") => {
                    arguments(this.fields, value, tool);
                }
                _ => this.other(key, value),
            },
        });
    }

    /// Locates what an item holds when it begins: more of it may flow.
    pub(super) fn begin(&mut self, item: Value<'_>) {
        let kind = item.get("type").and_then(|kind| kind.string()).unwrap_or_default();
        let (part, text) = match kind.as_ref() {
            "function_call" => (Part::Arguments, "arguments"),
            "custom_tool_call" => (Part::Custom, "input"),
            "mcp_call" => (Part::Remote, "arguments"),
            "code_interpreter_call" => (Part::Code, "code"),
            _ => return self.read(item),
        };
        if matches!(part, Part::Arguments | Part::Custom) {
            self.marks.push(Mark::Open { channel: part.of(self.index), tool: tool(item) });
        }
        self.members(item, |this, key, value| match key {
            _ if key == text => this.flow(value, part),
            _ => this.other(key, value),
        });
    }

    /// A part of a message.
    fn part(&mut self, number: u32, part: Value<'_>) {
        self.members(part, |this, key, value| match key {
            "text" => this.whole(value, Part::Text(number), Role::Text),
            "refusal" => this.whole(value, Part::Refusal(number), Role::Text),
            "logprobs" => probabilities(this.fields, value),
            _ => this.other(key, value),
        });
    }

    /// Locates a text of a part of which nothing else is known.
    fn texts(&mut self, part: Value<'_>, text: &str, channel: Part) {
        self.members(part, |this, key, value| match key {
            _ if key == text => this.whole(value, channel, Role::Text),
            _ => this.other(key, value),
        });
    }

    /// A member that is not special.
    fn other(&mut self, key: &str, value: Value<'_>) {
        match key {
            "id" => issued(self.fields, value, Thing::Item),
            "container_id" => issued(self.fields, value, Thing::Container),
            _ if value.kind() == Kind::Str && is_structural(key) => {}
            _ => strings(self.fields, value),
        }
    }

    /// A text that is complete here.
    pub(super) fn whole(&mut self, value: Value<'_>, part: Part, role: Role) {
        if value.kind() == Kind::Str {
            let field = self.fields.push(value, role);
            self.marks.push(Mark::Whole { channel: part.of(self.index), field });
        }
    }

    /// A text of which more may follow.
    pub(super) fn flow(&mut self, value: Value<'_>, part: Part) {
        if value.kind() == Kind::Str && !value.raw().is_empty() {
            let field = self.fields.push(value, Role::Text);
            self.marks.push(Mark::Delta { channel: part.of(self.index), field });
        }
    }

    fn members(&mut self, object: Value<'_>, mut visit: impl FnMut(&mut Self, &str, Value<'_>)) {
        for (key, value) in object.members() {
            let name = key.text();
            let outside = self.fields.enter(&name);
            visit(self, &name, value);
            self.fields.leave(outside);
        }
    }

    fn parts(&mut self, list: Value<'_>, mut visit: impl FnMut(&mut Self, u32, Value<'_>)) {
        for (number, part) in list.items().enumerate() {
            let outside = self.fields.enter_item(number);
            visit(self, u32::try_from(number).unwrap_or(u32::MAX), part);
            self.fields.leave(outside);
        }
    }
}

/// Probabilities, if there are any: an empty list tells nothing.
pub(super) fn probabilities(fields: &mut Fields, value: Value<'_>) {
    if !value.is_nothing() {
        logprobs(fields, value);
    }
}

/// The tool that a call names, with its namespace: a rule about a tool is not about another
/// one of the same name.
fn tool(item: Value<'_>) -> Box<str> {
    let text = |key: &str| item.get(key).and_then(|value| value.string()).unwrap_or_default();
    let (name, space) = (text("name"), text("namespace"));
    if space.is_empty() { name.into() } else { format!("{space}.{name}").into() }
}

/// The tool that the caller runs where the kind of the call is its only name.
fn client_tool(kind: &str) -> Option<&'static str> {
    match kind {
        "local_shell_call" => Some("local_shell"),
        "shell_call" => Some("shell"),
        "apply_patch_call" => Some("apply_patch"),
        "computer_call" => Some("computer"),
        _ => None,
    }
}
