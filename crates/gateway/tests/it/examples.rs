//! What the documents show is accepted as it stands: the files of `examples`, the rules in the
//! README.
//!
//! The commands beside them are run by `tests/documents`.

use std::fs;
use std::path::{Path, PathBuf};

use portcullis_gateway::config::{self, Environment, File, Sources};
use portcullis_policy::{PolicySet, Preset};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Settles a configuration as `config check` does: no mistake, no warning, nothing missing.
fn check_config(path: &Path, text: &str) {
    let name = path.display();
    let environment = Environment::of(&[("OPENAI_API_KEY", "a-key-of-the-test")]);
    let sources = Sources {
        file: Some(File { path, text }),
        environment: &environment,
        flags: &[],
        home: path,
    };
    let settings = config::settle(&sources).unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
    assert!(settings.missing().is_empty(), "{name}: {:?}", settings.missing());
    assert!(settings.warnings.is_empty(), "{name}: {:?}", settings.warnings);
    assert_eq!(settings.providers.len(), 1, "{name} is about one provider");
}

fn check_policy(name: &str, text: &str) {
    let policy = PolicySet::parse(Preset::Guarded, text);
    let policy = policy.unwrap_or_else(|errors| panic!("{name}: {errors:?}"));
    assert!(policy.rules() > 0, "{name} has rules");
}

#[test]
fn every_example_is_accepted() {
    let mut configurations = 0;
    for entry in fs::read_dir(root().join("examples")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        if path.ends_with("policy.toml") {
            check_policy("policy.toml", &text);
        } else {
            check_config(&path, &text);
            configurations += 1;
        }
    }
    assert!(configurations >= 3, "{configurations} configurations");
}

#[test]
fn the_rules_in_the_readme_are_accepted() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let blocks: Vec<&str> = readme
        .split("```toml\n")
        .skip(1)
        .map(|rest| rest.split_once("```").map_or(rest, |(block, _)| block))
        .collect();
    assert!(!blocks.is_empty(), "the README shows rules");
    for block in blocks {
        check_policy("README.md", block);
    }
}
