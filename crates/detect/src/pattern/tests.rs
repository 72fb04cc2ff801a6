//! Patterns alone: that they match as the regular expressions that they are, what is refused, and
//! that no text takes long.

use std::sync::LazyLock;

use proptest::prelude::*;
use regex_automata::meta::Regex;
use regex_automata::{Anchored, Input};

use super::*;

/// Patterns of every kind.
const PATTERNS: &[&str] = &[
    r"\bEMP-\d{6}\b",
    "[a-z]+",
    "(a|ab)(c|bcd)",
    "(ab|a)(bcd|c)?",
    "x{1,40}y",
    "x{2,5}?y?",
    r"\p{Lu}\p{Ll}+",
    r"(?i)äöü|straße|ab",
    r"^[ab]+$",
    r"(?m)^[ab]+$",
    r"(?mR)^[ab]+$",
    r"\w+@\w+|\d+",
    r"a\b.|b\Bx",
    r"\b{start}\w+\b{end}",
    r"\b{start-half}a|b\b{end-half}",
    r"(?-u:\b)[a-z]+(?-u:\B)",
    r"a.*b|a",
    r"(?s)a.{0,3}b",
    "(x*)+y|(x|y)+?z",
    "яЖ+|Ж",
    "[^a-c]{2,3}",
];

fn stretch(text: &str) -> Stretch<'_> {
    Stretch { text, from: 0, finished: true }
}

/// All of them, and what they are measured by.
static COMPILED: LazyLock<Vec<(Pattern, Regex)>> = LazyLock::new(|| {
    let compiled = |source| (Pattern::parse(source).unwrap(), Regex::new(source).unwrap());
    PATTERNS.iter().copied().map(compiled).collect()
});

/// Where a pattern matches from each place on: one trace for all, as in a search.
fn check(pattern: &Pattern, regex: &Regex, text: &str) {
    let source = pattern.source();
    let mut trace = Trace::default();
    for (start, _) in text.char_indices() {
        let input = Input::new(text).range(start..).anchored(Anchored::Yes);
        let expected = regex.find(input).map(|found| found.end());
        let run = pattern.run(stretch(text), start, &mut trace);
        assert_eq!(run, Run { end: expected, starved: false }, "{source} {text:?} {start}");
        let first = pattern.first().iter().zip(text.as_bytes().get(start..).unwrap());
        let may = first.into_iter().all(|(table, byte)| table[usize::from(*byte)]);
        assert!(expected.is_none() || may, "{source} {text:?} {start}");
    }
}

proptest! {
    #[test]
    fn patterns_match_as_they_are_known_to(text in "[a-dx-zEMPäöüÄßяЖſ@ .\r\n0-9_-]{0,80}") {
        for (pattern, regex) in &*COMPILED {
            check(pattern, regex, &text);
        }
    }

    #[test]
    fn few_letters_in_many_orders(text in "[abcdxy]{0,120}") {
        for (pattern, regex) in &*COMPILED {
            check(pattern, regex, &text);
        }
    }

    #[test]
    fn any_pattern_compiles_or_is_refused(source in r"[\[\]a-c^$(){}|?*+.,\\bdwWsp0-9-]{0,24}") {
        if let Ok(pattern) = Pattern::parse(&source) {
            pattern.run(stretch("abc 123"), 0, &mut Trace::default());
        }
    }
}

#[test]
fn a_run_that_more_text_could_change_is_starved() {
    for (source, text, starved) in [
        ("ab", "a", true),
        ("ab", "ab", false),
        ("ab", "b", false),
        ("ab+", "ab", true),
        ("ab+", "abc", false),
        (r"ab\b", "ab", true),
        (r"ab\b", "ab ", false),
        ("a|ab", "a", false),
        ("(?:ab|a)", "a", true),
        ("ab$", "ab", true),
    ] {
        let pattern = Pattern::parse(source).unwrap();
        let stretch = Stretch { text, from: 0, finished: false };
        let run = pattern.run(stretch, 0, &mut Trace::default());
        assert_eq!(run.starved, starved, "{source} {text}");
    }
}

#[test]
fn a_word_ends_beside_a_script_without_spaces() {
    let pattern = Pattern::parse(r"\bEMP-\d+\b").unwrap();
    for (text, start) in [("员工EMP-1", 6), ("工EMP-1号", 3)] {
        let run = pattern.run(stretch(text), start, &mut Trace::default());
        assert_eq!(run.end, Some(start + 5), "{text}");
    }
}

#[test]
fn a_match_ends_at_the_limit() {
    let pattern = Pattern::parse("a+").unwrap();
    for length in [MATCH_BYTES_MAX - 1, MATCH_BYTES_MAX, MATCH_BYTES_MAX + 1] {
        let text = "a".repeat(length);
        let run = pattern.run(stretch(&text), 0, &mut Trace::default());
        assert_eq!(run.end, Some(length.min(MATCH_BYTES_MAX)));
    }
    let exact = format!("a{{{MATCH_BYTES_MAX}}}");
    assert!(Pattern::parse(&exact).is_ok());
}

#[test]
fn what_cannot_be_a_pattern_is_refused() {
    let over = format!("a{{{}}}", MATCH_BYTES_MAX + 1);
    let long = "a".repeat(PATTERN_BYTES_MAX + 1);
    for (source, expected) in [
        ("", "must not match an empty text"),
        ("a*", "must not match an empty text"),
        (r"\b", "must not match an empty text"),
        ("^$|a", "must not match an empty text"),
        (&*over, "matches no text of at most 512 bytes"),
        (r"[^\s\S]", "matches no text of at most 512 bytes"),
        (&*long, "must not be longer than 1024 bytes"),
        ("(a", "is no pattern: unclosed group"),
        (r"(a)\1", "is no pattern: backreferences are not supported"),
        ("(?=a)b", "is no pattern: look-around, including look-ahead and look-behind, is not"),
        (r"(?-u:\xff)", "is no pattern: pattern can match invalid UTF-8"),
        (r"\w{1,200}x", "is too large when it is compiled"),
        ("(a|b)*a(a|b){20}", "is too large when it is compiled"),
        ("((a{100}){100}){100}", "is too large when it is compiled"),
        (r"\ba\B(?m:^)$\b{start}b", "is too large when it is compiled"),
    ] {
        let error = Pattern::parse(source).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{source}\n{error}");
    }
    assert!(Pattern::parse(&"a".repeat(MATCH_BYTES_MAX)).is_ok());
}
