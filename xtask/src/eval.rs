//! How well detection finds: precision and recall per entity, through the real `scan --batch`.
//!
//! It judges on the cases of `corpus/detect`, or on files that are named: TOML as there, or lines
//! `{"text", "spans": [{"entity", "start", "end"}]}` with offsets in Unicode code points.

mod cases;
mod counts;
mod table;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::program::{Program, root, say};
use crate::test::binary;
use cases::Case;
use counts::{Counts, Span};

/// What is asked for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Wish {
    files: Vec<PathBuf>,
    /// Each entity by itself, at score 0: what the shapes do without the settling of overlaps.
    alone: bool,
    json: bool,
    errors: bool,
}

/// Evaluates the files that are named, or every file of `corpus/detect`.
pub(crate) fn run(words: &[&str]) -> Result<()> {
    let wish = wish(words)?;
    let gate = binary("portcullis-gateway", "portcullis")?;
    let files = if wish.files.is_empty() { corpus()? } else { wish.files.clone() };
    let mut counts = Counts::default();
    for file in &files {
        let cases = cases::read(file).with_context(|| file.display().to_string())?;
        let found = found(&gate, &cases, wish.alone)?;
        for (case, found) in cases.iter().zip(found) {
            let errors = counts.add(case, found);
            if wish.errors {
                errors.iter().for_each(|error| say(&format!("{}: {error}", file.display())));
            }
        }
    }
    if wish.json {
        say(&format!("{:#}", table::json(&counts)));
    } else {
        table::print(&counts);
    }
    Ok(())
}

/// Reads the words of the command line.
fn wish(words: &[&str]) -> Result<Wish> {
    let mut wish = Wish::default();
    for word in words {
        match *word {
            "--alone" => wish.alone = true,
            "--json" => wish.json = true,
            "--errors" => wish.errors = true,
            flag if flag.starts_with("--") => bail!("`eval detect` has no flag `{flag}`"),
            file => wish.files.push(PathBuf::from(file)),
        }
    }
    Ok(wish)
}

fn corpus() -> Result<Vec<PathBuf>> {
    let folder = root().join("corpus/detect");
    let entries = std::fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| {
        path.extension().is_some_and(|ending| ending == "toml" || ending == "jsonl")
    });
    files.sort();
    if files.is_empty() {
        bail!("no case in {}", folder.display());
    }
    Ok(files)
}

/// What the program finds in each case.
fn found(gate: &Path, cases: &[Case], alone: bool) -> Result<Vec<Vec<Span>>> {
    let mut input = Vec::new();
    for case in cases {
        serde_json::to_writer(&mut input, &row(case, alone))?;
        input.push(b'\n');
    }
    let (output, code) = Program::new(gate).args(&["scan", "--batch"]).filter(input)?;
    if !matches!(code, Some(0 | 1)) {
        let bad = output.lines().find(|line| line.contains("\"error\"")).unwrap_or_default();
        bail!("`scan --batch` ended with {code:?}: {bad}");
    }
    let rows: Vec<Value> = output.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    if rows.len() != cases.len() {
        bail!("{} rows for {} cases", rows.len(), cases.len());
    }
    Ok(rows.iter().map(|row| cases::spans(row, "findings")).collect())
}

/// A case as a row of the program.
fn row(case: &Case, alone: bool) -> Value {
    let mut row = json!({ "text": case.text });
    if let Some(members) = row.as_object_mut() {
        if let Some(key) = &case.key {
            members.insert("key".to_owned(), key.clone().into());
        }
        if alone && !case.judged.is_empty() {
            let judged: Vec<_> = case.judged.iter().cloned().collect();
            members.insert("entities".to_owned(), judged.into());
            members.insert("min_score".to_owned(), 0.into());
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_files_or_flags() {
        let files = vec![PathBuf::from("a.jsonl"), PathBuf::from("b.toml")];
        let all = Wish { files, alone: true, json: true, errors: true };
        assert_eq!(wish(&["--alone", "a.jsonl", "--json", "b.toml", "--errors"]).unwrap(), all);
        assert_eq!(wish(&[]).unwrap(), Wish::default());
        assert!(wish(&["--fast"]).is_err());
    }
}
