//! What the rules disclose to the arguments of tools.

use portcullis_model::{Entity, ToolName};

use crate::names::Spelled;
use crate::rule::{Effect, PolicySet, Rule, RuleId};

/// What a caller's tools may be told. Without a rule: nothing.
#[derive(Debug, Clone)]
pub struct Disclosures {
    policy: PolicySet,
    principal: Box<str>,
}

impl Disclosures {
    pub(crate) fn new(policy: &PolicySet, principal: &str) -> Self {
        Self { policy: policy.clone(), principal: principal.into() }
    }

    /// The rule that discloses `entity` to what stands at `argument` (a JSON pointer into the
    /// arguments) of `tool`.
    #[must_use]
    pub fn allows(&self, tool: &ToolName<'_>, argument: &str, entity: &Entity) -> Option<&RuleId> {
        let granted = |rule: &&Rule| {
            rule.reveal
                .iter()
                .any(|grant| grant.entity == *entity && is_at(&grant.argument, argument))
        };
        self.in_force(tool).into_iter().find(granted).map(|rule| &rule.id)
    }

    /// Whether any rule discloses anything to `tool`.
    #[must_use]
    pub fn any_for(&self, tool: &ToolName<'_>) -> bool {
        self.in_force(tool).iter().any(|rule| !rule.reveal.is_empty())
    }

    /// The rules that allow `tool` to this caller; none if one denies it or asks for a person.
    fn in_force(&self, tool: &ToolName<'_>) -> Vec<&Rule> {
        if tool.tool.is_empty() || self.policy.rules.iter().all(|rule| rule.reveal.is_empty()) {
            return Vec::new();
        }
        // A name without a spelling is allowed by no rule.
        let Some(spelled) = Spelled::of(tool) else { return Vec::new() };
        let about = |rule: &&Rule| rule.names(&spelled) && rule.speaks_of(&self.principal);
        let rules: Vec<&Rule> = self.policy.rules.iter().filter(about).collect();
        let all_allow = rules.iter().all(|rule| rule.effect == Effect::Allow);
        if all_allow { rules } else { Vec::new() }
    }
}

/// Whether `pointer` (RFC 6901) is the place that `pattern` names.
fn is_at(pattern: &[String], pointer: &str) -> bool {
    let mut wanted = pattern.iter();
    let mut segments = pointer.split('/').skip(1);
    loop {
        match (wanted.next(), segments.next()) {
            (None, None) => return true,
            (Some(want), Some(segment)) if want == "*" || want == segment => {}
            (None | Some(_), None | Some(_)) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_is_at_its_pattern() {
        check("/to", "/to", true);
        check("/to", "/to/0", false);
        check("/to/*", "/to/0", true);
        check("/to", "/too", false);
        check("/a/*/b", "/a/7/b", true);
        check("/a/*/b", "/a/7/c", false);
        check("/a~1b", "/a~1b", true);
        check("", "", true);
        check("", "/to", false);
    }

    #[track_caller]
    fn check(pattern: &str, pointer: &str, want: bool) {
        let pattern: Vec<String> = pattern.split('/').skip(1).map(ToOwned::to_owned).collect();
        assert_eq!(is_at(&pattern, pointer), want, "{pointer}");
    }
}
