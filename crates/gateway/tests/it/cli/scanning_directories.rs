//! `scan` of directories: which files are searched, in which order, and what is left out.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use super::support::{PLANTED, Ran, empty_home, run_in};

/// Writes files that each hold the value, with their directories.
fn plant(root: &Path, names: &[&str]) {
    for name in names {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("write to {PLANTED}\n")).unwrap();
    }
}

/// Runs `scan` in a directory, with nobody's ignore files but those in it.
fn scan(root: &Path, words: &[&str]) -> Ran {
    let mut all = vec!["--home", "/nonexistent/home", "scan"];
    all.extend(words);
    run_in(root, &all, &[], b"")
}

/// Checks which files are reported, and the exit code.
fn check(root: &Path, words: &[&str], expected: (&[&str], i32)) {
    let ran = scan(root, words);
    let found: Vec<_> = ran.out.lines().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!((found.as_slice(), ran.code), expected, "{words:?} {ran:?}");
}

#[test]
fn what_git_ignores_is_left_out_but_not_files_of_variables() {
    let root = empty_home();
    let root = root.path();
    plant(root, &["b.txt", "a.txt", "c/.hidden", "c/d.log", ".env", "c/.env.local", ".git/x"]);
    plant(root, &["node_modules/.env", "node_modules/a.js", "kept.tmp", "secret.tmp"]);
    fs::write(root.join(".gitignore"), ".env*\n*.log\nnode_modules/\n").unwrap();
    fs::write(root.join(".ignore"), "*.tmp\n!kept.tmp\n").unwrap();
    let most = ["./.env", "./a.txt", "./b.txt", "./c/.env.local", "./c/.hidden", "./kept.tmp"];
    check(root, &["."], (&most, 1));
    let all = [
        "./.env",
        "./a.txt",
        "./b.txt",
        "./c/.env.local",
        "./c/.hidden",
        "./c/d.log",
        "./kept.tmp",
        "./node_modules/.env",
        "./node_modules/a.js",
        "./secret.tmp",
    ];
    check(root, &["--no-ignore", "."], (&all, 1));
    // What is named is searched, whatever ignores it.
    check(root, &["secret.tmp", "c/d.log"], (&["secret.tmp", "c/d.log"], 1));
}

#[test]
fn rules_above_count_within_a_repository_only() {
    let root = empty_home();
    let root = root.path();
    plant(root, &["project/a.txt", "project/b.log"]);
    fs::write(root.join(".gitignore"), "*\n").unwrap();
    check(&root.join("project"), &["."], (&["./a.txt", "./b.log"], 1));
    fs::create_dir(root.join("project/.git")).unwrap();
    check(&root.join("project"), &["."], (&["./a.txt", "./b.log"], 1));
    fs::write(root.join("project/.gitignore"), "*.log\n").unwrap();
    check(&root.join("project"), &["."], (&["./a.txt"], 1));
    fs::create_dir(root.join("project/inside")).unwrap();
    plant(root, &["project/inside/c.log", "project/inside/d.txt"]);
    check(&root.join("project/inside"), &["."], (&["./d.txt"], 1));
}

#[test]
fn the_user_excludes_by_globs() {
    let root = empty_home();
    let root = root.path();
    plant(root, &["a.txt", "b.md", "docs/c.txt", "docs/deep/d.txt", "docs/.env"]);
    check(
        root,
        &["--exclude", "*.md", "--exclude", "/docs/deep", "."],
        (&["./a.txt", "./docs/.env", "./docs/c.txt"], 1),
    );
    check(
        root,
        &["--exclude", ".env", "--exclude", "[ab].*", "."],
        (&["./docs/c.txt", "./docs/deep/d.txt"], 1),
    );
    // A hook gives names, so globs count for them too.
    check(
        root,
        &["--exclude", "docs/", "a.txt", "docs/c.txt", "./docs/deep/d.txt"],
        (&["a.txt"], 1),
    );
    let ran = scan(root, &["--exclude", "[", "."]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`--exclude` takes globs"), "{ran:?}");
}

#[test]
fn links_are_followed_only_where_they_are_named() {
    let root = empty_home();
    let root = root.path();
    plant(root, &["real/a.txt"]);
    symlink("a.txt", root.join("real/link.txt")).unwrap();
    symlink("real", root.join("directory")).unwrap();
    symlink("absent", root.join("real/broken")).unwrap();
    check(root, &["."], (&["./real/a.txt"], 1));
    check(root, &["directory", "real/link.txt"], (&["directory/a.txt", "real/link.txt"], 1));
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_searched() {
    let root = empty_home();
    let root = root.path();
    plant(root, &["a.txt", "c.txt"]);
    let mut deep = root.join("b");
    (0..128).for_each(|_| deep.push("d"));
    fs::create_dir_all(deep).unwrap();
    let ran = scan(root, &["."]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("/d/d: too many directories inside each other"), "{ran:?}");
    assert!(ran.err.contains("searched 2 files"), "{ran:?}");
    assert_eq!(ran.out.lines().count(), 2);
    check(root, &["absent", "a.txt"], (&["a.txt"], 2));
}

#[test]
fn the_order_is_that_of_the_names_however_many_threads_search() {
    let root = empty_home();
    let root = root.path();
    let names: Vec<String> =
        (0..300).map(|number| format!("{}/{number:03}", number / 100)).collect();
    plant(root, &names.iter().map(String::as_str).collect::<Vec<_>>());
    // A large file among small ones takes longest.
    fs::write(root.join("1/150"), format!("{PLANTED}\n").repeat(50_000)).unwrap();
    let first = scan(root, &["."]);
    let places: Vec<_> = first.out.lines().map(|line| line.split("  ").next().unwrap()).collect();
    assert_eq!(places.len(), 299 + 50_000);
    let files: Vec<_> = places.iter().map(|place| place.split(':').next().unwrap()).collect();
    assert!(files.is_sorted());
    assert_eq!(scan(root, &["."]).out, first.out);
}

#[test]
fn standard_input_may_have_a_name() {
    let root = empty_home();
    let words = ["--home", "/nonexistent/home", "scan", "--stdin-filename", "src/a.rs"];
    let ran = run_in(root.path(), &words, &[], PLANTED.as_bytes());
    assert_eq!(ran.out, "src/a.rs:1:1  EMAIL_ADDRESS  0.95\n");
}
