//! Renders the pages about what is found.
//!
//! It adds no facts: what is said of a recognizer stands in its file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Result, bail};

use super::families::{Family, country};
use super::recognizers::Known;

const GENERATED: &str = "<!-- Generated from crates/detect/src/recognizers by `cargo xtask docs`: \
                         do not edit. -->";

const INDEX: &str = "\
Portcullis finds values by their form, by their check digits, and by the words that stand before them.
Each kind is an entity, named as Microsoft Presidio names it; secrets are `SECRET`, with a rule.

A finding has a score from 0 to 1.
The form gives a part of it, a check digit that is right gives more, and a word before the value gives up to 0.4: in a sentence within ten words and 96 bytes, or as the JSON key, column or header that the value stands under.
What reaches 0.5 is reported; `privacy.min_score` in the [configuration](config.md) and `--min-score` of `portcullis scan` say otherwise.
Numbers that look like anything need a word; a value whose check digit must be right and is not is never a finding.
Where two findings overlap, the surer one stays, then the longer one.

By default values are replaced by surrogates and secrets are redacted; `privacy.actions` chooses for each entity.
Patterns, lists and levels of your own are on [another page](detection-settings.md).
What patterns cannot find is on a page of its own: [the limits of detection](detection-limits.md).
";

const FAMILY: &str = "\
How to read an entry: 9 stands for a digit and A for a letter in the forms, _ for what may be left out.
Words count before the value, and as the key that it stands under, in capitals or small letters, with spaces, underscores or camel case.
";

const SECRETS: &str = "\
Every rule is of the entity `SECRET` and names itself in a finding; rules that gitleaks has too have its ids.
A secret of a vendor is found by how it begins and by its length and letters; made-up examples of documentation are left alone.
";

/// All pages by their path in `docs`.
pub(super) fn all(known: &[Known]) -> Result<BTreeMap<String, String>> {
    let mut entities: BTreeMap<&str, Vec<&Known>> = BTreeMap::new();
    for one in known {
        if one.place.about.is_empty() {
            bail!("no file in crates/detect/src/recognizers names `{}`", one.name);
        }
        entities.entry(&one.entity).or_default().push(one);
    }
    let mut pages = BTreeMap::new();
    for family in Family::ALL.into_iter().filter(|family| *family != Family::Secrets) {
        let inside = entities.iter().filter(|(entity, _)| Family::of(entity) == family);
        let text: String = inside.map(|(entity, known)| self::entity(entity, known)).collect();
        if !text.is_empty() {
            let title = family.title();
            let page = format!("# {title}\n\n{GENERATED}\n\n{FAMILY}{text}");
            pages.insert(family.page().to_owned(), page);
        }
    }
    let rules = entities.get("SECRET").map(Vec::as_slice).unwrap_or_default();
    pages.insert(Family::Secrets.page().to_owned(), secrets(rules));
    pages.insert("detection.md".to_owned(), index(&entities));
    Ok(pages)
}

/// The page that leads to the others.
fn index(entities: &BTreeMap<&str, Vec<&Known>>) -> String {
    let rules: BTreeSet<_> =
        entities.get("SECRET").into_iter().flatten().filter_map(|one| one.rule.as_ref()).collect();
    let mut text = format!(
        "# What is found\n\n{GENERATED}\n\n{INDEX}\n{} kinds of personal data and {} rules of secrets:\n\n\
         | page | entities |\n|---|---|\n",
        entities.keys().filter(|entity| **entity != "SECRET").count(),
        rules.len(),
    );
    for family in Family::ALL {
        let inside: Vec<_> = entities
            .keys()
            .filter(|entity| Family::of(entity) == family)
            .map(|entity| format!("`{entity}`"))
            .collect();
        if !inside.is_empty() {
            let (title, page) = (family.title(), family.page());
            let _ = writeln!(text, "| [{title}]({page}) | {} |", inside.join(", "));
        }
    }
    text
}

/// One entity.
fn entity(name: &str, known: &[&Known]) -> String {
    let mut text = format!("\n## {name}\n");
    if let Some(country) = country(name) {
        let _ = write!(text, "\nCountry: {country}.\n");
    }
    for about in distinct(known.iter().map(|one| one.place.about.join("\n"))) {
        let _ = write!(text, "\n{}\n", sentences(&about));
    }
    text.push('\n');
    let forms = distinct(known.iter().flat_map(|one| one.place.templates.iter().cloned()));
    let begins = distinct(known.iter().flat_map(|one| one.place.beginnings.iter().cloned()));
    let words = distinct(known.iter().flat_map(|one| one.context.iter().cloned()));
    let checks = distinct(known.iter().flat_map(|one| checks(&one.place.about.join(" "))));
    for (what, list) in [("written as", forms), ("begins with", begins), ("words", words)] {
        if !list.is_empty() {
            let _ = writeln!(text, "- {what}: {}", quoted(&list));
        }
    }
    if !checks.is_empty() {
        let _ = writeln!(text, "- check digits: {}", checks.join(", "));
    }
    let actions = distinct(known.iter().map(|one| one.action.clone()));
    let _ = writeln!(text, "- by default: {}", quoted(&actions));
    let names = distinct(known.iter().map(|one| one.name.clone()));
    let _ = writeln!(text, "- recognizers: {}", quoted(&names));
    text
}

/// The ways of computing check digits that a text names.
fn checks(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for name in ["Luhn", "Verhoeff", "ISO 7064", "Bech32", "Base58Check", "Keccak"] {
        if text.contains(name) {
            found.push(name.to_owned());
        }
    }
    for (sign, name) in [("modulo ", "modulo"), (" mod ", "modulo"), ("remainder by ", "modulo")] {
        for (_, rest) in text.match_indices(sign).filter_map(|(at, _)| text.split_at_checked(at)) {
            let number = rest.trim_start_matches(sign).chars().take_while(char::is_ascii_digit);
            let number: String = number.collect();
            if !number.is_empty() {
                found.push(format!("{name} {number}"));
            }
        }
    }
    if found.is_empty() && text.contains("weighted sum") {
        found.push("weighted sum".to_owned());
    }
    found
}

/// The page of secrets: rules with a file of their own, then tables by what their file holds.
fn secrets(known: &[&Known]) -> String {
    let title = Family::Secrets.title();
    let mut text = format!("# {title}\n\n{GENERATED}\n\n{SECRETS}");
    let actions = distinct(known.iter().map(|one| one.action.clone()));
    let _ = writeln!(text, "By default what is found is treated as: {}.", quoted(&actions));
    let (shared, own): (Vec<&Known>, Vec<&Known>) =
        known.iter().copied().partition(|one| one.place.shared);
    if !own.is_empty() {
        text.push_str("\n## Forms of their own\n\n| rule | what it is |\n|---|---|\n");
    }
    let own: BTreeMap<_, _> = own.iter().map(|one| ((rule(one), &one.name), *one)).collect();
    for ((rule, _), one) in own {
        let _ = writeln!(text, "| `{rule}` | {} |", first_sentence(one));
    }
    let mut tables: BTreeMap<&str, Vec<&Known>> = BTreeMap::new();
    for one in shared {
        tables.entry(&one.place.file).or_default().push(one);
    }
    for rows in tables.values() {
        let Some(first) = rows.first() else { continue };
        let heading = first_sentence(first);
        let keyed =
            rows.iter().all(|one| one.place.beginnings.is_empty() && !one.context.is_empty());
        let column = if keyed { "stands beside" } else { "begins with" };
        let heading = heading.trim_end_matches('.');
        let _ = write!(text, "\n## {heading}\n\n| rule | {column} |\n|---|---|\n");
        let mut by_rule: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for one in rows {
            let marks = if keyed { &one.context } else { &one.place.beginnings };
            by_rule.entry(rule(one)).or_default().extend(marks.iter().cloned());
        }
        for (rule, beginnings) in by_rule {
            let _ = writeln!(text, "| `{rule}` | {} |", quoted(&distinct(beginnings.into_iter())));
        }
    }
    text
}

fn rule(one: &Known) -> &str {
    one.rule.as_deref().unwrap_or(&one.name)
}

/// The first sentence of what a file opens with.
fn first_sentence(one: &Known) -> String {
    let about = one.place.about.first().map_or("", String::as_str);
    escaped(sentences(about).lines().next().unwrap_or_default())
}

/// One sentence on a line.
fn sentences(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut words = text.split(' ').peekable();
    while let Some(word) = words.next() {
        out.push_str(word);
        let capital = |next: &&str| next.starts_with(|c: char| c.is_uppercase() || c == '`');
        // Abbreviations are short and end in a dot too.
        let ends = word.ends_with('.') && word.len() > 4 || word.ends_with(").");
        match words.peek() {
            Some(next) if ends && capital(next) => out.push('\n'),
            Some(_) => out.push(' '),
            None => {}
        }
    }
    out
}

/// A cell of a table.
fn escaped(text: &str) -> String {
    text.replace('|', "\\|")
}

fn quoted(list: &[String]) -> String {
    let quote = |text: &String| {
        let fence = if text.contains('`') { "``" } else { "`" };
        escaped(&format!("{fence}{text}{fence}"))
    };
    list.iter().map(quote).collect::<Vec<_>>().join(", ")
}

/// Each once, in the order of the first.
fn distinct(list: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    list.filter(|one| seen.insert(one.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::recognizers::Place;
    use super::*;

    fn known(name: &str, entity: &str, rule: Option<&str>, shared: bool) -> Known {
        let place = Place {
            file: "a.rs".to_owned(),
            about: vec!["Shoes of X (a | b): two digits, Luhn. They fit.".to_owned()],
            templates: vec!["99".to_owned()],
            beginnings: vec!["a_".to_owned()],
            shared,
        };
        Known {
            name: name.to_owned(),
            entity: entity.to_owned(),
            rule: rule.map(str::to_owned),
            context: vec!["foot".to_owned()],
            action: "redact".to_owned(),
            place,
        }
    }

    #[test]
    fn an_entity_is_told_once_whatever_finds_it() {
        let all = [
            known("one", "US_SHOE", None, false),
            known("two", "US_SHOE", None, false),
            known("own", "SECRET", Some("own-key"), false),
            known("row", "SECRET", Some("row-key"), true),
        ];
        let pages = super::all(&all).unwrap();
        let names: Vec<_> = pages.keys().map(String::as_str).collect();
        assert_eq!(names, ["detection.md", "detection/americas.md", "detection/secrets.md"]);
        let page = &pages["detection/americas.md"];
        assert!(
            page.contains(
                "\nShoes of X (a | b): two digits, Luhn.\nThey fit.\n\n- written as: `99`"
            )
        );
        assert!(page.contains("- check digits: Luhn\n- by default: `redact`\n"), "{page}");
        assert!(page.contains("- recognizers: `one`, `two`"), "{page}");
        let page = &pages["detection/secrets.md"];
        assert!(page.contains("| `own-key` | Shoes of X (a \\| b): two digits, Luhn. |"), "{page}");
        assert!(page.contains("| `row-key` | `a_` |"), "{page}");
        assert!(pages["detection.md"].contains("1 kinds of personal data and 2 rules"));
    }

    #[test]
    fn check_digits_are_named_as_the_file_names_them() {
        for (text, expected) in [
            ("eleven digits, Verhoeff.", &["Verhoeff"][..]),
            ("weighted sum modulo 11.", &["modulo 11"]),
            ("the check digits of ISO 7064 mod 97-10", &["ISO 7064", "modulo 97"]),
            ("the letter of the remainder by 23.", &["modulo 23"]),
            ("nine digits, weighted sum 3-7-1", &["weighted sum"]),
            ("two letters and seven digits", &[]),
        ] {
            assert_eq!(checks(text), expected, "{text}");
        }
    }
}
