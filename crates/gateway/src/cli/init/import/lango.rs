//! Lango's `security.interceptor`, in camelCase JSON.
//!
//! It reads the block; whether this version can do the same is tried by the import.

use serde_json::{Map, Value};

use super::{Import, list, quoted, texts};

/// The keys of the block.
const KEYS: [&str; 14] = [
    "enabled",
    "redactPii",
    "approvalPolicy",
    "approvalRequired",
    "approvalTimeoutSec",
    "sensitiveTools",
    "exemptTools",
    "headlessAutoApprove",
    "notifyChannel",
    "piiDisabledPatterns",
    "piiCustomPatterns",
    "piiRegexPatterns",
    "presidio",
    "interceptor",
];

/// Whether this looks like the block itself.
pub(super) fn knows(block: &Map<String, Value>) -> bool {
    block.keys().any(|key| KEYS.contains(&key.as_str()) && key != "enabled")
}

/// Takes the block over.
pub(super) fn take(block: &Map<String, Value>, import: &mut Import<'_>) {
    import.imported.product = "Lango";
    for (key, value) in block {
        let name = format!("security.interceptor.{key}");
        if one(key, &name, value, import).is_none() {
            import.leave(name, "its value is not of the kind that is known here");
        }
    }
}

/// One key; nothing if its value is of another kind.
fn one(key: &str, name: &str, value: &Value, import: &mut Import<'_>) -> Option<()> {
    match key {
        "enabled" if value.as_bool()? => import.holds(name, "the gate is always on"),
        "enabled" => {
            let why = "the gate cannot be turned off: a program that should not pass it is not \
                       pointed at it";
            import.leave(name, why);
        }
        "redactPii" if value.as_bool()? => {
            let lines =
                [("default_action", quoted("redact")), ("redact_form", quoted("[REDACTED]"))];
            import.carry(name, "[privacy]", &lines);
        }
        "redactPii" => import.carry(name, "[privacy]", &[("default_action", quoted("allow"))]),
        "approvalPolicy" => {
            import.carry(name, "[approval]", &[("policy", quoted(value.as_str()?))]);
        }
        "approvalTimeoutSec" => {
            let seconds = quoted(&format!("{}s", value.as_u64()?));
            import.carry(name, "[approval]", &[("timeout", seconds)]);
        }
        "headlessAutoApprove" if !value.as_bool()? => {
            import.holds(name, "nothing is approved without a person");
        }
        "headlessAutoApprove" => {
            let lines = [("headless_auto_approve", "true".to_owned())];
            import.carry(name, "[approval]", &lines);
        }
        "notifyChannel" => {
            let channel = format!("{}:main", value.as_str()?);
            import.carry(name, "[approval]", &[("notify", list(&[channel]))]);
        }
        "sensitiveTools" => import.rule(name, &texts(value)?, "ask"),
        "exemptTools" => import.rule(name, &texts(value)?, "allow"),
        "piiDisabledPatterns" => disabled(name, &texts(value)?, import),
        "piiCustomPatterns" => custom(name, value, import)?,
        "piiRegexPatterns" => {
            for (number, pattern) in texts(value)?.iter().enumerate() {
                pattern_of(name, &format!("CUSTOM_{}", number + 1), pattern, import);
            }
        }
        "presidio" => presidio(name, value.as_object()?, import)?,
        _ => import.leave(name, "an unknown key"),
    }
    Some(())
}

/// Patterns of Lango's that are turned off, by our entities.
fn disabled(name: &str, patterns: &[String], import: &mut Import<'_>) {
    let mut entities = Vec::new();
    for pattern in patterns {
        let entity = match pattern.as_str() {
            "email" => "EMAIL_ADDRESS",
            "us_phone" | "kr_mobile" | "kr_landline" | "intl_phone" => "PHONE_NUMBER",
            "us_ssn" => "US_SSN",
            "credit_card" => "CREDIT_CARD",
            "iban" => "IBAN_CODE",
            "ipv4" => "IP_ADDRESS",
            _ => {
                let name = format!("{name} `{pattern}`");
                import.leave(name, "no recognizer of this version does the same alone");
                continue;
            }
        };
        if !entities.iter().any(|known| known == entity) {
            entities.push(entity.to_owned());
        }
    }
    if !entities.is_empty() {
        import.carry(name, "[privacy]", &[("disabled", list(&entities))]);
    }
}

/// Named patterns.
fn custom(name: &str, value: &Value, import: &mut Import<'_>) -> Option<()> {
    for (entity, pattern) in value.as_object()? {
        pattern_of(name, &entity.to_ascii_uppercase().replace('-', "_"), pattern.as_str()?, import);
    }
    Some(())
}

fn pattern_of(name: &str, entity: &str, pattern: &str, import: &mut Import<'_>) {
    let lines = [("entity", quoted(entity)), ("pattern", quoted(pattern))];
    import.carry(&format!("{name} `{entity}`"), "[[privacy.custom]]", &lines);
}

/// An analyzer.
fn presidio(name: &str, block: &Map<String, Value>, import: &mut Import<'_>) -> Option<()> {
    let mut lines = Vec::new();
    for (key, value) in block {
        match key.as_str() {
            "enabled" if value.as_bool()? => {}
            "enabled" => {
                import.holds(name, "it is off, and so it is here");
                return Some(());
            }
            "url" if value.as_str()?.contains('@') => {
                import.credential(&format!("{name}.url"), "presidio/url");
            }
            "url" => lines.push(("url", quoted(value.as_str()?))),
            "scoreThreshold" => lines.push(("min_score", value.as_f64()?.to_string())),
            "language" => lines.push(("language", quoted(value.as_str()?))),
            _ => import.leave(format!("{name}.{key}"), "an unknown key"),
        }
    }
    if !lines.is_empty() {
        import.carry(name, "[privacy.presidio]", &lines);
    }
    Some(())
}
