//! Refusals as the SDK of each dialect expects an error.
//!
//! Only the public side of a refusal is written; its reason stays in the log.

use portcullis_model::{CallId, Code, Refusal, Retry};

use super::Dialect;
use crate::wire::json::quote_into;

/// The HTTP status of a refusal.
#[must_use]
pub fn status(code: Code) -> u16 {
    match code {
        Code::InvalidRequest
        | Code::InvalidArguments
        | Code::UnknownReference
        | Code::UnknownArguments
        | Code::UnknownTool
        | Code::UndisclosedSurrogate
        | Code::UnknownSurrogate
        | Code::BlockedContent => 400,
        Code::Unauthenticated => 401,
        Code::BudgetExceeded => 402,
        // 408 and 409 would be the books' choice for some of these, but the SDKs send those
        // again by themselves.
        Code::ForbiddenOrigin
        | Code::ToolChanged
        | Code::Denied
        | Code::OutsideHours
        | Code::ApprovalDenied
        | Code::ApprovalTimeout
        | Code::ApprovalPending
        | Code::SecretNotAllowed
        | Code::EgressDenied
        | Code::PathDenied => 403,
        Code::UnknownRoute | Code::UnknownModel => 404,
        Code::TooLarge => 413,
        Code::OutputInvalid => 422,
        Code::RateLimited => 429,
        Code::Cancelled => 499,
        Code::OutcomeUnknown => 500,
        Code::SandboxUnavailable => 501,
        Code::UpstreamFailed => 502,
        Code::Unavailable => 503,
    }
}

/// The body of a refusal; `call` where there is one already.
#[must_use]
pub fn refusal_body(dialect: Dialect, refusal: &Refusal, call: Option<&CallId>) -> String {
    let mut body = String::with_capacity(256);
    match dialect {
        Dialect::OpenAi | Dialect::Responses => {
            body.push_str("{\"error\":{\"message\":");
            quote_into(&mut body, &refusal.public);
            body.push_str(",\"type\":");
            quote_into(&mut body, openai_type(status(refusal.code)));
            body.push_str(",\"param\":null");
            members(&mut body, refusal, call);
            body.push_str("}}");
        }
        Dialect::Anthropic => {
            body.push_str("{\"type\":\"error\",\"error\":{\"type\":");
            quote_into(&mut body, anthropic_type(status(refusal.code)));
            body.push_str(",\"message\":");
            quote_into(&mut body, &refusal.public);
            members(&mut body, refusal, call);
            body.push('}');
            if let Some(call) = call {
                body.push_str(",\"request_id\":");
                quote_into(&mut body, &call.0);
            }
            body.push('}');
        }
    }
    body
}

/// The members that every dialect's error carries besides its own.
fn members(body: &mut String, refusal: &Refusal, call: Option<&CallId>) {
    body.push_str(",\"code\":");
    quote_into(body, refusal.code.name());
    if !refusal.hints.is_empty() {
        body.push_str(",\"fix_hints\":[");
        for (index, hint) in refusal.hints.iter().enumerate() {
            if index > 0 {
                body.push(',');
            }
            quote_into(body, hint);
        }
        body.push(']');
    }
    body.push_str(",\"retry\":");
    match refusal.retry {
        Retry::AfterFix => body.push_str("\"after_fix\""),
        Retry::Later(wait) => {
            body.push_str("\"later\",\"retry_after_ms\":");
            body.push_str(&wait.as_millis().to_string());
        }
        Retry::AfterApproval => body.push_str("\"after_approval\""),
        Retry::Never => body.push_str("\"never\""),
    }
    if let Some(call) = call {
        body.push_str(",\"call\":");
        quote_into(body, &call.0);
    }
}

fn openai_type(status: u16) -> &'static str {
    match status {
        401 => "authentication_error",
        402 => "insufficient_quota",
        403 => "permission_error",
        429 => "rate_limit_error",
        400..=499 => "invalid_request_error",
        _ => "server_error",
    }
}

fn anthropic_type(status: u16) -> &'static str {
    match status {
        401 => "authentication_error",
        402 => "billing_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        503 => "overloaded_error",
        400..=499 => "invalid_request_error",
        _ => "api_error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(dialect: Dialect, code: Code) {
        let refusal = Refusal::new(code, "a \"public\" text", "a reason").hint("do\nthis");
        let call = CallId("01J".into());
        let body = refusal_body(dialect, &refusal, Some(&call));
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        let error = &body["error"];
        assert_eq!(error["message"], "a \"public\" text");
        assert_eq!(error["code"], code.name());
        assert_eq!(error["call"], "01J");
        assert_eq!(error["fix_hints"][0], "do\nthis");
        assert!(error["type"].is_string() && error["retry"].is_string());
        assert!(!body.to_string().contains("a reason"), "the reason is for the log");
    }

    #[test]
    fn every_code_makes_a_well_formed_error() {
        for code in Code::ALL {
            check(Dialect::OpenAi, *code);
            check(Dialect::Anthropic, *code);
            assert!((400..600).contains(&status(*code)));
        }
    }
}
