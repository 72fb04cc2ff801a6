//! Writes the documents that follow from declarations: `docs/config.md` and `docs/codes.md`, and
//! says of the recognizers what those of `docs/detection` need.
//!
//! CI regenerates them and fails if they differ.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use portcullis_engine::action_name;
use portcullis_engine::detect::{Detector, Settings as Wanted};
use portcullis_model::{Code, Entity, Retry};
use serde_json::json;

use super::exit::Exit;
use super::failure::Failure;
use super::output::Output;
use super::setting::Setting;
use crate::config::reference::reference;
use crate::dialects;

/// Writes both documents into a directory.
pub(super) fn documents(directory: &Path) -> Result<Exit, Failure> {
    for (name, text) in [("config.md", reference()), ("codes.md", codes())] {
        let path = directory.join(name);
        fs::write(&path, text).map_err(|error| Failure::io(path.display(), &error))?;
    }
    Ok(Exit::Done)
}

/// Writes a manual page for each command into a directory: `portcullis-key-init.1`.
pub(super) fn manual(directory: &Path, mut command: clap::Command) -> Result<Exit, Failure> {
    let fault = |error: std::io::Error| Failure::io(directory.display(), &error);
    fs::create_dir_all(directory).map_err(fault)?;
    command.build();
    clap_mangen::generate_to(command, directory).map_err(fault)?;
    Ok(Exit::Done)
}

/// Prints the recognizers with what is done about their entities by default.
pub(super) fn recognizers(setting: &Setting<'_>, output: &mut Output) -> Result<Exit, Failure> {
    let privacy = setting.settings(&[])?.privacy;
    let detector = Detector::new(Wanted::standard())
        .map_err(|error| Failure::new(Exit::Fault, error.to_string()))?;
    let all = detector.recognizers().map(|recognizer| {
        let action = privacy.actions.get(recognizer.entity()).copied();
        json!({
            "name": recognizer.name(),
            "entity": recognizer.entity().name(),
            "rule": recognizer.rule(),
            "context": recognizer.context(),
            "action": action_name(action.unwrap_or(privacy.default_action)),
        })
    });
    let secret = privacy.actions.get(&Entity::SECRET).copied().unwrap_or(privacy.default_action);
    let keyed = detector.keyed_rules().map(|(rule, words)| {
        let action = action_name(secret);
        json!({
            "name": rule, "entity": "SECRET", "rule": rule, "context": words, "action": action
        })
    });
    output.value(&all.chain(keyed).collect())?;
    Ok(Exit::Done)
}

/// `docs/codes.md`: refusal codes and exit codes.
fn codes() -> String {
    let mut out = "\
# Codes

<!-- Generated from crates/model/src/refusal.rs and crates/gateway/src/cli/exit.rs: do not edit. -->

## Refusals

Every door answers with one of these codes; the list is closed.
`retry` says whether trying again can help: `after_fix`, `later`, `after_approval` or `never`.

| code | HTTP | exit | retry | meaning |
|---|---|---|---|---|
"
    .to_owned();
    for code in Code::ALL {
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | `{}` | {} |",
            code.name(),
            dialects::status(*code),
            Exit::of(*code).number(),
            retry(code.retry()),
            code.meaning(),
        );
    }
    out.push_str("\n## Exit codes\n\n| exit | meaning |\n|---|---|\n");
    for exit in Exit::ALL {
        let _ = writeln!(out, "| {} | {} |", exit.number(), exit.meaning());
    }
    out.push_str(PER_COMMAND);
    out
}

/// The name of a retry advice.
fn retry(retry: Retry) -> &'static str {
    match retry {
        Retry::AfterFix => "after_fix",
        Retry::Later(_) => "later",
        Retry::AfterApproval => "after_approval",
        Retry::Never => "never",
    }
}

/// What single commands mean by theirs.
const PER_COMMAND: &str = "
- `scan`: 0 nothing found, 1 found, 2 error (a file that cannot be read, a bad row).
- `conceal`, `reveal`: 2 also where a row was bad or no envelope exists; the good rows are written.
- `key init`: 2 where an envelope exists already. `key status`: 1 where there is none.
- `audit verify`: 0 whole, 4 a missing file, 5 tampered.
- `init`: 1 where the last question was answered with no, 2 where a file is there already.
- `mcp --install`, `mcp --uninstall`: 1 where the client has no configuration.
- `doctor`: 0 no problem, 1 a problem.
- `policy check`: 2 where anything is wrong. `policy explain`: 4 where the call is not on record.
- `config check`: 2 where anything is wrong.
- A reader of the output who goes away ends a command quietly, with 0 or what was known so far.
";
