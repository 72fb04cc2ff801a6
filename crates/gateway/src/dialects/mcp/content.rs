//! Results, contents and whatever else a message holds, in every revision.
//!
//! One table for all: a key means the same wherever the protocol uses it. What a server says of
//! its own data (`structuredContent`, `_meta`, schemas) is text throughout.

use super::tools;
use crate::dialects::outbound::{Member, Outbound};
use crate::dialects::shape::{Shape, is_no_number};
use crate::wire::json::{Kind, Value};

/// Characters of what only its maker reads.
const OPAQUE_MAX: usize = 4096;

/// Locates the text of any value of the protocol.
pub(super) fn any(out: &mut Outbound, value: Value<'_>) -> Member {
    match value.kind() {
        Kind::Object => {
            let kind = value.get("type").and_then(|kind| kind.string()).unwrap_or_default();
            out.members(value, |out, key, value| member(out, &kind, key, value))
        }
        Kind::Array => out.items(value, any),
        _ => out.text(value),
    }
}

/// The table. `kind` is what the object around says that it is.
pub(super) fn member(out: &mut Outbound, kind: &str, key: &str, value: Value<'_>) -> Member {
    match key {
        "type" | "role" | "resultType" | "level" | "action" | "mode" | "status" | "stopReason"
        | "audience" | "includeContext" | "theme" => words(out, value),
        "progressToken" | "requestId" | "cursor" | "nextCursor" | "taskId" | "requestState" => {
            opaque(out, value)
        }
        "protocolVersion"
        | "requested"
        | "supported"
        | "supportedVersions"
        | "supportedProtocolVersions" => versions(out, value),
        "mimeType" => media_type(out, value),
        "data" if matches!(kind, "image" | "audio") => media(out, value, Shape::Base64),
        "blob" => media(out, value, Shape::Base64),
        "src" | "uri" | "url" => media(out, value, Shape::DataUrl),
        "progress"
        | "total"
        | "size"
        | "maxTokens"
        | "temperature"
        | "priority"
        | "ttl"
        | "ttlMs"
        | "pollInterval"
        | "retryAfterMs"
        | "code"
        | "costPriority"
        | "speedPriority"
        | "intelligencePriority" => out.structural(value, Shape::Number),
        "tools" if value.kind() == Kind::Array => out.items(value, tools::texts),
        "inputRequests" | "inputResponses" => mapped(out, value),
        "content" | "contents" | "messages" | "message" | "resource" | "resources"
        | "resourceTemplates" | "prompts" | "roots" | "icons" | "capabilities" | "serverInfo"
        | "clientInfo" | "modelPreferences" | "hints" | "params" | "task" | "tasks"
        | "completion" | "ref" | "context" | "text" | "name" | "title" | "description"
        | "instructions" | "systemPrompt" | "method" | "uriTemplate" | "version" | "isError"
        | "listChanged" | "tools" | "subscribe" | "hasMore" | "required" | "values" => {
            any(out, value)
        }
        "structuredContent" | "_meta" | "metadata" | "arguments" | "input" | "inputSchema"
        | "outputSchema" | "requestedSchema" | "annotations" | "data" => out.text(value),
        _ => Member::Unknown,
    }
}

/// Members whose keys their sender chose.
fn mapped(out: &mut Outbound, value: Value<'_>) -> Member {
    if value.kind() != Kind::Object {
        return out.text(value);
    }
    for (key, value) in value.members() {
        let outside = out.fields.enter(&key.text());
        out.text(key);
        any(out, value);
        out.fields.leave(outside);
    }
    Member::Known
}

/// A word of the protocol, or several.
fn words(out: &mut Outbound, value: Value<'_>) -> Member {
    match value.kind() {
        Kind::Array => out.structural_list(value, Shape::Word),
        _ => out.structural(value, Shape::Word),
    }
}

/// Bytes that no recognizer reads, if they are; else text.
fn media(out: &mut Outbound, value: Value<'_>, shape: Shape) -> Member {
    if value.kind() == Kind::Str && shape.fits(value) {
        out.media += 1;
        return Member::Known;
    }
    out.text(value)
}

/// What its maker alone can read, and must get back as it was.
pub(super) fn opaque(out: &mut Outbound, value: Value<'_>) -> Member {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=_.:-".contains(&byte);
    let fits = match value.kind() {
        Kind::Str if !value.escaped() => {
            let text = value.raw();
            text.len() <= OPAQUE_MAX && text.bytes().all(plain) && is_no_number(text)
        }
        Kind::Number => Shape::Number.fits(value),
        Kind::Null => true,
        _ => false,
    };
    if fits { Member::Known } else { out.text(value) }
}

/// A date that names a revision, or several.
fn versions(out: &mut Outbound, value: Value<'_>) -> Member {
    let is_version = |text: &str| {
        let shape = text.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
        shape.eq(*b"0000-00-00")
    };
    match value.kind() {
        Kind::Array => out.items(value, versions),
        Kind::Str if is_version(value.raw()) => Member::Known,
        _ => any(out, value),
    }
}

fn media_type(out: &mut Outbound, value: Value<'_>) -> Member {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-+.;= ".contains(&byte);
    let fits = value
        .string()
        .is_some_and(|kind| kind.len() <= 100 && kind.bytes().all(plain) && is_no_number(&kind));
    if fits { Member::Known } else { out.text(value) }
}
