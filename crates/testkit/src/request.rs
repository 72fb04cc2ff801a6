//! What the upstream received, and what a script wants to know of it.
//!
//! Reads leniently: a script judges nothing.

use serde_json::Value;

/// Whose wire format a request speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    OpenAi,
    Responses,
    Anthropic,
}

/// One request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// `POST`.
    pub method: String,
    /// With the query, if there is one.
    pub path: String,
    /// In the order in which they came, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Without the framing of HTTP.
    pub body: Vec<u8>,
}

impl Received {
    /// A request of nothing at this path.
    #[cfg(test)]
    pub(crate) fn at(path: &str) -> Self {
        Self { method: "POST".to_owned(), path: path.to_owned(), headers: vec![], body: vec![] }
    }

    /// A header's value, empty if it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// The body as JSON, `null` if it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The model that is asked.
    #[must_use]
    pub fn model(&self) -> String {
        self.json().get("model").and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// Whether the answer is to be streamed.
    #[must_use]
    pub fn streams(&self) -> bool {
        self.json().get("stream").and_then(Value::as_bool).unwrap_or(false)
    }

    /// The text of the last message: what the user wrote, or what a tool answered.
    #[must_use]
    pub fn last_text(&self) -> String {
        let body = self.json();
        if let Some(input) = body.get("input") {
            return last_input(input);
        }
        let last = body.get("messages").and_then(Value::as_array).and_then(|all| all.last());
        last.and_then(|message| message.get("content")).map(text_of).unwrap_or_default()
    }

    /// Whether the last message is the result of a tool.
    #[must_use]
    pub fn ends_with_tool_result(&self) -> bool {
        let body = self.json();
        let all = body.get("messages").or_else(|| body.get("input"));
        let last = all.and_then(Value::as_array).and_then(|all| all.last());
        let is = |value: &Value, key: &str, name: &str| {
            value.get(key).and_then(Value::as_str) == Some(name)
        };
        last.is_some_and(|message| {
            let parts = message.get("content").and_then(Value::as_array);
            let result = |part: &Value| is(part, "type", "tool_result");
            let output = ["function_call_output", "custom_tool_call_output"];
            output.iter().any(|kind| is(message, "type", kind))
                || is(message, "role", "tool")
                || parts.is_some_and(|parts| parts.iter().any(result))
        })
    }

    /// The tools that the model may call: name and names of the arguments.
    #[must_use]
    pub fn tools(&self) -> Vec<(String, Vec<String>)> {
        let body = self.json();
        let tools = body.get("tools").and_then(Value::as_array).cloned().unwrap_or_default();
        let read = |tool: &Value| {
            let tool = tool.get("function").unwrap_or(tool);
            let name = tool.get("name")?.as_str()?.to_owned();
            let schema = tool.get("parameters").or_else(|| tool.get("input_schema"));
            let properties = schema.and_then(|schema| schema.get("properties")?.as_object());
            Some((name, properties.into_iter().flatten().map(|(key, _)| key.clone()).collect()))
        };
        tools.iter().filter_map(read).collect()
    }

    /// What the developer says, apart from the messages.
    #[must_use]
    pub fn instructions(&self) -> String {
        let body = self.json();
        body.get("instructions").and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// The path without its query.
    pub(crate) fn route(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }

    pub(crate) fn dialect(&self) -> Dialect {
        let path = self.path.split('?').next().unwrap_or_default();
        if path.ends_with("/responses") {
            Dialect::Responses
        } else if path.contains("/messages") || !self.header("anthropic-version").is_empty() {
            Dialect::Anthropic
        } else {
            Dialect::OpenAi
        }
    }

    /// Everything that arrived, for a search.
    #[must_use]
    pub fn everything(&self) -> Vec<u8> {
        let mut bytes = format!("{} {}\n", self.method, self.path).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend_from_slice(format!("{name}: {value}\n").as_bytes());
        }
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

/// The text of an input's last item.
fn last_input(input: &Value) -> String {
    let Some(last) = input.as_array().and_then(|items| items.last()) else {
        return text_of(input);
    };
    let content = last.get("content").or_else(|| last.get("output")).unwrap_or(last);
    text_of(content)
}

/// The text of a message's content: a string, or parts that hold text or further content.
fn text_of(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(text_of).collect(),
        Value::Object(part) => {
            part.get("text").or_else(|| part.get("content")).map(text_of).unwrap_or_default()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => String::new(),
    }
}
