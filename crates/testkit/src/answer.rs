//! What a scripted model can be told to answer.
//!
//! Says nothing of any wire format; `dialects` writes it.

/// How the upstream reacts to one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A model's answer, in the dialect of the request, whole or streamed as it asks.
    Answer(Answer),
    /// An error in the dialect of the request.
    Error {
        /// HTTP status.
        status: u16,
        /// What the provider complains of.
        message: String,
    },
    /// A list of models, in the dialect that the request's headers show.
    Models(Vec<String>),
    /// These bytes and no others.
    Raw(Raw),
    /// Never answers.
    Hang,
}

/// A model's answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// What it consists of, in order.
    pub parts: Vec<Part>,
    /// With a seed: spelled oddly, text in random deltas, bytes cut anywhere. Without: plainly.
    pub seed: Option<u64>,
    /// No `id:` and `retry:` lines: the official clients take an event without data for a fault.
    pub tame: bool,
}

/// One part of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Text.
    Text(String),
    /// Signed reasoning, which nobody may change (Anthropic); unsigned reasoning (OpenAI).
    Reasoning(String),
    /// A call of a tool.
    Tool {
        /// How the result will refer to it.
        id: String,
        /// Which tool.
        name: String,
        /// A JSON object, as text.
        arguments: String,
    },
}

impl Answer {
    /// An answer of one text, plainly written.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { parts: vec![Part::Text(text.into())], seed: None, tame: false }
    }

    /// An answer that calls one tool, plainly written.
    #[must_use]
    pub fn tool(name: impl Into<String>, arguments: impl Into<String>) -> Self {
        let (name, arguments) = (name.into(), arguments.into());
        Self {
            parts: vec![Part::Tool { id: "call_1".to_owned(), name, arguments }],
            seed: None,
            tame: false,
        }
    }

    /// The same answer, spelled and cut as the seed decides.
    #[must_use]
    pub fn oddly(self, seed: u64) -> Self {
        Self { seed: Some(seed), ..self }
    }

    /// Whether it calls a tool.
    #[must_use]
    pub fn calls_tools(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Tool { .. }))
    }
}

/// Bytes of a body, as they are to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    /// HTTP status.
    pub status: u16,
    /// `content-type`.
    pub content_type: String,
    /// Pieces of the body, each sent by itself.
    pub pieces: Vec<Vec<u8>>,
    /// What comes after the last piece.
    pub end: End,
}

/// How a body ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// As it should.
    Proper,
    /// The connection breaks.
    Broken,
    /// Not at all: nothing follows and the connection stays.
    Never,
}

impl Raw {
    /// A page as proxies and captive portals send it.
    #[must_use]
    pub fn html(status: u16, text: &str) -> Self {
        let page = format!("<!doctype html><html><body><h1>{text}</h1></body></html>");
        Self::whole(status, "text/html; charset=utf-8", page)
    }

    /// One piece that ends properly.
    #[must_use]
    pub fn whole(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let pieces = vec![body.into()];
        Self { status, content_type: content_type.to_owned(), pieces, end: End::Proper }
    }

    /// A stream of events.
    #[must_use]
    pub fn stream(pieces: Vec<Vec<u8>>, end: End) -> Self {
        let content_type = "text/event-stream".to_owned();
        Self { status: 200, content_type, pieces, end }
    }

    /// The whole body.
    #[must_use]
    pub fn body(&self) -> Vec<u8> {
        self.pieces.concat()
    }
}
