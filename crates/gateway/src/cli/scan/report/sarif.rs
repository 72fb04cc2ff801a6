//! Findings as SARIF 2.1.0 (OASIS standard of 27 March 2020), as code scanning takes them.
//!
//! Results come before nothing is known of the end, so what depends on it stands behind them.

use std::collections::{BTreeSet, HashMap};
use std::io::Write as _;

use portcullis_engine::detect::Detector;
use portcullis_model::{Entity, Finding};
use serde_json::{Value, json};

use super::json::{decimal, score, string};
use super::{Spot, rule};

/// Where the schema is published.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// The key of our fingerprints; a version of its own, so that they may change one day.
const FINGERPRINT: &str = "portcullisScan/v1";

/// Everything before the results; the indices of the rules.
pub(super) fn begin(detector: &Detector, out: &mut Vec<u8>) -> HashMap<String, usize> {
    let rules: BTreeSet<(String, Option<&str>)> = detector
        .recognizers()
        .map(|recognizer| (recognizer.entity(), recognizer.rule()))
        .chain(detector.own())
        .map(|(entity, rule)| (entity.name().to_owned(), rule))
        .chain(
            detector.keyed_rules().map(|(rule, _)| (Entity::SECRET.name().to_owned(), Some(rule))),
        )
        .collect();
    let driver = json!({
        "name": "portcullis",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().map(|(entity, rule)| descriptor(entity, *rule)).collect::<Vec<_>>(),
    });
    let begun = write!(
        out,
        "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},\
         \"columnKind\":\"unicodeCodePoints\",\"results\":["
    );
    debug_assert!(begun.is_ok(), "writing to memory does not fail");
    let ids = rules.iter().map(|(entity, rule)| id(entity, *rule));
    ids.enumerate().map(|(index, id)| (id, index)).collect()
}

/// Everything after the results.
pub(super) fn end(whole: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\n],\"invocations\":[{\"executionSuccessful\":");
    out.extend_from_slice(if whole { b"true" } else { b"false" });
    out.extend_from_slice(b"}]}]}\n");
}

/// The id of a rule, which stays as it is.
fn id(entity: &str, rule: Option<&str>) -> String {
    rule.map_or_else(|| entity.to_owned(), |rule| format!("{entity}/{rule}"))
}

/// What is told about a rule.
fn descriptor(entity: &str, rule: Option<&str>) -> Value {
    let secret = entity == Entity::SECRET.name();
    let what = match rule {
        Some(rule) => format!("a secret of the kind {rule}"),
        None if secret => "a secret".to_owned(),
        None => format!("personal data of the kind {entity}"),
    };
    let advice = if secret {
        "Take it out of the file, and revoke it where it was issued: whoever has a copy of the \
         file, or of its history, has it. Put a reference or a variable in its place."
    } else {
        "Take it out of the file, or put a made-up value in its place. Data about a person needs a \
         reason to stand in a file, and every copy of the file needs it too."
    };
    let otherwise = "If it may stay, write `portcullis:allow` in a comment on its line, or keep it \
                     in a baseline (`portcullis scan --write-baseline`).";
    json!({
        "id": id(entity, rule),
        "name": camel(&id(entity, rule)),
        "shortDescription": { "text": format!("{}.", capital(&what)) },
        "fullDescription": { "text": format!("The text holds {what}, by its form, its check digits or the words beside it.") },
        "help": {
            "text": format!("{advice} {otherwise}"),
            "markdown": format!("{advice}\n\n{otherwise}"),
        },
        "defaultConfiguration": { "level": level(secret) },
        "properties": {
            "tags": ["security", if secret { "secret" } else { "personal-data" }],
            "security-severity": if secret { "8.0" } else { "5.0" },
        },
    })
}

fn level(secret: bool) -> &'static str {
    if secret { "error" } else { "warning" }
}

/// `US_SSN` as `UsSsn`, for readers who want names.
fn camel(id: &str) -> String {
    let words = id.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| capital(&word.to_ascii_lowercase())).collect()
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters.clone()).collect())
}

/// The location up to the region, for all findings of a file.
pub(super) fn lead(name: &str) -> Vec<u8> {
    let mut lead =
        b",\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":".to_vec();
    string(&uri(name), &mut lead);
    lead.extend_from_slice(b"},\"region\":{\"startLine\":");
    lead
}

/// One result.
pub(super) fn add(lead: &[u8], spot: &Spot<'_>, rules: &HashMap<String, usize>, out: &mut Vec<u8>) {
    let Finding { entity, score: sure, recognizer, .. } = spot.finding;
    let id = id(entity.name(), rule(spot.finding));
    out.extend_from_slice(b"\n{\"ruleId\":");
    string(&id, out);
    member(b"ruleIndex", rules.get(&id).copied(), out);
    out.extend_from_slice(b",\"level\":\"");
    out.extend_from_slice(level(*entity == Entity::SECRET).as_bytes());
    out.extend_from_slice(b"\",\"message\":{\"text\":");
    string(&format!("Found {id}."), out);
    out.push(b'}');
    out.extend_from_slice(lead);
    region(spot, out);
    out.extend_from_slice(b"}}}]");
    if let Some(print) = spot.print {
        out.extend_from_slice(b",\"partialFingerprints\":{");
        string(FINGERPRINT, out);
        out.push(b':');
        string(print, out);
        out.push(b'}');
    }
    out.extend_from_slice(b",\"properties\":{\"score\":");
    score(*sure, out);
    out.extend_from_slice(b",\"recognizer\":");
    string(recognizer, out);
    out.extend_from_slice(b"}}");
}

/// The rest of a region, after `startLine`.
fn region(spot: &Spot<'_>, out: &mut Vec<u8>) {
    let Spot { start, end, .. } = spot;
    decimal(start.line, out);
    for (name, number) in [
        (b"startColumn".as_slice(), start.column),
        (b"endLine", end.line),
        (b"endColumn", end.column),
        (b"charOffset", start.characters),
        (b"charLength", end.characters - start.characters),
        (b"byteOffset", start.bytes),
        (b"byteLength", end.bytes - start.bytes),
    ] {
        member(name, Some(number), out);
    }
}

fn member(name: &[u8], number: Option<usize>, out: &mut Vec<u8>) {
    let Some(number) = number else { return };
    out.extend_from_slice(b",\"");
    out.extend_from_slice(name);
    out.extend_from_slice(b"\":");
    decimal(number, out);
}

/// A path as a reference (RFC 3986): relative, or an absolute one as a `file` URI.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let absolute = path.starts_with('/');
    let mut rest = path.as_str();
    while let Some(shorter) = rest.strip_prefix("./") {
        rest = shorter.trim_start_matches('/');
    }
    let mut out = if absolute { "file://".to_owned() } else { String::new() };
    for byte in rest.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.extend(['%', hex(byte >> 4), hex(byte)]);
        }
    }
    out
}

/// The lower half of a byte as a digit.
fn hex(byte: u8) -> char {
    char::from_digit(u32::from(byte & 0xF), 16).map_or('0', |digit| digit.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        for (path, expected) in [
            ("a/b.txt", "a/b.txt"),
            ("./a b", "a%20b"),
            (".//.//a", "a"),
            ("../a", "../a"),
            ("/a/é", "file:///a/%C3%A9"),
            ("a:b?c#d", "a%3Ab%3Fc%23d"),
            ("a\\b", "a/b"),
            ("-", "-"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }

    #[test]
    fn rules_have_stable_ids() {
        assert_eq!(id("US_SSN", None), "US_SSN");
        assert_eq!(id("SECRET", Some("github-pat")), "SECRET/github-pat");
        assert_eq!(camel("SECRET/github-pat"), "SecretGithubPat");
    }
}
