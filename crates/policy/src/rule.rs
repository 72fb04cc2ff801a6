//! Rules, and the set of them that is in force.

use std::fmt;
use std::sync::Arc;

use portcullis_model::Entity;

use crate::names::{Globs, Spelled};

/// Names a rule, in the log and to the operator.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RuleId(pub Box<str>);

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is decided where no rule speaks of a tool. Models that are configured may be called in
/// each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Preset {
    /// Tools are allowed, dangerous ones are asked for.
    Guarded,
    /// Nothing that no rule allows.
    Strict,
    /// Tools that only read.
    ReadOnly,
    /// As guarded, in office hours.
    BusinessHours,
    /// Everything.
    Permissive,
}

impl Preset {
    /// All of them.
    pub const ALL: &'static [Self] =
        &[Self::Guarded, Self::Strict, Self::ReadOnly, Self::BusinessHours, Self::Permissive];

    /// Its name in the configuration.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Guarded => "guarded",
            Self::Strict => "strict",
            Self::ReadOnly => "read-only",
            Self::BusinessHours => "business-hours",
            Self::Permissive => "permissive",
        }
    }

    /// The preset of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|preset| preset.name() == name)
    }
}

/// What a rule says of the calls that it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    Allow,
    Deny,
    Ask,
}

/// One rule.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) id: RuleId,
    /// Over principals; `None` is everybody.
    pub(crate) agents: Option<Globs>,
    pub(crate) tools: Globs,
    pub(crate) effect: Effect,
    pub(crate) reveal: Vec<Grant>,
}

impl Rule {
    /// Whether the rule is about this caller. A principal is an agent, or agent and end user
    /// (`local/alice`): a rule about an agent is about all of its users, or naming a user in a
    /// header would lead past a rule that denies.
    pub(crate) fn speaks_of(&self, principal: &str) -> bool {
        let agent = principal.split_once('/').map_or(principal, |(agent, _)| agent);
        let is_named = |agents: &Globs| agents.matches(principal) || agents.matches(agent);
        self.agents.as_ref().is_none_or(is_named)
    }

    /// Whether the rule is about what has one of these spellings.
    pub(crate) fn names(&self, spelled: &Spelled) -> bool {
        match self.effect {
            Effect::Allow => spelled.honest().any(|name| self.tools.matches(name)),
            Effect::Deny | Effect::Ask => spelled.all().any(|name| self.tools.matches(name)),
        }
    }
}

/// An entity that a rule discloses to an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) entity: Entity,
    /// Segments of a JSON pointer; `*` is any one of them.
    pub(crate) argument: Vec<String>,
}

/// The rules in force. Clones share them.
#[derive(Debug, Clone)]
pub struct PolicySet {
    pub(crate) preset: Preset,
    pub(crate) rules: Arc<[Rule]>,
    pub(crate) canonical: Arc<str>,
}

impl PolicySet {
    /// A preset without rules.
    #[must_use]
    pub fn preset(preset: Preset) -> Self {
        Self::new(preset, Vec::new(), "")
    }

    pub(crate) fn new(preset: Preset, rules: Vec<Rule>, source: &str) -> Self {
        let canonical = format!("preset = {}\n{source}", preset.name());
        Self { preset, rules: rules.into(), canonical: canonical.into() }
    }

    /// How many rules there are.
    #[must_use]
    pub fn rules(&self) -> usize {
        self.rules.len()
    }

    /// The text that decides, for its digest.
    #[must_use]
    pub fn canonical(&self) -> &str {
        &self.canonical
    }
}
