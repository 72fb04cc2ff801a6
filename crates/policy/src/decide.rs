//! The decision about a call.

use std::time::Duration;

use portcullis_model::{Call, Target, Tool, ToolName};

use crate::danger::{danger, only_reads};
use crate::disclosures::Disclosures;
use crate::hours::{LocalTime, until_business};
use crate::names::Spelled;
use crate::rule::{Effect, PolicySet, Preset, Rule, RuleId};

/// The rule that stands for "models that are configured may be called".
const MODELS: &str = "preset:models";
/// The rule that stands for "the command line may use the vault of its own scope".
const VAULT: &str = "preset:vault";
/// The rule that stands for "what a session needs to live".
const SESSION: &str = "preset:session";

/// Messages of a session that carry content or ask for it, besides tools: rules may name them
/// like tools (`files__resources/read`), and `strict` allows them by rule only.
const CONTENT: &[&str] = &[
    "resources/read",
    "resources/subscribe",
    "prompts/get",
    "completion/complete",
    "sampling/createMessage",
    "elicitation/create",
    "roots/list",
];

/// What the policy says of a call.
#[derive(Debug, Clone)]
pub enum Decision {
    /// It may go on.
    Allow(Permit),
    /// A person must say yes.
    Ask {
        /// The rule, or the preset.
        rule: RuleId,
        /// For the log.
        reason: String,
    },
    /// It may not.
    Deny {
        /// The rule that forbids it; `None` where none allows it.
        rule: Option<RuleId>,
        /// For the log.
        reason: String,
    },
    /// It may not at this time.
    Closed {
        /// The rule, or the preset.
        rule: RuleId,
        /// When it may.
        opens_in: Duration,
    },
}

/// What allowed a call, and what it may disclose.
#[derive(Debug, Clone)]
pub struct Permit {
    /// The rule.
    pub rule: RuleId,
    /// What the caller's tools may be told.
    pub disclosures: Disclosures,
}

impl PolicySet {
    /// Decides on `call`. Deny wins, then ask, then allow; what no rule allows is for the
    /// preset to decide, and denied where it says nothing.
    #[must_use]
    pub fn decide(&self, call: &Call, now: LocalTime) -> Decision {
        let principal = &*call.origin.scope.principal;
        match &call.target {
            Target::Model { .. } => self.model(principal, &call.provider_tools),
            Target::Tool { server, tool } => {
                let definition = call.tool.as_ref().and_then(|used| used.definition.as_deref());
                self.tool(principal, &ToolName { server: Some(server), tool }, definition, now)
            }
            Target::Server { server, method } | Target::Client { server, method } => {
                self.message(principal, &ToolName { server: Some(server), tool: method })
            }
            Target::Conceal | Target::Reveal => self.allow(RuleId(VAULT.into()), principal),
        }
    }

    /// Whether `principal` is told that `server` has this tool: one that is denied is not there
    /// for it, one that a person is asked about is.
    #[must_use]
    pub fn shows(&self, principal: &str, server: &str, tool: &Tool) -> bool {
        let name = ToolName { server: Some(server), tool: &tool.name };
        // The hours do not matter: a list outlives them.
        let noon = LocalTime { weekday: 0, minute: 12 * 60 };
        !matches!(self.tool(principal, &name, Some(tool), noon), Decision::Deny { .. })
    }

    fn model(&self, principal: &str, provider_tools: &[Box<str>]) -> Decision {
        // All tools are looked at: one that is denied wins over one that is asked for.
        let mut ask = None;
        for tool in provider_tools {
            match self.provider_tool(principal, tool) {
                Decision::Allow(_) => {}
                asked @ Decision::Ask { .. } => ask = ask.or(Some(asked)),
                no @ (Decision::Deny { .. } | Decision::Closed { .. }) => return no,
            }
        }
        ask.unwrap_or_else(|| self.allow(RuleId(MODELS.into()), principal))
    }

    /// Tools that a provider runs are out of our sight: only a rule that names them allows them.
    pub(crate) fn provider_tool(&self, principal: &str, tool: &str) -> Decision {
        self.ruled(principal, &ToolName::bare(tool)).unwrap_or_else(|| Decision::Deny {
            rule: None,
            reason: "the provider would run a tool itself, and no rule names it".to_owned(),
        })
    }

    pub(crate) fn tool(
        &self,
        principal: &str,
        name: &ToolName<'_>,
        definition: Option<&Tool>,
        now: LocalTime,
    ) -> Decision {
        if let Some(decided) = self.ruled(principal, name) {
            return decided;
        }
        let preset = RuleId(format!("preset:{}", self.preset.name()).into());
        // What its server does not describe is judged by nothing, and so not allowed.
        let Some(tool) = definition else { return unruled("its server offers no such tool") };
        match self.preset {
            Preset::Permissive => self.allow(preset, principal),
            Preset::ReadOnly if only_reads(tool) => self.allow(preset, principal),
            Preset::ReadOnly => unruled("nothing says that it only reads"),
            Preset::Strict => unruled("no rule allows it"),
            Preset::BusinessHours if 0 < until_business(now) => Decision::Closed {
                rule: preset,
                opens_in: Duration::from_mins(until_business(now).into()),
            },
            Preset::Guarded | Preset::BusinessHours => match danger(tool) {
                Some(danger) => Decision::Ask { rule: preset, reason: danger.reason() },
                None => self.allow(preset, principal),
            },
        }
    }

    /// A message of a session that uses no tool.
    fn message(&self, principal: &str, name: &ToolName<'_>) -> Decision {
        if !CONTENT.contains(&name.tool) {
            return self.allow(RuleId(SESSION.into()), principal);
        }
        match self.ruled(principal, name) {
            Some(decided) => decided,
            None if self.preset == Preset::Strict => unruled("no rule allows it"),
            None => self.allow(RuleId(SESSION.into()), principal),
        }
    }

    /// What the rules say of a name; `None` where none speaks of it.
    fn ruled(&self, principal: &str, name: &ToolName<'_>) -> Option<Decision> {
        // A name without a spelling looks like another: no rule can speak of it.
        let Some(spelled) = Spelled::of(name) else {
            return Some(unruled("its name is not written in plain letters"));
        };
        let about = |rule: &&Rule| rule.names(&spelled) && rule.speaks_of(principal);
        let first =
            |effect: Effect| self.rules.iter().filter(about).find(|rule| rule.effect == effect);
        if let Some(rule) = first(Effect::Deny) {
            let reason = "a rule denies it".to_owned();
            return Some(Decision::Deny { rule: Some(rule.id.clone()), reason });
        }
        if let Some(rule) = first(Effect::Ask) {
            let reason = "a rule asks for a person".to_owned();
            return Some(Decision::Ask { rule: rule.id.clone(), reason });
        }
        first(Effect::Allow).map(|rule| self.allow(rule.id.clone(), principal))
    }

    fn allow(&self, rule: RuleId, principal: &str) -> Decision {
        Decision::Allow(Permit { rule, disclosures: Disclosures::new(self, principal) })
    }
}

fn unruled(reason: &str) -> Decision {
    Decision::Deny { rule: None, reason: reason.to_owned() }
}
