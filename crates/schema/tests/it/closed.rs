//! Which names are known, at any depth and through every way in which schemas combine.

use portcullis_schema::{Kind, Schema};

/// Checks which members are unknown, by their pointers; nothing else may be wrong.
#[track_caller]
fn check(schema: &str, arguments: &str, unknown: &[&str]) {
    let compiled = Schema::compile(schema).expect("the schema is sound");
    let found = compiled.check(arguments);
    let pointers: Vec<_> =
        found.iter().filter(|it| it.kind == Kind::Unknown).map(|it| it.pointer.as_ref()).collect();
    assert_eq!(pointers, unknown, "for {arguments} of {schema}");
    assert_eq!(found.len(), unknown.len(), "nothing else is wrong: {found:?}");
}

#[test]
fn the_top_is_closed_unless_it_is_opened() {
    let closed = r#"{"type":"object","properties":{"a":{}}}"#;
    check(closed, r#"{"a":1}"#, &[]);
    check(closed, r#"{"a":1,"b":2}"#, &["/b"]);
    check(r#"{"type":"object"}"#, r#"{"b":2}"#, &["/b"]);
    check("{}", r#"{"b":2}"#, &["/b"]);
    for open in [
        r#"{"properties":{"a":{}},"additionalProperties":true}"#,
        r#"{"properties":{"a":{}},"additionalProperties":{}}"#,
        r#"{"additionalProperties":{"type":"integer"}}"#,
        r#"{"properties":{"a":{}},"unevaluatedProperties":true}"#,
        r#"{"properties":{"a":{}},"patternProperties":{"^b$":{}}}"#,
        r#"{"patternProperties":{"^b":{}}}"#,
        r#"{"properties":{"a":{}},"allOf":[{"additionalProperties":true}]}"#,
        r##"{"$ref":"#/$defs/o","$defs":{"o":{"additionalProperties":true}}}"##,
    ] {
        check(open, r#"{"b":2}"#, &[]);
    }
    check(r#"{"patternProperties":{"^b":{}}}"#, r#"{"b":2,"c":1}"#, &["/c"]);
    check(r#"{"properties":{"a":{},"x":false}}"#, r#"{"a":2,"x":1}"#, &["/x"]);
    check(r#"{"properties":{"a":{}},"additionalProperties":false}"#, r#"{"b":1}"#, &["/b"]);
    check(r#"{"properties":{"a":{}},"unevaluatedProperties":false}"#, r#"{"b":1}"#, &["/b"]);
}

#[test]
fn nested_objects_are_closed_where_they_list_members() {
    let nested = r#"{"properties":{
        "listed":{"type":"object","properties":{"a":{}}},
        "free":{"type":"object"},
        "any":{},
        "map":{"additionalProperties":{"properties":{"a":{}}}},
        "list":{"items":{"properties":{"a":{}}}},
        "tuple":{"prefixItems":[{"properties":{"a":{}}},{}],"items":{"properties":{"z":{}}}}
    }}"#;
    check(nested, r#"{"listed":{"a":1},"free":{"x":{"y":1}},"any":{"x":[{"y":1}]}}"#, &[]);
    check(nested, r#"{"listed":{"a":1,"b":1}}"#, &["/listed/b"]);
    check(nested, r#"{"map":{"k":{"a":1}}}"#, &[]);
    check(nested, r#"{"map":{"k":{"b":1}}}"#, &["/map/k/b"]);
    check(nested, r#"{"list":[{"a":1},{"b":1},{"c":1}]}"#, &["/list/1/b", "/list/2/c"]);
    check(nested, r#"{"tuple":[{"b":1},{"b":1},{"z":1},{"b":1}]}"#, &["/tuple/0/b", "/tuple/3/b"]);
    check(nested, r#"{"listed":{"a~/b":1}}"#, &["/listed/a~0~1b"]);
}

#[test]
fn names_come_through_references_and_conjunctions() {
    let schema = r##"{"allOf":[{"$ref":"#/$defs/a"},{"properties":{"b":{}}}],"properties":{"c":{}},
        "$defs":{"a":{"properties":{"a":{"$ref":"#/$defs/deep"}}},
                 "deep":{"properties":{"x":{}},"allOf":[{"properties":{"y":{}}}]}}}"##;
    check(schema, r#"{"a":{"x":1,"y":1},"b":1,"c":1}"#, &[]);
    check(schema, r#"{"a":{"x":1,"z":1},"d":1}"#, &["/a/z", "/d"]);
    let tree = r##"{"properties":{"root":{"$ref":"#/$defs/node"}},"$defs":{"node":{
        "properties":{"name":{},"children":{"items":{"$ref":"#/$defs/node"}}}}}}"##;
    let deep = r#"{"root":{"name":"a","children":[{"name":"b","children":[{"name":"c"}]}]}}"#;
    check(tree, deep, &[]);
    let ghost = r#"{"root":{"children":[{"children":[{"nome":"c"}]}]}}"#;
    check(tree, ghost, &["/root/children/0/children/0/nome"]);
    let anchored = r##"{"properties":{"a":{"$ref":"#it"}},"$defs":{"x":{"$anchor":"it","properties":{"b":{}}}}}"##;
    check(anchored, r#"{"a":{"b":1}}"#, &[]);
    check(anchored, r#"{"a":{"c":1}}"#, &["/a/c"]);
    let whole = r##"{"properties":{"a":{},"sub":{"$ref":"#"}}}"##;
    check(whole, r#"{"sub":{"sub":{"a":1}}}"#, &[]);
    check(whole, r#"{"sub":{"sub":{"b":1}}}"#, &["/sub/sub/b"]);
}

#[test]
fn names_of_branches_are_known_where_the_branch_may_match() {
    let either = r#"{"properties":{"v":{"anyOf":[
        {"type":"object","properties":{"kind":{"const":"a"},"x":{}},"required":["kind"]},
        {"type":"object","properties":{"kind":{"const":"b"},"y":{}},"required":["kind"]},
        {"type":"string"}]}}}"#;
    check(either, r#"{"v":{"kind":"a","x":1}}"#, &[]);
    check(either, r#"{"v":{"kind":"b","y":1}}"#, &[]);
    check(either, r#"{"v":"text"}"#, &[]);
    check(either, r#"{"v":{"kind":"a","y":1}}"#, &["/v/y"]);
    check(either, r#"{"v":{"kind":"b","x":1,"z":1}}"#, &["/v/x", "/v/z"]);
    let one = r#"{"properties":{"base":{}},"oneOf":[
        {"properties":{"a":{"type":"integer"}},"required":["a"]},
        {"properties":{"b":{"type":"integer"}},"required":["b"]}]}"#;
    check(one, r#"{"base":1,"a":1}"#, &[]);
    check(one, r#"{"base":1,"a":1,"c":1}"#, &["/c"]);
    check(one, r#"{"a":1,"b":"text"}"#, &["/b"]);
    let nullable = r#"{"properties":{"v":{"anyOf":[{"type":"object","properties":{"a":{}}},{"type":"null"}]}}}"#;
    check(nullable, r#"{"v":null}"#, &[]);
    check(nullable, r#"{"v":{"b":1}}"#, &["/v/b"]);
    let free = r#"{"properties":{"v":{"anyOf":[{"type":"object","properties":{"a":{}},"required":["a"]},{"type":"object"}]}}}"#;
    check(free, r#"{"v":{"whatever":1}}"#, &[]);
    let constraints =
        r#"{"properties":{"a":{},"b":{}},"anyOf":[{"required":["a"]},{"required":["b"]}]}"#;
    check(constraints, r#"{"a":1,"c":1}"#, &["/c"]);
}

#[test]
fn names_of_conditions_are_known_where_they_apply() {
    let condition = r#"{"properties":{"kind":{}},
        "if":{"properties":{"kind":{"const":"a"}}},
        "then":{"properties":{"x":{}}},"else":{"properties":{"y":{}}}}"#;
    check(condition, r#"{"kind":"a","x":1}"#, &[]);
    check(condition, r#"{"kind":"b","y":1}"#, &[]);
    check(condition, r#"{"kind":"a","y":1}"#, &["/y"]);
    check(condition, r#"{"kind":"b","x":1}"#, &["/x"]);
    let dependent =
        r#"{"properties":{"card":{}},"dependentSchemas":{"card":{"properties":{"cvc":{}}}}}"#;
    check(dependent, r#"{"card":1,"cvc":1}"#, &[]);
    check(dependent, r#"{"cvc":1}"#, &["/cvc"]);
    check(
        r#"{"properties":{"a":{}},"not":{"properties":{"b":{"const":2}},"required":["b"]}}"#,
        r#"{"b":1}"#,
        &["/b"],
    );
}

#[test]
fn draft_seven_is_read_as_draft_seven() {
    let seven =
        |rest: &str| format!(r#"{{"$schema":"http://json-schema.org/draft-07/schema#",{rest}}}"#);
    let tuple = seven(
        r#""properties":{"t":{"items":[{"properties":{"a":{}}}],"additionalItems":{"properties":{"b":{}}}}}"#,
    );
    check(&tuple, r#"{"t":[{"a":1},{"b":1}]}"#, &[]);
    check(&tuple, r#"{"t":[{"b":1},{"a":1}]}"#, &["/t/0/b", "/t/1/a"]);
    let beside = seven(
        r##""properties":{"v":{"$ref":"#/definitions/d","properties":{"ignored":{}}}},"definitions":{"d":{"properties":{"a":{}}}}"##,
    );
    check(&beside, r#"{"v":{"a":1}}"#, &[]);
    check(&beside, r#"{"v":{"ignored":1}}"#, &["/v/ignored"]);
    let dependencies =
        seven(r#""properties":{"a":{}},"dependencies":{"a":{"properties":{"b":{}}}}"#);
    check(&dependencies, r#"{"a":1,"b":1}"#, &[]);
    check(&dependencies, r#"{"b":1}"#, &["/b"]);
}

#[test]
fn what_a_tool_gives_back_is_not_closed() {
    let schema = Schema::compile(r#"{"properties":{"a":{"type":"integer"}},"required":["a"]}"#);
    let schema = schema.expect("the schema is sound");
    assert!(schema.conforms(r#"{"a":1,"b":2}"#));
    assert!(!schema.conforms(r#"{"a":"1"}"#));
    assert!(!schema.conforms("{}"));
    assert!(!schema.conforms("not JSON"));
}
