//! Streams are exact: every cutting of a text gives what the whole text gives.

use std::sync::Arc;

use portcullis_detect::{Detector, HELD_BYTES_MAX, Hint, Machine, Released, Settings};
use portcullis_model::Finding;
use proptest::prelude::*;

use crate::corpus;

fn detector(min_score: f32) -> Arc<Detector> {
    Arc::new(Detector::new(Settings { min_score, ..Settings::standard() }).unwrap())
}

/// Pushes the pieces that `cut` makes, each into a fresh `Released`, and joins what comes out.
fn through<'t>(machine: &mut Machine, pieces: impl Iterator<Item = &'t str>) -> Released {
    let mut all = Released::default();
    let mut one = Released::default();
    let mut collect = |one: &mut Released| {
        let begin = all.text.len();
        for found in &one.findings {
            assert!(found.end <= one.text.len(), "a finding is split");
            let (start, end) = (begin + found.start, begin + found.end);
            all.findings.push(Finding { start, end, ..found.clone() });
        }
        all.text.push_str(&one.text);
        one.clear();
    };
    for piece in pieces {
        machine.push(piece, &mut one);
        collect(&mut one);
        let held = machine.held();
        assert!(held <= HELD_BYTES_MAX, "{held} bytes are held before {piece:.40?}");
    }
    machine.finish(&mut one);
    collect(&mut one);
    all
}

/// The pieces of `text` between the given places, which are moved to the next character.
pub(crate) fn pieces<'t>(text: &'t str, cuts: &[usize]) -> Vec<&'t str> {
    let mut cuts: Vec<_> = cuts
        .iter()
        .map(|cut| (cut % (text.len() + 1)..=text.len()).find(|at| text.is_char_boundary(*at)))
        .map(|at| at.unwrap_or(text.len()))
        .collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.windows(2).map(|pair| text.get(pair[0]..pair[1]).unwrap()).collect()
}

pub(crate) fn chars(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().map(|(at, c)| text.get(at..at + c.len_utf8()).unwrap())
}

/// Checks that pieces of a text give what the whole of it gives.
pub(crate) fn check<'t>(
    detector: &Arc<Detector>,
    text: &str,
    pieces: impl Iterator<Item = &'t str>,
) {
    let whole = detector.find(text, &Hint::NONE);
    let streamed = through(&mut detector.stream(), pieces);
    assert_eq!(streamed.text, text);
    let differs = |a: &[Finding], b: &[Finding]| -> Vec<String> {
        let only = a.iter().filter(|found| !b.contains(found));
        only.map(|f| format!("{f:?} {:?}", text.get(f.start..f.end))).collect()
    };
    let (more, less) = (differs(&streamed.findings, &whole), differs(&whole, &streamed.findings));
    assert!(more.is_empty() && less.is_empty(), "streamed {more:#?}\nwhole {less:#?}\nin {text:?}");
    assert!(whole.windows(2).all(|pair| pair[0].end <= pair[1].start), "overlap in {text:?}");
}

#[test]
fn the_corpus_character_by_character() {
    for min_score in [0.0, 0.5] {
        let detector = detector(min_score);
        for text in corpus::texts() {
            check(&detector, &text, chars(&text));
        }
    }
}

#[test]
fn the_corpus_as_one_text_in_pieces_of_every_size() {
    let detector = detector(0.5);
    let text = corpus::texts().join("\n");
    for size in [1, 2, 3, 5, 8, 13, 64, 255, 1024, 4096, text.len()] {
        let cuts: Vec<_> = (0..text.len()).step_by(size).collect();
        check(&detector, &text, pieces(&text, &cuts).into_iter());
    }
}

/// A generator of numbers that needs no crate (Marsaglia's xorshift).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// What texts are mixed from beside the corpus: near-values and what stands around values.
const SCRAPS: &[&str] = &[
    " ",
    "  ",
    "\n",
    "-",
    ".",
    ",",
    ":",
    "::",
    "@",
    "+",
    "(",
    ")",
    "/",
    "_",
    "=",
    "%",
    "x",
    "é",
    "日本",
    "a",
    "DE",
    "sk-",
    "eyJ",
    "AKIA",
    "-----BEGIN",
    "-----BEGIN RSA PRIVATE KEY-----",
    "-----END",
    "ghp_",
    "8Q~",
    ".atlasv1.",
    "_mmk",
    "-us1",
    ":AA",
    "kind: Secret\ndata:\n  a: ",
    "ZXlK",
    "MIIEEAIBAzCC",
    "q7ZbsrNcTha26hB2XeEH25dbYIkkWcnAsTI",
    "4f0a9d1c7be23856aa01cd94e7f2b35d",
    "555",
    "1",
    "12",
    "415",
    "2671",
    "4111",
    "0",
    "00",
    "+1",
    "phone ",
    "ssn ",
    "routing ",
    "fe80",
    "255",
    "192.168",
    "example.com",
    "john.doe",
    "\u{2013}",
    "\u{a0}",
    "ext",
    "tel:",
    "%40",
    "%",
    "%2540",
    "&#64;",
    "&",
    "&amp;",
    "#64;",
    "\\u0040",
    "\\",
    "\\n",
    "\\\\",
    "u0040",
    "\u{200b}",
    "\u{ad}",
    "\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}",
    "٤١٥",
    "４１５",
    "＠",
    "аdа",
    "YWRhQGV4YW1wbGUuY29t",
    "YWRhQGV4",
    "YW1wbGUuY29t",
    "YWRhQGV4YW1wbGUuY29tIGFuZCBzbyBvbiBhbmQgc28gb24gYW5kIHNvIG9uIGFuZCBzbyBvbiBh\r\n",
    "616461406578616d706c652e636f6d",
    "6461",
    " at ",
    "[at]",
    " dot ",
    "(dot)",
    "://",
    "user:pa55@",
    "Dear ",
    "Mr. ",
    "name",
    "first_name",
    ": ",
    "Ada ",
    "姓名",
    "city",
    "born in ",
    "SWIFT ",
    "12 Main ",
    "Street",
    "bc1q",
    "0x",
    "00-",
    "\"",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

#[test]
fn a_thousand_random_texts_in_random_pieces() {
    let detectors = [detector(0.5), detector(0.0)];
    let corpus = corpus::texts();
    for seed in 1..=1000 {
        let mut random = Random(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed));
        let mut text = String::new();
        for _ in 0..random.below(40) {
            match random.below(4) {
                0 => text.push_str(&corpus[random.below(corpus.len())]),
                1 => {
                    // A value cut short, or the rest of one.
                    let value = &corpus[random.below(corpus.len())];
                    let parts = pieces(value, &[random.below(value.len() + 1)]);
                    text.push_str(parts[random.below(parts.len())]);
                }
                _ => text.push_str(SCRAPS[random.below(SCRAPS.len())]),
            }
        }
        let cuts: Vec<_> = (0..random.below(60)).map(|_| random.below(text.len() + 1)).collect();
        for detector in &detectors {
            check(detector, &text, pieces(&text, &cuts).into_iter());
        }
        if seed % 10 == 0 {
            check(&detectors[0], &text, chars(&text));
        }
    }
}

proptest! {
    #[test]
    fn any_text_in_any_pieces(
        text in "[-a-f0-9 @.:+()/,_x\\né日A-Z%&#;\\\\u\u{200b}４а=]{0,300}",
        cuts in prop::collection::vec(any::<usize>(), 0..20),
    ) {
        for min_score in [0.0, 0.5] {
            let detector = detector(min_score);
            check(&detector, &text, pieces(&text, &cuts).into_iter());
        }
    }

    #[test]
    fn any_unicode_is_searched_without_fault(text in any::<String>()) {
        check(&detector(0.0), &text, chars(&text));
    }
}

#[test]
fn text_without_candidates_is_released_up_to_its_last_word() {
    let detector = detector(0.5);
    let mut machine = detector.stream();
    let mut out = Released::default();
    machine.push("The gate is open, said the wat", &mut out);
    assert_eq!(out.text, "The gate is open, said the ");
    // A word and a space may go on as `watchman at example dot com`.
    machine.push("chman ", &mut out);
    assert_eq!(out.text, "The gate is open, said the ");
    machine.push("a", &mut out);
    assert_eq!(out.text, "The gate is open, said the ");
    machine.push("nd his dog.\n", &mut out);
    assert_eq!(out.text, "The gate is open, said the watchman and his dog.\n");
    assert_eq!(machine.held(), 0);
}

#[test]
fn a_machine_begins_anew_after_the_end() {
    let detector = detector(0.5);
    let mut machine = detector.stream();
    for _ in 0..2 {
        let out = through(&mut machine, ["to ada@exam", "ple.com"].into_iter());
        assert_eq!(out.findings.len(), 1);
    }
}

#[test]
fn what_is_held_back_is_bounded_on_hostile_text() {
    let detector = detector(0.0);
    let key = "-----BEGIN RSA PRIVATE KEY-----\n";
    let line = "MIIEpAIBAAKCAQEA7bq3k1x9ZQm2Vw8sT4uY6cR5nJ0dHfLgPzXoKaBvCyWeEiMt\n";
    let hostile = [
        "a".repeat(100_000),
        "a.".repeat(50_000),
        "1 ".repeat(50_000),
        "555-".repeat(25_000),
        "+1".repeat(50_000),
        "@".repeat(100_000),
        "a@".repeat(50_000),
        "a:".repeat(50_000),
        key.repeat(3_000),
        format!("{key}{}", line.repeat(2_000)),
        "eyJ".repeat(30_000),
        "eyJ.".repeat(30_000),
        "sk-".repeat(30_000),
        "4111 ".repeat(20_000),
        "%".repeat(100_000),
        "%25".repeat(30_000),
        "%34".repeat(30_000),
        "&#52;".repeat(20_000),
        "&".repeat(100_000),
        "\\".repeat(100_000),
        "\\u0034".repeat(20_000),
        "\u{200b}".repeat(30_000),
        "4\u{200b}".repeat(30_000),
        "YWFh".repeat(25_000),
        "YWFh/".repeat(20_000),
        "6161".repeat(25_000),
        "а".repeat(50_000),
    ];
    for text in &hostile {
        let cuts: Vec<_> = (0..text.len()).step_by(997).collect();
        check(&detector, text, pieces(text, &cuts).into_iter());
    }
}
