//! How well detection finds: precision and recall per entity, through the real `scan --batch`.
//!
//! A case is a line `{"text", "spans": [{"entity", "start", "end"}]}` with offsets in Unicode
//! code points. Entities that no case of a file plants are not counted against other files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::program::{Program, root, say};
use crate::test::binary;

/// One marked or found span: entity, first code point, one past the last.
type Span = (String, u64, u64);

/// What was counted for one entity.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    right: u64,
    /// Found, but with another start or end: counted as right and shown apart.
    shifted: u64,
    missed: u64,
    wrong: u64,
}

/// Evaluates `file`, or every file of `corpus/detect`.
pub(crate) fn run(file: Option<&str>) -> Result<()> {
    let files = match file {
        Some(file) => vec![PathBuf::from(file)],
        None => corpus()?,
    };
    let gate = binary("portcullis-gateway", "portcullis")?;
    let mut counts = BTreeMap::new();
    for file in &files {
        evaluate(&gate, file, &mut counts).with_context(|| file.display().to_string())?;
    }
    print(&counts);
    Ok(())
}

fn corpus() -> Result<Vec<PathBuf>> {
    let folder = root().join("corpus/detect");
    let entries = std::fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    if files.is_empty() {
        bail!("no .jsonl file in {}", folder.display());
    }
    Ok(files)
}

fn evaluate(gate: &Path, file: &Path, counts: &mut BTreeMap<String, Count>) -> Result<()> {
    let text = std::fs::read_to_string(file)?;
    let cases: Vec<Value> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let mut input = Vec::new();
    for case in &cases {
        let row = serde_json::json!({ "text": case.get("text").context("a case has a `text`")? });
        serde_json::to_writer(&mut input, &row)?;
        input.push(b'\n');
    }
    let (output, code) = Program::new(gate).args(&["scan", "--batch"]).filter(input)?;
    if !matches!(code, Some(0 | 1)) {
        bail!("`scan --batch` ended with {code:?}");
    }
    let rows: Vec<Value> = output.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    if rows.len() != cases.len() {
        bail!("{} rows for {} cases", rows.len(), cases.len());
    }
    let planted: BTreeSet<String> =
        cases.iter().flat_map(|case| spans(case, "spans")).map(|span| span.0).collect();
    for (case, row) in cases.iter().zip(&rows) {
        // A file of hard negatives plants nothing: then every finding counts.
        let counted = |span: &Span| planted.is_empty() || planted.contains(&span.0);
        let found = spans(row, "findings").into_iter().filter(counted).collect();
        compare(spans(case, "spans"), found, counts);
    }
    Ok(())
}

/// The spans in a row's list.
fn spans(row: &Value, list: &str) -> Vec<Span> {
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

/// Each planted span takes the first finding of its entity that overlaps it.
fn compare(planted: Vec<Span>, mut found: Vec<Span>, counts: &mut BTreeMap<String, Count>) {
    for (entity, start, end) in planted {
        let overlaps = |span: &Span| span.0 == entity && span.1 < end && start < span.2;
        let count = counts.entry(entity.clone()).or_default();
        match found.iter().position(overlaps) {
            Some(index) => {
                let span = found.remove(index);
                count.right += 1;
                count.shifted += u64::from((span.1, span.2) != (start, end));
            }
            None => count.missed += 1,
        }
    }
    for (entity, ..) in found {
        counts.entry(entity).or_default().wrong += 1;
    }
}

fn print(counts: &BTreeMap<String, Count>) {
    say("entity                      right shifted  missed   wrong  precision  recall      F1");
    let mut all = Count::default();
    for (entity, count) in counts {
        row(entity, *count);
        all.right += count.right;
        all.shifted += count.shifted;
        all.missed += count.missed;
        all.wrong += count.wrong;
    }
    row("all", all);
}

#[expect(clippy::cast_precision_loss, reason = "counts of a corpus are far below 2^52")]
fn row(name: &str, count: Count) {
    let Count { right, shifted, missed, wrong } = count;
    let ratio = |part: u64, whole: u64| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
    let precision = ratio(right, right + wrong);
    let recall = ratio(right, right + missed);
    let sum = precision + recall;
    let f1 = if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum };
    say(&format!(
        "{name:<26} {right:>6} {shifted:>7} {missed:>7} {wrong:>7} {precision:>10.3} {recall:>7.3} {f1:>7.3}"
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(planted: &[(&str, u64, u64)], found: &[(&str, u64, u64)], expected: [u64; 4]) {
        let owned = |spans: &[(&str, u64, u64)]| {
            spans.iter().map(|(entity, start, end)| ((*entity).to_owned(), *start, *end)).collect()
        };
        let mut counts = BTreeMap::new();
        compare(owned(planted), owned(found), &mut counts);
        let count = counts.get("A").copied().unwrap_or_default();
        assert_eq!([count.right, count.shifted, count.missed, count.wrong], expected);
    }

    #[test]
    fn spans_are_matched_by_entity_and_overlap() {
        check(&[], &[], [0, 0, 0, 0]);
        check(&[("A", 0, 5)], &[("A", 0, 5)], [1, 0, 0, 0]);
        check(&[("A", 0, 5)], &[("A", 1, 6)], [1, 1, 0, 0]);
        check(&[("A", 0, 5)], &[("A", 5, 9)], [0, 0, 1, 1]);
        check(&[("A", 0, 5)], &[("B", 0, 5)], [0, 0, 1, 0]);
        check(&[("A", 0, 5)], &[("A", 0, 2), ("A", 3, 5)], [1, 1, 0, 1]);
        check(&[], &[("A", 0, 2)], [0, 0, 0, 1]);
    }
}
