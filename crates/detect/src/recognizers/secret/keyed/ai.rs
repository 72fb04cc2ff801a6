//! Providers of models and speech.

use super::{KeyedRule, UUID, row, run};
use crate::token::Class::{Alphanumeric, Hex, Small};

pub(super) static RULES: &[KeyedRule] = &[
    row("cohere-api-token", &["cohere", "coapikey"], &[run(Alphanumeric, 40)]),
    row("mistral-api-key", &["mistral", "codestral"], &[run(Alphanumeric, 32)]),
    row("together-api-key", &["together"], &[run(Hex, 64)]),
    row("pinecone-api-key", &["pinecone"], UUID),
    row("wandb-api-key", &["wandb"], &[run(Hex, 40)]),
    row("elevenlabs-api-key", &["elevenlabs", "xiapikey"], &[run(Hex, 32)]),
    row("assemblyai-api-key", &["assemblyai"], &[run(Hex, 32)]),
    row("deepgram-api-key", &["deepgram"], &[run(Hex, 40)]),
    row("privateai-api-token", &["privateai"], &[run(Small, 32)]),
    row(
        "azure-openai-api-key",
        &[
            "azureopenai",
            "azureai",
            "openaiazure",
            "cognitiveservice",
            "azurespeech",
            "azurecognitive",
        ],
        &[run(Hex, 32)],
    ),
];
