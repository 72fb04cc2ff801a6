//! Fuzzes the reveal machine: any cutting gives what the whole text gives.
//!
//! Input: where to cut, then the reply, in which `@` stands for a whole surrogate, since no
//! fuzzer would hit upon one.

#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use portcullis_model::Secret;
use portcullis_vault::revealer::{Known, Revealer};

const SURROGATE: &str = "tkn-abcdefghijklmnop@k7.invalid";

static REVEALER: LazyLock<Arc<Revealer>> = LazyLock::new(|| {
    let known = Known {
        surrogate: SURROGATE.to_owned(),
        value: Secret::new("alice@example.com".to_owned()),
        hosts: vec!["example.com".into()],
    };
    Arc::new(Revealer::new(vec![known]))
});

fuzz_target!(|input: (u16, &str)| {
    let (cut, text) = input;
    let text = text.replace('@', SURROGATE);
    let mut expected = String::new();
    let mut at = 0;
    for reveal in REVEALER.edits(&text) {
        expected.push_str(text.get(at..reveal.range.start).expect("reveals stand in order"));
        expected.push_str(REVEALER.value(reveal.index));
        at = reveal.range.end;
    }
    expected.push_str(text.get(at..).expect("reveals stand in the text"));
    let (first, second) = text.split_at(text.floor_char_boundary(usize::from(cut)));
    let mut stream = REVEALER.stream();
    let (mut out, mut revealed) = (String::new(), Vec::new());
    stream.push(first, &mut out, &mut revealed);
    stream.push(second, &mut out, &mut revealed);
    stream.finish(&mut out, &mut revealed);
    assert_eq!(out, expected);
});
