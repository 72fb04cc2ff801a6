//! No disguise keeps a value from being found: every value in every disguise, whole and in a row
//! of two disguises, is covered by one finding of its entity.

use portcullis_detect::{Detector, Hint, Settings};

/// A value that is found in plain text, with the text around it. All made up.
const VALUES: &[(&str, &str, &str, &str)] = &[
    ("EMAIL_ADDRESS", "write to ", "ada.lovelace@example.com", " today"),
    ("US_SSN", "her ssn is ", "536-90-4399", ", he said"),
    ("CREDIT_CARD", "card ", "4111 1111 1111 1111", "."),
    ("CREDIT_CARD", "card ", "4111-1111-1111-1111", " exp"),
    ("IBAN_CODE", "pay to ", "DE89370400440532013000", " now"),
    ("PHONE_NUMBER", "call ", "+1 415 555 2671", " or not"),
    ("PHONE_NUMBER", "call ", "(415) 555-2671", " or not"),
    ("IP_ADDRESS", "host ", "203.0.113.77", " is down"),
    ("SECRET", "token ", "ghp_x7Kq2mZ9pL4vR8tY1wN6bC3dF5gH0jSaQeUi", " leaked"),
    ("IN_PAN", "PAN ", "BNZPM2501F", " of the firm"),
];

/// A way to write a value that shows it to whoever reads the text.
type Disguise = (&'static str, fn(&str) -> String);

const DISGUISES: &[Disguise] = &[
    ("plain", str::to_owned),
    ("zero width", |value| between(value, "\u{200b}")),
    ("many zero widths", |value| between(value, &"\u{200b}".repeat(20))),
    ("struck through", |value| between(value, "\u{336}")),
    ("soft hyphens", |value| between(value, "\u{ad}")),
    ("byte order marks", |value| between(value, "\u{feff}\u{2060}")),
    ("full width", |value| join(value, |c| shifted(c, '!'..='~', 0xff01))),
    ("mathematical digits", |value| join(value, |c| shifted(c, '0'..='9', 0x1d7ce))),
    ("mathematical letters", |value| join(value, |c| shifted(c, 'a'..='z', 0x1d41a))),
    ("arabic digits", |value| join(value, |c| shifted(c, '0'..='9', 0x660))),
    ("devanagari digits", |value| join(value, |c| shifted(c, '0'..='9', 0x966))),
    ("tags", |value| join(value, |c| shifted(c, ' '..='~', 0xe0020))),
    ("non-breaking hyphens", |value| value.replace('-', "\u{2011}")),
    ("minus signs", |value| value.replace('-', "\u{2212}")),
    ("no-break spaces", |value| value.replace(' ', "\u{a0}")),
    ("thin spaces", |value| value.replace(' ', "\u{2009}")),
    ("cyrillic letters", cyrillic),
    ("percent, all", |value| bytes(value, |byte| format!("%{byte:02x}"))),
    ("percent, signs", |value| signs(value, |sign| format!("%{sign:02X}"))),
    ("percent twice", |value| signs(value, |sign| format!("%25{sign:02X}"))),
    ("markup, decimal", |value| join(value, |c| format!("&#{};", u32::from(c)))),
    ("markup, hex", |value| signs(value, |sign| format!("&#x{sign:x};"))),
    ("markup twice", |value| signs(value, |sign| format!("&amp;#{sign};"))),
    ("json escapes, all", |value| {
        value.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect()
    }),
    ("json escapes, signs", |value| signs(value, |sign| format!("\\u{sign:04X}"))),
    ("json in json", |value| signs(value, |sign| format!("\\\\u{sign:04x}"))),
    ("source escapes", |value| bytes(value, |byte| format!("\\x{byte:02x}"))),
    ("braced escapes", |value| signs(value, |sign| format!("\\u{{{sign:x}}}"))),
    ("octal escapes", |value| signs(value, |sign| format!("\\{sign:03o}"))),
    ("base64", |value| base64(value.as_bytes(), b"+/")),
    ("base64url", |value| base64(value.as_bytes(), b"-_").replace('=', "")),
    ("base64 of json", |value| base64(format!("{{\"note\": \"{value}\"}}").as_bytes(), b"+/")),
    ("base64 twice", |value| base64(base64(value.as_bytes(), b"+/").as_bytes(), b"+/")),
    ("utf-16 in base64", |value| base64(&wide(value), b"+/")),
    ("hex", |value| bytes(value, |byte| format!("{byte:02x}"))),
    ("hex, capitals", |value| bytes(value, |byte| format!("{byte:02X}"))),
    ("data uri", |value| format!("data:text/plain;base64,{}", base64(value.as_bytes(), b"+/"))),
    ("percent in a data uri", |value| {
        format!("data:text/plain,{}", bytes(value, |byte| format!("%{byte:02x}")))
    }),
];

fn join(value: &str, each: impl Fn(char) -> String) -> String {
    value.chars().map(each).collect()
}

fn shifted(c: char, range: std::ops::RangeInclusive<char>, to: u32) -> String {
    let offset = u32::from(c).wrapping_sub(u32::from(*range.start()));
    let there = if range.contains(&c) { char::from_u32(to + offset) } else { None };
    there.unwrap_or(c).to_string()
}

fn cyrillic(value: &str) -> String {
    join(value, |c| match c {
        'a' => "а".into(),
        'c' => "с".into(),
        'e' => "е".into(),
        'o' => "о".into(),
        'p' => "р".into(),
        'E' => "Е".into(),
        'B' => "В".into(),
        'M' => "М".into(),
        c => c.to_string(),
    })
}

fn bytes(value: &str, each: impl Fn(u8) -> String) -> String {
    value.bytes().map(each).collect()
}

fn signs(value: &str, each: impl Fn(u32) -> String) -> String {
    join(value, |c| match c.is_ascii_punctuation() || c == ' ' {
        true => each(u32::from(c)),
        false => c.to_string(),
    })
}

fn between(value: &str, sign: &str) -> String {
    value.chars().map(String::from).collect::<Vec<_>>().join(sign)
}

fn base64(value: &[u8], last: &[u8; 2]) -> String {
    let letters: Vec<u8> =
        (b'A'..=b'Z').chain(b'a'..=b'z').chain(b'0'..=b'9').chain(*last).collect();
    let mut out = String::new();
    for chunk in value.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        for index in 0..4 {
            let sextet = usize::try_from(bits >> (18 - 6 * index) & 63).unwrap();
            out.push(if index <= chunk.len() { char::from(letters[sextet]) } else { '=' });
        }
    }
    out
}

fn wide(value: &str) -> Vec<u8> {
    value.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Whether one finding covers a disguised value; the beginning of a data URI hides nothing.
fn check(detector: &Detector, entity: &str, (before, value, after): (&str, &str, &str)) -> bool {
    let text = format!("{before}{value}{after}");
    let found = detector.find(&text, &Hint::NONE);
    let wanted = (before.len(), before.len() + value.len());
    let data = value.find(',').filter(|_| value.starts_with("data:")).map_or(0, |at| at + 1);
    found
        .iter()
        .any(|f| f.start <= wanted.0 + data && wanted.1 <= f.end && f.entity.name() == entity)
}

#[test]
fn every_value_in_every_disguise() {
    let detector = Detector::new(Settings::standard()).unwrap();
    let mut missed = Vec::new();
    for (entity, before, value, after) in VALUES {
        for (name, disguise) in DISGUISES {
            let hidden = disguise(value);
            if !check(&detector, entity, (before, &hidden, after)) {
                missed.push(format!("{name}: {before}{hidden}{after}"));
            }
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn disguises_in_disguises() {
    let detector = Detector::new(Settings::standard()).unwrap();
    let outer = ["percent, all", "markup, decimal", "json escapes, all", "base64", "hex"];
    let outer = DISGUISES.iter().filter(|(name, _)| outer.contains(name));
    let mut missed = Vec::new();
    for (entity, before, value, after) in VALUES {
        for ((first, inner), (second, outer)) in
            DISGUISES.iter().flat_map(|inner| outer.clone().map(move |outer| (inner, outer)))
        {
            // Three levels deep is enough, and so says the documentation.
            let deep =
                ["twice", "json in json", "data uri"].iter().any(|deep| first.contains(deep));
            if deep {
                continue;
            }
            let hidden = outer(&inner(value));
            if !check(&detector, entity, (before, &hidden, after)) {
                missed.push(format!("{first}, {second}: {before}{hidden}{after}"));
            }
        }
    }
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

#[test]
fn a_finding_covers_whole_escapes() {
    let detector = Detector::new(Settings::standard()).unwrap();
    for (text, expected) in [
        ("to %61da@example.co%6d now", "%61da@example.co%6d"),
        ("to ada@ex\u{200b}ample.com\u{200b} now", "ada@ex\u{200b}ample.com"),
        ("&lt;ada&#64;example.com&gt;", "ada&#64;example.com"),
        (r#"{\"mail\": \"ada@example.com\"}"#, "ada@example.com"),
        ("x=0x616461406578616d706c652e636f6d;", "616461406578616d706c652e636f6d"),
        ("'\\x616461406578616d706c652e636f6d'", "\\x616461406578616d706c652e636f6d"),
        ("b=TfxsbGVyLCBhZGFAZXhhbXBsZS5jb20=.", "TfxsbGVyLCBhZGFAZXhhbXBsZS5jb20="),
        ("x=YWRhQGV4YW1wbGUuY29tIQ==;", "YWRhQGV4YW1wbGUuY29tIQ=="),
        ("GET /u/YWRhQGV4YW1wbGUuY29tIQ/edit", "YWRhQGV4YW1wbGUuY29tIQ/edit"),
    ] {
        let found = detector.find(text, &Hint::NONE);
        let spans: Vec<_> = found.iter().map(|f| text.get(f.start..f.end).unwrap()).collect();
        assert_eq!(spans, [expected], "{text}");
    }
}

#[test]
fn a_long_encoded_text_is_searched_block_by_block() {
    let detector = Detector::new(Settings::standard()).unwrap();
    let filling = "It was raining over the harbour. ".repeat(1000);
    let text = format!("{filling}ada@example.com {filling}");
    let encoded = base64(text.as_bytes(), b"+/");
    let found = detector.find(&encoded, &Hint::NONE);
    let at = filling.len() / 3 * 4;
    assert!(found.iter().any(|f| f.start <= at && at + 24 <= f.end), "{found:?}");
    assert!(found.iter().all(|f| f.end - f.start <= 8192));
}

#[test]
fn a_value_across_the_edge_of_a_block_is_found() {
    let detector = Detector::new(Settings::standard()).unwrap();
    for shift in [6100, 6120, 6130, 6140, 6150] {
        let text = format!("{} ada@example.com {}", "ha ".repeat(shift / 3), "ho ".repeat(2000));
        let encoded = base64(text.as_bytes(), b"+/");
        let found = detector.find(&encoded, &Hint::NONE);
        let value = text.find("ada").unwrap();
        let (start, end) = (value / 3 * 4, (value + 15) / 3 * 4);
        let covered = |at: usize| found.iter().any(|f| f.start <= at && at < f.end);
        assert!(covered(start) && covered(end), "{shift}: {found:?}");
    }
}
