//! Runs the program to its end and says what it took.
//!
//! What it printed is for whoever asked.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Result, bail};

/// What a run of the program took, in seconds.
pub(crate) struct Run {
    pub(crate) wall: f64,
    pub(crate) cpu: f64,
}

/// Runs the program in a home, from a file to a file; it must end with one of these codes.
pub(crate) fn run(
    home: &Path,
    words: &[&str],
    input: &Path,
    output: &Path,
    codes: &[i32],
) -> Result<Run> {
    let (started, before) = (now(), cpu()?);
    #[expect(clippy::disallowed_methods, reason = "the program is measured as it is run")]
    let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis"));
    let ended = command
        .arg("--home")
        .arg(home)
        .args(words)
        .env_remove("PORTCULLIS_KEYFILE")
        .stdin(File::open(input)?)
        .stdout(File::create(output)?)
        .stderr(Stdio::inherit())
        .status()?;
    if !ended.code().is_some_and(|code| codes.contains(&code)) {
        bail!("{words:?} ended with {ended}");
    }
    Ok(Run { wall: started.elapsed().as_secs_f64(), cpu: cpu()? - before })
}

/// CPU time of all ended children, in seconds: Linux counts it in hundredths.
fn cpu() -> Result<f64> {
    let text = fs::read_to_string("/proc/self/stat")?;
    // The name of the program, which may hold anything, ends at the last bracket.
    let fields = text.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks = fields.skip(13).take(2).filter_map(|field| field.parse::<f64>().ok());
    Ok(ticks.sum::<f64>() / 100.0)
}

#[expect(clippy::disallowed_methods, reason = "this program measures time")]
fn now() -> Instant {
    Instant::now()
}
