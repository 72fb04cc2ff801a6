//! What splicing changes, and that it changes nothing else.

use portcullis_model::{Document, Edit, Edited, Form};
use proptest::prelude::*;

use super::*;
use crate::wire::json::read;
use crate::wire::sample::Random;

fn check(raw: &str, edits: &[(usize, Range<usize>, &str)], expected: &str) {
    let document = read(raw.to_owned()).unwrap();
    let edits = edits
        .iter()
        .map(|(field, range, with)| Edit {
            field: *field,
            range: range.clone(),
            with: (*with).to_owned(),
        })
        .collect();
    assert_eq!(splice(&Edited::new(document, edits)), expected, "{raw}");
}

#[test]
fn replaces_only_what_the_edits_name() {
    check(r#"{ "a" : "b" }"#, &[], r#"{ "a" : "b" }"#);
    check(r#"["hello you"]"#, &[(0, 6..9, "me")], r#"["hello me"]"#);
    check(r#"["ab"]"#, &[(0, 0..1, "x"), (0, 1..2, "")], r#"["x"]"#);
    check(r#"["ab"]"#, &[(0, 1..1, "\"\\\n\u{1}")], r#"["a\"\\\n\u0001b"]"#);
    check(r#"[""]"#, &[(0, 0..0, "x")], r#"["x"]"#);
    check(r#"{"k":1.50}"#, &[(0, 0..1, "q")], r#"{"q":1.50}"#);
    check(r#"{"k":1.50}"#, &[(1, 0..4, "x")], r#"{"k":"x"}"#);
    check(r#"[123]"#, &[(0, 0..1, "a"), (0, 2..3, "b")], r#"["a2b"]"#);
    // The escapes around an edit stay as they are spelled.
    check(r#"["\u00e9\/ab\u0040\n"]"#, &[(0, 3..5, "x")], r#"["\u00e9\/x\u0040\n"]"#);
    check(r#"["a\u0040b \ud83d\ude00!"]"#, &[(0, 0..3, "x")], r#"["x \ud83d\ude00!"]"#);
    check(r#"["a\u0040b \ud83d\ude00!"]"#, &[(0, 4..8, "x")], r#"["a\u0040b x!"]"#);
    // JSON in a string stays JSON.
    check(
        r#"["{\"ssn\": 78051120, \"to\": \"a@b.c\"}"]"#,
        &[(0, 8..16, "[X]"), (0, 25..30, "\"q\"")],
        r#"["{\"ssn\": \"[X]\", \"to\": \"\\\"q\\\"\"}"]"#,
    );
}

#[test]
fn an_edit_that_cuts_a_character_takes_all_of_it() {
    check(r#"["xüy"]"#, &[(0, 2..3, "-")], r#"["x-y"]"#);
    check(r#"["x\u00fcy"]"#, &[(0, 2..3, "-")], r#"["x-y"]"#);
    check(r#"["x\u00fcy"]"#, &[(0, 0..2, "-")], r#"["-y"]"#);
    check(r#"["ab"]"#, &[(0, 1..99, "-")], r#"["a-"]"#);
}

#[test]
fn edits_raw_values_and_plain_texts() {
    let mut document = read(r#"{"a":{"b":[1]},"c":"x"}"#.to_owned()).unwrap();
    let mut whole = document.fields.remove(0);
    whole.form = Form::Raw;
    whole.place = 5..14;
    let keep = document.fields.pop().unwrap();
    document.fields = vec![whole, keep];
    let edits = vec![
        Edit { field: 0, range: 0..9, with: "null".to_owned() },
        Edit { field: 1, range: 0..1, with: "y".to_owned() },
    ];
    assert_eq!(splice(&Edited::new(document, edits)), r#"{"a":null,"c":"y"}"#);
    let document = Document::plain("a \"b\" c".to_owned());
    let edits = vec![Edit { field: 0, range: 2..5, with: "\"\n".to_owned() }];
    assert_eq!(splice(&Edited::new(document, edits)), "a \"\n c");
}

/// Random edits of a document: sorted, apart from each other, on characters.
fn edits(document: &Document, random: &mut Random) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (index, field) in document.fields.iter().enumerate() {
        let text = document.text(field);
        let bounds: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
        let mut at = 0;
        while random.below(3) == 0 && at < bounds.len() {
            let start = at + random.below(bounds.len() - at);
            let end = start + random.below(bounds.len() - start);
            edits.push(Edit {
                field: index,
                range: bounds[start]..bounds[end],
                with: random.text(),
            });
            at = end + 1;
        }
    }
    edits
}

proptest! {
    #[test]
    fn no_edits_change_nothing(seed: u64) {
        let mut random = Random::new(seed);
        let value = random.value(4);
        let text = random.spell(&value);
        let document = read(text.clone()).unwrap();
        prop_assert_eq!(splice(&Edited::unchanged(document)), text);
    }

    #[test]
    fn exactly_the_edited_texts_change(seed: u64) {
        let mut random = Random::new(seed);
        let value = random.value(4);
        let document = read(random.spell(&value)).unwrap();
        // Nested texts are mended, which their own test shows.
        prop_assume!(!document.fields.iter().any(|field| {
            crate::wire::json::nested(document.text(field)).is_some()
        }));
        let edits = edits(&document, &mut random);
        let edited = Edited::new(document, edits);
        let text = splice(&edited);
        // Two keys of an object may have become the same, which is no question of splicing.
        let again = match read(text) {
            Ok(again) => again,
            Err(refusal) => {
                prop_assert!(refusal.reason.contains("duplicate"), "{}", refusal.reason);
                return Ok(());
            }
        };
        prop_assert_eq!(again.fields.len(), edited.document.fields.len());
        for (index, field) in edited.document.fields.iter().enumerate() {
            prop_assert_eq!(again.text(&again.fields[index]), edited.text(index));
            let touched = edited.edits.iter().any(|edit| edit.field == index);
            if !touched {
                let raw = |document: &Document, field: &Field| {
                    document.raw.get(field.place.clone()).unwrap().to_owned()
                };
                prop_assert_eq!(raw(&again, &again.fields[index]), raw(&edited.document, field));
                prop_assert_eq!(again.fields[index].form, field.form);
            }
        }
    }

    #[test]
    fn nested_json_stays_json(seed: u64) {
        let mut random = Random::new(seed);
        let inner = serde_json::json!({ "list": [random.value(2), random.text()], "n": 1 });
        let inner = random.spell(&inner);
        let inner_document = read(inner.clone()).unwrap();
        let outer = random.spell(&serde_json::json!({ "arguments": inner }));
        let document = read(outer).unwrap();
        let inner_edits = edits(&inner_document, &mut random);
        // One edit for each field of the inner text, at where it stands in the outer field's.
        let of_outer = inner_edits.iter().filter(|edit| edit.range == (0..0)).map(|edit| {
            let at = inner_document.fields[edit.field].place.start;
            Edit { field: 1, range: at..at, with: edit.with.clone() }
        });
        let mut of_outer: Vec<Edit> = of_outer.collect();
        of_outer.dedup_by_key(|edit| edit.range.start);
        let spliced = splice(&Edited::new(document, of_outer));
        let again = read(spliced).unwrap();
        prop_assert!(serde_json::from_str::<serde_json::Value>(again.text(&again.fields[1])).is_ok());
    }
}

#[test]
fn what_is_cut_is_left_out_with_the_edits_in_it() {
    let raw = r#"[{"a":"one"},{"a":"two"},{"a":"six"}]"#;
    for (cuts, want) in [
        (&[][..], r#"[{"a":"1"},{"a":"2"},{"a":"6"}]"#),
        (&[(1, 13)], r#"[{"a":"2"},{"a":"6"}]"#),
        (&[(13, 25)], r#"[{"a":"1"},{"a":"6"}]"#),
        (&[(24, 36)], r#"[{"a":"1"},{"a":"2"}]"#),
        (&[(1, 13), (13, 25)], r#"[{"a":"6"}]"#),
        (&[(1, 36)], "[]"),
    ] {
        let document = read(raw.to_owned()).unwrap();
        let field =
            |text: &str| document.fields.iter().position(|it| document.text(it) == text).unwrap();
        let edit = |(text, with): (&str, &str)| Edit {
            field: field(text),
            range: 0..3,
            with: with.to_owned(),
        };
        let edits = [("one", "1"), ("two", "2"), ("six", "6")].map(edit).to_vec();
        let cuts = cuts.iter().map(|(start, end)| *start..*end).collect();
        let edited = Edited { document: document.clone(), edits, cuts };
        assert_eq!(splice(&edited), want);
        // Cuts alone too.
        let bare = Edited { edits: Vec::new(), ..edited };
        let (bare, whole) = (splice(&bare), want.replace('1', "one").replace('2', "two"));
        assert_eq!(bare, whole.replace('6', "six"));
    }
}
