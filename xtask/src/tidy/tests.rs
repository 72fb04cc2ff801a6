//! What the rules must reject and must let pass, and that the repository itself passes.

use super::*;
use crate::workspace::{Dependency, Package, Source, Target};

/// A crate in `folder` whose manifest is in order.
fn package(folder: &str, dependencies: &[(&str, bool)]) -> Package {
    let short = folder.rsplit('/').next().unwrap();
    let name = if short == "xtask" { short.to_owned() } else { format!("portcullis-{short}") };
    let dependency = |(name, for_tests): &(&str, bool)| Dependency {
        name: (*name).to_owned(),
        for_tests: *for_tests,
    };
    let path = format!("{folder}/src/lib.rs");
    let targets = vec![Target { name: name.clone(), kind: "lib".to_owned(), path }];
    let dependencies = dependencies.iter().map(dependency).collect();
    Package { name, folder: folder.to_owned(), dependencies, targets }
}

/// A repository of these files: Rust becomes sources, the rest texts.
fn workspace(packages: Vec<Package>, files: &[(&str, &str)]) -> Workspace {
    let mut workspace = Workspace { packages, ..Workspace::default() };
    for (path, text) in files {
        if path.ends_with(".rs") {
            workspace.sources.push(Source::new(path, (*text).to_owned()));
        } else {
            workspace.texts.insert((*path).to_owned(), (*text).to_owned());
        }
    }
    workspace
}

/// Runs `rule` and compares the places (empty: all is well).
fn check(rule: &str, workspace: &Workspace, places: &[&str]) {
    let rule = RULES.iter().chain(ADVICE).find(|known| known.name == rule).unwrap();
    let problems = (rule.check)(workspace);
    let found: Vec<_> = problems.iter().map(|problem| problem.place.as_str()).collect();
    assert_eq!(found, places, "{}: {problems:?}", rule.name);
}

fn check_file(rule: &str, path: &str, text: &str, places: &[&str]) {
    let folder = path.split("/src/").next().unwrap_or(path);
    check(rule, &workspace(vec![package(folder, &[])], &[(path, text)]), places);
}

#[test]
fn the_repository_is_tidy() {
    let workspace = Workspace::load().unwrap();
    let problems: Vec<_> = RULES.iter().flat_map(|rule| (rule.check)(&workspace)).collect();
    assert_eq!(problems, []);
}

/// Gives the crate in `folder` these dependencies, beside all other crates without any.
fn check_star(folder: &str, dependencies: &[(&str, bool)], allowed: bool) {
    let all = ["model", "seal", "detect", "policy", "keys", "vault", "audit", "engine"];
    let others = all.iter().chain(&["gateway", "testkit"]).map(|name| format!("crates/{name}"));
    let mut packages: Vec<_> =
        others.filter(|other| other != folder).map(|other| package(&other, &[])).collect();
    packages.push(package(folder, dependencies));
    let places: &[&str] = if allowed { &[] } else { &[folder] };
    check("star", &workspace(packages, &[]), places);
}

#[test]
fn star_rejects_sideways_and_upward_dependencies() {
    check_star("crates/detect", &[("portcullis-model", false)], true);
    check_star("crates/detect", &[("portcullis-vault", false)], false);
    check_star("crates/vault", &[("portcullis-seal", false), ("tokio", false)], true);
    check_star("crates/vault", &[("portcullis-keys", false)], false);
    check_star("crates/audit", &[("portcullis-engine", false)], false);
    check_star("crates/engine", &[("portcullis-vault", false), ("tokio", false)], true);
    check_star("crates/engine", &[("hyper", false)], false);
    check_star("crates/engine", &[("portcullis-gateway", false)], false);
    check_star("crates/policy", &[("tokio", false)], false);
    check_star("crates/policy", &[("tokio", true)], true);
    check_star("crates/model", &[("portcullis-seal", false)], false);
    check_star("crates/gateway", &[("portcullis-testkit", true)], true);
    check_star("crates/gateway", &[("portcullis-testkit", false)], false);
    check_star("crates/other", &[], false);
}

#[test]
fn purity_rejects_the_outside_in_pure_crates() {
    let policy = "crates/policy/src/a.rs";
    let found = "crates/policy/src/a.rs:1";
    check_file("purity", policy, "fn a() { std::fs::read(\"x\"); }", &[found]);
    check_file("purity", policy, "use std::{fmt, net::TcpStream};", &[found]);
    check_file("purity", policy, "use std::fs;", &[found]);
    check_file("purity", policy, "fn a() { let now = SystemTime::now(); }", &[found]);
    check_file("purity", policy, "fn a() -> std::time::SystemTime { x() }", &[]);
    check_file("purity", policy, "fn a() { std::fsx::read(); }", &[]);
    check_file("purity", policy, "#[cfg(test)] mod tests { use std::fs; }", &[]);
    check_file("purity", policy, "#[cfg(not(test))] use std::fs;", &[found]);
    check_file("purity", "crates/vault/src/a.rs", "use std::fs;", &[]);
}

#[test]
fn assemble_is_the_only_file_that_names_inner_crates() {
    let text = "fn a(vault: &portcullis_vault::Vault) {}";
    check_file("assemble", "crates/gateway/src/assemble.rs", text, &[]);
    check_file("assemble", "crates/gateway/src/assemble/log.rs", text, &[]);
    let place = "crates/gateway/src/doors/llm.rs";
    check_file("assemble", place, text, &["crates/gateway/src/doors/llm.rs:1"]);
    check_file("assemble", place, "use portcullis_audit as log;", &[&format!("{place}:1")]);
    check_file("assemble", place, "use portcullis_engine::Engine;", &[]);
    check_file("assemble", place, "// portcullis_vault::Vault", &[]);
}

#[test]
fn sizes_are_limited_and_exceptions_only_shrink() {
    let path = "crates/x/src/a.rs";
    let lines = |count: usize| "const A: u8 = 0;\n".repeat(count);
    check_file("file-size", path, &lines(800), &[]);
    check_file("file-size", path, &lines(801), &[path]);
    check_file("file-size", path, &(lines(800) + "\n// comment\n"), &[]);
    check_file("look-again", path, &lines(500), &[]);
    check_file("look-again", path, &lines(501), &[path]);

    let place = "crates/x/src/a.rs::a";
    let function = |count: usize| format!("fn a() {{\n{}}}", "    b();\n".repeat(count));
    check_file("function-size", path, &function(70), &[]);
    check_file("function-size", path, &function(71), &[place]);
    check_file("function-size", path, &function(70).replace("{\n", "{\n// why\n\n"), &[]);
    check_file("function-size", path, "impl B { fn a(a: A, b: A, c: A, d: A, e: A) {} }", &[]);
    let six = "fn a(a: A, b: A, c: A, d: A, e: A, f: A) {}";
    check_file("function-size", path, six, &["crates/x/src/a.rs:1"]);
    check_file("function-size", path, "fn {", &[path]);

    let exceptions = "xtask/tidy-exceptions.toml";
    for (listed, actual, places) in
        [(80, 80, &[][..]), (80, 79, &[place]), (80, 81, &[place]), (80, 70, &[place])]
    {
        let list = format!("[functions]\n\"{place}\" = {listed}\n");
        let text = function(actual);
        let files = [(path, text.as_str()), (exceptions, list.as_str())];
        check("function-size", &workspace(vec![], &files), places);
        check("file-size", &workspace(vec![], &files), &[exceptions]);
    }
    let gone = "[functions]\n\"gone\" = 80\n";
    check("function-size", &workspace(vec![], &[(exceptions, gone)]), &[exceptions]);
}

#[test]
fn shares_of_crates_are_measured() {
    let packages = || vec![package("crates/a", &[]), package("crates/b", &[])];
    let large = "const A: u8 = 0;\n".repeat(70);
    let small = "const A: u8 = 0;\n".repeat(30);
    let files = [("crates/a/src/lib.rs", large.as_str()), ("crates/b/src/lib.rs", &small)];
    check("crate-share", &workspace(packages(), &files), &["crates/a"]);
}

#[test]
fn files_say_what_they_are() {
    let path = "crates/x/src/lib.rs";
    check_file("head", path, "//! What it is.\n", &[]);
    check_file("head", path, "use std::fmt;\n//! Late.\n", &[path]);
    check_file("unsafe", path, "//! A.\n\n#![forbid(unsafe_code)]\n", &[]);
    check_file("unsafe", path, "//! A.\n//#![forbid(unsafe_code)]\n", &[path]);
    check_file("names", path, "", &[]);
    for name in ["mod.rs", "utils.rs", "types.rs", "common.rs"] {
        let path = format!("crates/x/src/a/{name}");
        check_file("names", &path, "", &[&path]);
    }
    let word = concat!("TO", "DO");
    check_file("owner", path, &format!("// {word}(ann): later\n"), &[]);
    check_file("owner", path, &format!("\n// {word}: later\n"), &["crates/x/src/lib.rs:2"]);
    check_file("owner", path, &format!("let {word} = 1;\n"), &[]);
}

#[test]
fn dead_files_are_found() {
    let files = [
        (
            "crates/x/src/lib.rs",
            "mod a;\nmod tests { mod inner; }\n#[path = \"odd.rs\"] mod odder;",
        ),
        ("crates/x/src/a.rs", "mod b;"),
        ("crates/x/src/a/b.rs", ""),
        ("crates/x/src/tests/inner.rs", ""),
        ("crates/x/src/odd.rs", ""),
        ("crates/x/src/dead.rs", ""),
        ("crates/x/src/a/dead.rs", "mod deader;"),
        ("crates/x/src/a/dead/deader.rs", ""),
    ];
    let dead = ["crates/x/src/dead.rs", "crates/x/src/a/dead.rs", "crates/x/src/a/dead/deader.rs"];
    check("dead-file", &workspace(vec![package("crates/x", &[])], &files), &dead);
}

#[test]
fn invariants_are_held_by_what_exists() {
    let document = "ARCHITECTURE.md";
    let held = |text: &str, places: &[&str]| {
        let files = [
            (document, text),
            ("Cargo.toml", "[workspace.lints.clippy]\nunwrap_used = \"deny\"\n"),
            ("clippy.toml", "{ path = \"std::env::var\", reason = \"\" }"),
            (
                "crates/engine/src/stages/crossing.rs",
                "struct Permitted;\nmod tests {\n#[test]\n// why\nfn holds() {}\nfn helper() {}\n\
                 #[tokio::test]\nasync fn waits() {}\n}",
            ),
        ];
        check("invariants", &workspace(vec![], &files), places);
    };
    held("- **I1** A. Held by `engine::stages::crossing::tests::holds`.\n", &[]);
    held("- **I1** A. Held by `engine::crossing::waits`.\n", &[]);
    held("- **I1** A.\n  Held by `lint:clippy::unwrap_used`, `tidy:star`.\n", &[]);
    held("- **I1** A. Held by `lint:std::env::var`.\n- **I2** B. Held by `xtask/Cargo.toml`.", &[]);
    held("- **I1** A. Held by `type:engine::Permitted`.\n", &[]);
    held("- **I1** A. Held by `type:engine::Permit`.\n", &[document]);
    held("- **I1** A. Held by `engine::stages::crossing::tests::helper`.\n", &[document]);
    held("- **I1** A. Held by `engine::stages::other::tests::holds`.\n", &[document]);
    held("- **I1** A. Held by `vault::holds`.\n", &[document]);
    held("- **I1** A. Held by `tidy:moon`, `tests/nothing.rs`.\n", &[document, document]);
    held("- **I1** A. Held by care.\n", &[document]);
    held("- **I1** A is `engine::crossing::holds`.\n", &[document]);
    held("- **I2** A. Held by `engine::crossing::holds`.\n", &[document]);
    held("No list.\n", &[document]);
    check("invariants", &workspace(vec![], &[]), &[document]);
}

#[test]
fn codes_are_documented() {
    let declared = "crates/model/src/refusal.rs";
    let document = "docs/codes.md";
    let code = "codes! { Denied \"denied\" \"No.\", TooLarge \"too_large\" \"Large.\", }";
    let both = [(declared, code), (document, "`denied` `too_large`")];
    check("codes", &workspace(vec![], &both), &[]);
    let one = [(declared, code), (document, "`denied` too_large")];
    check("codes", &workspace(vec![], &one), &[document]);
    check("codes", &workspace(vec![], &[(declared, code)]), &[document]);
    let renamed = [(declared, "list! { Denied \"denied\" \"No.\" }"), (document, "")];
    check("codes", &workspace(vec![], &renamed), &[declared]);
}

#[test]
fn manifests_share_one_root() {
    let root =
        "[workspace.dependencies]\nportcullis-x = { path = \"x\" }\n\n# x: why.\nused = \"1\"\n";
    let manifest = "[lints]\nworkspace = true\n\n[dependencies]\nused.workspace = true\n";
    let run = |root: &str, manifest: &str, places: &[&str]| {
        let packages = vec![
            package("crates/x", &[("used", false), ("bare", false)]),
            package("crates/y", &[("portcullis-x", false)]),
        ];
        let good = "[lints]\nworkspace = true\n";
        let files = [
            ("Cargo.toml", root),
            ("crates/x/Cargo.toml", manifest),
            ("crates/y/Cargo.toml", good),
        ];
        check("manifests", &workspace(packages, &files), places);
    };
    run(root, manifest, &[]);
    run(&format!("{root}\nbare = \"1\"\n"), manifest, &["Cargo.toml"]);
    run(&format!("{root}unused = \"1\"\n"), manifest, &["Cargo.toml"]);
    let x = "crates/x/Cargo.toml";
    run(root, &manifest.replace("[lints]\nworkspace = true\n", ""), &[x]);
    run(root, &manifest.replace("used.workspace = true", "used = \"1\""), &[x]);
    run(root, &manifest.replace("used.workspace = true", "used = { version = \"1\" }"), &[x]);
}
