//! Stage 2: does the policy allow it?

use portcullis_model::{Call, Code, Refusal};
use portcullis_policy::{Decision, Disclosures, Permit, PolicySet};

use super::validate::Validated;
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
/// [`Code::Denied`]; also where a rule asks for a person, as long as no person can be asked.
pub fn authorize(call: Validated, policy: &PolicySet, way: &mut Way) -> Result<Permitted, Refusal> {
    match policy.decide(call.call()) {
        Decision::Allow(permit) => {
            way.rule = Some(permit.rule.to_string());
            Ok(Permitted { call, permit })
        }
        Decision::Ask(rule) => {
            way.rule = Some(rule.to_string());
            let reason = "a rule asks for a person, and approvals are not set up".to_owned();
            Err(denied(call.call(), reason))
        }
        Decision::Deny { rule, reason } => {
            way.rule = rule.map(|rule| rule.to_string());
            Err(denied(call.call(), reason))
        }
    }
}

/// Says as much as the caller may know: not which rule, but that it is about its tools.
fn denied(call: &Call, reason: String) -> Refusal {
    let public = match call.provider_tools.is_empty() {
        true => "this is not allowed",
        false => "a tool that the provider runs itself is not allowed here",
    };
    Refusal::new(Code::Denied, public, reason)
        .hint("do not retry it; continue without it, or tell the user that it is not permitted")
}
