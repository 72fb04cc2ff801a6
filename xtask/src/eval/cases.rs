//! Reads cases: texts in which values are marked.
//!
//! It judges nothing.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::counts::Span;

/// A text and what is in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Case {
    pub(super) text: String,
    /// The key that it stands under.
    pub(super) key: Option<String>,
    pub(super) planted: Vec<Span>,
    /// Entities whose findings count; none means all.
    pub(super) judged: BTreeSet<String>,
}

/// All cases of a file.
pub(super) fn read(file: &Path) -> Result<Vec<Case>> {
    let text = std::fs::read_to_string(file)?;
    if file.extension().is_some_and(|ending| ending == "toml") {
        tables(&text)
    } else {
        lines(&text)
    }
}

/// The cases of a file of the corpus: values stand between `«` and `»`.
fn tables(text: &str) -> Result<Vec<Case>> {
    let table: toml::Table = text.parse()?;
    let entity = table.get("entity").and_then(toml::Value::as_str).context("no `entity`")?;
    let list = |name: &str| table.get(name).and_then(toml::Value::as_array).into_iter().flatten();
    let mut cases = Vec::new();
    for marked in list("positives").chain(list("negatives")) {
        let marked = marked.as_str().context("a case is a text")?;
        cases.push(marked_case(entity, marked, None));
    }
    for keyed in list("keyed") {
        let member = |name: &str| keyed.get(name).and_then(toml::Value::as_str);
        let text = member("text").context("a keyed case has a `text`")?;
        let key = member("key").context("a keyed case has a `key`")?;
        cases.push(marked_case(entity, text, Some(key.to_owned())));
    }
    Ok(cases)
}

fn marked_case(entity: &str, marked: &str, key: Option<String>) -> Case {
    let (mut text, mut planted) = (String::new(), Vec::new());
    let (mut at, mut start) = (0, 0);
    for character in marked.chars() {
        match character {
            '«' => start = at,
            '»' => planted.push((entity.to_owned(), start, at)),
            character => {
                text.push(character);
                at += 1;
            }
        }
    }
    // In ordinary text everything that is found is wrong.
    let judged = (entity != "*").then(|| entity.to_owned()).into_iter().collect();
    Case { text, key, planted, judged }
}

/// The cases of a file of JSON Lines. Entities that no case plants are not judged, unless none
/// does: then it is a file of texts in which nothing is to be found.
fn lines(text: &str) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let case: Value = serde_json::from_str(line)?;
        let text = case.get("text").and_then(Value::as_str).context("a case has a `text`")?;
        let key = case.get("key").and_then(Value::as_str).map(str::to_owned);
        let named = case.get("entity").and_then(Value::as_str).map(str::to_owned);
        let judged = named.into_iter().collect();
        cases.push(Case { text: text.to_owned(), key, planted: spans(&case, "spans"), judged });
    }
    let all: BTreeSet<String> = cases
        .iter()
        .flat_map(|case| case.planted.iter().map(|span| &span.0).chain(&case.judged))
        .cloned()
        .collect();
    for case in cases.iter_mut().filter(|case| case.judged.is_empty()) {
        case.judged.clone_from(&all);
    }
    Ok(cases)
}

/// The spans in a list of a row.
pub(super) fn spans(row: &Value, list: &str) -> Vec<Span> {
    let list = row.get(list).and_then(Value::as_array);
    let number = |value: &Value, key: &str| value.get(key).and_then(Value::as_u64);
    list.into_iter()
        .flatten()
        .filter_map(|span| {
            let entity = span.get("entity").and_then(Value::as_str)?;
            Some((entity.to_owned(), number(span, "start")?, number(span, "end")?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_count_in_code_points() {
        let text = "entity = 'A'\npositives = ['é «1» and «22»']\nnegatives = ['x']\n\
                    keyed = [{ key = 'k', text = '«3»' }]";
        let cases = tables(text).unwrap();
        let planted: Vec<_> = cases.iter().map(|case| case.planted.as_slice()).collect();
        let span = |start, end| ("A".to_owned(), start, end);
        assert_eq!(planted, [&[span(2, 3), span(8, 10)][..], &[], &[span(0, 1)]]);
        assert_eq!((cases[0].text.as_str(), cases[2].key.as_deref()), ("é 1 and 22", Some("k")));
        assert!(cases.iter().all(|case| case.judged.contains("A")));
        assert!(tables("entity = '*'\nnegatives = ['x']").unwrap()[0].judged.is_empty());
    }

    #[test]
    fn lines_judge_what_some_line_plants() {
        let text = "{\"text\":\"a\",\"spans\":[{\"entity\":\"A\",\"start\":0,\"end\":1}]}\n\n\
                    {\"text\":\"b\",\"spans\":[]}\n{\"text\":\"c\",\"entity\":\"B\"}";
        let judged: Vec<_> =
            lines(text).unwrap().into_iter().map(|case| Vec::from_iter(case.judged)).collect();
        assert_eq!(judged, [&["A", "B"][..], &["A", "B"], &["B"]]);
        assert!(lines("{\"text\":\"a\"}").unwrap()[0].judged.is_empty());
        assert!(lines("{}").is_err());
    }
}
