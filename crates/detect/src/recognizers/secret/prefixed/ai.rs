//! Providers of models, and of what stands around them.

use super::{UUID, also, row};
use crate::recognizer::Recognizer;
use crate::token::Class::{Alphanumeric, Capital, Hex, Letter, Small, Url, Word};
use crate::token::Part::{Either, Run, Text};

pub(super) static RULES: &[Recognizer] = &[
    row(
        "anthropic-api-key",
        &["sk-ant-api", "sk-ant-oat", "sk-ant-ort", "sk-ant-sid"],
        &[Run(Url, 80, 160)],
    ),
    row("anthropic-admin-api-key", &["sk-ant-admin"], &[Run(Url, 80, 160)]),
    row("openrouter-api-key", &["sk-or-v1-"], &[Run(Hex, 64, 64)]),
    row("langfuse-secret-key", &["sk-lf-"], &[Either(&[UUID])]),
    row("deepseek-api-key", &["sk-"], &[Run(Hex, 32, 32)]),
    // Projects, service accounts, administrators; then the older keys of users, whose form
    // other providers have taken over.
    row(
        "openai-api-key",
        &["sk-proj-", "sk-svcacct-", "sk-admin-", "sk-None-"],
        &[Run(Url, 48, 240)],
    ),
    also("openai-user-key", "openai-api-key", &["sk-"], &[Run(Alphanumeric, 33, 64)]),
    row("google-ai-api-key", &["AQ.Ab"], &[Run(Url, 40, 64)]),
    row("groq-api-key", &["gsk_"], &[Run(Alphanumeric, 48, 64)]),
    row("xai-api-key", &["xai-"], &[Run(Alphanumeric, 60, 120)]),
    row("together-api-key", &["tgp_v1_"], &[Run(Url, 40, 64)]),
    row("fireworks-api-key", &["fw_"], &[Run(Alphanumeric, 22, 28)]),
    row("perplexity-api-key", &["pplx-"], &[Run(Alphanumeric, 48, 64)]),
    row("replicate-api-token", &["r8_"], &[Run(Alphanumeric, 37, 40)]),
    row("huggingface-access-token", &["hf_"], &[Run(Alphanumeric, 30, 40)]),
    row("huggingface-organization-api-token", &["api_org_"], &[Run(Letter, 34, 34)]),
    row("cerebras-api-key", &["csk-"], &[Run(Small, 40, 64)]),
    row("nvidia-api-key", &["nvapi-"], &[Run(Url, 60, 80)]),
    row("voyage-api-key", &["pa-"], &[Run(Url, 43, 43)]),
    row(
        "langsmith-api-key",
        &["lsv2_pt_", "lsv2_sk_"],
        &[Run(Hex, 32, 32), Text("_"), Run(Hex, 10, 10)],
    ),
    row(
        "pinecone-api-key",
        &["pcsk_"],
        &[Run(Alphanumeric, 5, 6), Text("_"), Run(Alphanumeric, 60, 66)],
    ),
    row("wandb-api-key", &["wandb_v1_"], &[Run(Word, 70, 90)]),
    row("elevenlabs-api-key", &["sk_"], &[Run(Hex, 48, 48)]),
    row("jina-api-key", &["jina_"], &[Run(Url, 56, 64)]),
    row("tavily-api-key", &["tvly-", "tvly-dev-", "tvly-prod-"], &[Run(Url, 32, 64)]),
    row("llamacloud-api-key", &["llx-"], &[Run(Alphanumeric, 40, 64)]),
    row("runpod-api-key", &["rpa_"], &[Run(Capital, 38, 50)]),
    row("firecrawl-api-key", &["fc-"], &[Run(Hex, 32, 32)]),
    row("e2b-api-key", &["e2b_"], &[Run(Hex, 40, 40)]),
    row("cursor-api-key", &["crsr_", "key_"], &[Run(Hex, 64, 64)]),
];
