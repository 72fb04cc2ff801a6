//! Writes requests as clients do, plainly or in every odd way that JSON allows.

use crate::spelling::{Node, Speller};

/// A request for a model's answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asking {
    /// The model.
    pub model: String,
    /// What the developer says, if anything.
    pub system: Option<String>,
    /// What the user says.
    pub text: String,
    /// Whether the answer is to be streamed.
    pub stream: bool,
    /// A tool that the model may call, with one argument `query`.
    pub tool: Option<String>,
    /// With a seed: spelled oddly, with unknown members.
    pub seed: Option<u64>,
}

impl Asking {
    /// The body for `/v1/chat/completions`.
    #[must_use]
    pub fn openai(&self) -> String {
        let mut speller = Speller::new(self.seed);
        let mut messages = Vec::new();
        if let Some(system) = &self.system {
            messages.push(message("system", Node::text(system)));
        }
        messages.push(message("user", self.content(&mut speller)));
        let mut members = self.head();
        members.push(("messages", Node::List(messages)));
        if let Some(tool) = &self.tool {
            let function = vec![
                ("name", Node::text(tool)),
                ("description", Node::text("Finds things.")),
                ("parameters", schema()),
            ];
            let tool = vec![("type", Node::text("function")), ("function", Node::Object(function))];
            members.push(("tools", Node::List(vec![Node::Object(tool)])));
        }
        speller.spell(&Node::Object(members))
    }

    /// The body for `/v1/responses`.
    #[must_use]
    pub fn responses(&self) -> String {
        let mut speller = Speller::new(self.seed);
        let mut members = self.head();
        members.extend(self.system.iter().map(|system| ("instructions", Node::text(system))));
        let part = vec![("type", Node::text("input_text")), ("text", Node::text(&self.text))];
        let input = match speller.pick(&["text", "message", "parts"]) {
            "text" => Node::text(&self.text),
            "message" => Node::List(vec![message("user", Node::text(&self.text))]),
            _ => Node::List(vec![message("user", Node::List(vec![Node::Object(part)]))]),
        };
        members.push(("input", input));
        if let Some(tool) = &self.tool {
            let tool = vec![
                ("type", Node::text("function")),
                ("name", Node::text(tool)),
                ("description", Node::text("Finds things.")),
                ("parameters", schema()),
            ];
            members.push(("tools", Node::List(vec![Node::Object(tool)])));
        }
        speller.spell(&Node::Object(members))
    }

    /// The body for `/v1/messages`.
    #[must_use]
    pub fn anthropic(&self) -> String {
        let mut speller = Speller::new(self.seed);
        let mut members = self.head();
        members.push(("max_tokens", Node::raw("500")));
        if let Some(system) = &self.system {
            members.push(("system", Node::text(system)));
        }
        let content = self.content(&mut speller);
        members.push(("messages", Node::List(vec![message("user", content)])));
        if let Some(tool) = &self.tool {
            let tool = vec![
                ("name", Node::text(tool)),
                ("description", Node::text("Finds things.")),
                ("input_schema", schema()),
            ];
            members.push(("tools", Node::List(vec![Node::Object(tool)])));
        }
        speller.spell(&Node::Object(members))
    }

    fn head(&self) -> Vec<(&'static str, Node)> {
        vec![
            ("model", Node::text(&self.model)),
            ("stream", Node::raw(if self.stream { "true" } else { "false" })),
            ("temperature", Node::raw("0.70")),
        ]
    }

    /// A string, or now and then a list with one part.
    fn content(&self, speller: &mut Speller) -> Node {
        if speller.oddly(3) {
            let part = vec![("type", Node::text("text")), ("text", Node::text(&self.text))];
            return Node::List(vec![Node::Object(part)]);
        }
        Node::text(&self.text)
    }
}

fn message(role: &str, content: Node) -> Node {
    Node::Object(vec![("role", Node::text(role)), ("content", content)])
}

fn schema() -> Node {
    let query = Node::Object(vec![("type", Node::text("string"))]);
    Node::Object(vec![
        ("type", Node::text("object")),
        ("properties", Node::Raw(format!("{{\"query\":{}}}", Speller::new(None).spell(&query)))),
        ("required", Node::List(vec![Node::text("query")])),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Received;

    #[test]
    fn requests_say_what_was_meant() {
        for seed in std::iter::once(None).chain((0..100).map(Some)) {
            let asking = Asking {
                model: "m".to_owned(),
                system: Some("be kind".to_owned()),
                text: "é \"hi\"\n😀".to_owned(),
                stream: true,
                tool: Some("find".to_owned()),
                seed,
            };
            let bodies = [
                ("/v1/chat/completions", asking.openai()),
                ("/v1/responses", asking.responses()),
                ("/v1/messages", asking.anthropic()),
            ];
            for (path, body) in bodies {
                let received = Received {
                    method: "POST".to_owned(),
                    path: path.to_owned(),
                    headers: Vec::new(),
                    body: body.into_bytes(),
                };
                assert_eq!(received.model(), "m");
                assert_eq!(received.last_text(), asking.text);
                assert!(received.streams());
                assert_eq!(received.tools(), [("find".to_owned(), vec!["query".to_owned()])]);
            }
        }
    }
}
