//! Detection as it is used: `scan` of 64 MB, and `conceal` of nested JSON, each as a run of the
//! program, output included.
//!
//! It prints time on the processor, over all threads. Fails on no figure.

#![forbid(unsafe_code)]

#[path = "../program/child.rs"]
mod child;

use std::fs::{self, File, Permissions};
use std::io::{BufWriter, Write, stdout};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use anyhow::Result;
use child::{Run, run};
use portcullis_testkit::{Kind, Random};
use serde_json::{Value, json};

/// Bytes that are scanned.
const BYTES: usize = 64_000_000;
/// Bytes of a message.
const MESSAGE_BYTES: usize = 1_000;
/// Bytes of nested JSON that are concealed, all together.
const JSON_BYTES: usize = 20_000_000;

const KINDS: [Kind; 4] = [Kind::Email, Kind::Phone, Kind::Card, Kind::Ssn];
const SENTENCES: [&str; 4] = [
    "The committee met in the old library and talked about the roof, leaking since spring. ",
    "Nobody could say how long the repair would take, but all agreed that it should begin. ",
    "She closed the ledger, put the pen down and looked at the harbour (it was raining). ",
    "\"Perhaps,\" he said, \"we should ask the people who built it: they know the house.\" ",
];

fn main() -> Result<()> {
    let program = std::env::current_exe()?;
    let home = tempfile::tempdir_in(program.parent().unwrap_or(Path::new(".")))?;
    let home = home.path();
    scan(home)?;
    let key = home.join("keyfile");
    fs::write(&key, "a passphrase of this bench\n")?;
    fs::set_permissions(&key, Permissions::from_mode(0o600))?;
    run(home, &["key", "init", "--passphrase-stdin"], &key, &home.join("said"), &[0])?;
    for bytes in [2_000, 20_000] {
        conceal(home, bytes)?;
    }
    Ok(())
}

/// A message with a made-up value after every second sentence.
fn message(random: &mut Random, at: &mut usize) -> String {
    let mut message = String::with_capacity(MESSAGE_BYTES + 200);
    while message.len() < MESSAGE_BYTES - 100 {
        message.push_str(SENTENCES.get(*at % SENTENCES.len()).copied().unwrap_or_default());
        if *at % 2 == 1 {
            let kind = KINDS.get(*at / 2 % KINDS.len()).copied().unwrap_or(Kind::Email);
            message.push_str(&kind.value(random));
            message.push_str(". ");
        }
        *at += 1;
    }
    message
}

fn scan(home: &Path) -> Result<()> {
    let [text, rows, found] = ["text", "rows", "found"].map(|name| home.join(name));
    let (mut random, mut at, mut bytes) = (Random::new(4), 0, 0);
    let (mut lines, mut batch) =
        (BufWriter::new(File::create(&text)?), BufWriter::new(File::create(&rows)?));
    while bytes < BYTES {
        let message = message(&mut random, &mut at);
        bytes += message.len() + 1;
        writeln!(lines, "{message}")?;
        writeln!(batch, "{}", json!({ "text": message }))?;
    }
    lines.flush()?;
    batch.flush()?;
    let name = text.to_string_lossy().into_owned();
    for (label, words, input) in [
        ("scan --format json, 64 MB", &["scan", "--format", "json", &name][..], &rows),
        ("scan --batch, the same as rows", &["scan", "--batch"], &rows),
    ] {
        let mut best: Option<Run> = None;
        for _ in 0..3 {
            let run = run(home, words, input, &found, &[1])?;
            best = best.filter(|best| best.cpu <= run.cpu).or(Some(run));
        }
        let Some(Run { wall, cpu }) = best else { continue };
        let rate = |seconds: f64| bytes as f64 / 1e6 / seconds;
        let out = fs::metadata(&found)?.len() as f64 / 1e6;
        say(&format!(
            "{label:<34} {:>6.0} MB/s of CPU, {:>6.0} MB/s ({out:.0} MB printed)",
            rate(cpu),
            rate(wall)
        ))?;
    }
    Ok(())
}

/// Rows of nested JSON of about this length, with values that are new in each.
fn conceal(home: &Path, bytes: usize) -> Result<()> {
    let [rows, out] = ["json", "concealed"].map(|name| home.join(name));
    let (mut random, mut at) = (Random::new(5), 0);
    let mut file = BufWriter::new(File::create(&rows)?);
    let count = JSON_BYTES / bytes;
    for _ in 0..count {
        writeln!(file, "{}", json!({ "json": nested(&mut random, &mut at, bytes) }))?;
    }
    file.flush()?;
    let all = run(home, &["conceal", "--batch"], &rows, &out, &[0])?;
    let each = 1e6 * all.cpu / count as f64;
    say(&format!(
        "conceal --batch, {:>2} KB of nested JSON {each:>6.0} us of CPU a row ({count} rows, start, \
         vault and log included)",
        bytes / 1_000
    ))
}

/// Records within records; every second value is a sentence with a finding.
fn nested(random: &mut Random, at: &mut usize, bytes: usize) -> Value {
    let mut records = Vec::new();
    let mut length = 0;
    while length < bytes {
        *at += 1;
        let kind = KINDS.get(*at % KINDS.len()).copied().unwrap_or(Kind::Email);
        let note = SENTENCES.get(*at % SENTENCES.len()).copied().unwrap_or_default();
        let record = json!({
            "id": *at,
            "customer": { "contact": { "note": note, "value": format!("{}{}", kind.lead(), kind.value(random)) } },
            "tags": ["open", "north"],
            "amounts": [12.5, 990, -3],
        });
        length += record.to_string().len();
        records.push(record);
    }
    json!({ "page": { "number": *at, "records": records } })
}

fn say(line: &str) -> Result<()> {
    Ok(writeln!(stdout().lock(), "{line}")?)
}
