//! Every encoding is found, ordinary text stays whole, and cuts change nothing.

use std::fmt::Write as _;

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
use proptest::prelude::*;

use super::*;

fn scanner(values: &[&str]) -> Arc<Scanner> {
    let name = |number: usize| format!("s{number}").parse().unwrap();
    let values = values.iter().enumerate();
    Arc::new(Scanner::new(values.map(|(n, value)| (name(n), Secret::new((*value).to_owned())))))
}

fn redacted(released: &Released) -> String {
    let mut out = String::new();
    let mut at = 0;
    for hit in &released.hits {
        out.push_str(released.text.get(at..hit.range.start).unwrap());
        out.push_str(&hit.replacement());
        at = hit.range.end;
    }
    out + released.text.get(at..).unwrap()
}

fn whole(scanner: &Arc<Scanner>, text: &str) -> String {
    redacted(&Released { text: text.to_owned(), hits: scanner.find(text) })
}

const VALUES: [&str; 6] = [
    "sk-live-51HqJ9/xY+z8=Qw2",
    "correct horse battery staple",
    "p\"a\\ss\nwörd%41/{}#12",
    "-----BEGIN KEY-----\nMIIEvQ/Kd9+fA==\n-----END KEY-----\n",
    "AKIAIOSFODNN7EXAMPLE",
    "0a1b2c3d-4e5f-6789-abcd-ef0123456789",
];

fn percent(value: &str, all: impl Fn(u8) -> bool) -> String {
    let mut out = String::new();
    for byte in value.bytes() {
        if all(byte) { write!(out, "%{byte:02x}").unwrap() } else { out.push(char::from(byte)) }
    }
    out
}

fn spelled(value: &str, between: &str) -> String {
    value.chars().map(String::from).collect::<Vec<_>>().join(between)
}

/// The forms in which a value is planted, each with how much of the text must be gone.
fn encoded(value: &str) -> Vec<String> {
    let json = serde_like(value);
    let units = value.encode_utf16().fold(String::new(), |mut out, unit| {
        write!(out, "\\u{unit:04X}").unwrap();
        out
    });
    let mut all = vec![
        value.to_owned(),
        json.replace('/', "\\/"),
        json,
        units,
        percent(value, |_| true),
        upper(&percent(value, |byte| !byte.is_ascii_alphanumeric())),
        value.chars().rev().collect(),
        HEXLOWER.encode(value.as_bytes()),
        HEXUPPER.encode(value.as_bytes()),
    ];
    // Separators at the ends are nobody's: those between them are found with them or not.
    let inner = value.trim_matches(['-', '\n']);
    all.extend(
        [" ", "-", "_", ".", ",", ":", "\n", "\r\n", "\u{200b}"].map(|by| spelled(inner, by)),
    );
    all
}

/// The same with its percent escapes in upper case.
fn upper(text: &str) -> String {
    let mut digits = 0_usize;
    let spell = |c: char| {
        let spelled = if digits > 0 { c.to_ascii_uppercase() } else { c };
        digits = if c == '%' { 2 } else { digits.saturating_sub(1) };
        spelled
    };
    text.chars().map(spell).collect()
}

/// A value as JSON writes it, without the quotes.
fn serde_like(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[test]
fn every_encoding_is_found() {
    for (number, value) in VALUES.iter().enumerate() {
        let scanner = scanner(&VALUES);
        for form in encoded(value) {
            let text = format!("<{form}>");
            assert_eq!(whole(&scanner, &text), format!("<[SECRET:s{number}]>"), "{text}");
        }
    }
}

#[test]
fn base64_is_found_at_every_offset() {
    for (number, value) in VALUES.iter().enumerate() {
        let scanner = scanner(&VALUES);
        for before in 0..4 {
            for after in 0..4 {
                let plain = format!("{}{value}{}", "~".repeat(before), "|".repeat(after));
                for text in
                    [BASE64.encode(plain.as_bytes()), BASE64URL_NOPAD.encode(plain.as_bytes())]
                {
                    let hits = scanner.find(&text);
                    assert_eq!(hits.len(), 1, "{text}");
                    assert_eq!(hits[0].name.as_str(), format!("s{number}"));
                    // No character is left that the value has any bit of.
                    let bits = before * 8..(before + value.len()) * 8;
                    let own = bits.start / 6..bits.end.div_ceil(6);
                    assert!(
                        hits[0].range.start <= own.start && own.end <= hits[0].range.end,
                        "{text}"
                    );
                }
            }
        }
    }
}

#[test]
fn short_and_uniform_values_are_left() {
    assert!(is_scanned("abcdefghijkl"));
    for value in ["abcdefghijk", "aaaaaaaaaaaaaaaa", "------------abcd", ""] {
        assert!(!is_scanned(value), "{value}");
        assert!(scanner(&[value]).is_empty());
    }
}

#[test]
fn values_that_overlap_leave_nothing() {
    let scanner =
        scanner(&["abcdefghijklmnop", "mnopqrstuvwxyz01", "abcdefghijklmnopqrstu", "ghijklmnopqr"]);
    let check = |text: &str, expected: &str| assert_eq!(whole(&scanner, text), expected, "{text}");
    check("-abcdefghijklmnop-", "-[SECRET:s0]-");
    check("abcdefghijklmnopqrstuvwxyz01", "[SECRET:s2][SECRET:s1]");
    check("abcdefghijklmnopqrst", "[SECRET:s0][SECRET:s3]st");
    check("abcdefghijkabcdefghijklmnop", "abcdefghijk[SECRET:s0]");
    check("abcdefghijklmno", "abcdefghijklmno");
}

#[test]
fn a_backslash_or_percent_before_a_value_hides_nothing() {
    let scanner = scanner(&["nabcdefghijklmno", "abcdef/ghijklmnop"]);
    for text in [
        "\\nabcdefghijklmno",
        "\\\\nabcdefghijklmno",
        "%nabcdefghijklmno",
        "\\\\\\nabcdefghijklmno",
    ] {
        assert!(whole(&scanner, text).ends_with("[SECRET:s0]"), "{text}");
    }
    for text in ["%abcdef/ghijklmnop", "%25abcdef%2fghijklmnop"] {
        assert!(whole(&scanner, text).ends_with("[SECRET:s1]"), "{text}");
    }
}

#[test]
fn what_is_held_back_is_little() {
    let scanner = scanner(&VALUES);
    let mut machine = scanner.stream();
    let mut out = Released::default();
    for chunk in ["The quick brown fox ", "jumps over the lazy dog. ", "sk-live-51", "1", " then"] {
        machine.push(chunk, &mut out);
        assert!(machine.held() <= 16, "{chunk}: {}", machine.held());
    }
    machine.finish(&mut out);
    assert_eq!((machine.held(), out.hits.len()), (0, 0));
    assert!(out.text.ends_with("sk-live-511 then"));
}

#[test]
fn separators_without_end_are_not_held_back() {
    let scanner = scanner(&["abcdefghijklmnop"]);
    let mut machine = scanner.stream();
    let mut out = Released::default();
    machine.push("abcdefghijkl", &mut out);
    assert_eq!(machine.held(), 12);
    for _ in 0..1000 {
        machine.push("\n \u{200b}", &mut out);
        assert!(machine.held() <= 12 + 32 * 3);
    }
}

/// Any value, in any of its forms or nearly, between any text, cut anywhere.
fn texts() -> impl Strategy<Value = String> {
    let form = (
        0..VALUES.len(),
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        any::<bool>(),
    )
        .prop_map(|(value, form, cut, is_whole)| {
            let mut forms = encoded(VALUES[value]);
            forms.push(BASE64.encode(format!("a{}", VALUES[value]).as_bytes()));
            let form = &forms[form.index(forms.len())];
            let chars: Vec<char> = form.chars().collect();
            let kept = if is_whole { chars.len() } else { cut.index(chars.len()) };
            chars[..kept].iter().collect()
        });
    let other = r"([a-c% \\n\-=+/u0-9é\u{200b}]|sk-live-|AKIA){0,12}";
    prop::collection::vec(prop_oneof![form, other], 0..6).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_cutting_gives_the_same(text in texts(), cuts in prop::collection::vec(1_usize..40, 1..40)) {
        let scanner = scanner(&VALUES);
        let expected = whole(&scanner, &text);
        let mut machine = scanner.stream();
        let mut out = Released::default();
        let mut rest = text.as_str();
        for cut in cuts.iter().cycle() {
            let at = rest.char_indices().nth(*cut).map_or(rest.len(), |(at, _)| at);
            let (chunk, tail) = rest.split_at(at);
            machine.push(chunk, &mut out);
            rest = tail;
            if rest.is_empty() {
                break;
            }
        }
        machine.finish(&mut out);
        prop_assert_eq!(&out.text, &text);
        prop_assert_eq!(redacted(&out), expected);
    }

    #[test]
    fn a_planted_value_never_stays(before in "[ -$&-\\[\\]-~é\n]{0,20}", number in 0..VALUES.len(), after in "[ -~é\n]{0,20}") {
        let scanner = scanner(&VALUES);
        for form in encoded(VALUES[number]) {
            let text = format!("{before}{form}{after}");
            prop_assert!(!scanner.find(&text).is_empty(), "{}", text);
        }
    }
}
