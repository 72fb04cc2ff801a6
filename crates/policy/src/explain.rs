//! Says how a tool would be decided, and what each rule has to do with it.
//!
//! It decides nothing of its own: the decision is the one that a call would get.

use portcullis_model::{Tool, ToolHints, ToolName};

use crate::decide::Decision;
use crate::hours::LocalTime;
use crate::names::Spelled;
use crate::rule::{Effect, PolicySet, RuleId};

/// What is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// Who would call.
    pub principal: &'a str,
    /// The tool.
    pub tool: ToolName<'a>,
    /// Who would run it.
    pub runner: Runner,
    /// When.
    pub now: LocalTime,
}

/// Who runs a tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runner {
    /// A server behind the gate, which says nothing of the tool's effects.
    Server,
    /// The provider of the model, out of our sight.
    Provider,
}

/// A rule, and what it has to do with what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Considered {
    /// The rule.
    pub rule: RuleId,
    /// `allow`, `deny` or `ask`.
    pub effect: &'static str,
    /// Whether it names the tool.
    pub names_tool: bool,
    /// Whether it is about the caller.
    pub names_caller: bool,
    /// What it discloses where it holds: `EMAIL_ADDRESS to /to`.
    pub reveals: Vec<String>,
}

impl PolicySet {
    /// How a call would be decided whose server says nothing of the tool's effects.
    #[must_use]
    pub fn would(&self, question: &Question<'_>) -> Decision {
        match question.runner {
            Runner::Provider => self.provider_tool(question.principal, question.tool.tool),
            Runner::Server => {
                let silent = Tool {
                    name: question.tool.tool.into(),
                    input: "{}".into(),
                    output: None,
                    hints: ToolHints::default(),
                };
                self.tool(question.principal, &question.tool, Some(&silent), question.now)
            }
        }
    }

    /// Every rule in force, in the order of the file.
    #[must_use]
    pub fn considered(&self, principal: &str, tool: &ToolName<'_>) -> Vec<Considered> {
        let spelled = Spelled::of(tool);
        let considered = self.rules.iter().map(|rule| Considered {
            rule: rule.id.clone(),
            effect: match rule.effect {
                Effect::Allow => "allow",
                Effect::Deny => "deny",
                Effect::Ask => "ask",
            },
            names_tool: spelled.as_ref().is_some_and(|spelled| rule.names(spelled)),
            names_caller: rule.speaks_of(principal),
            reveals: rule
                .reveal
                .iter()
                .map(|grant| format!("{} to /{}", grant.entity, grant.argument.join("/")))
                .collect(),
        });
        considered.collect()
    }
}
