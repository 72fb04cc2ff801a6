//! Prints how fast detection is, with seven plain regexes one after another as the reference.
//!
//! Run by `cargo bench -p portcullis-detect`. It asserts nothing: timed tests fail by accident.

#![forbid(unsafe_code)]

use std::hint::black_box;
use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, Instant};

use portcullis_detect::{Custom, Deny, Detector, Hint, Pattern, PatternError, Released, Settings};
use portcullis_model::Entity;
use regex_automata::meta::Regex;

const MEGABYTE: usize = 1_000_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let detector = Arc::new(Detector::new(Settings::standard())?);
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:<44}{:>12}{:>12}", "detection, one core", "MB/s", "findings")?;
    for (name, text) in [
        ("prose without candidates", plain(4 * MEGABYTE)),
        ("prose, 1 finding per 200 characters", prose(4 * MEGABYTE)),
        ("JSON records", records(4 * MEGABYTE)),
        ("log lines", logs(4 * MEGABYTE)),
    ] {
        let found = detector.find(&text, &Hint::NONE).len();
        let time = fastest(|| detector.find(black_box(&text), &Hint::NONE).len());
        writeln!(out, "{name:<44}{:>12.0}{found:>12}", rate(text.len(), time))?;
    }
    let text = prose(4 * MEGABYTE);
    own(&mut out, &text)?;
    references(&mut out, &text)?;
    streams(&mut out, &detector, &text)?;
    messages(&mut out, &detector, &text)?;
    hostile(&mut out, &detector)?;
    Ok(())
}

/// The same with what an operator names besides, and what patterns without edges cost at worst.
fn own(out: &mut impl Write, text: &str) -> Result<(), Box<dyn std::error::Error>> {
    let pattern = |number: u32, source: &str| {
        let entity = Entity::named(format!("OWN_{number}"));
        let pattern = Pattern::parse(source)?;
        let context = vec!["own".to_owned()];
        Ok::<_, PatternError>(Custom { entity, pattern, context, score: None, validator: None })
    };
    let words = (0..20).map(|number| pattern(number, &format!(r"(?i)\b{number}EMP-\d{{6}}\b")));
    let mut deny = Deny::default();
    for number in 0..1000 {
        deny.add(&Entity::known("CODENAME"), &format!("Project {number} the old library"))?;
    }
    let custom = words.collect::<Result<Vec<_>, _>>()?;
    let settings = Settings { custom, deny, ..Settings::standard() };
    let detector = Detector::new(settings)?;
    let found = detector.find(text, &Hint::NONE).len();
    let time = fastest(|| detector.find(black_box(text), &Hint::NONE).len());
    let name = "the same, 20 own patterns, 1,000 denied values";
    writeln!(out, "{name:<44}{:>12.0}{found:>12}", rate(text.len(), time))?;
    for (source, unit) in [("[a-z]+", "a"), ("x{1,400}y", "x"), (r"\d{4}-\d{4}", "1234-")] {
        let settings = Settings { custom: vec![pattern(0, source)?], ..Settings::standard() };
        let detector = Detector::new(settings)?;
        let text = unit.repeat(MEGABYTE / unit.len());
        let found = detector.find(&text, &Hint::NONE).len();
        let time = fastest(|| detector.find(black_box(&text), &Hint::NONE).len());
        let name = format!("`{source}` alone besides, `{unit}` × n");
        writeln!(out, "{name:<44}{:>12.0}{found:>12}", rate(text.len(), time))?;
    }
    Ok(())
}

/// The same seven shapes as plain regexes, one after another.
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
    let count = || regexes.iter().map(|regex| regex.find_iter(black_box(text)).count()).sum();
    let (found, time): (usize, _) = (count(), fastest(count));
    let name = "reference: 7 regexes, the same prose";
    writeln!(out, "{name:<44}{:>12.0}{found:>12}", rate(text.len(), time))?;
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
        writeln!(out, "{name:<44}{:>12.0}{found:>12}", rate(text.len(), time))?;
    }
    Ok(())
}

fn messages(out: &mut impl Write, detector: &Detector, text: &str) -> std::io::Result<()> {
    let messages: Vec<_> = text.as_bytes().chunks(1000).map(String::from_utf8_lossy).collect();
    let run = || {
        let found = messages.iter().map(|text| detector.find(black_box(text), &Hint::NONE).len());
        found.sum::<usize>()
    };
    let (found, time) = (run(), fastest(run));
    let name = "the same prose, 1 KB messages";
    writeln!(out, "{name:<44}{:>12.0}{found:>12}", rate(text.len(), time))?;
    let each = time.as_secs_f64() * 1e6 / f64::from(u32::try_from(messages.len()).unwrap_or(1));
    writeln!(out, "{:<44}{each:>12.2}", "one 1 KB message, µs")
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
    writeln!(out, "\n{:<44}{:>12}{:>12}", "worst cases, 1 MB", "ms", "ms streamed")?;
    for unit in HOSTILE {
        let text = unit.repeat(MEGABYTE / unit.len());
        let time = fastest(|| detector.find(black_box(&text), &Hint::NONE).len());
        let streamed = fastest(|| {
            let (mut machine, mut released) = (detector.stream(), Released::default());
            let mut rest = text.as_str();
            while !rest.is_empty() {
                let (piece, next) = rest.split_at(rest.floor_char_boundary(64.min(rest.len())));
                machine.push(piece, &mut released);
                released.clear();
                rest = next;
            }
            machine.finish(&mut released);
            released.text.len()
        });
        let (time, streamed) = (time.as_secs_f64() * 1e3, streamed.as_secs_f64() * 1e3);
        writeln!(out, "{:<44}{time:>12.1}{streamed:>12.1}", format!("`{unit}` × n"))?;
    }
    Ok(())
}

fn rate(bytes: usize, time: Duration) -> f64 {
    f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1e6 / time.as_secs_f64()
}

/// The fastest of a few runs: what the machine does when nothing else disturbs it.
#[expect(clippy::disallowed_methods, reason = "a bench measures real time")]
fn fastest(mut run: impl FnMut() -> usize) -> Duration {
    let timed = |run: &mut dyn FnMut() -> usize| {
        let start = Instant::now();
        black_box(run());
        start.elapsed()
    };
    (0..5).map(|_| timed(&mut run)).min().unwrap_or_default()
}

const SENTENCES: &[&str] = &[
    "The committee met in the old library and talked about the roof, leaking since spring. ",
    "Nobody could say how long the repair would take, but all agreed that it should begin. ",
    "She closed the ledger, put the pen down and looked at the harbour (it was raining). ",
    "\"Perhaps,\" he said, \"we should ask the people who built it: they know the house.\" ",
];

const VALUES: &[&str] = &[
    "ada.lovelace@example.com",
    "(415) 555-2671",
    "536-90-4399",
    "4111 1111 1111 1111",
    "DE89 3704 0044 0532 0130 00",
    "203.0.113.77",
    "routing number 021000021",
    "ghp_x7Kq2mZ9pL4vR8tY1wN6bC3dF5gH0jSaQeUi",
];

fn plain(bytes: usize) -> String {
    SENTENCES.iter().cycle().take(bytes / 85).copied().collect()
}

/// A value after every second sentence, which is one for about 200 characters.
fn prose(bytes: usize) -> String {
    let mut text = String::new();
    let mut values = VALUES.iter().cycle();
    for (index, sentence) in SENTENCES.iter().cycle().enumerate() {
        if text.len() >= bytes {
            break;
        }
        text.push_str(sentence);
        if index % 2 == 1 {
            text.extend(values.next().copied());
            text.push_str(". ");
        }
    }
    text
}

fn records(bytes: usize) -> String {
    let record = |id: u32| {
        format!(
            "{{\"id\":{id},\"name\":\"Ada\",\"created\":1732{id},\"tags\":[\"a\",\"b\"],\"ok\":true}}\n"
        )
    };
    lines(bytes, record)
}

fn logs(bytes: usize) -> String {
    let line = |id: u32| {
        let second = id % 60;
        format!(
            "2026-11-21T09:05:{second:02}.{id}Z INFO gate: request {id} took {second} ms status=200\n"
        )
    };
    lines(bytes, line)
}

fn lines(bytes: usize, line: impl Fn(u32) -> String) -> String {
    let mut text = String::new();
    for id in (100_003..900_000).step_by(7).cycle() {
        if text.len() >= bytes {
            break;
        }
        text.push_str(&line(id));
    }
    text
}
