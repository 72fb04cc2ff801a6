//! Schemas that are not used: foreign, broken, too large, or leading out of themselves.

use std::io::ErrorKind;
use std::net::TcpListener;

use portcullis_schema::{Schema, SchemaError};

#[track_caller]
fn check(schema: &str, expected: SchemaError) {
    assert_eq!(Schema::compile(schema).err(), Some(expected), "for {schema}");
}

#[test]
fn what_describes_no_object() {
    for schema in
        ["[]", "true", "null", r#""text""#, r#"{"type":"array"}"#, r#"{"type":["string"]}"#]
    {
        check(schema, SchemaError::NotObject);
    }
    check("", SchemaError::NotJson);
    check("{", SchemaError::NotJson);
    check(r#"{"type":"object"} {}"#, SchemaError::NotJson);
}

#[test]
fn other_drafts() {
    for draft in [
        "http://json-schema.org/draft-04/schema#",
        "https://json-schema.org/draft/2019-09/schema",
        "x",
    ] {
        check(&format!(r#"{{"$schema":"{draft}"}}"#), SchemaError::Draft);
    }
    check(r#"{"$schema":7}"#, SchemaError::Draft);
    for draft in [
        "http://json-schema.org/draft-07/schema",
        "https://json-schema.org/draft-07/schema#",
        "https://json-schema.org/draft/2020-12/schema",
    ] {
        assert!(Schema::compile(&format!(r#"{{"$schema":"{draft}"}}"#)).is_ok(), "{draft}");
    }
}

#[test]
fn references_that_lead_out_are_not_followed() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a listener");
    let address = listener.local_addr().expect("an address");
    for target in [
        format!("http://{address}/schema.json"),
        format!("//{address}/x"),
        "file:///etc/passwd".to_owned(),
        "other.json".to_owned(),
        "#/$defs/absent".to_owned(),
        "#absent".to_owned(),
        "https://json-schema.org/draft/2020-12/schema".to_owned(),
    ] {
        check(&format!(r#"{{"$ref":"{target}"}}"#), SchemaError::Reference("$ref"));
        check(
            &format!(r#"{{"properties":{{"a":{{"items":{{"$ref":"{target}"}}}}}}}}"#),
            SchemaError::Reference("$ref"),
        );
        // Also where our own graph does not look.
        let aside = format!(r#"{{"$defs":{{"unused":{{"$ref":"{target}"}}}}}}"#);
        drop(Schema::compile(&aside));
        let id = format!(
            r#"{{"$id":"http://{address}/base","$defs":{{"unused":{{"$ref":"{target}"}}}}}}"#
        );
        drop(Schema::compile(&id));
    }
    let knocked = listener.accept().map(|_| ()).map_err(|error| error.kind());
    assert_eq!(knocked, Err(ErrorKind::WouldBlock), "nobody came for a schema");
}

#[test]
fn an_identity_of_its_own_changes_nothing() {
    let schema = r##"{"$id":"https://json-schema.org/draft/2020-12/schema","properties":{"a":{"$ref":"#/$defs/x"}},"$defs":{"x":{"type":"integer"}}}"##;
    let schema = Schema::compile(schema).expect("the schema is sound");
    assert!(schema.check(r#"{"a":1}"#).is_empty());
    assert_eq!(schema.check(r#"{"a":"1"}"#).len(), 1);
}

#[test]
fn keywords_that_are_not_supported() {
    check(r##"{"$dynamicRef":"#x"}"##, SchemaError::Unsupported("$dynamicRef"));
    check(r#"{"properties":{"a":{"$id":"http://x/"}}}"#, SchemaError::Unsupported("$id"));
    assert!(
        Schema::compile(r#"{"properties":{"$id":{"type":"string"}}}"#).is_ok(),
        "a name is no keyword"
    );
}

#[test]
fn what_breaks_the_rules_of_its_draft() {
    for (schema, keyword) in [
        (r#"{"properties":{"a":{"type":"int"}}}"#, "type"),
        (r#"{"type":5}"#, "type"),
        (r#"{"properties":[]}"#, "properties"),
        (r#"{"required":"a"}"#, "required"),
        (r#"{"properties":{"a":{"minimum":"1"}}}"#, "minimum"),
        (r#"{"properties":{"a":{"pattern":"("}}}"#, "pattern"),
        (r#"{"properties":{"a":{"pattern":"(a)\\1"}}}"#, "pattern"),
        (r#"{"patternProperties":{"(":{}}}"#, "patternProperties"),
        (r#"{"properties":{"secret-name":{"enum":5}}}"#, "enum"),
    ] {
        check(schema, SchemaError::Invalid(keyword));
    }
}

#[test]
fn what_is_too_large() {
    let deep = format!("{}{{}}{}", r#"{"items":"#.repeat(70), "}".repeat(70));
    check(&deep, SchemaError::TooLarge("depth"));
    let wide = format!(r#"{{"enum":[{}0]}}"#, "0,".repeat(20_000));
    check(&wide, SchemaError::TooLarge("values"));
    let long = format!(r#"{{"description":"{}"}}"#, "a".repeat(1024 * 1024));
    check(&long, SchemaError::TooLarge("bytes"));
    let patterns: Vec<_> = (0..300).map(|number| format!(r#""^{number}":{{}}"#)).collect();
    check(
        &format!(r#"{{"patternProperties":{{{}}}}}"#, patterns.join(",")),
        SchemaError::TooLarge("patterns"),
    );
    let pattern = format!(r#"{{"properties":{{"a":{{"pattern":"{}"}}}}}}"#, "a".repeat(5000));
    check(&pattern, SchemaError::TooLarge("patterns"));
}
