//! Fuzzes streams: every cutting finds what the whole text has, and lets all of it through.
//!
//! Input: lengths of pieces, taken over and over, then the text. `detect_find` looks at the
//! findings themselves.

#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use portcullis_detect::{Detector, HELD_BYTES_MAX, Hint, Released, Settings};

/// Everything on, at every score: that is where most is undecided.
static DETECTOR: LazyLock<Arc<Detector>> = LazyLock::new(|| {
    let settings = Settings { min_score: 0.0, ..Settings::standard() };
    Arc::new(Detector::new(settings).expect("the settings are fit"))
});

fuzz_target!(|input: (Vec<u8>, &str)| {
    let (lengths, text) = input;
    let mut lengths = lengths.iter().map(|length| usize::from(*length).max(1)).cycle();
    let (mut machine, mut released) = (DETECTOR.stream(), Released::default());
    let mut rest = text;
    while !rest.is_empty() {
        let length = lengths.next().unwrap_or(rest.len()).min(rest.len());
        // A piece shorter than the first character takes all of it.
        let length = rest.ceil_char_boundary(length);
        let (piece, after) = rest.split_at(length);
        machine.push(piece, &mut released);
        assert!(machine.held() <= HELD_BYTES_MAX + length);
        rest = after;
    }
    machine.finish(&mut released);
    assert_eq!(machine.held(), 0);
    assert_eq!(released.text, text);
    assert_eq!(released.findings, DETECTOR.find(text, &Hint { key: None }));
});
