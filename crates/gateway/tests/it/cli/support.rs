//! Runs the program in a home of its own and looks at what it leaves.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The passphrase of every envelope here.
pub(super) const PASSPHRASE: &str = "correct horse";
/// A value that no message may repeat.
pub(super) const PLANTED: &str = "planted.person@example.com";

/// What a run of the program left.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) code: i32,
    pub(super) out: String,
    pub(super) err: String,
}

/// Runs the program in a home, with nothing of our environment but these variables.
pub(super) fn run_with(
    home: &Path,
    words: &[&str],
    input: &[u8],
    variables: &[(&str, &str)],
) -> Ran {
    let mut all = vec!["--home", home.to_str().unwrap()];
    all.extend(words);
    // A home that is still to be made is no place to start in.
    let directory = if home.exists() { home } else { home.parent().unwrap() };
    run_in(directory, &all, variables, input)
}

/// Runs the program in a directory with exactly these words and variables.
pub(super) fn run_in(
    directory: &Path,
    words: &[&str],
    variables: &[(&str, &str)],
    input: &[u8],
) -> Ran {
    #[expect(clippy::disallowed_methods, reason = "the program itself is what is tested")]
    let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis"));
    command.args(words).env_clear().envs(variables.iter().copied());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.current_dir(directory).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that does not read its input may end before it is written.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let done = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Ran {
        code: done.status.code().unwrap_or(-1),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

pub(super) fn run(home: &Path, words: &[&str], input: &str) -> Ran {
    run_with(home, words, input.as_bytes(), &[])
}

/// Runs the program and checks how it ends and what it says; returns what it printed.
pub(super) fn check(
    home: &Path,
    words: &[&str],
    input: &str,
    expected: (i32, &str, &str),
) -> String {
    let ran = run(home, words, input);
    let (code, out, err) = expected;
    assert_eq!(ran.code, code, "{words:?} {ran:?}");
    assert!(ran.out.contains(out), "{words:?}: {out:?} is not in {:?}", ran.out);
    assert!(ran.err.contains(err), "{words:?}: {err:?} is not in {:?}", ran.err);
    assert!(!ran.err.contains(PLANTED), "{words:?}: {}", ran.err);
    ran.out
}

/// A file for our eyes only.
pub(super) fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

pub(super) fn empty_home() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// A home with an envelope and a keyfile that opens it.
pub(super) fn home() -> TempDir {
    let home = empty_home();
    write(&home.path().join("keyfile"), PASSPHRASE);
    check(home.path(), &["key", "init"], "", (0, "made ", ""));
    home
}

/// A row with this text.
pub(super) fn rows_of(text: &str) -> String {
    format!(r#"{{"text":"{text}"}}"#)
}
