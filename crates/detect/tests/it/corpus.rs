//! Every case of `corpus/detect/`: what is marked is found, exactly, and nothing else.
//!
//! The cases are our own. Values stand between `«` and `»`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use portcullis_detect::{Detector, Hint, Settings};
use serde::Deserialize;

/// One file of the corpus.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    /// What is marked in `positives`; `*` where nothing at all may be found.
    pub(crate) entity: String,
    /// Texts in which every value is marked.
    #[serde(default)]
    pub(crate) positives: Vec<String>,
    /// Texts in which nothing of this entity may be found.
    pub(crate) negatives: Vec<String>,
    /// Texts that stand under a key.
    #[serde(default)]
    pub(crate) keyed: Vec<Keyed>,
    /// For secrets: texts like those in `positives`, by the rule that finds what is marked.
    #[serde(default)]
    pub(crate) rules: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Keyed {
    pub(crate) key: String,
    pub(crate) text: String,
}

/// All files of the corpus, by name.
pub(crate) fn files() -> Vec<(String, File)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/detect");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            let file = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, file)
        })
        .collect();
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

/// The text without its marks, and what was marked.
pub(crate) fn unmark(marked: &str) -> (String, Vec<(usize, usize)>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    let mut start = 0;
    for c in marked.chars() {
        match c {
            '«' => start = text.len(),
            '»' => spans.push((start, text.len())),
            c => text.push(c),
        }
    }
    (text, spans)
}

/// Every text of the corpus, without marks.
pub(crate) fn texts() -> Vec<String> {
    let texts = files().into_iter().flat_map(|(_, file)| {
        let keyed = file.keyed.into_iter().map(|keyed| keyed.text);
        let ruled = file.rules.into_values().flatten();
        file.positives
            .into_iter()
            .chain(file.negatives)
            .chain(keyed)
            .chain(ruled)
            .collect::<Vec<_>>()
    });
    texts.map(|text| unmark(&text).0).collect()
}

/// Checks one text; says what is wrong with it.
fn check(detector: &Detector, entity: &str, marked: &str, key: Option<&str>) -> Option<String> {
    let (text, spans) = unmark(marked);
    let found = detector.find(&text, &Hint { key });
    let wanted: Vec<_> = spans.iter().map(|(start, end)| (entity, *start, *end)).collect();
    let got: Vec<_> = found.iter().map(|f| (f.entity.name(), f.start, f.end)).collect();
    let right = if spans.is_empty() && entity != "*" {
        got.iter().all(|(name, ..)| *name != entity)
    } else {
        got == wanted
    };
    let shown = || {
        let of = |f: &portcullis_model::Finding| {
            format!("{} {} {:.2}", f.recognizer, text.get(f.start..f.end).unwrap(), f.score)
        };
        found.iter().map(of).collect::<Vec<_>>()
    };
    (!right).then(|| format!("{marked}\n      found {:?}", shown()))
}

#[test]
fn every_case_of_the_corpus() {
    let detector = Detector::new(Settings::standard()).unwrap();
    let mut wrong = Vec::new();
    for (name, file) in files() {
        let texts = file.positives.iter().chain(&file.negatives);
        let plain = texts.filter_map(|text| check(&detector, &file.entity, text, None));
        let keyed = file
            .keyed
            .iter()
            .filter_map(|keyed| check(&detector, &file.entity, &keyed.text, Some(&keyed.key)));
        let ruled = file.rules.values().flatten();
        let ruled = ruled.filter_map(|text| check(&detector, &file.entity, text, None));
        wrong.extend(plain.chain(keyed).chain(ruled).map(|text| format!("{name}: {text}")));
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_corpus_is_large_enough() {
    for (name, file) in files() {
        let marked = file.positives.iter().chain(file.keyed.iter().map(|keyed| &keyed.text));
        let marked = marked.chain(file.rules.values().flatten());
        let marked = marked.filter(|text| text.contains('«')).count();
        assert!(file.entity == "*" || marked >= 25, "{name} has {marked} positives");
        assert!(file.negatives.len() >= 10, "{name} has {} negatives", file.negatives.len());
    }
}

#[test]
fn each_entity_alone_at_score_zero_finds_what_is_marked() {
    for (name, file) in files().into_iter().filter(|(_, file)| file.entity != "*") {
        let entities = Some(vec![portcullis_model::Entity::named(file.entity.clone())]);
        let settings = Settings { entities, min_score: 0.0, ..Settings::standard() };
        let detector = Detector::new(settings).unwrap();
        for marked in file.positives.iter().chain(file.rules.values().flatten()) {
            let (text, spans) = unmark(marked);
            let found = detector.find(&text, &Hint::NONE);
            let got: Vec<_> = found.iter().map(|f| (f.start, f.end)).collect();
            assert!(spans.iter().all(|span| got.contains(span)), "{name}: {marked}\n{found:?}");
        }
    }
}

/// The rules of which texts stand in the corpus.
fn tried() -> BTreeSet<String> {
    files().into_iter().flat_map(|(_, file)| file.rules.into_keys()).collect()
}

#[test]
fn each_rule_of_secrets_finds_its_own() {
    let detector = Detector::new(Settings::standard()).unwrap();
    let mut wrong = Vec::new();
    for (name, file) in files() {
        for (rule, texts) in &file.rules {
            assert!(texts.len() >= 2, "{name}: {rule} has {} texts", texts.len());
            for marked in texts {
                let found = detector.find(&unmark(marked).0, &Hint::NONE);
                let rules: Vec<_> = found.iter().filter_map(|f| f.rule.as_deref()).collect();
                if rules != [rule] {
                    wrong.push(format!("{name}: {rule}: {marked}\n      found {rules:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Rules of no vendor: their place tells them, and they are tried by it.
const PLACED: &[&str] = &[
    "basic-auth-header",
    "bearer-token",
    "command-line-secret",
    "password-in-prose",
    "url-credentials",
];

#[test]
fn every_rule_of_gitleaks_is_one_of_ours() {
    let listed = include_str!("../cases/gitleaks-rules.txt");
    let listed: BTreeSet<_> = listed.lines().filter(|line| !line.starts_with('#')).collect();
    let detector = Detector::new(Settings::standard()).unwrap();
    let ours: BTreeSet<_> = detector.recognizers().filter_map(|known| known.rule()).collect();
    assert!(listed.len() >= 222, "{} rules are listed", listed.len());
    let tried = tried();
    let missing: Vec<_> = listed.iter().filter(|rule| !tried.contains(**rule)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let untried = |rule: &&&str| !tried.contains(**rule) && !PLACED.contains(rule);
    let untried: Vec<_> = ours.iter().filter(untried).collect();
    assert!(untried.is_empty(), "{untried:?}");
}
