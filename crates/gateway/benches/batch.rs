//! `conceal --batch` and `reveal --batch` as they are run, start included: rows a second.
//!
//! Fails on no figure, but on a row that is wrong: one that was not concealed, whose surrogate
//! is not of its form, or that does not come back.

#![forbid(unsafe_code)]

#[path = "program/child.rs"]
mod child;

use std::collections::HashSet;
use std::fs::{self, File, Permissions};
use std::io::{BufWriter, Write, stdout};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use child::{Run, run};
use portcullis_testkit::{Kind, Random};

const KINDS: [Kind; 4] = [Kind::Ssn, Kind::Card, Kind::Email, Kind::Phone];
/// Distinct values of each kind.
const EACH: usize = 50_000;

/// A row and what was planted in it.
struct Planted {
    kind: Kind,
    value: String,
}

fn main() -> Result<()> {
    // A directory below the target directory: /tmp is no disk on some machines.
    let program = std::env::current_exe()?;
    let home = tempfile::tempdir_in(program.parent().unwrap_or(Path::new(".")))?;
    let home = home.path();
    let [rows, concealed, again, revealed] =
        ["rows", "concealed", "again", "revealed"].map(|name| home.join(name));
    let planted = planted();
    write_rows(&planted, &rows)?;
    let key = home.join("keyfile");
    fs::write(&key, "a passphrase of this bench\n")?;
    fs::set_permissions(&key, Permissions::from_mode(0o600))?;
    run(home, &["key", "init", "--passphrase-stdin"], &key, &home.join("said"), &[0])?;
    let first = run(home, &["conceal", "--batch"], &rows, &concealed, &[0])?;
    let second = run(home, &["conceal", "--batch"], &rows, &again, &[0])?;
    let back = run(home, &["reveal", "--batch"], &concealed, &revealed, &[0])?;
    check_forms(&planted, &fs::read_to_string(&concealed)?)?;
    if fs::read(&concealed)? != fs::read(&again)? {
        bail!("the second run gave other surrogates than the first");
    }
    if fs::read(&rows)? != fs::read(&revealed)? {
        bail!("what came back is not what was given");
    }
    let mut out = stdout().lock();
    let count = planted.len();
    for (name, run) in
        [("conceal, new values", first), ("conceal, known values", second), ("reveal", back)]
    {
        let Run { wall, cpu } = run;
        let (rate, each) = (count as f64 / wall, 1e6 * cpu / count as f64);
        writeln!(
            out,
            "batch: {name:<22} {rate:>8.0} rows/s ({count} rows in {wall:.1} s, start included; \
             {each:.1} us CPU a row)"
        )?;
    }
    writeln!(out, "batch: every row right after the round trip, every surrogate of its form")?;
    Ok(())
}

/// Values that are all different, in an order that mixes them.
fn planted() -> Vec<Planted> {
    let mut random = Random::new(2);
    let mut seen = HashSet::new();
    let mut planted = Vec::with_capacity(KINDS.len() * EACH);
    for _ in 0..EACH {
        for kind in KINDS {
            loop {
                let value = kind.value(&mut random);
                let canonical: String =
                    value.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '@').collect();
                if seen.insert((kind, canonical)) {
                    planted.push(Planted { kind, value });
                    break;
                }
            }
        }
    }
    planted
}

fn write_rows(planted: &[Planted], path: &Path) -> Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for Planted { kind, value } in planted {
        writeln!(file, "{{\"text\":\"{}{value}\"}}", kind.lead())?;
    }
    Ok(file.flush()?)
}

/// Every row holds a surrogate of the form that its kind has.
fn check_forms(planted: &[Planted], concealed: &str) -> Result<()> {
    let mut lines = concealed.lines();
    let mut seen = HashSet::with_capacity(planted.len());
    for Planted { kind, value } in planted {
        let line = lines.next().context("a row is missing")?;
        let lead = format!("{{\"text\":\"{}", kind.lead());
        let surrogate = line.strip_prefix(&lead).and_then(|rest| rest.strip_suffix("\"}"));
        let surrogate = surrogate.context("a row whose other text changed")?;
        if !has_form(*kind, value, surrogate) {
            bail!("a surrogate of {} has not its form: {value} gave {surrogate}", kind.entity());
        }
        if !seen.insert(surrogate) {
            bail!("two values have one surrogate: {surrogate}");
        }
    }
    Ok(())
}

fn has_form(kind: Kind, value: &str, surrogate: &str) -> bool {
    let digits: String = surrogate.chars().filter(char::is_ascii_digit).collect();
    let skeleton = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "0");
    let kept = skeleton(value) == skeleton(surrogate);
    match kind {
        Kind::Email => {
            let local = surrogate.strip_prefix("tkn-").and_then(|rest| rest.split_once('@'));
            local.is_some_and(|(local, host)| local.len() == 16 && host.ends_with(".invalid"))
        }
        Kind::Ssn => kept && digits.starts_with("000"),
        Kind::Card => kept && digits.starts_with("400000") && luhn(&digits),
        // The country's code may be added; the rest keeps its separators.
        Kind::Phone => {
            national(&skeleton(value)) == national(&skeleton(surrogate))
                && digits.trim_start_matches('1').starts_with("555")
        }
        _ => false,
    }
}

/// The last ten digits and what stands between them.
fn national(skeleton: &str) -> &str {
    let start = skeleton.rmatch_indices('0').nth(9).map_or(0, |(at, _)| at);
    skeleton.get(start..).unwrap_or_default()
}

fn luhn(digits: &str) -> bool {
    let digits = digits.bytes().rev().map(|byte| u32::from(byte - b'0'));
    let weighed = digits.enumerate().map(|(at, digit)| match (at % 2, digit) {
        (0, digit) => digit,
        (_, digit) if digit < 5 => 2 * digit,
        (_, digit) => 2 * digit - 9,
    });
    weighed.sum::<u32>() % 10 == 0
}
