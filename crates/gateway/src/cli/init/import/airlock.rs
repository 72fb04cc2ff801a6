//! Airlock's variables.
//!
//! What it sets in code (policies, rate limits) is not in them and is written as rules by hand.

use super::Import;

/// Takes one variable over; false if it is not of Airlock.
pub(super) fn one(name: &str, value: &str, import: &mut Import<'_>) -> bool {
    let on = matches!(value.to_ascii_lowercase().as_str(), "1" | "true" | "yes" | "on");
    match name {
        "AIRLOCK_STRICT_MODE" if on => import.holds(name, "unknown arguments are refused"),
        "AIRLOCK_UNKNOWN_ARGS" if value == "block" => {
            import.holds(name, "unknown arguments are refused");
        }
        "AIRLOCK_STRICT_MODE" | "AIRLOCK_UNKNOWN_ARGS" => {
            import.leave(name, "unknown arguments are refused, never dropped in silence");
        }
        "AIRLOCK_MAX_OUTPUT_TOKENS" => {
            // A number is written as it is; anything else is refused with the reason.
            import.carry(name, "[limits]", &[("max_output_tokens", value.to_owned())]);
        }
        "E2B_API_KEY" => import.leave(
            name,
            "a credential of a sandbox, which is not in this version; `portcullis secret set \
             e2b/api-key` keeps it sealed",
        ),
        "AIRLOCK_AUDIT_LOG_PATH" => {
            import.leave(name, "the record has its place in the home directory: `audit/`");
        }
        "AIRLOCK_PACK_SIGNING_KEY" | "AIRLOCK_ATTEST_SIGNING_KEY" => import.leave(
            name,
            "a key of Airlock's: the record is signed with a key that Portcullis makes itself",
        ),
        "OTEL_EXPORTER_OTLP_ENDPOINT" => {
            let lines = [("kind", "\"otlp\"".to_owned()), ("format", "\"ocsf\"".to_owned())];
            import.carry(name, "[[audit.export]]", &lines);
        }
        _ if name.starts_with("AIRLOCK_") => {
            import.leave(name, "an unknown variable of Airlock");
        }
        _ => return false,
    }
    true
}
