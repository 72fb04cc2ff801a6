//! Schemas made to cost: each is refused, or checked in bounded work.

use portcullis_schema::{Schema, SchemaError};

const TOO_MUCH: &str = "the arguments are too large or too deep to be checked";

#[track_caller]
fn gives_up(schema: &str, arguments: &str) {
    let schema = Schema::compile(schema).expect("the schema is sound");
    let found = schema.check(arguments);
    assert_eq!(found.iter().map(|it| it.hint.as_str()).collect::<Vec<_>>(), [TOO_MUCH]);
    assert!(!schema.conforms(arguments));
}

/// Objects inside each other by one name.
fn chain(name: &str, depth: usize) -> String {
    format!("{}1{}", format!(r#"{{"{name}":"#).repeat(depth), "}".repeat(depth))
}

#[test]
fn schemas_without_end() {
    for schema in [
        r##"{"$ref":"#"}"##,
        r##"{"allOf":[{"$ref":"#"}]}"##,
        r##"{"not":{"$ref":"#"}}"##,
        r##"{"if":{"$ref":"#/$defs/a"},"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"anyOf":[{"$ref":"#/$defs/a"}]}}}"##,
    ] {
        assert_eq!(Schema::compile(schema).err(), Some(SchemaError::Endless), "{schema}");
    }
}

#[test]
fn doubling_at_each_reference() {
    let definitions: Vec<_> = (0..30)
        .map(|number| {
            let next = format!(r##"{{"$ref":"#/$defs/a{}"}}"##, number + 1);
            format!(r#""a{number}":{{"allOf":[{}]}}"#, [next.as_str(); 10].join(","))
        })
        .collect();
    let bomb = |count: usize| {
        let used = definitions.iter().take(count).cloned().collect::<Vec<_>>().join(",");
        format!(
            r##"{{"$ref":"#/$defs/a0","$defs":{{{used},"a{count}":{{"additionalProperties":true}}}}}}"##
        )
    };
    let too_long = SchemaError::TooLarge("schemas applied inside schemas");
    assert_eq!(Schema::compile(&bomb(30)).err(), Some(too_long));
    gives_up(&bomb(14), r#"{"a":1}"#);
    let small = Schema::compile(&bomb(3)).expect("the schema is sound");
    assert!(small.check(r#"{"a":1}"#).is_empty());
}

#[test]
fn doubling_at_each_level_of_the_arguments() {
    let doubling =
        r##"{"allOf":[{"properties":{"a":{"$ref":"#"}}},{"properties":{"a":{"$ref":"#"}}}]}"##;
    gives_up(doubling, &chain("a", 60));
    let schema = Schema::compile(doubling).expect("the schema is sound");
    assert!(schema.check(&chain("a", 8)).is_empty(), "what is cheap enough is checked");
    let either = r##"{"additionalProperties":true,"anyOf":[{"properties":{"a":{"$ref":"#"}}},{"properties":{"a":{"$ref":"#"},"b":{}}}]}"##;
    gives_up(either, &chain("a", 60));
}

#[test]
fn long_chains_of_references_are_compiled_without_a_deep_stack() {
    let definitions: Vec<_> = (0..1500)
        .map(|number| {
            format!(
                r##""a{number}":{{"properties":{{"x":{{"$ref":"#/$defs/a{}"}}}}}}"##,
                number + 1
            )
        })
        .collect();
    let schema =
        format!(r##"{{"$ref":"#/$defs/a0","$defs":{{{},"a1500":{{}}}}}}"##, definitions.join(","));
    let schema = Schema::compile(&schema).expect("the schema is sound");
    assert!(schema.check(&chain("x", 50)).is_empty());
    assert_eq!(schema.check(&chain("y", 1)).len(), 1);
}

#[test]
fn deep_arguments() {
    let tree = r##"{"properties":{"a":{"$ref":"#"}},"additionalProperties":true}"##;
    let schema = Schema::compile(tree).expect("the schema is sound");
    assert!(schema.check(&chain("a", 100)).is_empty());
    let beyond = schema.check(&chain("a", 200));
    assert_eq!(beyond[0].hint, "the arguments are not valid JSON", "the reader's own bound");
}

#[test]
fn patterns_are_linear() {
    let schema = r#"{"properties":{"a":{"pattern":"^(a+)+$"},"b":{"pattern":"(x+x+)+y"}}}"#;
    let schema = Schema::compile(schema).expect("the schema is sound");
    let arguments = format!(r#"{{"a":"{}!","b":"{}"}}"#, "a".repeat(50_000), "x".repeat(5_000));
    assert_eq!(schema.check(&arguments).len(), 2);
    let huge = r#"{"properties":{"a":{"pattern":"((a{100}){100}){100}"}}}"#;
    assert_eq!(Schema::compile(huge).err(), Some(SchemaError::Invalid("pattern")));
    let names = r#"{"patternProperties":{"((a{100}){100}){100}":{}}}"#;
    assert_eq!(Schema::compile(names).err(), Some(SchemaError::Invalid("patternProperties")));
}

#[test]
fn large_choices_over_large_lists() {
    let options: Vec<_> = (0..15_000).map(|number| number.to_string()).collect();
    let schema =
        format!(r#"{{"properties":{{"a":{{"items":{{"enum":[{}]}}}}}}}}"#, options.join(","));
    let items = vec!["-1"; 10_000].join(",");
    gives_up(&schema, &format!(r#"{{"a":[{items}]}}"#));
}

#[test]
fn many_ghosts_and_many_errors() {
    let schema = Schema::compile(r#"{"properties":{"a":{"items":{"type":"string"}}}}"#);
    let schema = schema.expect("the schema is sound");
    let wrong = vec!["1"; 50_000].join(",");
    assert_eq!(schema.check(&format!(r#"{{"a":[{wrong}]}}"#)).len(), 17);
    let ghosts: Vec<_> = (0..50_000).map(|number| format!(r#""g{number}":1"#)).collect();
    assert_eq!(schema.check(&format!("{{{}}}", ghosts.join(","))).len(), 17);
}

#[test]
fn nested_branches_that_all_fail() {
    let schema =
        r##"{"properties":{"a":{"anyOf":[{"$ref":"#"},{"type":"string"}]}},"type":"object"}"##;
    let compiled = Schema::compile(schema).expect("the schema is sound");
    let found = compiled.check(&chain("a", 80));
    assert_eq!(found.len(), 1, "{found:?}");
    gives_up(schema, &chain("a", 100));
}
