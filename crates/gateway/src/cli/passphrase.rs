//! Where a passphrase comes from: the keyfile, else a prompt on the terminal, or standard input
//! where it is asked for.
//!
//! Never from the command line, and never from the standard input of a command that reads data.

use std::io::{self, BufRead as _, Read as _};

use portcullis_model::Secret;
use zeroize::Zeroizing;

use super::failure::Failure;

/// LIMIT: bytes of standard input that are read for passphrases.
const INPUT_BYTES_MAX: u64 = 64 * 1024;

/// Asks on the terminal.
///
/// # Errors
/// If there is none.
pub(super) fn ask(question: &str) -> Result<Secret, Failure> {
    rpassword::prompt_password(question).map(Secret::new).map_err(|_| {
        Failure::usage("a passphrase is needed, and there is no terminal to ask on").hint(
            "put it into the keyfile (`PORTCULLIS_KEYFILE`, else `keyfile` in the home directory, \
             mode 0600), or use `--passphrase-stdin` where the command has it",
        )
    })
}

/// Asks on the terminal twice, so that a slip shows.
///
/// # Errors
/// If there is no terminal, or the answers differ.
pub(super) fn ask_new() -> Result<Secret, Failure> {
    let first = ask("New passphrase: ")?;
    let second = ask("Once more: ")?;
    if first.expose() == second.expose() {
        Ok(first)
    } else {
        Err(Failure::usage("the two passphrases differ"))
    }
}

/// Reads this many lines of standard input, each a passphrase.
///
/// # Errors
/// If there are fewer.
pub(super) fn lines<const COUNT: usize>() -> Result<[Secret; COUNT], Failure> {
    let mut input = io::stdin().lock().take(INPUT_BYTES_MAX);
    let mut found = Vec::with_capacity(COUNT);
    for _ in 0..COUNT {
        let mut line = Zeroizing::new(String::new());
        let read = input.read_line(&mut line);
        read.map_err(|error| Failure::io("standard input", &error))?;
        let text = line.trim_end_matches(['\r', '\n']);
        found.push(Secret::new(text.to_owned()));
    }
    let enough = found.iter().all(|line| !line.expose().is_empty());
    match <[Secret; COUNT]>::try_from(found) {
        Ok(found) if enough => Ok(found),
        Ok(_) | Err(_) => {
            let lines = if COUNT == 1 {
                "one line"
            } else {
                "the old passphrase and the new one, a line each"
            };
            Err(Failure::usage(format!("standard input must hold {lines}")))
        }
    }
}
