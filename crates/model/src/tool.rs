//! A tool as its server describes it, and its use in a call.
//!
//! All of it is the server's word: a description can lie, so what it says may make a call more
//! dangerous, never less.

use std::ops::Range;
use std::sync::Arc;

/// A tool, as the server that offers it describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tool {
    /// Its name at the server.
    pub name: Box<str>,
    /// The JSON text of the schema of its arguments.
    pub input: Box<str>,
    /// The JSON text of the schema of its structured result, if it has one.
    pub output: Option<Box<str>>,
    /// What the server says of its effects.
    pub hints: ToolHints,
}

/// What a server says of a tool's effects (MCP `ToolAnnotations`); `None` where it says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ToolHints {
    /// It changes nothing.
    pub read_only: Option<bool>,
    /// It may destroy what is there.
    pub destructive: Option<bool>,
    /// Twice is the same as once.
    pub idempotent: Option<bool>,
    /// It reaches out into the world.
    pub open_world: Option<bool>,
}

/// The use of a tool in a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolUse {
    /// The tool; `None` where its server offers none of this name.
    pub definition: Option<Arc<Tool>>,
    /// The bytes of the arguments, a JSON object, in the call's document; empty for none.
    pub arguments: Range<usize>,
}

/// A tool in a list of tools that a document holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The tool.
    pub tool: Arc<Tool>,
    /// The bytes of its definition in the document, without what separates it from the next.
    pub place: Range<usize>,
}

/// Names a tool to a rule: bare, and with the server that offers it where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToolName<'a> {
    /// The server; `None` where only the model's word for the tool is known.
    pub server: Option<&'a str>,
    /// The tool's own name.
    pub tool: &'a str,
}

impl<'a> ToolName<'a> {
    /// A tool as a model names it.
    #[must_use]
    pub fn bare(tool: &'a str) -> Self {
        Self { server: None, tool }
    }
}
