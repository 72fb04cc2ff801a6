//! Any cutting gives the same text, nothing is held without need, and what was concealed comes
//! back exactly.

use std::sync::Arc;

use proptest::prelude::*;

use super::{KNOWN, Revealer, machine, streamed, whole};

/// What stands between them.
const GLUE: &[&str] = &[
    " ",
    "  ",
    "\n",
    "\n\n",
    ".",
    "-",
    ",",
    ":",
    "a",
    "7",
    "/",
    "//",
    "\\",
    "%",
    "&#",
    ";",
    "(",
    ")",
    "[",
    "]",
    "](",
    "]:",
    "<",
    ">",
    "=",
    "\"",
    "'",
    "`",
    "\x1b",
    "]8;;",
    "\x07",
    "https://",
    "www.",
    "good.com/",
    "evil.com/?q=",
    "mailto:",
    "tel:",
    "<img src=",
    "![x](",
    "@",
    "_",
    "**",
    "\u{200b}",
    "é",
    "界",
    "\u{a0}",
    "🙂",
    "The quick brown fox tells the truth. ",
    "2001:",
    "+1 ",
    "%40",
    "%22",
    "%E7%94%B5",
    "\\u0022",
    "\\n",
    "&#34",
    "&quot;",
    "SSN",
    ".Then",
    ".pdf",
    "..",
    "２",
    "0",
];

/// Pieces of text: surrogates, what resembles them, prose, and places.
fn piece() -> impl Strategy<Value = String> {
    let surrogate = proptest::sample::select(KNOWN).prop_map(|(surrogate, ..)| surrogate.into());
    let near = (proptest::sample::select(KNOWN), any::<prop::sample::Index>(), any::<char>())
        .prop_map(|((surrogate, ..), at, c)| {
            let mut letters: Vec<char> = surrogate.chars().collect();
            let at = at.index(letters.len());
            letters[at] = c;
            letters.into_iter().collect()
        });
    let part = (proptest::sample::select(KNOWN), any::<prop::sample::Index>()).prop_map(
        |((surrogate, ..), at)| surrogate.chars().take(at.index(surrogate.len())).collect(),
    );
    let glue = proptest::sample::select(GLUE).prop_map(String::from);
    prop_oneof![3 => surrogate, 1 => near, 1 => part, 6 => glue]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat())
}

fn cut(text: &str, sizes: &[usize]) -> Vec<String> {
    let mut chunks = vec![String::new()];
    let mut sizes = sizes.iter().copied().cycle();
    let mut room = sizes.next().unwrap_or(1);
    for c in text.chars() {
        if room == 0 {
            chunks.push(String::new());
            room = sizes.next().unwrap_or(1);
        }
        if let Some(chunk) = chunks.last_mut() {
            chunk.push(c);
        }
        room = room.saturating_sub(1);
    }
    chunks
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_cutting_gives_the_same(
        text in text(),
        sizes in prop::collection::vec(0..9usize, 1..12),
    ) {
        let machine = machine();
        let once = whole(&machine, &text);
        prop_assert_eq!(&streamed(&machine, text.split_inclusive(|_| true)), &once);
        prop_assert_eq!(&streamed(&machine, std::iter::once(text.as_str())), &once);
        let chunks = cut(&text, &sizes);
        prop_assert_eq!(&streamed(&machine, chunks.iter().map(String::as_str)), &once);
    }

    #[test]
    fn arbitrary_text_never_panics(text in ".*") {
        let machine = machine();
        prop_assert_eq!(streamed(&machine, text.split_inclusive(|_| true)), whole(&machine, &text));
    }

    #[test]
    fn what_was_concealed_comes_back(
        parts in prop::collection::vec((0..KNOWN.len(), "[ \n][a-zé,!?;*_ ]{0,9}[ \n(]"), 0..20),
        sizes in prop::collection::vec(0..9usize, 1..12),
    ) {
        let (mut raw, mut concealed) = (String::new(), String::new());
        for (index, prose) in &parts {
            raw.push_str(prose);
            concealed.push_str(prose);
            raw.push_str(KNOWN[*index].1);
            concealed.push_str(KNOWN[*index].0);
        }
        let indices: Vec<usize> = parts.iter().map(|(index, _)| *index).collect();
        let chunks = cut(&concealed, &sizes);
        prop_assert_eq!(
            streamed(&machine(), chunks.iter().map(String::as_str)),
            (raw, indices)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn long_texts_too(
        texts in prop::collection::vec(text(), 10..40),
        sizes in prop::collection::vec(1..90usize, 1..12),
    ) {
        let machine = machine();
        let text = texts.concat();
        let chunks = cut(&text, &sizes);
        prop_assert_eq!(
            streamed(&machine, chunks.iter().map(String::as_str)),
            whole(&machine, &text)
        );
    }
}

/// After each character of `text` that many bytes are held.
fn held(machine: &Arc<Revealer>, text: &str) -> Vec<usize> {
    let (mut stream, mut out, mut revealed) = (machine.stream(), String::new(), vec![]);
    text.chars()
        .map(|c| {
            stream.push(c.encode_utf8(&mut [0; 4]), &mut out, &mut revealed);
            stream.held()
        })
        .collect()
}

#[test]
fn nothing_is_held_without_need() {
    let machine = machine();
    for text in [
        "No word here would be more. ",
        "jkn- w5k 9 ] > ) ; é 界",
        "see https://evil.org/? y",
        "<b href=\"q\"> <b>",
        "\x1b]8;;q\x07",
    ] {
        assert_eq!(held(&machine, text).iter().max(), Some(&0), "{text}");
    }
    assert_eq!(
        held(&machine, "the tkx tkn-a tkn-b"),
        [1, 0, 0, 0, 1, 2, 0, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 0]
    );
    assert_eq!(held(&machine, "000-12-3456 w")[9..], [10, 11, 0, 0]);
    assert_eq!(held(&machine, "000-12-3456. w")[10..], [11, 12, 0, 0]);
    assert_eq!(held(&machine, "000-12-3456-ab w")[10..], [11, 12, 13, 14, 0, 0]);
}

/// The bound is what the longest surrogate can be stretched to, and what decides its edge.
#[test]
fn what_is_held_is_bounded() {
    let machine = machine();
    for noise in ["", " ", "   ", "\\", "\u{200b}\u{200b}\u{200b}", "("] {
        for (surrogate, ..) in KNOWN {
            let spread: String =
                surrogate.chars().flat_map(|c| [c.to_string(), noise.into()]).collect();
            for tail in ["-".repeat(700), " ".repeat(700), "&".repeat(700), "a".repeat(700)] {
                let most = held(&machine, &format!("{spread}{tail}")).into_iter().max();
                assert!(most < Some(600), "{most:?} {spread:?}");
            }
        }
    }
}
