//! What holds for any schema and any arguments: no panic, one answer, and no value in a hint.

use portcullis_schema::{Kind, Schema};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const PLANTED: &str = "ann.planted@example.com";

/// Any JSON, with names that are keywords often enough to make schemas of it.
fn any_json() -> impl Strategy<Value = Value> {
    let name = prop::sample::select(vec![
        "type",
        "properties",
        "required",
        "items",
        "prefixItems",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "if",
        "then",
        "else",
        "$ref",
        "$defs",
        "enum",
        "const",
        "pattern",
        "format",
        "a",
        "b",
        "additionalProperties",
        "unevaluatedProperties",
        "patternProperties",
        "minimum",
        "contains",
        "dependentSchemas",
        "$anchor",
        "uniqueItems",
        "propertyNames",
        "maxLength",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3..9i64).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(vec![
            "object",
            "string",
            "integer",
            "array",
            "#",
            "#/$defs/a",
            "#/properties/a",
            "a",
            "^a+$",
            "date",
            "email",
            "(",
            "b",
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name.clone(), inner), 0..5).prop_map(|members| {
                let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
                Value::Object(members.collect::<Map<_, _>>())
            }),
        ]
    })
}

/// Schemas that are sound, mostly.
fn any_schema() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!({})),
        Just(json!(true)),
        Just(json!(false)),
        Just(json!({"type": "string", "maxLength": 3})),
        Just(json!({"type": "integer", "minimum": 2})),
        Just(json!({"enum": ["x", 1, null]})),
        Just(json!({"$ref": "#"})),
        Just(json!({"type": "string", "format": "uuid"})),
        Just(json!({"pattern": "^q+$"})),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        let pair = (inner.clone(), inner.clone());
        prop_oneof![
            pair.clone().prop_map(|(a, b)| json!({"properties": {"a": a, "b": b}})),
            pair.clone().prop_map(|(a, b)| json!({"properties": {"a": a}, "required": ["a"], "additionalProperties": b})),
            pair.clone().prop_map(|(a, b)| json!({"anyOf": [a, b]})),
            pair.clone().prop_map(|(a, b)| json!({"oneOf": [a, b], "unevaluatedProperties": false})),
            pair.clone().prop_map(|(a, b)| json!({"allOf": [a, b]})),
            pair.clone().prop_map(|(a, b)| json!({"if": a, "then": b})),
            pair.prop_map(|(a, b)| json!({"prefixItems": [a], "items": b, "uniqueItems": true})),
            inner.clone().prop_map(|a| json!({"patternProperties": {"^a": a}})),
            inner.prop_map(|a| json!({"not": a})),
        ]
    })
}

/// Arguments in which every text, and some names, are planted.
fn planted() -> impl Strategy<Value = Value> {
    let leaf =
        prop_oneof![Just(Value::Null), Just(json!(7)), Just(json!(PLANTED)), Just(json!(true))];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let name = prop::sample::select(vec!["a", "b", PLANTED, "4111111111111111", "x y", "aa"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..4).prop_map(|members| {
                let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
                Value::Object(members.collect::<Map<_, _>>())
            }),
        ]
    })
    .prop_map(|value| if value.is_object() { value } else { json!({ "a": value }) })
}

proptest! {
    #[test]
    fn any_text_is_a_schema_or_an_error(schema in any_json(), arguments in any_json()) {
        if let Ok(schema) = Schema::compile(&schema.to_string()) {
            let found = schema.check(&arguments.to_string());
            if found.is_empty() {
                prop_assert!(schema.conforms(&arguments.to_string()));
            }
        }
    }

    #[test]
    fn what_was_sent_is_in_no_hint(schema in any_schema(), arguments in planted()) {
        if let Ok(schema) = Schema::compile(&schema.to_string()) {
            let found = schema.check(&arguments.to_string());
            for violation in &found {
                for sent in [PLANTED, "planted", "4111", "x y"] {
                    prop_assert!(!violation.hint.contains(sent), "{violation:?}");
                    prop_assert!(!format!("{:?}", violation).contains(sent), "Debug");
                }
            }
            prop_assert_eq!(&found, &schema.check(&arguments.to_string()), "one answer");
        }
    }

    #[test]
    fn closing_only_ever_adds_unknown_names(schema in any_schema(), arguments in planted()) {
        if let Ok(schema) = Schema::compile(&schema.to_string()) {
            let text = arguments.to_string();
            let found = schema.check(&text);
            let is_ghost = |kind: Kind| kind == Kind::Unknown;
            if schema.conforms(&text) {
                prop_assert!(found.iter().all(|it| is_ghost(it.kind)), "{found:?}");
            } else {
                prop_assert!(!found.is_empty());
            }
        }
    }
}

#[test]
fn odd_names_are_not_repeated() {
    let schema = Schema::compile(
        r#"{"properties":{"a":{},"m":{"additionalProperties":{"type":"integer"}}}}"#,
    );
    let schema = schema.expect("the schema is sound");
    let long = "n".repeat(65);
    for name in [
        PLANTED,
        "123-45-6789",
        "tkn-abcdefgh23456723",
        "Ann Smith",
        "",
        "a`b",
        "a\\nb",
        "é",
        &long,
    ] {
        let found = schema.check(&format!(r#"{{"{name}":1}}"#));
        assert_eq!(
            found[0].hint,
            "an argument with an unusual name is not an argument of this tool; known here: `a` and `m`"
        );
        let found = schema.check(&format!(r#"{{"m":{{"{name}":"x"}}}}"#));
        assert_eq!(found[0].hint, "`m/…` must be an integer, not a string");
    }
}
