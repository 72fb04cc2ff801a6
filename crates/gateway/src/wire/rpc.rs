//! The envelope of JSON-RPC 2.0 over raw text: who asks, who answers, by which id.
//!
//! It knows no method, rewrites nothing, and takes no message for what it does not plainly say.

use super::json::{Kind, Value, quote_into};

/// Bytes of an id, and of the name of a method.
// LIMIT: both are kept while a request is on its way, and neither is read by a recognizer.
pub const NAME_BYTES_MAX: usize = 256;

/// What a request is known by, and its response.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Id {
    /// An integer, as it was spelled.
    Number(Box<str>),
    /// A text.
    Text(Box<str>),
}

impl Id {
    /// The id of a value, if it is one that both sides can only read in one way.
    #[must_use]
    pub fn of(value: Value<'_>) -> Option<Self> {
        let text = value.text();
        match value.kind() {
            Kind::Str if text.len() <= NAME_BYTES_MAX => Some(Self::Text(text.into())),
            Kind::Number => Self::number(&text),
            _ => None,
        }
    }

    fn number(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let is_integer = digits.bytes().all(|byte| byte.is_ascii_digit());
        (is_integer && digits.len() <= 20).then(|| Self::Number(text.into()))
    }

    /// The id as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        match self {
            Self::Number(text) => text.to_string(),
            Self::Text(text) => {
                let mut out = String::with_capacity(text.len() + 2);
                quote_into(&mut out, text);
                out
            }
        }
    }
}

/// What a message is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// It wants an answer.
    Request {
        /// What the answer will name.
        id: Id,
        /// What is asked.
        method: Box<str>,
    },
    /// It wants none.
    Notification {
        /// What is told.
        method: Box<str>,
    },
    /// It is an answer.
    Response {
        /// To which request; `None` to one whose id could not be read.
        id: Option<Id>,
    },
}

/// Why a JSON text is no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoMessage(pub &'static str);

/// Tells what a JSON value is as a message.
///
/// # Errors
/// What it lacks, or has too much of.
pub fn form(message: Value<'_>) -> Result<Form, NoMessage> {
    if message.kind() != Kind::Object {
        return Err(NoMessage("a message is an object"));
    }
    if !message.get("jsonrpc").is_some_and(|version| version.is("2.0")) {
        return Err(NoMessage("`jsonrpc` must be \"2.0\""));
    }
    let id = message.get("id");
    let answers =
        usize::from(message.get("result").is_some()) + usize::from(message.get("error").is_some());
    match (message.get("method"), answers) {
        (Some(method), 0) => asked(id, method),
        (None, 1) => answered(id),
        (Some(_), _) => Err(NoMessage("a message either asks or answers")),
        (None, _) => {
            Err(NoMessage("one of `method`, `result` and `error` must stand in a message"))
        }
    }
}

fn asked(id: Option<Value<'_>>, method: Value<'_>) -> Result<Form, NoMessage> {
    let method = method.string().filter(|method| is_method(method));
    let method = method.ok_or(NoMessage("`method` must be the name of a method"))?.into();
    let Some(id) = id else { return Ok(Form::Notification { method }) };
    let id = Id::of(id).ok_or(NoMessage("`id` must be a short text or an integer"))?;
    Ok(Form::Request { id, method })
}

fn answered(id: Option<Value<'_>>) -> Result<Form, NoMessage> {
    match id {
        None => Ok(Form::Response { id: None }),
        Some(id) if id.kind() == Kind::Null => Ok(Form::Response { id: None }),
        Some(id) => {
            let id = Id::of(id).ok_or(NoMessage("`id` must be a short text or an integer"))?;
            Ok(Form::Response { id: Some(id) })
        }
    }
}

/// Whether a text is the name of a method, and nothing that somebody could hide in one.
fn is_method(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_/.$-".contains(&byte);
    (1..=NAME_BYTES_MAX).contains(&text.len())
        && text.bytes().all(plain)
        && text.bytes().filter(u8::is_ascii_digit).count() <= 8
}

/// The id at the top of a text that begins like a message and is none: so that a request which
/// is refused unread can still be answered. `None` where there is none, or any doubt.
#[must_use]
pub fn salvaged(bytes: &[u8]) -> Option<Id> {
    let mut rest = bytes.trim_ascii_start().strip_prefix(b"{")?;
    let mut depth = 0_usize;
    let mut is_key = true;
    loop {
        rest = rest.trim_ascii_start();
        match rest.split_first()? {
            (b'"', _) => {
                let (text, after) = quoted(rest)?;
                rest = after;
                if depth == 0 && is_key && text == b"id" {
                    return scalar(rest.trim_ascii_start().strip_prefix(b":")?);
                }
            }
            (b'{' | b'[', after) => (depth, rest) = (depth + 1, after),
            (b'}' | b']', after) => (depth, rest) = (depth.checked_sub(1)?, after),
            (b',', after) => (is_key, rest) = (true, after),
            (b':', after) => (is_key, rest) = (false, after),
            (_, after) => rest = after,
        }
    }
}

/// The inside of the string at the start of `bytes`, and what follows it.
fn quoted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut at = 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some((bytes.get(1..at)?, bytes.get(at + 1..)?)),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// The id that stands at the start of `bytes`, with something behind it.
fn scalar(bytes: &[u8]) -> Option<Id> {
    let bytes = bytes.trim_ascii_start();
    if bytes.starts_with(b"\"") {
        let (text, _) = quoted(bytes)?;
        let text = std::str::from_utf8(text).ok()?;
        let plain = !text.contains('\\') && text.len() <= NAME_BYTES_MAX;
        return plain.then(|| Id::Text(text.into()));
    }
    let end = bytes.iter().position(|byte| !byte.is_ascii_digit() && *byte != b'-')?;
    let text = std::str::from_utf8(bytes.get(..end)?).ok()?;
    let ends = bytes.get(end).is_some_and(|byte| b", \t\r}".contains(byte));
    (ends && text.ends_with(|c: char| c.is_ascii_digit())).then(|| Id::number(text)).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::wire::json::Tape;

    #[track_caller]
    fn check(text: &str, want: &str) {
        let mut tape = Tape::default();
        let told = match form(tape.read(text).unwrap()) {
            Ok(Form::Request { id, method }) => format!("request {} {method}", id.json()),
            Ok(Form::Notification { method }) => format!("notification {method}"),
            Ok(Form::Response { id }) => {
                format!("response {}", id.map_or("null".to_owned(), |id| id.json()))
            }
            Err(_) => "none".to_owned(),
        };
        assert_eq!(told, want, "{text}");
    }

    #[test]
    fn a_message_is_what_it_plainly_says() {
        check(r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#, "request 1 ping");
        check(
            r#"{"id":"a\"b","jsonrpc":"2.0","method":"tools/call"}"#,
            r#"request "a\"b" tools/call"#,
        );
        check(
            r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
            "notification notifications/initialized",
        );
        check(r#"{"jsonrpc":"2.0","id":-7,"result":{}}"#, "response -7");
        check(r#"{"jsonrpc":"2.0","id":7,"error":{"code":1}}"#, "response 7");
        check(r#"{"jsonrpc":"2.0","id":null,"error":{}}"#, "response null");
        check(r#"{"jsonrpc":"2.0","error":{}}"#, "response null");
        for none in [
            "[]",
            "1",
            "{}",
            r#"{"id":1,"method":"ping"}"#,
            r#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#,
            r#"{"jsonrpc":2.0,"id":1,"method":"ping"}"#,
            r#"{"jsonrpc":"2.0","id":1}"#,
            r#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#,
            r#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#,
            r#"{"jsonrpc":"2.0","id":1e3,"method":"ping"}"#,
            r#"{"jsonrpc":"2.0","id":{},"method":"ping"}"#,
            r#"{"jsonrpc":"2.0","id":1,"method":"ping","result":{}}"#,
            r#"{"jsonrpc":"2.0","id":1,"error":{},"result":{}}"#,
            r#"{"jsonrpc":"2.0","id":1,"method":"call 415-555-0123"}"#,
            r#"{"jsonrpc":"2.0","id":1,"method":"x/4155550123"}"#,
            r#"{"jsonrpc":"2.0","id":1,"method":""}"#,
        ] {
            check(none, "none");
        }
        let long = "x".repeat(NAME_BYTES_MAX + 1);
        check(&format!(r#"{{"jsonrpc":"2.0","id":"{long}","method":"ping"}}"#), "none");
        check(&format!(r#"{{"jsonrpc":"2.0","id":1,"method":"{long}"}}"#), "none");
    }

    #[track_caller]
    fn check_salvaged(text: &str, want: Option<&str>) {
        assert_eq!(salvaged(text.as_bytes()).map(|id| id.json()).as_deref(), want, "{text}");
    }

    #[test]
    fn a_broken_request_can_still_be_answered() {
        check_salvaged(r#"{"jsonrpc":"2.0","id":12,"method":"#, Some("12"));
        check_salvaged(r#" { "a":{"id":1},"b":["id",2],"c":"id","id" : "x" ,"#, Some("\"x\""));
        check_salvaged(r#"{"id":12"#, None);
        check_salvaged(r#"{"id":12.5,"#, None);
        check_salvaged(r#"{"id":"a\n","#, None);
        check_salvaged(r#"{"a":{"id":1}"#, None);
        check_salvaged(r#"["id",1]"#, None);
        check_salvaged("", None);
    }

    proptest! {
        #[test]
        fn salvaging_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            drop(salvaged(&bytes));
            let mut message = br#"{"jsonrpc":"2.0","#.to_vec();
            message.extend(bytes);
            drop(salvaged(&message));
        }
    }
}
