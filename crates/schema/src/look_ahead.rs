//! Takes look-aheads at the start of a pattern apart into patterns of their own.
//!
//! `^(?!a)(?=b)c` says of a text: it does not begin with `a`, it begins with `b`, and it matches
//! `^c`. Generators of schemas write e-mail addresses so. The linear engine knows no look-around,
//! and what stands elsewhere than at the start is left to it to refuse.

use serde_json::{Value, json};

/// Members that hold values and not schemas.
const VALUES: &[&str] = &["const", "default", "enum", "examples"];

/// Rewrites every pattern of a schema, whose depth is bounded before.
pub(crate) fn split_all(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            let parts = object.get("pattern").and_then(Value::as_str).and_then(split);
            if let Some(parts) = parts {
                object.shift_remove("pattern");
                let all = object.entry("allOf").or_insert_with(|| json!([]));
                if let Some(all) = all.as_array_mut() {
                    all.extend(parts);
                }
            }
            let schemas = object.iter_mut().filter(|(name, _)| !VALUES.contains(&name.as_str()));
            schemas.for_each(|(_, inner)| split_all(inner));
        }
        Value::Array(items) => items.iter_mut().for_each(split_all),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The schemas that a pattern is taken apart into, if it begins with look-aheads.
fn split(pattern: &str) -> Option<Vec<Value>> {
    let mut rest = pattern.strip_prefix('^')?;
    let mut parts = Vec::new();
    while let Some(inside) = rest.strip_prefix("(?!").or_else(|| rest.strip_prefix("(?=")) {
        let is_denied = rest.starts_with("(?!");
        let length = find(inside, ')')?;
        let ahead = json!({"type": "string", "pattern": format!("^(?:{})", inside.get(..length)?)});
        parts.push(if is_denied { json!({"not": ahead}) } else { only_texts(&ahead) });
        rest = inside.get(length..)?.strip_prefix(')')?;
    }
    // An alternative at the top would not belong to the look-aheads.
    if parts.is_empty() || find(rest, '|').is_some() {
        return None;
    }
    parts.push(json!({"pattern": format!("^{rest}")}));
    Some(parts)
}

/// The pattern alone: of what is no text, `pattern` says nothing.
fn only_texts(schema: &Value) -> Value {
    json!({"pattern": schema.get("pattern")})
}

/// Where a character stands outside groups, classes and escapes.
fn find(pattern: &str, wanted: char) -> Option<usize> {
    let (mut depth, mut in_class, mut escaped) = (0usize, false, false);
    for (at, letter) in pattern.char_indices() {
        if escaped {
            escaped = false;
            continue;
        }
        match letter {
            '\\' => escaped = true,
            ']' if in_class => in_class = false,
            _ if in_class => {}
            '[' => in_class = true,
            _ if letter == wanted && depth == 0 => return Some(at),
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Schema, SchemaError};

    #[track_caller]
    fn check(pattern: &str, matching: &[&str], others: &[&str]) {
        let schema = json!({"properties": {"a": {"type": "string", "pattern": pattern}}});
        let schema = Schema::compile(&schema.to_string()).expect("the pattern is taken apart");
        for text in matching {
            assert_eq!(schema.check(&json!({"a": text}).to_string()), [], "{pattern} on {text}");
        }
        for text in others {
            assert!(
                !schema.check(&json!({"a": text}).to_string()).is_empty(),
                "{pattern} on {text}"
            );
        }
    }

    #[test]
    fn look_aheads_at_the_start() {
        check("^(?!a)b?.*$", &["b", "c", ""], &["a", "ab"]);
        check("^(?=.*[0-9])(?=.*[a-z]).{3,}$", &["a12"], &["abc", "123", "a1"]);
        check(
            // As zod writes an e-mail address.
            r"^(?!\.)(?!.*\.\.)([A-Za-z0-9_'+\-\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$",
            &["ann@example.com", "tkn-abcdefgh23456723@mail.invalid"],
            &[".ann@example.com", "a..b@example.com", "ann"],
        );
    }

    #[test]
    fn other_look_around_is_refused() {
        for pattern in ["a(?!b)", "(?<=a)b", "^(?!a(?!b))c", "^(?!a)b|c", "(?!a)"] {
            let schema = json!({"properties": {"a": {"pattern": pattern}}}).to_string();
            let refused = Schema::compile(&schema).err();
            assert_eq!(refused, Some(SchemaError::Invalid("pattern")), "{pattern}");
        }
    }
}
