//! What is a reference, what is none, and what must not leave as text.

use portcullis_model::Secret;
use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(text: &str, expected: &[(&str, &str)]) {
    let found = find(text).unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|found| (text.get(found.range.clone()).unwrap(), found.name.as_str()))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn references() {
    check("{{secret:a/b}}", &[("{{secret:a/b}}", "a/b")]);
    check("Bearer {{ secret: x }}!", &[("{{ secret: x }}", "x")]);
    check("{{{secret:x}}}", &[("{{secret:x}}", "x")]);
    check("secret://a/b-c.", &[("secret://a/b-c", "a/b-c")]);
    check("(secret://a/b/)", &[("secret://a/b", "a/b")]);
    check("lantern.secret/k, secret://l?m", &[("lantern.secret/k", "k"), ("secret://l", "l")]);
    check("{{secret:a}}{{secret:b}}", &[("{{secret:a}}", "a"), ("{{secret:b}}", "b")]);
    check("https://{{secret:u}}:{{secret:p}}@h", &[("{{secret:u}}", "u"), ("{{secret:p}}", "p")]);
    for none in
        ["", "{{name}}", "{secret:a}", "secret:a", "mysecret://a", "secret://", "secret:// a"]
    {
        check(none, &[]);
    }
}

#[test]
fn what_is_malformed_does_not_leave_as_text() {
    for (text, at) in [
        ("{{secret:", 0),
        ("x {{secret:a}", 2),
        ("{{secret:a b}}", 0),
        ("{{secret:}}", 0),
        ("{{secret:../a}}", 0),
        ("{{secret:secret://a}}", 0),
        ("secret://a//b", 0),
        ("{{secret:ok}} secret://../a", 14),
    ] {
        assert_eq!(find(text), Err(Malformed { at }), "{text}");
    }
}

#[test]
fn one_pass_puts_values_in() {
    let lookup = |name: &SecretName| match name.as_str() {
        "a" => Ok(Secret::new("{{secret:b}}".into())),
        _ => Err("none"),
    };
    let resolved = resolve("<{{secret:a}} secret://a>", lookup).unwrap();
    assert_eq!(resolved.expose(), "<{{secret:b}} {{secret:b}}>");
    assert!(matches!(
        resolve("{{secret:b}}", lookup),
        Err(ResolveError::Lookup { error: "none", .. })
    ));
}

proptest! {
    #[test]
    fn any_text_is_read(text in r"(\{\{|\}\}|secret:|secret://|lantern\.secret/|[a-c/. é]){0,12}") {
        if let Ok(found) = find(&text) {
            let mut end = 0;
            for reference in found {
                prop_assert!(end <= reference.range.start && text.get(reference.range.clone()).is_some());
                end = reference.range.end;
            }
        }
    }
}
