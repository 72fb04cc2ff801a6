//! The verifier that was written from the format document alone.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::{segments, written};

/// Runs the verifier; none where there is no Python.
#[expect(clippy::disallowed_methods, reason = "the other verifier is another program")]
fn verify(log: &Path) -> Option<Output> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/clients/verify_audit.py");
    assert!(script.exists());
    Command::new("python3").arg(script).arg(log).output().ok()
}

#[test]
fn an_independent_verifier_agrees() {
    for count in [0, 1, 2, 3, 7, 8, 33] {
        let home = tempfile::tempdir().unwrap();
        let log = written(home.path(), count, 1500);
        let Some(output) = verify(&log) else { return };
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{count}: {text}");
        assert!(text.contains(&format!("{count} records")), "{text}");
    }
}

#[test]
fn an_independent_verifier_finds_the_same_damage() {
    let home = tempfile::tempdir().unwrap();
    let log = written(home.path(), 6, 1500);
    for path in segments(&log) {
        let good = fs::read_to_string(&path).unwrap();
        let (_, rest) = good.split_once('\n').unwrap();
        for bad in [good.replacen("llm", "cli", 1), rest.to_owned()] {
            fs::write(&path, bad).unwrap();
            let Some(output) = verify(&log) else { return };
            assert_eq!(output.status.code(), Some(5), "{}", path.display());
        }
        fs::write(&path, good).unwrap();
    }
    assert!(verify(&log).is_none_or(|output| output.status.success()));
}
