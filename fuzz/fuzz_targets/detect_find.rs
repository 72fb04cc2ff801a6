//! Fuzzes detection: no panic, findings in order, and any cutting finds the same.
//!
//! Input: where to cut, then the text. Whether a finding is right is the evaluation's business.

#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use portcullis_detect::{Detector, Hint, Released, Settings};

static DETECTOR: LazyLock<Arc<Detector>> = LazyLock::new(|| {
    Arc::new(Detector::new(Settings::standard()).expect("the standard settings are fit"))
});

fuzz_target!(|input: (u16, &str)| {
    let (cut, text) = input;
    let whole = DETECTOR.find(text, &Hint { key: None });
    assert!(whole.is_sorted_by(|one, two| one.end <= two.start));
    assert!(whole.iter().all(|finding| text.get(finding.start..finding.end).is_some()));
    let cut = text.floor_char_boundary(usize::from(cut));
    let (first, second) = text.split_at(cut);
    let mut machine = DETECTOR.stream();
    let mut found = Vec::new();
    let mut joined = String::new();
    let mut take = |released: &mut Released| {
        found.extend(released.findings.iter().map(|finding| {
            (finding.start + joined.len(), finding.end + joined.len(), finding.entity.clone())
        }));
        joined.push_str(&released.text);
        released.clear();
    };
    let mut released = Released::default();
    for piece in [first, second] {
        machine.push(piece, &mut released);
        take(&mut released);
    }
    machine.finish(&mut released);
    take(&mut released);
    let expected = whole.into_iter().map(|it| (it.start, it.end, it.entity)).collect::<Vec<_>>();
    assert_eq!(found, expected);
    assert_eq!(joined, text);
});
