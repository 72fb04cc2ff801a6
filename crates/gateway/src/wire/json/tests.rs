//! What the reader accepts, refuses and finds. It does not splice.

use portcullis_model::{Code, Document, Edit, Edited, Form};
use proptest::prelude::*;

use super::*;
use crate::wire::sample::Random;

/// The fields of `text` as `form pointer=text`.
fn shown(document: &Document) -> Vec<String> {
    let show = |field: &portcullis_model::Field| {
        let form = match field.form {
            Form::Str => 's',
            Form::Key => 'k',
            Form::Number => 'n',
            Form::Raw => 'r',
            Form::Plain => 'p',
        };
        format!("{form} {}={}", field.pointer, document.text(field))
    };
    document.fields.iter().map(show).collect()
}

fn check(text: &str, fields: &[&str]) {
    assert_eq!(shown(&read(text.to_owned()).unwrap()), fields, "{text}");
}

#[test]
fn finds_every_string_key_and_number() {
    check("5", &["n =5"]);
    check("true", &[]);
    check(r#""a""#, &["s =a"]);
    check(
        r#" {"a": [1, -2.5e+3, {"b": null}], "": "x\u0041"} "#,
        &["k /a=a", "n /a/0=1", "n /a/1=-2.5e+3", "k /a/2/b=b", "k /=", "s /=xA"],
    );
    check(
        r#"{"a/b":{"m~n":"\ud83d\ude00"}}"#,
        &["k /a~1b=a/b", "k /a~1b/m~0n=m~n", "s /a~1b/m~0n=😀"],
    );
    check(r#"["\"\\\/\b\f\n\r\t"]"#, &["s /0=\"\\/\u{8}\u{c}\n\r\t"]);
}

fn refused(text: &str, problem: Problem, at: usize) {
    let found = Tape::default().read(text).map(|_| ()).unwrap_err();
    assert_eq!(found, JsonError { problem, at }, "{text}");
    let refusal = read(text.to_owned()).unwrap_err();
    assert!(matches!(refusal.code, Code::InvalidRequest | Code::TooLarge));
    assert!(refusal.reason.contains(&format!("byte {at}")));
}

#[test]
fn refuses_what_readers_disagree_about() {
    refused("", Problem::End, 0);
    refused("  ", Problem::End, 2);
    refused("{} x", Problem::Trailing, 3);
    refused("{}{}", Problem::Trailing, 2);
    refused("\u{feff}{}", Problem::ByteOrderMark, 0);
    refused("NaN", Problem::Syntax, 0);
    refused("[Infinity]", Problem::Syntax, 1);
    refused("[nulL]", Problem::Syntax, 1);
    refused("[01]", Problem::Number, 1);
    refused("[-]", Problem::Number, 1);
    refused("[1.]", Problem::Number, 1);
    refused("[.5]", Problem::Syntax, 1);
    refused("[1e]", Problem::Number, 1);
    refused("[+1]", Problem::Syntax, 1);
    refused("[1 2]", Problem::Syntax, 3);
    refused("[1,]", Problem::Syntax, 3);
    refused("[,1]", Problem::Syntax, 1);
    refused("{\"a\":1,}", Problem::Syntax, 7);
    refused("{\"a\" 1}", Problem::Syntax, 5);
    refused("{a:1}", Problem::Syntax, 1);
    refused("{'a':1}", Problem::Syntax, 1);
    refused("[}", Problem::Syntax, 1);
    refused("{\"a\":1]", Problem::Syntax, 6);
    refused("[1", Problem::End, 2);
    refused("\"abc", Problem::End, 4);
    refused("[\"a\nb\"]", Problem::Control, 3);
    refused(&format!("\"{}\u{1}\"", "x".repeat(100)), Problem::Control, 101);
    refused(r#""\x41""#, Problem::Escape, 1);
    refused(r#""\u12g4""#, Problem::Escape, 1);
    refused(r#""\u+123""#, Problem::Escape, 1);
    refused(r#""\u12""#, Problem::Escape, 1);
    refused(r#""\ud800""#, Problem::LoneSurrogate, 1);
    refused(r#""\udc00""#, Problem::LoneSurrogate, 1);
    refused(r#""a\ud83dA""#, Problem::LoneSurrogate, 2);
    refused(r#""\ud83d\u0041""#, Problem::LoneSurrogate, 1);
    refused(r#""\ude00\ud83d""#, Problem::LoneSurrogate, 1);
    refused("[1] // no", Problem::Trailing, 4);
}

#[test]
fn refuses_a_key_that_comes_twice_however_it_is_spelled() {
    refused(r#"{"a":1,"a":2}"#, Problem::DuplicateKey, 8);
    refused(r#"{"a":1,"b":{"c":1},"a":2}"#, Problem::DuplicateKey, 20);
    refused(r#"{"a":1,"\u0061":2}"#, Problem::DuplicateKey, 8);
    refused(r#"[{"x":{"a":1,"a":2}}]"#, Problem::DuplicateKey, 14);
    let many: String = (0..500).map(|n| format!("\"k{n}\":0,")).collect();
    let start = many.len() + 2;
    refused(&format!("{{{many}\"k7\":1}}"), Problem::DuplicateKey, start);
    assert!(read(format!("{{{many}\"k\":1}}")).is_ok());
    assert!(read(r#"{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}"#.to_owned()).is_ok());
}

#[test]
fn bounds_depth_and_count() {
    let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(read(deep(DEPTH_MAX)).is_ok());
    refused(&deep(DEPTH_MAX + 1), Problem::Depth, DEPTH_MAX);
    refused(&"[{\"a\":".repeat(100_000), Problem::Depth, 384);
    let wide = |count: usize| format!("[{}1]", "1,".repeat(count - 1));
    assert_eq!(read(wide(FIELDS_MAX)).unwrap().fields.len(), FIELDS_MAX);
    refused(&wide(FIELDS_MAX + 1), Problem::Count, 2 * FIELDS_MAX + 1);
    assert_eq!(read("[[],".repeat(200_000)).unwrap_err().code, Code::TooLarge);
    assert_eq!(read(format!("[{}]", "[],".repeat(600_000))).unwrap_err().code, Code::TooLarge);
}

#[test]
fn bounds_the_pointers_of_long_keys() {
    let key = "k".repeat(1 << 20);
    let document = |values: usize| format!("{{\"{key}\":[{}0]}}", "0,".repeat(values - 1));
    assert!(read(document(20)).is_ok());
    assert_eq!(read(document(64)).unwrap_err().code, Code::TooLarge);
}

/// A hundred thousand keys, all different, take no longer than they are many.
#[test]
fn many_keys_are_read_in_linear_time() {
    let keys: Vec<String> = (0..FIELDS_MAX / 2 - 1).map(|n| format!("\"{n:08}\":0")).collect();
    assert!(read(format!("{{{}}}", keys.join(","))).is_ok());
}

#[test]
fn values_know_their_places() {
    let text = r#"{"a":[true,"x\ty"],"b":{"c":7}}"#;
    let mut tape = Tape::default();
    let root = tape.read(text).unwrap();
    let item = root.get("a").and_then(|list| list.items().nth(1)).unwrap();
    assert_eq!((item.raw(), item.text().as_ref()), ("x\\ty", "x\ty"));
    assert_eq!(text.get(item.whole()), Some("\"x\\ty\""));
    assert_eq!(root.get("b").and_then(|b| b.get("c")).and_then(|c| c.index()), Some(7));
    assert_eq!(root.all().count(), 9);
    assert!(root.get("c").is_none() && item.get("a").is_none());
}

fn edit(field: usize, range: std::ops::Range<usize>, with: &str) -> Edit {
    Edit { field, range, with: with.to_owned() }
}

#[test]
fn edits_of_nested_json_become_edits_of_the_text_around_it() {
    let text = r#"{"mail":"a\u0040b.c","n":123,"k\"":1}"#;
    let document = nested(text).unwrap();
    assert_eq!(
        shown(&document),
        ["k /mail=mail", "s /mail=a@b.c", "k /n=n", "n /n=123", "k /k\"=k\"", "n /k\"=1"]
    );
    let edits = vec![
        edit(1, 0..2, "\"x\n"),
        edit(1, 4..5, "ü"),
        edit(3, 0..1, "9"),
        edit(3, 2..3, "-"),
        edit(4, 1..2, "\\"),
    ];
    let outer = outward(&Edited::new(document, edits), 7);
    let edited = outer.iter().rev().fold(text.to_owned(), |mut text, edit| {
        assert_eq!(edit.field, 7);
        text.replace_range(edit.range.clone(), &edit.with);
        text
    });
    assert_eq!(edited, r#"{"mail":"\"x\nb.ü","n":"92-","k\\":1}"#);
    assert!(nested("plain").is_none() && nested("{broken").is_none());
}

#[test]
fn keeps_nested_json_well_formed() {
    let mended = |text: &str, edits: &[(std::ops::Range<usize>, &'static str)]| {
        let edits = edits.iter().map(|(range, with)| (range.clone(), (*with).into())).collect();
        mend(text, edits).into_iter().rev().fold(text.to_owned(), |mut text, (range, with)| {
            text.replace_range(range, &with);
            text
        })
    };
    // A number that is no number any more becomes a string, once.
    assert_eq!(mended(r#"{"a": 4111}"#, &[(6..10, "[[X:y]]")]), r#"{"a": "[[X:y]]"}"#);
    assert_eq!(mended(r#"{"a": 4111}"#, &[(6..10, "000-1")]), r#"{"a": "000-1"}"#);
    assert_eq!(mended(r#"{"a": 4111}"#, &[(6..10, "0123")]), r#"{"a": "0123"}"#);
    assert_eq!(mended(r#"[4111.5]"#, &[(1..3, "x"), (3..5, "\"")]), r#"["x\".5"]"#);
    // One that is, stays one.
    assert_eq!(mended(r#"{"a": 4111}"#, &[(6..10, "4000")]), r#"{"a": 4000}"#);
    // What goes into a string is escaped for it.
    assert_eq!(mended(r#"["a b"]"#, &[(2..3, "\"\n"), (4..5, "c")]), r#"["\"\n c"]"#);
    // A document within a string stays one, at each level.
    assert_eq!(mended(r#"{"b":"{\"n\":4111}"}"#, &[(13..17, "0-1")]), r#"{"b":"{\"n\":\"0-1\"}"}"#);
    assert_eq!(
        mended(r#"["[\"{\\\"n\\\":4111,\\\"m\\\":1}\"]"]"#, &[(16..20, "x")]),
        r#"["[\"{\\\"n\\\":\\\"x\\\",\\\"m\\\":1}\"]"]"#
    );
    // Numbers in a row that are one value become one string.
    assert_eq!(mended("[41, 11, 7]", &[(1..7, "x")]), r#"["x", 7]"#);
    assert_eq!(mended("[-41,11.0, 7]", &[(2..7, "x")]), r#"["-x.0", 7]"#);
    // What is no JSON stays in the hands of whoever edits.
    assert_eq!(mended("{a 4111}", &[(3..7, "x\"")]), "{a x\"}");
    assert_eq!(mended("[1,2]", &[(0..5, "x")]), "x");
}

proptest! {
    #[test]
    fn reads_what_serde_reads(seed: u64) {
        let mut random = Random::new(seed);
        let value = random.value(4);
        let text = random.spell(&value);
        let document = read(text.clone()).unwrap();
        let again: serde_json::Value = serde_json::from_str(&text).unwrap();
        for field in &document.fields {
            let found = again.pointer(&field.pointer);
            let said = document.text(field);
            match field.form {
                Form::Str => prop_assert_eq!(found.unwrap().as_str(), Some(said)),
                Form::Number => prop_assert_eq!(found.unwrap().to_string(), said),
                Form::Key => prop_assert!(found.is_some()),
                Form::Raw | Form::Plain => prop_assert!(false),
            }
        }
        prop_assert!(document.fields.windows(2).all(|two| two[0].place.end < two[1].place.start));
    }

    /// Whatever serde refuses is refused; we are stricter only about what the docs name.
    #[test]
    fn refuses_what_serde_refuses(seed: u64, cut in 0_usize..400, byte: u8) {
        let mut random = Random::new(seed);
        let value = random.value(3);
        let mut bytes = random.spell(&value).into_bytes();
        let cut = cut % bytes.len();
        bytes[cut] = byte;
        let Ok(text) = String::from_utf8(bytes) else { return Ok(()) };
        let ours = Tape::default().read(&text).map(|_| ());
        match serde_json::from_str::<serde_json::Value>(&text) {
            // Serde holds numbers as machine words; we hold none at all.
            Err(error) if error.to_string().contains("out of range") => {}
            Err(_) => prop_assert!(ours.is_err()),
            Ok(_) => prop_assert!(matches!(
                ours.map_err(|error| error.problem),
                Ok(()) | Err(Problem::DuplicateKey)
            )),
        }
    }
}
