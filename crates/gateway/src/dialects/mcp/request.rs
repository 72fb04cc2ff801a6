//! What a client says to a server: arguments are told apart from all else.
//!
//! A value goes to an argument only where a rule says so; so whatever a server acts upon is an
//! argument here, also where it is no tool's.

use portcullis_model::{Code, Refusal, Role};

use super::{Matter, content};
use crate::dialects::outbound::{Member, Outbound};
use crate::wire::json::{Fields, Kind, Value};
use crate::wire::rpc::Id;

/// Where the arguments of a tool stand.
const TOOL_ARGUMENTS: &str = "/params/arguments";
/// Under how many letters a key is read by nobody.
// LIMIT: under the shortest surrogate of letters alone, and far under any base32 of one.
const PLAIN_MAX: usize = 16;
/// Where the arguments of anything else begin.
const OTHER_ARGUMENTS: &str = "/params";

/// What a message means for the session.
///
/// # Errors
/// `invalid_request` where a tool is called and not named, `invalid_arguments` where its
/// arguments are no object.
pub(super) fn matter(method: &str, message: Value<'_>) -> Result<Matter, Refusal> {
    let params = message.get("params");
    let param = |name: &str| params.and_then(|params| params.get(name));
    match method {
        "tools/call" => {
            let name = param("name").and_then(|name| name.string());
            let tool = name.ok_or_else(|| invalid("`name` must be the name of a tool"))?;
            let arguments = match param("arguments") {
                Some(arguments) if arguments.kind() == Kind::Object => arguments.whole(),
                Some(other) if other.kind() != Kind::Null => return Err(no_object()),
                Some(_) | None => 0..0,
            };
            let meta = param("_meta").filter(|meta| meta.kind() == Kind::Object);
            Ok(Matter::Call { tool: tool.into(), arguments, meta: meta.map(|meta| meta.whole()) })
        }
        "tools/list" if param("cursor").is_none() => Ok(Matter::List),
        "notifications/cancelled" => {
            Ok(param("requestId").and_then(Id::of).map_or(Matter::Plain, Matter::Cancel))
        }
        "notifications/tools/list_changed" => Ok(Matter::Changed),
        _ => Ok(Matter::Plain),
    }
}

/// Locates the text of a client's parameters.
pub(super) fn params(out: &mut Outbound, method: &str, params: Value<'_>) -> Member {
    let tool = params.get("name").and_then(|name| name.string()).unwrap_or_default();
    out.members(params, |out, key, value| match (method, key) {
        ("tools/call", "name") => Member::Known,
        ("tools/call", "arguments") => arguments(out, &tool, TOOL_ARGUMENTS, value),
        ("notifications/cancelled", "requestId") => Member::Known,
        ("prompts/get", "arguments")
        | ("completion/complete", "argument" | "context" | "ref")
        | ("resources/read" | "resources/subscribe" | "resources/unsubscribe", "uri") => {
            arguments(out, "", OTHER_ARGUMENTS, value)
        }
        _ => content::member(out, "", key, value),
    })
}

/// Every value is an argument, and so is a key that somebody could have thought of: what the
/// engine gives to values, it gives to no key.
fn arguments(out: &mut Outbound, tool: &str, root: &str, value: Value<'_>) -> Member {
    let mut keep = |fields: &mut Fields, leaf: Value<'_>| {
        if leaf.kind() != Kind::Key || leaf.escaped() || !is_plain(leaf.raw()) {
            let argument = fields.path().strip_prefix(root).unwrap_or_default().into();
            fields.push(leaf, Role::Argument { tool: tool.into(), argument });
        }
    };
    out.fields.leaves(value, &mut keep);
    Member::Known
}

/// Whether a key is one as programs have them, which holds no surrogate and no reference.
fn is_plain(key: &str) -> bool {
    key.len() < PLAIN_MAX && key.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
}

fn invalid(what: &str) -> Refusal {
    let what = format!("the message is not valid: {what}");
    Refusal::new(Code::InvalidRequest, what.clone(), what)
}

fn no_object() -> Refusal {
    Refusal::new(
        Code::InvalidArguments,
        "the tool was not run: `arguments` must be an object",
        "arguments that are no object",
    )
    .hint("send `arguments` as an object with a member for each argument")
}
