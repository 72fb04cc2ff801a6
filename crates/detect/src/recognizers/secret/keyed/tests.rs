//! Every rule, in every form that a key and a value are written in, with values made up at random.
//!
//! Values with the words of vendors in other places stay.

use super::*;
use crate::{Detector, Hint, Settings};

/// How keys and values are written: `K` is the key, `V` the value.
const FORMS: &[&str] = &[
    "K=V",
    "K = V",
    "K: V",
    "K='V'",
    "K=\"V\"",
    "K = \"V\";",
    "K : \"V\"",
    "K := `V`",
    "K := \"V\"",
    "K ?= \"V\"",
    "K ||= \"V\"",
    "K ??= 'V'",
    "K .= \"V\"",
    "K => 'V'",
    "K -> \"V\"",
    "\"K\" => \"V\",",
    "{\"K\": \"V\"}",
    "{\"K\":\"V\",\"n\":1}",
    "{\\\"K\\\": \\\"V\\\"}",
    "{\"f.ini\": \"K=V\\nBACKUP=true\"}",
    "  K: 'V'",
    "\"K\": V",
    "K: |\n  V\nnext: 1",
    "export K=V",
    "set K=V\r\n",
    "$Env:K = \"V\"",
    "<K>V</K>",
    "<K>\n    V\n</K>",
    "<add key=\"K\" value=\"V\"/>",
    "<K value=\"V\" />",
    "K: V\r\nHost: x",
    "--K=V --x",
    "--K V --x",
    "config.put(\"K\", \"V\");",
    "os.environ[\"K\"] = \"V\"",
    "env('K', 'V')",
    "(\"K\", \"V\"),",
    "\"K\" , \"V\"",
    "String K = \"V\";",
    "let K: String = \"V\".into();",
    "var K string = \"V\"",
    "var K = @\"V\";",
    "K: str = 'V'",
    "K = r'V'",
    "K = f\"V\"",
    "K = b'V'",
    "set_K(\"V\")",
    "setK(\"V\")",
    "- name: K\n  value: V",
    "{\"name\": \"K\", \"value\": \"V\"}",
    "x = process.env.K || 'V';",
    "${K:-V}",
    "https://acme.dev/?K=V&x=1",
    "echo K = V",
    "| K | V |",
    "The K is: V",
];

/// How a vendor's word becomes a key.
const KEYS: &[&str] =
    &["W_api_token", "W_SECRET", "WKey", "my_W_token", "W.api.key", "W-access-key", "W"];

/// A generator of numbers that needs no crate (Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn value(&mut self, parts: &[Part]) -> String {
        let mut value = String::new();
        for part in parts {
            match part {
                Part::Text(text) => value.push_str(text),
                Part::Either(texts) => value.push_str(texts[self.below(texts.len())]),
                Part::Run(class, least, most) => {
                    let length = least + self.below((most - least).min(20) + 1);
                    // Encoders write small letters, and padding only at the end.
                    let has = |byte: &u8| class.has(*byte) && *byte != b'=';
                    let small = |byte: &u8| *class != Class::Hex || !byte.is_ascii_uppercase();
                    let bytes: Vec<u8> = (b' '..0x7f).filter(has).filter(small).collect();
                    value.extend((0..length).map(|_| char::from(bytes[self.below(bytes.len())])));
                }
            }
        }
        value
    }
}

fn write(form: &str, key: &str, value: &str) -> (String, usize) {
    let (before, after) = form.split_once('V').unwrap();
    let before = before.replace('K', key);
    (format!("{before}{value}{}", after.replace('K', key)), before.len())
}

/// Says which rules are not found in which forms.
fn missed(detector: &Detector, random: &mut Random) -> (Vec<String>, usize) {
    let (mut missed, mut all) = (Vec::new(), 0);
    for rule in tables::ALL.iter().flat_map(|table| table.iter()) {
        for (index, form) in FORMS.iter().enumerate() {
            let word = rule.keywords[index % rule.keywords.len()];
            let also = rule.also.first().copied().unwrap_or_default();
            let key =
                KEYS[(index + word.len()) % KEYS.len()].replace('W', &format!("{word}{also}"));
            let key = if index % 3 == 0 { key.to_uppercase() } else { key };
            let value = random.value(rule.parts);
            let (text, start) = write(form, &key, &value);
            let found = detector.find(&text, &Hint::NONE);
            all += 1;
            if !found.iter().any(|f| (f.start, f.end) == (start, start + value.len())) {
                missed.push(format!(
                    "{}: {text:?} {:?}",
                    rule.id,
                    found.first().map(|f| (f.start, f.end))
                ));
            }
        }
    }
    (missed, all)
}

#[test]
fn nearly_every_rule_is_found_in_every_form() {
    let detector = Detector::new(Settings::standard()).unwrap();
    let (missed, all) = missed(&detector, &mut Random(0x9e37_79b9_7f4a_7c15));
    // A value drawn at random looks like words or digits alone once in a while.
    assert!(missed.len() * 200 < all, "{} of {all}:\n{}", missed.len(), missed.join("\n"));
}

/// Keys that name a secret of nobody in particular.
const NOUNS: &[&str] = &[
    "api_key",
    "API_TOKEN",
    "clientSecret",
    "auth-token",
    "app.secret",
    "AccessKey",
    "db_password",
    "my_private_key",
    "SECRET_KEY_BASE",
    "credentials",
    "encryptionKey",
    "refresh_token",
    "bot_token_prod",
    "APIKEY",
];

/// What values of no vendor are made of.
const VALUES: &[&[Part]] = &[
    &[run(Class::Hex, 32)],
    &[run(Class::Hex, 40)],
    &[run(Class::Alphanumeric, 20)],
    &[run(Class::Alphanumeric, 32)],
    &[run(Class::Small, 24)],
    &[run(Class::Path, 43), Part::Text("=")],
    &[run(Class::Url, 43)],
    UUID,
];

#[test]
fn nearly_every_secret_of_nobody_is_found_in_every_form() {
    let detector = Detector::new(Settings::standard()).unwrap();
    let (mut missed, mut all) = (Vec::new(), 0);
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    // Nobody joins `set` and a key of small letters to one word.
    let forms = FORMS.iter().filter(|form| !form.starts_with("setK"));
    for (index, form) in forms.enumerate() {
        for (noun, key) in NOUNS.iter().enumerate() {
            let value = random.value(VALUES[(index + noun) % VALUES.len()]);
            let (text, start) = write(form, key, &value);
            let found = detector.find(&text, &Hint::NONE);
            all += 1;
            if !found.iter().any(|f| (f.start, f.end) == (start, start + value.len())) {
                missed.push(format!("{text:?} {found:?}"));
            }
        }
    }
    assert!(missed.len() * 100 < all, "{} of {all}:\n{}", missed.len(), missed.join("\n"));
}

fn check(parts: &[Part], value: &str, expected: bool) {
    assert_eq!(fits(parts, value), expected, "{value}");
}

#[test]
fn a_value_is_made_of_its_parts_and_nothing_else() {
    check(UUID, "5f2c1b7e-93ad-4e0b-8c46-d1f0a9e37b52", true);
    check(UUID, "5f2c1b7e-93ad-4e0b-8c46-d1f0a9e37b5", false);
    check(UUID, "5f2c1b7e-93ad-4e0b-8c46-d1f0a9e37b52a", false);
    let parts = &[Part::Either(&["live_", "test_"]), Part::Run(Class::Hex, 3, 5)];
    check(parts, "live_a1b2", true);
    check(parts, "test_a1b2c3", false);
    check(parts, "prod_a1b2", false);
    check(
        &[Part::Run(Class::Digit, 2, 4), Part::Text(":A"), run(Class::UrlPadded, 3)],
        "123:Ax_=",
        true,
    );
}

fn near(before: &str, word: &str, expected: bool) {
    let window = Window::of(&Key::of_line(before));
    let found = window.text.rfind(word).is_some_and(|at| at + word.len() > window.from);
    assert_eq!(found, expected, "{before}");
}

#[test]
fn words_of_vendors_stand_in_the_key_or_near_it() {
    near("NEW_RELIC_KEY", "newrelic", true);
    near("the datadog key", "datadog", true);
    near("datadogSomethingThatIsVeryLongIndeed", "datadog", true);
    near("datadog is what we use in production, key", "datadog", false);
}

#[test]
fn words_are_written_as_they_are_looked_for() {
    let rules = tables::ALL.iter().flat_map(|table| table.iter());
    for word in rules.flat_map(|rule| rule.keywords.iter().chain(rule.also)) {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        assert!(word.bytes().all(plain), "{word}");
    }
}
