//! A call: who asks, what is asked, and the document that asks it.
//!
//! A door makes it from bytes; it says nothing of how those bytes were transported.

use std::fmt;
use std::time::Duration;

use crate::{Document, Reference, Secret, ToolUse};

/// One request of one agent, whatever door it came through.
#[derive(Debug)]
pub struct Call {
    /// Unique: a ULID, so that calls sort by time.
    pub id: CallId,
    /// Who calls, and through which door.
    pub origin: Origin,
    /// What is called.
    pub target: Target,
    /// What the call says, with every piece of text located.
    pub document: Document,
    /// Transport headers for the far side, from the door's exact allow-list.
    pub headers: Vec<(Box<str>, Box<str>)>,
    /// The caller's own credential for the far side, where the provider takes the caller's.
    pub credential: Option<Secret>,
    /// Parts that no recognizer can read yet: images, audio, files.
    pub media: usize,
    /// Tools that the provider would run itself, out of our sight, by the name that a rule uses.
    pub provider_tools: Vec<Box<str>>,
    /// What is asked of a tool, where the target is one.
    pub tool: Option<ToolUse>,
    /// Things at the provider that the call names by their ids, out of our sight.
    pub references: Vec<Reference>,
    /// How long the caller waits at most, counted from the start of the call.
    pub time_max: Duration,
}

/// Names a [`Call`], in the log and to the caller: a ULID in its text form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CallId(pub Box<str>);

impl fmt::Display for CallId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who calls, and through which door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The authenticated caller, and so the scope of its surrogates.
    pub scope: Scope,
    /// The transport that decoded the call.
    pub door: Door,
    /// What the caller says of the call; trusted for nothing but the log.
    pub labels: Labels,
}

/// Inside which a surrogate means something: one principal of one tenant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Scope {
    /// `default` where no tenants are set up.
    pub tenant: Box<str>,
    /// An authenticated agent, or agent and end user (`local`, `local/alice`).
    pub principal: Box<str>,
}

/// What the caller says of a call: `[A-Za-z0-9_-]{1,64}` each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels {
    /// `x-portcullis-session`.
    pub session: Option<Box<str>>,
    /// `x-portcullis-run`.
    pub run: Option<Box<str>>,
    /// `x-portcullis-step`.
    pub step: Option<Box<str>>,
}

/// The transports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Door {
    /// LLM provider API over HTTP.
    Llm,
    /// A session of the Model Context Protocol over standard input and output.
    Mcp,
    /// The command line.
    Cli,
}

impl Door {
    /// Its name in the log.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Llm => "llm",
            Self::Mcp => "mcp",
            Self::Cli => "cli",
        }
    }
}

/// What is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A language model.
    Model {
        /// The provider, by its name in the configuration.
        provider: Box<str>,
        /// The model, by its name at the provider.
        model: Box<str>,
        /// What is asked of it.
        operation: Operation,
    },
    /// A tool of an MCP server.
    Tool {
        /// The server, by its name here.
        server: Box<str>,
        /// The tool, by its name at the server.
        tool: Box<str>,
    },
    /// An MCP server, with any other message of its client.
    Server {
        /// The server, by its name here.
        server: Box<str>,
        /// What is asked or told (`resources/read`, `notifications/initialized`).
        method: Box<str>,
    },
    /// The client of an MCP server, with a message of that server.
    Client {
        /// The server, by its name here.
        server: Box<str>,
        /// What is asked or told (`sampling/createMessage`, `notifications/message`).
        method: Box<str>,
    },
    /// The vault itself: conceal the document, and give it back.
    Conceal,
    /// The vault itself: reveal the document, and give it back.
    Reveal,
}

/// What is asked of a model provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// `POST /v1/chat/completions` (OpenAI).
    ChatCompletions,
    /// `POST /v1/messages` (Anthropic).
    Messages,
    /// `POST /v1/responses` (OpenAI).
    Responses,
    /// `POST /v1/embeddings` (OpenAI).
    Embeddings,
    /// `POST /v1/messages/count_tokens` (Anthropic).
    CountTokens,
    /// `GET /v1/models` as OpenAI answers it.
    OpenAiModels,
    /// `GET /v1/models` as Anthropic answers it.
    AnthropicModels,
}

impl Operation {
    /// Its name in the log.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ChatCompletions => "chat.completions",
            Self::Messages => "messages",
            Self::Responses => "responses",
            Self::Embeddings => "embeddings",
            Self::CountTokens => "messages.count_tokens",
            Self::OpenAiModels | Self::AnthropicModels => "models",
        }
    }
}

/// How much is given up for convenience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// What no recognizer reads passes with a warning.
    Standard,
    /// What no recognizer reads is refused.
    Strict,
}
