//! Refusals as a client of the protocol expects them: of a tool a result that its model reads,
//! of all else an error.
//!
//! Only the public side of a refusal is written; its reason stays in the log.

use portcullis_model::{CallId, Code, Refusal, Retry};

use crate::wire::json::quote_into;
use crate::wire::rpc::Id;

/// The JSON-RPC code of a refusal: those of the standard where they say it, else codes of the
/// range that is left to implementations.
#[must_use]
pub fn code(code: Code) -> i32 {
    match code {
        Code::InvalidRequest | Code::TooLarge => -32600,
        Code::UnknownRoute => -32601,
        Code::UnknownModel
        | Code::InvalidArguments
        | Code::UnknownArguments
        | Code::UnknownTool
        | Code::UnknownReference => -32602,
        Code::SandboxUnavailable
        | Code::UpstreamFailed
        | Code::Unavailable
        | Code::OutcomeUnknown
        | Code::OutputInvalid => -32603,
        Code::Unauthenticated
        | Code::ForbiddenOrigin
        | Code::ToolChanged
        | Code::Denied
        | Code::SecretNotAllowed
        | Code::EgressDenied
        | Code::PathDenied => -32050,
        Code::RateLimited | Code::BudgetExceeded | Code::OutsideHours => -32051,
        Code::ApprovalDenied | Code::ApprovalTimeout | Code::ApprovalPending => -32052,
        Code::UndisclosedSurrogate | Code::UnknownSurrogate | Code::BlockedContent => -32053,
        Code::Cancelled => -32054,
    }
}

/// An error in answer to a request; to one whose id could not be read with none.
#[must_use]
pub fn answer(id: Option<&Id>, code: i32, refusal: &Refusal, call: Option<&CallId>) -> String {
    let id = id.map_or("null".to_owned(), Id::json);
    let mut message = String::new();
    quote_into(&mut message, &refusal.public);
    let data = blocked(refusal, call);
    format!(
        r#"{{"jsonrpc":"2.0","id":{id},"error":{{"code":{code},"message":{message},"data":{data}}}}}"#
    )
}

/// How the refusal of a tool is put to a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Refused {
    /// As text, and as structured content.
    #[default]
    Structured,
    /// As text only: for clients that hold structured content against the tool's output schema
    /// even where the result is an error.
    Plain,
}

/// The result of a tool that was not run. `complete` in the revisions that want a result to say
/// whether it is.
#[must_use]
pub fn result(
    id: &Id,
    refusal: &Refusal,
    call: Option<&CallId>,
    complete: bool,
    form: Refused,
) -> String {
    let (id, blocked) = (id.json(), blocked(refusal, call));
    let kind = if complete { r#""resultType":"complete","# } else { "" };
    let mut text = String::new();
    quote_into(&mut text, &blocked);
    let structured = match form {
        Refused::Structured => format!(r#""structuredContent":{blocked},"#),
        Refused::Plain => String::new(),
    };
    format!(
        r#"{{"jsonrpc":"2.0","id":{id},"result":{{{kind}"content":[{{"type":"text","text":{text}}}],{structured}"isError":true}}}}"#
    )
}

/// What was refused, in the one form that all doors have.
fn blocked(refusal: &Refusal, call: Option<&CallId>) -> String {
    let mut out = String::from(r#"{"success":false,"status":"blocked","code":"#);
    quote_into(&mut out, refusal.code.name());
    out.push_str(",\"error\":");
    quote_into(&mut out, &refusal.public);
    out.push_str(",\"fix_hints\":[");
    for (index, hint) in refusal.hints.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        quote_into(&mut out, hint);
    }
    out.push_str("],\"retry\":");
    match refusal.retry {
        Retry::AfterFix => out.push_str("\"after_fix\""),
        Retry::Later(wait) => {
            out.push_str("\"later\",\"retry_after_ms\":");
            // Whole seconds, so that limits cannot be probed finely.
            out.push_str(&(wait.as_millis().div_ceil(1000) * 1000).to_string());
        }
        Retry::AfterApproval => out.push_str("\"after_approval\""),
        Retry::Never => out.push_str("\"never\""),
    }
    if let Some(call) = call {
        out.push_str(",\"call\":");
        quote_into(&mut out, &call.0);
    }
    out.push('}');
    out
}
