//! Mask's variables.
//!
//! Its keys and tokens are not carried over: ours are made here, and its vault is not read.

use super::{Import, quoted};

/// Takes one variable over; false if it is not of Mask.
pub(super) fn one(name: &str, value: &str, all: &[(&str, &str)], import: &mut Import<'_>) -> bool {
    match name {
        "MASK_ENCRYPTION_KEY" | "MASK_MASTER_KEY" => import.leave(
            name,
            "a key of Mask's: Portcullis makes its own (`portcullis key init`), which open nothing \
             of Mask's vault; keep this one while tokens of Mask are about",
        ),
        "MASK_VAULT_TYPE" => import.carry(name, "[vault]", &[("store", quoted(value))]),
        "MASK_VAULT_TTL" => {
            import.carry(name, "[vault]", &[("ttl", quoted(&format!("{value}s")))]);
        }
        "MASK_REDIS_URL"
        | "MASK_DYNAMODB_TABLE"
        | "MASK_DYNAMODB_REGION"
        | "MASK_MEMCACHED_HOST"
        | "MASK_MEMCACHED_PORT" => {
            import.leave(name, "the store that it belongs to is not in this version");
        }
        "MASK_API_KEY" => import.leave(
            name,
            "a credential of Mask's platform, which nothing here calls: it is not needed",
        ),
        "MASK_CONTROL_PLANE_URL" => {
            import.leave(name, "nothing is sent to a control plane: the record stays here");
        }
        "MASK_TENANT_ID" => import.leave(name, "tenants belong to Portcullis keys"),
        "MASK_AUDIT_DB" => {
            import.leave(name, "the record has its place in the home directory: `audit/`");
        }
        "MASK_DISABLE_AUDIT_DB" if matches!(value, "1" | "true" | "yes") => {
            import.carry(name, "[audit]", &[("store", quoted("none"))]);
        }
        "MASK_DISABLE_AUDIT_DB" => import.holds(name, "the record is kept"),
        "MASK_SCANNER_TYPE" if value == "remote" => {
            let url = all.iter().find(|(name, _)| *name == "MASK_SCANNER_URL");
            let url = url.map_or("http://localhost:5001/analyze", |(_, url)| *url);
            if url.contains('@') {
                import.leave(name, "its URL holds a credential");
            } else {
                let url = url.trim_end_matches('/').trim_end_matches("/analyze");
                import.carry(name, "[privacy.presidio]", &[("url", quoted(url))]);
            }
        }
        "MASK_SCANNER_TYPE" => import.holds(name, "recognizers run in the gate"),
        "MASK_SCANNER_URL" => {
            import.leave(name, "goes with MASK_SCANNER_TYPE=remote: see there");
        }
        "MASK_NLP_TIMEOUT_SECONDS" => import.leave(name, "the time is bounded by the gate"),
        "MASK_FAIL_STRATEGY" if value == "closed" => {
            import.holds(name, "a guard that fails refuses");
        }
        "MASK_FAIL_STRATEGY" => {
            import.leave(name, "a guard that fails refuses; there is no way to open on failure");
        }
        _ if name.starts_with("MASK_") => import.leave(name, "an unknown variable of Mask"),
        _ => return false,
    }
    true
}
