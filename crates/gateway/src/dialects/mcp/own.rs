//! The one request that the gate makes of a server itself: which tools it has.
//!
//! It says no more than the client's own requests do.

use crate::wire::json::{Tape, quote_into};
use crate::wire::rpc::Id;

/// Members of `_meta` that a revision without sessions wants in every request begin so.
const PROTOCOL: &str = "io.modelcontextprotocol/";

/// A request for tools, from `cursor` (JSON) on. `meta` is that of the request of the client
/// which needs the answer (JSON): what the protocol wants there is said again.
#[must_use]
pub fn list_tools(id: &Id, cursor: Option<&str>, meta: Option<&str>) -> String {
    let mut params = Vec::new();
    if let Some(meta) = meta.and_then(again) {
        params.push(format!("\"_meta\":{meta}"));
    }
    if let Some(cursor) = cursor {
        params.push(format!("\"cursor\":{cursor}"));
    }
    let (id, params) = (id.json(), params.join(","));
    format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"tools/list","params":{{{params}}}}}"#)
}

/// What of `_meta` belongs to the protocol and not to one request; `None` where nothing does.
fn again(meta: &str) -> Option<String> {
    let mut tape = Tape::default();
    let meta = tape.read(meta).ok()?;
    let mut members = Vec::new();
    for (key, value) in meta.members().filter(|(key, _)| key.text().starts_with(PROTOCOL)) {
        let mut member = String::new();
        quote_into(&mut member, &key.text());
        let value = match value.string() {
            Some(text) => {
                let mut quoted = String::new();
                quote_into(&mut quoted, &text);
                quoted
            }
            None => value.raw().to_owned(),
        };
        members.push(format!("{member}:{value}"));
    }
    (!members.is_empty()).then(|| format!("{{{}}}", members.join(",")))
}
