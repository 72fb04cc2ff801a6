//! The forms, other than surrogates, in which a value may go on.

use portcullis_model::Entity;
use portcullis_seal::ScopeKeys;

/// Characters that `mask` keeps of a long value.
const MASK_KEEPS: usize = 4;

/// Keeps the last four letters and digits; of short values, none.
pub(super) fn mask(value: &str) -> String {
    let marks = value.chars().filter(|c| c.is_alphanumeric()).count();
    let hidden = if marks < 2 * MASK_KEEPS { marks } else { marks - MASK_KEEPS };
    let mut seen = 0;
    value
        .chars()
        .map(|c| {
            if !c.is_alphanumeric() {
                return c;
            }
            seen += 1;
            if seen <= hidden { '*' } else { c }
        })
        .collect()
}

/// A keyed hash: equal values can be told to be equal, inside one scope.
pub(super) fn hash(entity: &Entity, value: &str, keys: &ScopeKeys) -> String {
    let mac = keys.fingerprint.mac("hash", &[entity.name().as_bytes(), value.as_bytes()]);
    let hex: String = mac.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("[{entity}:{hex}]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mask_keeps_the_last_four() {
        check("4111 1111 1111 1234", "**** **** **** 1234");
        check("bob@example.com", "***@******e.com");
        check("1234567", "*******");
        check("12345678", "****5678");
        check("", "");
        check("ünïcödé-text", "*******-text");
    }

    #[track_caller]
    fn check(value: &str, want: &str) {
        assert_eq!(mask(value), want);
    }
}
