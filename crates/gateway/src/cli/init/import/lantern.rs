//! Lantern's `guardrails`, in JSON as its dashboard shows them.
//!
//! It reads the block; whether this version can do the same is tried by the import.

use serde_json::{Map, Value};

use super::{Import, list, quoted, texts};

/// The keys of the block.
const KEYS: [&str; 6] = [
    "max_tokens_per_step",
    "max_tokens_per_run",
    "max_cost_per_run",
    "allowed_domains",
    "require_approval",
    "block_pii",
];

/// Whether this looks like the block itself.
pub(super) fn knows(block: &Map<String, Value>) -> bool {
    block.keys().any(|key| KEYS.contains(&key.as_str()))
}

/// Takes the block over.
pub(super) fn take(block: &Map<String, Value>, import: &mut Import<'_>) {
    import.imported.product = "Lantern";
    for (key, value) in block {
        let name = format!("guardrails.{key}");
        if one(key, &name, value, import).is_none() {
            import.leave(name, "its value is not of the kind that is known here");
        }
    }
}

/// One key; nothing if its value is of another kind.
fn one(key: &str, name: &str, value: &Value, import: &mut Import<'_>) -> Option<()> {
    match key {
        "max_tokens_per_step" | "max_tokens_per_run" => {
            import.carry(name, "[limits]", &[(key, value.as_u64()?.to_string())]);
        }
        "max_cost_per_run" => {
            let amount = quoted(&format!("{:.2}", value.as_f64()?));
            import.carry(name, "[limits]", &[(key, amount)]);
        }
        "allowed_domains" => import.carry(name, "[limits]", &[(key, list(&texts(value)?))]),
        "require_approval" => {
            // What Lantern calls `gmail.send` is the tool `send` of the server `gmail` here.
            let tools: Vec<String> = texts(value)?;
            let both = tools.iter().flat_map(|tool| match tool.split_once('.') {
                Some((server, action)) => vec![tool.clone(), format!("{server}__{action}")],
                None => vec![tool.clone()],
            });
            import.rule(name, &both.collect::<Vec<_>>(), "ask");
        }
        "block_pii" if value.as_bool()? => {
            let lines = [
                ("default_action", quoted("redact")),
                ("redact_form", quoted("[{kind}_REDACTED]")),
            ];
            import.carry(name, "[privacy]", &lines);
            let addresses = format!("{name} (physical addresses)");
            import.leave(addresses, "no recognizer of this version finds them");
        }
        "block_pii" => import.carry(name, "[privacy]", &[("default_action", quoted("allow"))]),
        _ => import.leave(name, "an unknown key"),
    }
    Some(())
}
