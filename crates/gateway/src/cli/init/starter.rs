//! The files to begin with, and the steps after them.
//!
//! What it writes is accepted without a warning; a test holds that for every answer.

use super::answers::Answers;
use super::document::{Document, Table, wrapped};
use super::import::Rule;
use crate::cli::arguments::{KeyFrom, StartLevel, StartPreset, Supplier};

impl StartLevel {
    /// As it is written in the configuration.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Strict => "strict",
        }
    }
}

impl StartPreset {
    /// As it is written in the configuration.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Guarded => "guarded",
            Self::Strict => "strict",
            Self::ReadOnly => "read-only",
            Self::BusinessHours => "business-hours",
        }
    }
}

/// The configuration.
pub(super) fn configuration<'a>(
    answers: &Answers,
    imported: impl Iterator<Item = &'a Table>,
) -> Document {
    let head = "The configuration of Portcullis, written by `portcullis init`. `portcullis config \
                check` tells every mistake at once, `portcullis config show` what holds, \
                docs/config.md all keys.";
    let mut document = Document { head: wrapped(head), tables: Vec::new() };
    let note = "Where programs reach the gate. Anything but this machine needs `portcullis key \
                init` first.";
    let listen = [("listen", "\"127.0.0.1:7420\"", "")];
    document.tables.push(Table::of("[server]", note, &listen));
    document.tables.extend(answers.providers.iter().map(|one| provider(*one, answers.key)));
    document.tables.push(privacy(answers.level));
    let note = "The vault keeps what surrogates stand for, sealed, in the home directory.";
    let ttl = "How long a surrogate can be turned back. Later, the same value gets a new one.";
    let vault = [("store", "\"sqlite\"", ""), ("ttl", "\"30d\"", ttl)];
    document.tables.push(Table::of("[vault]", note, &vault));
    let note = "What tools may do where no rule of policy.toml speaks.";
    let preset = format!("\"{}\"", answers.preset.word());
    let why = "guarded: dangerous tools are refused until a rule allows them; strict: all are; \
               read-only: only tools that read may run. Model calls to a provider above are always allowed.";
    let policy = [("preset", preset.as_str(), why), ("file", "\"policy.toml\"", "")];
    document.tables.push(Table::of("[policy]", note, &policy));
    let note = "The record of every call, which shows if it is tampered with: `portcullis audit \
                verify`.";
    document.tables.push(Table::of("[audit]", note, &[("store", "\"file\"", "")]));
    imported.for_each(|table| document.merge(table));
    document
}

/// A provider.
fn provider(one: Supplier, key: KeyFrom) -> Table {
    let (header, note, kind, url, models) = match one {
        Supplier::OpenAi => (
            "[providers.openai]",
            "OpenAI. Programs use http://127.0.0.1:7420/v1 in its place.",
            "\"openai\"",
            "\"https://api.openai.com/v1\"",
            "[\"gpt-*\", \"chatgpt-*\", \"o1*\", \"o3*\", \"o4*\", \"codex-*\"]",
        ),
        Supplier::Anthropic => (
            "[providers.anthropic]",
            "Anthropic. Programs use http://127.0.0.1:7420 in its place.",
            "\"anthropic\"",
            "\"https://api.anthropic.com\"",
            "[\"claude-*\"]",
        ),
        Supplier::Local => (
            "[providers.local]",
            "A server on this machine with OpenAI's API: Ollama, vLLM, llama.cpp.",
            "\"openai\"",
            "\"http://127.0.0.1:11434/v1\"",
            "[\"*\"]",
        ),
    };
    let why = match (one, key) {
        (Supplier::Local, _) => "It asks for no key.",
        (_, KeyFrom::Client) => {
            "client: the key that a program sends is passed on to this provider and to nobody \
             else. env:NAME takes it from the environment, {{secret:NAME}} from `portcullis \
             secret set NAME`."
        }
        (_, KeyFrom::Secret) => "Sealed by `portcullis secret set`; programs never see it.",
        (_, KeyFrom::Env) => "From the environment of `portcullis serve`; programs never see it.",
    };
    let api_key = api_key(one, key);
    let models_note = "Which models go here; the first provider that fits serves a model.";
    let lines = [
        ("kind", kind, ""),
        ("base_url", url, ""),
        ("api_key", api_key, why),
        ("models", models, models_note),
    ];
    Table::of(header, note, &lines)
}

/// The key of a provider, as TOML.
fn api_key(one: Supplier, key: KeyFrom) -> &'static str {
    match (one, key) {
        (Supplier::Local, _) => "\"none\"",
        (_, KeyFrom::Client) => "\"client\"",
        (Supplier::OpenAi, KeyFrom::Secret) => "\"{{secret:openai/api-key}}\"",
        (Supplier::Anthropic, KeyFrom::Secret) => "\"{{secret:anthropic/api-key}}\"",
        (Supplier::OpenAi, KeyFrom::Env) => "\"env:OPENAI_API_KEY\"",
        (Supplier::Anthropic, KeyFrom::Env) => "\"env:ANTHROPIC_API_KEY\"",
    }
}

fn privacy(level: StartLevel) -> Table {
    let note = "What is looked for in text, and what a model sees in its place.";
    let word = format!("\"{}\"", level.word());
    let lines = [
        (
            "level",
            word.as_str(),
            "strict refuses images, audio and files, which nothing here can search; standard \
             passes them with a warning.",
        ),
        (
            "default_action",
            "\"surrogate\"",
            "surrogate: a stand-in that is turned back for whoever it belongs to; redact, mask, \
             hash, block are the others.",
        ),
        ("actions", "{ SECRET = \"redact\" }", "The same for single entities."),
    ];
    Table::of("[privacy]", note, &lines)
}

/// The rules.
pub(super) fn rules<'a>(answers: &Answers, imported: impl Iterator<Item = &'a Rule>) -> String {
    let preset = answers.preset.word();
    let mut text = format!(
        "\
# Rules about tools. Deny wins, then ask, then allow; where no rule speaks, the preset of
# portcullis.toml decides (`{preset}`). `portcullis policy check` tells every mistake,
# `portcullis policy explain --tool NAME` how a tool would be decided.

# Without a rule no argument of a tool gets a value back: it gets the surrogate. This one would
# let the tool that sends mail have the address that it is to send to, and nothing else.
#
# [[rule]]
# id = \"send-mail\"
# tools = [\"send_email\"]
# effect = \"allow\"
# reveal = [{{ entity = \"EMAIL_ADDRESS\", arg = \"/to\" }}]

# A tool that nobody may use, whatever the preset says.
#
# [[rule]]
# id = \"no-payments\"
# tools = [\"pay*\"]
# effect = \"deny\"
"
    );
    for rule in imported {
        text.push('\n');
        text.push_str(&rule.text());
    }
    text
}

/// What to do next, three steps.
pub(super) fn next(answers: &Answers, program: &str) -> Vec<String> {
    let remote: Vec<&Supplier> =
        answers.providers.iter().filter(|one| **one != Supplier::Local).collect();
    let keys: Vec<&str> = remote
        .iter()
        .filter_map(|one| api_key(**one, answers.key).trim_matches('"').split_once(':'))
        .map(|(_, name)| name.trim_end_matches("}}"))
        .collect();
    let before = match answers.key {
        KeyFrom::Secret if !keys.is_empty() => {
            let sets = keys.iter().map(|name| format!("`{program} secret set {name}`"));
            format!("{}, then ", sets.collect::<Vec<_>>().join(" and "))
        }
        KeyFrom::Env if !keys.is_empty() => format!("set {}, then ", keys.join(" and ")),
        KeyFrom::Client | KeyFrom::Secret | KeyFrom::Env => String::new(),
    };
    let mut points = Vec::new();
    if answers.providers.iter().any(|one| *one != Supplier::Anthropic) {
        points.push("OPENAI_BASE_URL=http://127.0.0.1:7420/v1");
    }
    if answers.providers.contains(&Supplier::Anthropic) {
        points.push("ANTHROPIC_BASE_URL=http://127.0.0.1:7420");
    }
    vec![
        format!("{before}`{program} serve`, and start your programs with {}", points.join(" or ")),
        format!(
            "`{program} mcp --install claude-desktop` puts its tool servers behind the gate \
             (also: claude-code, cursor, vscode)"
        ),
        format!("`{program} doctor` tells what works on this machine"),
    ]
}
