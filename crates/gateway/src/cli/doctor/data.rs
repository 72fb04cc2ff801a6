//! `doctor --data`: whether values stand in any file of the home, in clear or barely hidden.
//!
//! What it says names a value by its line, never by itself.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER};
use indicatif::HumanBytes;
use memchr::memmem::Finder;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::{Output, plain};
use crate::cli::setting::Setting;

/// LIMIT: how many values are looked for at once.
const VALUES_MAX: usize = 100;
/// LIMIT: the shortest and the longest value, in bytes; a shorter one stands anywhere by chance.
const VALUE_BYTES: std::ops::RangeInclusive<usize> = 6..=4096;
/// The form in which small letters and capitals differ.
const BASE64: &str = "base64";
/// How much of a file is read at once.
const PART_BYTES: usize = 1 << 20;

/// One form of one value.
struct Needle {
    /// The line that the value stands in.
    line: usize,
    form: &'static str,
    finder: Finder<'static>,
}

/// A value that stands somewhere.
struct Found {
    line: usize,
    form: &'static str,
    file: PathBuf,
}

/// What was searched.
#[derive(Default)]
struct Search {
    files: u64,
    bytes: u64,
    found: Vec<Found>,
}

/// Runs it. Exit 1 if a value stands somewhere.
pub(super) fn run(setting: &Setting<'_>, output: &mut Output) -> Result<Exit, Failure> {
    let values = values()?;
    let lines = values.lines().count();
    let needles = needles(&values)?;
    let mut search = Search::default();
    let home = setting.home.path();
    if home.exists() {
        folder(home, &needles, &mut search)?;
    }
    say(lines, home, &search, output)?;
    Ok(if search.found.is_empty() { Exit::Done } else { Exit::Negative })
}

fn values() -> Result<Zeroizing<String>, Failure> {
    let limit = VALUES_MAX * VALUE_BYTES.end();
    let mut text = Zeroizing::new(String::new());
    let read = io::stdin().lock().take(limit as u64 + 1).read_to_string(&mut text);
    read.map_err(|error| Failure::io("standard input", &error))?;
    let count = text.lines().count();
    if count == 0 || count > VALUES_MAX || text.len() > limit {
        return Err(Failure::usage(format!(
            "standard input must hold 1 to {VALUES_MAX} values, one a line"
        )));
    }
    Ok(text)
}

fn needles(values: &str) -> Result<Vec<Needle>, Failure> {
    let mut needles = Vec::new();
    for (at, value) in values.lines().enumerate() {
        let value = value.trim();
        if !VALUE_BYTES.contains(&value.len()) {
            return Err(Failure::usage(format!(
                "line {}: a value must have {} to {} bytes",
                at + 1,
                VALUE_BYTES.start(),
                VALUE_BYTES.end()
            )));
        }
        for (form, bytes) in forms(value) {
            let finder = Finder::new(&bytes).into_owned();
            needles.push(Needle { line: at + 1, form, finder });
        }
    }
    Ok(needles)
}

/// The forms of a value: in small letters, save in base64, where they are others.
fn forms(value: &str) -> Vec<(&'static str, Vec<u8>)> {
    let small = Zeroizing::new(value.to_ascii_lowercase());
    let wide = small.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut forms = vec![
        ("plain text", small.as_bytes().to_vec()),
        ("reversed text", small.chars().rev().collect::<String>().into_bytes()),
        ("UTF-16", wide),
    ];
    let capitals = Zeroizing::new(value.to_ascii_uppercase());
    for spelled in [value, &small, &capitals] {
        let bytes = spelled.as_bytes();
        // Its own letters are small in either case of hex.
        forms.push(("hex", HEXLOWER.encode(bytes).into_bytes()));
        for before in [&[][..], &[0], &[0, 0]] {
            for encoding in [&BASE64_NOPAD, &BASE64URL_NOPAD] {
                let text = encoding.encode(&[before, bytes].concat());
                // Only the characters that this value alone decides.
                let start = (before.len() * 8).div_ceil(6);
                let end = (before.len() + bytes.len()) * 8 / 6;
                let own = text.as_bytes().get(start..end).unwrap_or_default();
                forms.push((BASE64, own.to_vec()));
            }
        }
    }
    forms
}

fn folder(path: &Path, needles: &[Needle], search: &mut Search) -> Result<(), Failure> {
    let fault = |error: io::Error| Failure::io(path.display(), &error);
    for entry in fs::read_dir(path).map_err(fault)? {
        let entry = entry.map_err(fault)?;
        let kind = entry.file_type().map_err(fault)?;
        if kind.is_dir() {
            folder(&entry.path(), needles, search)?;
        } else if kind.is_file() {
            let path = entry.path();
            file(&path, needles, search).map_err(|error| Failure::io(path.display(), &error))?;
        }
    }
    Ok(())
}

/// Searches a file part by part; parts overlap by the longest form.
fn file(path: &Path, needles: &[Needle], search: &mut Search) -> io::Result<()> {
    let overlap = needles.iter().map(|needle| needle.finder.needle().len()).max().unwrap_or(0);
    let mut file = File::open(path)?;
    let mut part = Vec::with_capacity(PART_BYTES + overlap);
    let mut seen: Vec<(usize, &str)> = Vec::new();
    loop {
        let read = file.by_ref().take(PART_BYTES as u64).read_to_end(&mut part)?;
        if read == 0 {
            break;
        }
        search.bytes += read as u64;
        let small = part.to_ascii_lowercase();
        for needle in needles {
            let text = if needle.form == BASE64 { &part } else { &small };
            let known = seen.contains(&(needle.line, needle.form));
            if !known && needle.finder.find(text).is_some() {
                seen.push((needle.line, needle.form));
            }
        }
        part.drain(..part.len().saturating_sub(overlap));
    }
    search.files += 1;
    let found = |(line, form)| Found { line, form, file: path.to_owned() };
    search.found.extend(seen.into_iter().map(found));
    Ok(())
}

fn say(lines: usize, home: &Path, search: &Search, output: &mut Output) -> Result<(), Failure> {
    let Search { files, bytes, found } = search;
    if output.json {
        let row = |found: &Found| {
            json!({
                "value": found.line,
                "form": found.form,
                "file": found.file.display().to_string(),
            })
        };
        return output.value(&json!({
            "values": lines,
            "files": files,
            "bytes": bytes,
            "found": found.iter().map(row).collect::<Vec<Value>>(),
        }));
    }
    for Found { line, form, file } in found {
        let file = plain(&file.display().to_string());
        output.line(format_args!("found: value {line} stands in {file}, as {form}"))?;
    }
    let result = if found.is_empty() { "none of the values is there" } else { "values are there" };
    let (home, size) = (plain(&home.display().to_string()), HumanBytes(*bytes));
    output.line(format_args!("searched {files} files of {home} ({size}): {result}"))
}
