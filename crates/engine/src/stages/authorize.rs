//! Stage 2: does the policy allow it?

use std::time::Duration;

use portcullis_model::{Call, Code, Refusal, Retry, Target};
use portcullis_policy::{Decision, Disclosures, Permit};

use super::record;
use super::validate::Validated;
use crate::parts::Parts;
use crate::way::Way;

/// A call that was allowed, with what allowed it. Only this file makes one.
#[derive(Debug)]
pub struct Permitted {
    call: Validated,
    permit: Permit,
}

impl Permitted {
    pub(super) fn call(&self) -> &Call {
        self.call.call()
    }

    pub(super) fn into_parts(self) -> (Call, Disclosures) {
        (self.call.into_call(), self.permit.disclosures)
    }
}

/// Asks the policy.
///
/// # Errors
///
/// [`Code::Denied`], also where a person would have to be asked, as long as none can be;
/// [`Code::OutsideHours`].
pub fn authorize<U>(
    call: Validated,
    parts: &Parts<U>,
    way: &mut Way,
) -> Result<Permitted, Refusal> {
    match parts.policy.decide(call.call(), parts.clock.local()) {
        Decision::Allow(permit) => {
            way.rule = Some(permit.rule.to_string());
            Ok(Permitted { call, permit })
        }
        Decision::Ask { rule, reason } => {
            way.rule = Some(rule.to_string());
            let reason = format!("{reason}; a person is needed, and approvals are not set up");
            Err(unasked(call.call(), reason, parts))
        }
        Decision::Deny { rule, reason } => {
            way.rule = rule.map(|rule| rule.to_string());
            Err(denied(call.call(), reason, parts))
        }
        Decision::Closed { rule, opens_in } => {
            way.rule = Some(rule.to_string());
            Err(closed(call.call(), opens_in, parts))
        }
    }
}

/// What was not done, in words: a tool by its name, of which only what names are made of.
fn undone<U>(call: &Call, parts: &Parts<U>) -> Option<String> {
    match &call.target {
        Target::Tool { tool, .. } => {
            let name = record::name(tool, &call.origin.scope.tenant, parts);
            Some(format!("`{name}` was not run"))
        }
        Target::Model { .. }
        | Target::Server { .. }
        | Target::Client { .. }
        | Target::Conceal
        | Target::Reveal => None,
    }
}

/// Says as much as the caller may know: not which rule, but that it is about its tools.
fn denied<U>(call: &Call, reason: String, parts: &Parts<U>) -> Refusal {
    let public = match (undone(call, parts), call.provider_tools.is_empty()) {
        (Some(undone), _) => format!("{undone}: it is not allowed"),
        (None, true) => "this is not allowed".to_owned(),
        (None, false) => "a tool that the provider runs itself is not allowed here".to_owned(),
    };
    Refusal::new(Code::Denied, public, reason)
        .hint("do not retry it; continue without it, or tell the user that it is not permitted")
}

/// Where a person would be asked: says how the operator can allow it without.
fn unasked<U>(call: &Call, reason: String, parts: &Parts<U>) -> Refusal {
    let Target::Tool { server, tool } = &call.target else { return denied(call, reason, parts) };
    let tool = record::name(tool, &call.origin.scope.tenant, parts);
    let public = format!(
        "`{tool}` was not run: it can change or send something, so it needs to be allowed first"
    );
    Refusal::new(Code::Denied, public, reason)
        .hint("do not retry it; continue without it, or tell the user what follows")
        .hint(format!(
            "the operator allows it by a rule in policy.toml: [[rule]] id = \"allow-{tool}\", \
             tools = [\"{server}__{tool}\"], effect = \"allow\", each on a line of its own"
        ))
}

fn closed<U>(call: &Call, opens_in: Duration, parts: &Parts<U>) -> Refusal {
    let undone = undone(call, parts).unwrap_or_else(|| "this was not done".to_owned());
    let mut refusal = Refusal::new(
        Code::OutsideHours,
        format!("{undone}: it is allowed in business hours only"),
        "outside of business hours (Monday to Friday, 9 to 17)",
    );
    refusal.retry = Retry::Later(opens_in);
    refusal
}
