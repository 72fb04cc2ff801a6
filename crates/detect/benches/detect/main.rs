//! Prints how fast detection is, row by row of the specification's table, with plain regexes one
//! after another as the reference.
//!
//! Run by `cargo xtask bench detect`, which adds the whole program and detectors of others on the
//! same texts. It asserts nothing: timed tests fail by accident.

#![forbid(unsafe_code)]

mod clock;
mod own;
mod texts;

use std::fs;
use std::hint::black_box;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clock::{fastest, rate};
use portcullis_detect::{Detector, Hint, Machine, Released, Settings};
use portcullis_model::Entity;
use regex_automata::meta::Regex;

const MEGABYTE: usize = 1_000_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let detector = Arc::new(Detector::new(Settings::standard())?);
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:<52}{:>12}{:>12}", "detection, one core", "MB/s", "findings")?;
    let prose = texts::prose(4 * MEGABYTE);
    let source = texts::source(20 * MEGABYTE)?;
    hand_over(&prose, &source)?;
    messages(&mut out, &detector, &prose)?;
    own::own(&mut out, &prose)?;
    references(&mut out, &prose)?;
    for (name, text) in [
        ("text without candidates", texts::plain(4 * MEGABYTE)),
        ("JSON records", texts::records(4 * MEGABYTE)),
        ("log lines", texts::logs(4 * MEGABYTE)),
    ] {
        whole(&mut out, name, &detector, &text)?;
    }
    let secrets = detector.only(&[Entity::SECRET])?;
    whole(&mut out, "secrets, 20 MB of source, all rules", &secrets, &source)?;
    whole(&mut out, "the same source, everything on", &detector, &source)?;
    streams(&mut out, &detector, &prose)?;
    hostile(&mut out, &detector)?;
    Ok(())
}

/// Writes the texts where the variable says, for detectors of others.
fn hand_over(prose: &str, source: &str) -> std::io::Result<()> {
    let Some(folder) = std::env::var_os("PORTCULLIS_BENCH_TEXTS").map(PathBuf::from) else {
        return Ok(());
    };
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("prose.txt"), prose)?;
    fs::write(folder.join("source.txt"), source)
}

fn whole(out: &mut impl Write, name: &str, detector: &Detector, text: &str) -> std::io::Result<()> {
    let found = detector.find(text, &Hint::NONE).len();
    let time = fastest(|| detector.find(black_box(text), &Hint::NONE).len());
    writeln!(out, "{name:<52}{:>12.0}{found:>12}", rate(text.len(), time))
}

/// Messages of 1 KB against a document of 1 MB, byte for byte.
fn messages(out: &mut impl Write, detector: &Detector, prose: &str) -> std::io::Result<()> {
    let messages = texts::messages(prose);
    let run = || {
        let found = messages.iter().map(|text| detector.find(black_box(text), &Hint::NONE).len());
        found.sum::<usize>()
    };
    let (found, time) = (run(), fastest(run));
    let name = "personal data, 1 KB messages, 1 finding in 200";
    writeln!(out, "{name:<52}{:>12.0}{found:>12}", rate(prose.len(), time))?;
    let each = time.as_secs_f64() * 1e6 / f64::from(u32::try_from(messages.len()).unwrap_or(1));
    writeln!(out, "{:<52}{each:>12.2}", "one 1 KB body, everything on, µs")?;
    let document = prose.get(..prose.floor_char_boundary(MEGABYTE)).unwrap_or(prose);
    let large = fastest(|| detector.find(black_box(document), &Hint::NONE).len());
    let ratio = rate(prose.len(), time) / rate(document.len(), large);
    let name = "one 1 MB document against messages, time a byte";
    writeln!(out, "{name:<52}{ratio:>11.2}×")
}

/// Seven of the shapes as plain regexes, one after another.
fn references(out: &mut impl Write, text: &str) -> Result<(), Box<dyn std::error::Error>> {
    let patterns = [
        r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}",
        r"(?:\+?1[-. ]?)?\(?[2-9][0-9]{2}\)?[-. ]?[2-9][0-9]{2}[-. ]?[0-9]{4}",
        r"\b[0-9]{3}-[0-9]{2}-[0-9]{4}\b",
        r"\b(?:[0-9][ -]?){12,18}[0-9]\b",
        r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b",
        r"\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b",
        r"\b[0-9]{9}\b",
    ];
    let mut regexes = Vec::new();
    for pattern in patterns {
        regexes.push(Regex::new(pattern)?);
    }
    let messages = texts::messages(text);
    let count = || {
        let all = regexes.iter().flat_map(|regex| messages.iter().map(move |text| (regex, text)));
        all.map(|(regex, text)| regex.find_iter(black_box(text)).count()).sum()
    };
    let (found, time): (usize, _) = (count(), fastest(count));
    let name = "reference: 7 regexes one after another, the same";
    writeln!(out, "{name:<52}{:>12.0}{found:>12}", rate(text.len(), time))?;
    Ok(())
}

fn streams(out: &mut impl Write, detector: &Arc<Detector>, text: &str) -> std::io::Result<()> {
    for size in [16, 256, 16_384] {
        let pieces: Vec<_> = text.as_bytes().chunks(size).map(String::from_utf8_lossy).collect();
        let run = || {
            let (mut machine, mut released) = (detector.stream(), Released::default());
            let mut found = 0;
            for piece in &pieces {
                machine.push(piece, &mut released);
                found += released.findings.len();
                released.clear();
            }
            machine.finish(&mut released);
            found + released.findings.len()
        };
        let (found, time) = (run(), fastest(run));
        let name = format!("the same prose, streamed, {size} bytes a piece");
        writeln!(out, "{name:<52}{:>12.0}{found:>12}", rate(text.len(), time))?;
    }
    held(out, detector, ("prose without candidates", &texts::plain(MEGABYTE)))?;
    held(out, detector, ("the same prose", text))
}

/// How much waits for more text after each of many short pieces.
fn held(
    out: &mut impl Write,
    detector: &Arc<Detector>,
    (name, text): (&str, &str),
) -> std::io::Result<()> {
    let (mut machine, mut released) = (detector.stream(), Released::default());
    let (mut sum, mut most, mut count) = (0, 0, 0);
    for piece in text.as_bytes().chunks(16).take(MEGABYTE / 16) {
        machine.push(&String::from_utf8_lossy(piece), &mut released);
        released.clear();
        sum += machine.held();
        most = most.max(machine.held());
        count += 1;
    }
    let name = format!("{name}, bytes held after a piece of 16, mean, most");
    writeln!(out, "{name:<64}{:>6}{most:>6}", sum / count.max(1))
}

/// What a hostile text is made of, over and over.
const HOSTILE: &[&str] = &[
    "a",
    "a.",
    "a@",
    "@",
    "a@a.",
    "1",
    "1 ",
    "12 ",
    "123-",
    "4111 ",
    "(1)",
    "+1",
    "1.",
    "1.1.1.",
    ":",
    "::",
    "a:",
    "-----BEGIN ",
    "-----BEGIN PRIVATE KEY-----",
    "eyJ",
    " eyJ",
    "eyJ.",
    "sk-",
    "AKIA",
    "DE89",
    " DE89 ",
    "é",
    "日",
    "phone ",
    "415-555-2671 ",
];

fn hostile(out: &mut impl Write, detector: &Arc<Detector>) -> std::io::Result<()> {
    writeln!(out, "\n{:<52}{:>12}{:>12}", "worst cases, 1 MB", "ms", "ms streamed")?;
    for unit in HOSTILE {
        let text = unit.repeat(MEGABYTE / unit.len());
        let time = fastest(|| detector.find(black_box(&text), &Hint::NONE).len());
        let streamed = fastest(|| {
            let (mut machine, mut released) = (detector.stream(), Released::default());
            let mut rest = text.as_str();
            while !rest.is_empty() {
                let (piece, next) = rest.split_at(rest.floor_char_boundary(64.min(rest.len())));
                push(&mut machine, piece, &mut released);
                rest = next;
            }
            machine.finish(&mut released);
            released.text.len()
        });
        let (time, streamed) = (time.as_secs_f64() * 1e3, streamed.as_secs_f64() * 1e3);
        writeln!(out, "{:<52}{time:>12.1}{streamed:>12.1}", format!("`{unit}` × n"))?;
    }
    Ok(())
}

fn push(machine: &mut Machine, piece: &str, released: &mut Released) {
    machine.push(piece, released);
    released.clear();
}
