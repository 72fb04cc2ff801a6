//! The chores of the repository: `ci`, `test`, `tidy`, `bench`, `eval`, `docs`.
//!
//! Holds nothing of the product: it only starts cargo, git, Python, npm and the built binary, and
//! reads source text.

#![forbid(unsafe_code)]

mod program;
mod workspace;
mod ci;
mod test;
mod python;
mod node;
mod services;
mod deny;
mod docs;
mod bench;
mod eval;
mod tidy;

use std::process::ExitCode;

use anyhow::{Result, bail};

const USAGE: &str = "\
cargo xtask ci                   everything that a change must pass
cargo xtask test                 set up what the tests need, then run all of them
cargo xtask test documents       only the commands of the documents
cargo xtask test presidio        only the gate beside the real Presidio analyzer
cargo xtask tidy                 the rules of the house that no compiler checks
cargo xtask bench [NAME]         the benches, all or those whose name contains NAME
cargo xtask eval [detect] [FILE] precision and recall per entity, on corpus/detect or FILE;
    --alone: each entity by itself at score 0; --errors: what is wrong; --json
cargo xtask docs [--check]       regenerate docs/config.md, codes.md, detection.md and detection/
cargo xtask deny                 advisories, licences, bans and sources of the dependencies
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            program::say(&format!("xtask: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<()> {
    match words {
        ["ci"] => ci::run(),
        ["test"] => test::run(),
        ["test", "documents"] => test::documents(),
        ["test", "presidio"] => test::presidio(),
        ["tidy"] => tidy::run(),
        ["bench"] => bench::run(""),
        ["bench", name] => bench::run(name),
        ["eval", "detect", words @ ..] | ["eval", words @ ..] => eval::run(words),
        ["docs"] => docs::regenerate(),
        ["docs", "--check"] => docs::check(),
        ["deny"] => deny::run(),
        ["help" | "--help" | "-h"] | [] => {
            program::say(USAGE);
            Ok(())
        }
        other => bail!("unknown chore `{}`\n{USAGE}", other.join(" ")),
    }
}
