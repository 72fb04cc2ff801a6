//! The wording of hints, by the mistakes that models make most.

use portcullis_schema::{Kind, Schema};

const TRANSFER: &str = r#"{
    "type": "object",
    "properties": {
        "to": {"type": "string", "minLength": 1, "maxLength": 40},
        "amount": {"type": "integer", "minimum": 1, "maximum": 5000},
        "rate": {"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.5},
        "urgent": {"type": "boolean"},
        "note": {"type": "string"},
        "currency": {"type": "string", "enum": ["EUR", "USD", "GBP"]},
        "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 2, "uniqueItems": true},
        "when": {"type": "string", "format": "date"},
        "at": {"type": "string", "format": "date-time"},
        "id": {"type": "string", "format": "uuid"},
        "mail": {"type": "string", "format": "email"},
        "link": {"type": "string", "format": "uri"},
        "host": {"type": "string", "format": "ipv4"},
        "code": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "kind": {"const": "sepa"},
        "nick": {"type": ["string", "null"]},
        "ref": {"anyOf": [{"type": "string"}, {"type": "integer"}]},
        "address": {
            "type": "object",
            "properties": {"city": {"type": "string"}, "zip": {"type": "string"}},
            "required": ["city"]
        },
        "lines": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"sku": {"type": "string"}, "count": {"type": "integer"}},
                "required": ["sku"]
            }
        }
    },
    "required": ["to"]
}"#;

#[track_caller]
fn check(arguments: &str, expected: &[(Kind, &str)]) {
    check_with(TRANSFER, arguments, expected);
}

#[track_caller]
fn check_with(schema: &str, arguments: &str, expected: &[(Kind, &str)]) {
    let schema = Schema::compile(schema).expect("the schema is sound");
    let found = schema.check(arguments);
    let found: Vec<_> = found.iter().map(|it| (it.kind, it.hint.as_str())).collect();
    assert_eq!(found, expected, "for {arguments}");
}

#[test]
fn what_conforms_draws_no_hint() {
    for arguments in [
        r#"{"to":"a"}"#,
        r#"{"to":"a","amount":100}"#,
        r#"{"to":"a","amount":1.0}"#,
        r#"{"to":"a","nick":null,"ref":7}"#,
        r#"{"to":"a","when":"2026-01-31","at":"2026-01-31T10:00:00Z"}"#,
        r#"{"to":"a","at":"2026-01-31T10:00:00.25+02:00"}"#,
        r#"{"to":"a","id":"6f1c3a52-1f6b-4c0e-9d7e-2b8a4c1d5e6f"}"#,
        r#"{"to":"a","mail":"tkn-abcdefgh23456723@mail.invalid"}"#,
        r#"{"to":"a","mail":"root@localhost","link":"mailto:a@b"}"#,
        r#"{"to":"a","address":{"city":"Ulm"},"lines":[{"sku":"a","count":1},{"sku":"b"}]}"#,
    ] {
        check(arguments, &[]);
    }
}

#[test]
fn types() {
    let with = |rest: &str| format!(r#"{{"to":"a",{rest}}}"#);
    for (arguments, hint) in [
        (r#""amount":"100""#, "`amount` must be an integer, not a string"),
        (r#""amount":1.5"#, "`amount` must be an integer, not a number with a fraction"),
        (r#""amount":true"#, "`amount` must be an integer, not a boolean"),
        (r#""rate":"1.5""#, "`rate` must be a number, not a string"),
        (r#""urgent":"true""#, "`urgent` must be true or false, not a string"),
        (r#""urgent":1"#, "`urgent` must be true or false, not a number"),
        (r#""note":5"#, "`note` must be a string, not a number"),
        (r#""note":["x"]"#, "`note` must be a string, not an array"),
        (r#""note":{"text":"x"}"#, "`note` must be a string, not an object"),
        (r#""note":null"#, "leave `note` out instead of sending null"),
        (r#""currency":null"#, "leave `currency` out instead of sending null"),
        (r#""address":null"#, "leave `address` out instead of sending null"),
        (r#""address":{"city":"U","zip":null}"#, "leave `address/zip` out instead of sending null"),
        (r#""address":{"city":null}"#, "`address/city` must be a string, not null"),
        (r#""tags":"x""#, "`tags` must be an array, not a string"),
        (r#""tags":["x",1]"#, "`tags/1` must be a string, not a number"),
        (r#""address":"Ulm""#, "`address` must be an object, not a string"),
        (r#""lines":{"sku":"a"}"#, "`lines` must be an array, not an object"),
        (
            r#""lines":[{"sku":"a","count":"1"}]"#,
            "`lines/0/count` must be an integer, not a string",
        ),
        (r#""lines":"[{\"sku\":\"a\"}]""#, "`lines` must be an array, not a string"),
        (r#""nick":5"#, "`nick` must be a string or null, not a number"),
        (r#""ref":true"#, "`ref` must be a string or an integer, not a boolean"),
    ] {
        check(&with(arguments), &[(Kind::Type, hint)]);
    }
    check(r#"{"to":null}"#, &[(Kind::Type, "`to` must be a string, not null")]);
    check("[]", &[(Kind::Type, "the arguments must be a JSON object")]);
    check("{", &[(Kind::Value, "the arguments are not valid JSON")]);
}

#[test]
fn values() {
    let with = |rest: &str| format!(r#"{{"to":"a",{rest}}}"#);
    for (arguments, hint) in [
        (r#""amount":0"#, "`amount` must be at least 1"),
        (r#""amount":9000"#, "`amount` must be at most 5000"),
        (r#""rate":0"#, "`rate` must be more than 0"),
        (r#""rate":0.7"#, "`rate` must be a multiple of 0.5"),
        (
            r#""currency":"eur""#,
            "`currency` must be one of `EUR`, `USD` or `GBP`; did you mean `EUR`?",
        ),
        (r#""currency":"yen""#, "`currency` must be one of `EUR`, `USD` or `GBP`"),
        (r#""kind":"swift""#, "`kind` must be `sepa`"),
        (r#""tags":["a","b","c"]"#, "`tags` must have at most 2 items"),
        (r#""tags":["a","a"]"#, "`tags` must not have the same item twice"),
        (r#""when":"31.01.2026""#, "`when` must be a date in the form YYYY-MM-DD"),
        (
            r#""at":"2026-01-31 10:00""#,
            "`at` must be a date and time in the form YYYY-MM-DDThh:mm:ssZ, with its time zone",
        ),
        (r#""id":"7""#, "`id` must be a UUID of 32 hexadecimal digits in the form 8-4-4-4-12"),
        (r#""mail":"Ann""#, "`mail` must be an e-mail address"),
        (
            r#""link":"example.com""#,
            "`link` must be a URI with its scheme, as in https://host/path",
        ),
        (r#""host":"300.1.1.1""#, "`host` must be an IPv4 address"),
        (r#""code":"abc""#, "`code` must match the pattern `^[A-Z]{3}$`"),
    ] {
        check(&with(arguments), &[(Kind::Value, hint)]);
    }
    check(r#"{"to":""}"#, &[(Kind::Value, "`to` must not be empty")]);
    let long = format!(r#"{{"to":"{}"}}"#, "a".repeat(41));
    check(&long, &[(Kind::Value, "`to` must have at most 40 characters")]);
}

#[test]
fn missing_and_unknown() {
    use Kind::{Missing, Unknown};
    let missing = (Missing, "`to` is required: add it");
    check("", &[missing]);
    check("{}", &[missing]);
    check(
        r#"{"recipient":"a"}"#,
        &[(Unknown, "`recipient` is not an argument of this tool; did you mean `to`?"), missing],
    );
    check(
        r#"{"to":"a","Amount":1}"#,
        &[(Unknown, "`Amount` is not an argument of this tool; did you mean `amount`?")],
    );
    check(
        r#"{"to":"a","address":{"city":"U","ZIP":"1"}}"#,
        &[(Unknown, "`address/ZIP` is not an argument of this tool; did you mean `zip`?")],
    );
    check(
        r#"{"to":"a","address":{"zip":"1"}}"#,
        &[(Missing, "`address/city` is required: add it")],
    );
    check(
        r#"{"to":"a","lines":[{"sku":"a"},{"sku":"b","admin":true}]}"#,
        &[(
            Unknown,
            "`lines/1/admin` is not an argument of this tool; known here: `count` and `sku`",
        )],
    );
    check(
        r#"{"to":"a","zzzzzz":1}"#,
        &[(
            Unknown,
            "`zzzzzz` is not an argument of this tool; known here: `address`, `amount`, `at`, \
             `code`, `currency`, `host`, `id`, `kind`, `lines`, `link`, `mail`, `nick` and 7 more",
        )],
    );
    let none = r#"{"type":"object","properties":{}}"#;
    let hint = "`x` is not an argument of this tool: this tool takes no arguments";
    check_with(none, r#"{"x":1}"#, &[(Unknown, hint)]);
    check_with(r#"{"type":"object"}"#, r#"{"x":1}"#, &[(Unknown, hint)]);
    check_with(none, "{}", &[]);
}

#[test]
fn several_at_once_in_order() {
    use Kind::{Missing, Type, Unknown, Value};
    check(
        r#"{"amount":"1","currency":"x","urgent":"no","tag":[],"at":5}"#,
        &[
            (Unknown, "`tag` is not an argument of this tool; did you mean `tags`?"),
            (Missing, "`to` is required: add it"),
            (Type, "`amount` must be an integer, not a string"),
            (Type, "`at` must be a string, not a number"),
            (Type, "`urgent` must be true or false, not a string"),
            (Value, "`currency` must be one of `EUR`, `USD` or `GBP`"),
        ],
    );
}

#[test]
fn branches() {
    let shapes = r#"{"type":"object","properties":{"shape":{"oneOf":[
        {"type":"object","properties":{"kind":{"const":"circle"},"radius":{"type":"number"}},
         "required":["kind","radius"]},
        {"type":"object","properties":{"kind":{"const":"square"},"side":{"type":"number"}},
         "required":["kind","side"]}]}}}"#;
    check_with(shapes, r#"{"shape":{"kind":"circle","radius":1}}"#, &[]);
    check_with(
        shapes,
        r#"{"shape":{"kind":"circle","radius":"1"}}"#,
        &[(Kind::Type, "`shape/radius` must be a number, not a string")],
    );
    check_with(
        shapes,
        r#"{"shape":{"kind":"square"}}"#,
        &[(Kind::Missing, "`shape/side` is required: add it")],
    );
    check_with(
        shapes,
        r#"{"shape":{"kind":"square","side":1,"radius":1}}"#,
        &[(
            Kind::Unknown,
            "`shape/radius` is not an argument of this tool; known here: `kind` and `side`",
        )],
    );
    check_with(
        shapes,
        r#"{"shape":1}"#,
        &[(Kind::Type, "`shape` must be an object, not a number")],
    );
    let either = r#"{"type":"object","properties":{"a":{},"b":{}},
        "anyOf":[{"required":["a"]},{"required":["b"]}]}"#;
    check_with(either, r#"{"b":1}"#, &[]);
    check_with(
        either,
        "{}",
        &[(Kind::Missing, "the whole of the arguments needs `a` or `b`: add one")],
    );
    let options =
        r#"{"type":"object","properties":{"o":{"anyOf":[{"const":"x1"},{"const":"y1"}]}}}"#;
    check_with(options, r#"{"o":"q"}"#, &[(Kind::Value, "`o` must be one of `x1` or `y1`")]);
}

#[test]
fn at_most_sixteen_are_listed() {
    let many: Vec<_> = (0..40).map(|number| format!(r#""n{number:02}":1"#)).collect();
    let schema = Schema::compile(TRANSFER).expect("the schema is sound");
    let found = schema.check(&format!(r#"{{"to":"a",{}}}"#, many.join(",")));
    assert_eq!(found.len(), 17);
    assert_eq!(found.last().map(|it| it.hint.as_str()), Some("and 24 more"));
    assert!(found.iter().all(|it| it.kind == Kind::Unknown));
}

#[test]
fn long_lists_and_patterns_are_cut() {
    let options: Vec<_> = (0..50).map(|number| format!(r#""option{number}""#)).collect();
    let schema = format!(
        r#"{{"properties":{{"a":{{"enum":[{}]}},"p":{{"pattern":"^{}$"}}}}}}"#,
        options.join(","),
        "x".repeat(500),
    );
    let schema = Schema::compile(&schema).expect("the schema is sound");
    let found = schema.check(r#"{"a":"zzz","p":"y"}"#);
    assert!(found[0].hint.ends_with("`option11` or 38 more"), "{found:?}");
    assert!(found[1].hint.len() < 150 && found[1].hint.ends_with("…`"), "{found:?}");
}
