//! Who may depend on whom, and what pure crates may not touch.
//!
//! Sees direct dependencies only: cargo itself forbids using others.

use super::Problem;
use super::paths::mentions;
use crate::workspace::Workspace;

/// What one crate may depend on.
struct Allowed {
    folder: &'static str,
    /// Crates of ours, by folder.
    ours: &'static [&'static str],
    /// Crates of others that it must not use.
    never: &'static [&'static str],
    why: &'static str,
}

const WIRE: &[&str] = &["hyper", "hyper-util", "hyper-rustls", "axum", "tower", "clap", "rustls"];
/// `rustls` alone: the vault and its servers.
const WIRE_BUT_TLS: &[&str] = &["hyper", "hyper-util", "hyper-rustls", "axum", "tower", "clap"];
const WAITING: &[&str] =
    &["tokio", "futures-util", "hyper", "hyper-util", "hyper-rustls", "axum", "clap", "rusqlite"];

const STAR: &[Allowed] = &[
    Allowed {
        folder: "crates/model",
        ours: &[],
        never: WAITING,
        why: "the shared words are plain values",
    },
    Allowed {
        folder: "crates/seal",
        ours: &[],
        never: WAITING,
        why: "sealing is usable alone and knows nothing of calls",
    },
    Allowed {
        folder: "crates/detect",
        ours: &["crates/model"],
        never: WAITING,
        why: "finding is pure and usable alone",
    },
    Allowed {
        folder: "crates/policy",
        ours: &["crates/model"],
        never: WAITING,
        why: "deciding is pure",
    },
    Allowed {
        folder: "crates/schema",
        ours: &["crates/seal"],
        never: WAITING,
        why: "checking is pure and knows nothing of calls",
    },
    Allowed {
        folder: "crates/keys",
        ours: &["crates/model", "crates/seal"],
        never: WIRE,
        why: "what it needs of others it takes as plain values",
    },
    Allowed {
        folder: "crates/vault",
        ours: &["crates/model", "crates/seal"],
        never: WIRE_BUT_TLS,
        why: "it is given derived keys, not the envelope; its stores speak TLS",
    },
    Allowed {
        folder: "crates/secrets",
        ours: &["crates/model", "crates/seal"],
        never: WIRE,
        why: "it is given derived keys, not the envelope",
    },
    Allowed {
        folder: "crates/audit",
        ours: &["crates/model", "crates/seal"],
        never: WIRE,
        why: "it is given a signer, not the envelope",
    },
    Allowed {
        folder: "crates/engine",
        ours: &[
            "crates/model",
            "crates/seal",
            "crates/detect",
            "crates/policy",
            "crates/schema",
            "crates/keys",
            "crates/vault",
            "crates/secrets",
            "crates/audit",
        ],
        never: WIRE,
        why: "it knows the order of the stages and no wire format",
    },
    Allowed {
        folder: "crates/gateway",
        ours: &[
            "crates/model",
            "crates/seal",
            "crates/detect",
            "crates/policy",
            "crates/schema",
            "crates/keys",
            "crates/vault",
            "crates/secrets",
            "crates/audit",
            "crates/engine",
        ],
        never: &["axum", "reqwest"],
        why: "it is the outermost ring",
    },
    Allowed {
        folder: "crates/testkit",
        ours: &["crates/model"],
        never: &[],
        why: "it plays the outside, so it must not know the inside",
    },
    Allowed { folder: "xtask", ours: &[], never: &["tokio"], why: "the chores hold no product" },
];

/// The crates that decide and find: no I/O, no clock.
const PURE: &[&str] = &["crates/model", "crates/detect", "crates/policy", "crates/schema"];

const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::process",
    "std::env",
    "std::thread",
    "std::time::SystemTime::now",
    "std::time::Instant::now",
    "SystemTime::now",
    "Instant::now",
];

/// The crates that only the engine uses, by the name in Rust.
const INNER: &[&str] = &[
    "portcullis_detect",
    "portcullis_policy",
    "portcullis_keys",
    "portcullis_vault",
    "portcullis_secrets",
    "portcullis_audit",
    "portcullis_seal",
];

/// Every crate depends only on what the table allows.
pub(super) fn dependencies(workspace: &Workspace) -> Vec<Problem> {
    let mut problems = Vec::new();
    for package in &workspace.packages {
        let Some(allowed) = STAR.iter().find(|allowed| allowed.folder == package.folder) else {
            problems.push(Problem::new(&package.folder, "a new crate needs a line in the table"));
            continue;
        };
        for dependency in &package.dependencies {
            let ours = workspace.packages.iter().find(|other| other.name == dependency.name);
            let wrong = match ours {
                Some(other) if other.folder == "crates/testkit" => !dependency.for_tests,
                Some(other) => !allowed.ours.contains(&other.folder.as_str()),
                None => !dependency.for_tests && allowed.never.contains(&dependency.name.as_str()),
            };
            if wrong {
                let text = format!("must not depend on {}: {}", dependency.name, allowed.why);
                problems.push(Problem::new(&package.folder, text));
            }
        }
    }
    problems
}

/// The pure crates mention nothing of the outside.
pub(super) fn purity(workspace: &Workspace) -> Vec<Problem> {
    mentioned(workspace, PURE, |_| true, |path| IMPURE.iter().any(|impure| is_within(path, impure)))
}

/// In the gateway only `assemble.rs`, with what lies below it, names an inner crate.
pub(super) fn assemble(workspace: &Workspace) -> Vec<Problem> {
    let elsewhere = |path: &str| {
        path != "crates/gateway/src/assemble.rs"
            && !path.starts_with("crates/gateway/src/assemble/")
    };
    mentioned(workspace, &["crates/gateway"], elsewhere, |path| {
        INNER.iter().any(|inner| is_within(path, inner))
    })
}

/// Where the shipped files of `folders` that `file` picks mention a path that `path` picks.
fn mentioned(
    workspace: &Workspace,
    folders: &[&str],
    file: impl Fn(&str) -> bool,
    path: impl Fn(&str) -> bool,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let sources = folders.iter().flat_map(|folder| workspace.shipped(folder));
    for source in sources.filter(|source| file(&source.path)) {
        let Ok(syntax) = &source.syntax else { continue };
        if source.path.ends_with("/tests.rs") {
            continue;
        }
        for mention in mentions(syntax).into_iter().filter(|mention| path(&mention.path)) {
            let place = format!("{}:{}", source.path, mention.line);
            problems.push(Problem::new(place, format!("must not use {}", mention.path)));
        }
    }
    problems
}

/// Whether `path` is `root` or something inside it.
fn is_within(path: &str, root: &str) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}
