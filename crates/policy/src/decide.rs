//! The decision about a call.

use portcullis_model::{Call, Target};

use crate::disclosures::Disclosures;
use crate::names::{Globs, fold};
use crate::rule::{Effect, PolicySet, Rule, RuleId};

/// The rule that stands for "models that are configured may be called".
const MODELS: &str = "preset:models";
/// The rule that stands for "the command line may use the vault of its own scope".
const VAULT: &str = "preset:vault";

/// What the policy says of a call.
#[derive(Debug, Clone)]
pub enum Decision {
    /// It may go on.
    Allow(Permit),
    /// A person must say yes.
    Ask(RuleId),
    /// It may not.
    Deny {
        /// The rule that forbids it; `None` where none allows it.
        rule: Option<RuleId>,
        /// For the log.
        reason: String,
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
    /// Decides on `call`. Deny wins, then ask, then allow; what no rule allows is denied.
    #[must_use]
    pub fn decide(&self, call: &Call) -> Decision {
        let principal = &call.origin.scope.principal;
        let rule = match &call.target {
            Target::Model { .. } => MODELS,
            Target::Conceal | Target::Reveal => VAULT,
        };
        // All tools are looked at: one that is denied wins over one that is asked for.
        let mut ask = None;
        for tool in &call.provider_tools {
            match self.provider_tool(principal, tool) {
                Decision::Allow(_) => {}
                Decision::Ask(rule) => ask = ask.or(Some(rule)),
                deny @ Decision::Deny { .. } => return deny,
            }
        }
        if let Some(rule) = ask {
            return Decision::Ask(rule);
        }
        self.allow(RuleId(rule.into()), principal)
    }

    /// Tools that a provider runs are out of our sight: only a rule that names them allows them.
    fn provider_tool(&self, principal: &str, tool: &str) -> Decision {
        let spelled = fold(tool);
        let matches = |rule: &Rule| spelled.as_ref().is_some_and(|tool| rule.tools.matches(tool));
        let about = |rule: &&Rule| matches(rule) && rule.speaks_of(principal);
        let first =
            |effect: Effect| self.rules.iter().filter(about).find(|rule| rule.effect == effect);
        if let Some(rule) = first(Effect::Deny) {
            let reason = "a rule denies a tool that the provider runs".to_owned();
            return Decision::Deny { rule: Some(rule.id.clone()), reason };
        }
        if let Some(rule) = first(Effect::Ask) {
            return Decision::Ask(rule.id.clone());
        }
        match first(Effect::Allow) {
            Some(rule) => self.allow(rule.id.clone(), principal),
            None => Decision::Deny {
                rule: None,
                reason: "the provider would run a tool itself, and no rule names it".to_owned(),
            },
        }
    }

    fn allow(&self, rule: RuleId, principal: &str) -> Decision {
        Decision::Allow(Permit { rule, disclosures: Disclosures::new(self, principal) })
    }
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
}
