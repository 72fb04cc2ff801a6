//! `mcp --install` and `--uninstall`: the files of clients.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use super::support::{Ran, empty_home, run_in, write};

/// A value of a client's file that nobody asked to see.
const PLANTED: &str = "ghp_plantedplantedplanted";

fn servers(key: &str) -> String {
    format!(
        "{{\n  \"{key}\": {{\n    \"files\": {{\"command\": \"npx\", \"args\": [\"-y\", \"x\"], \
         \"env\": {{\"TOKEN\": \"{PLANTED}\"}}}},\n    \"far\": {{\"url\": \"https://x/mcp\"}}\n  }}\n}}\n"
    )
}

/// A user with a home of their own, who works in `project`.
fn user() -> (TempDir, PathBuf) {
    let home = empty_home();
    let project = home.path().join("project");
    fs::create_dir(&project).unwrap();
    (home, project)
}

fn run(user: &Path, words: &[&str]) -> Ran {
    let home = user.join(".local/share/portcullis");
    let variables = [("HOME", user.to_str().unwrap()), ("XDG_DATA_HOME", "")];
    let ran = run_in(&user.join("project"), words, &variables, b"");
    assert!(!home.exists(), "it needs no home directory");
    assert!(!ran.out.contains(PLANTED) && !ran.err.contains(PLANTED), "{ran:?}");
    ran
}

#[test]
fn each_client_is_found_changed_and_put_back() {
    for (client, path, key) in [
        ("claude-desktop", ".config/Claude/claude_desktop_config.json", "mcpServers"),
        ("claude-code", ".claude.json", "mcpServers"),
        ("claude-code", "project/.mcp.json", "mcpServers"),
        ("cursor", ".cursor/mcp.json", "mcpServers"),
        ("cursor", "project/.cursor/mcp.json", "mcpServers"),
        ("vscode", ".config/Code/User/mcp.json", "servers"),
        ("vscode", "project/.vscode/mcp.json", "servers"),
    ] {
        let (user, _) = user();
        let path = user.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let old = servers(key);
        write(&path, &old);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();

        let dry = run(user.path(), &["mcp", "--install", client, "--dry-run"]);
        assert!(dry.code == 0 && dry.out.contains("    + \""), "{dry:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), old);

        let ran = run(user.path(), &["mcp", "--install", client, "--json"]);
        let said: Value = serde_json::from_str(&ran.out).unwrap();
        let file = &said["files"][0];
        assert_eq!((ran.code, &file["changed"]), (0, &Value::Bool(true)), "{ran:?}");
        assert_eq!(file["servers"][0]["state"], "guarded");
        assert_eq!(file["servers"][1]["reason"], "not stdio: not guarded by this version");
        let new: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let entry = &new[key]["files"];
        assert!(Path::new(entry["command"].as_str().unwrap()).is_absolute());
        let args: Vec<&str> =
            entry["args"].as_array().unwrap().iter().map(|arg| arg.as_str().unwrap()).collect();
        assert_eq!(args, ["mcp", "--plain-refusals", "--name", "files", "--", "npx", "-y", "x"]);
        let copy = Path::new(file["copy"].as_str().unwrap());
        assert_eq!(fs::read_to_string(copy).unwrap(), old);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(copy), mode(&path)), (0o600, 0o644));

        let again = run(user.path(), &["mcp", "--install", client]);
        assert!(again.out.contains("behind the gate already, as `files`"), "{again:?}");
        let out = run(user.path(), &["mcp", "--uninstall", client]);
        assert!(out.code == 0 && out.out.contains("the gate is taken out"), "{out:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), old);
        let beside = fs::read_dir(path.parent().unwrap()).unwrap();
        let copies = beside.filter(|entry| {
            entry.as_ref().unwrap().file_name().to_str().unwrap().contains(".bak-")
        });
        assert_eq!(copies.count(), 2, "one for each change, none for no change");
    }
}

#[test]
fn a_named_file_and_server_and_home() {
    let (user, project) = user();
    let file = project.join("other.json");
    write(&file, &servers("mcpServers"));
    let name = file.to_str().unwrap();
    let words =
        ["--home", "/srv/gate", "mcp", "--install", "cursor", "--file", name, "--server", "files"];
    let ran = run(user.path(), &words);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(
        fs::read_to_string(&file)
            .unwrap()
            .contains(r#""mcp", "--home", "/srv/gate", "--plain-refusals", "--name""#)
    );
    let ran =
        run(user.path(), &["mcp", "--install", "cursor", "--file", name, "--server", "filse"]);
    assert!(ran.code == 2 && ran.err.contains("there are: files, far"), "{ran:?}");
}

#[test]
fn what_cannot_be_read_stays_as_it_is() {
    for (text, code, part) in [
        (format!("{{\"mcpServers\": {{\"a\": \"{PLANTED}\""), 2, "line 1: `,` or `}` is expected"),
        ("{\"a\": 1, \"a\": 2}".to_owned(), 2, "a name comes twice"),
        ("{\"mcpServers\": {}}".to_owned(), 0, ""),
        (String::new(), 0, ""),
    ] {
        let (user, project) = user();
        let file = project.join("file.json");
        write(&file, &text);
        let words = ["mcp", "--install", "claude-desktop", "--file", file.to_str().unwrap()];
        let ran = run(user.path(), &words);
        assert!(ran.code == code && ran.err.contains(part), "{ran:?}");
        assert!(code != 0 || ran.out.contains("no servers. Add one"), "{ran:?}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
        assert_eq!(fs::read_dir(&project).unwrap().count(), 1, "no copy, no left-over");
    }
    let (user, _) = user();
    let ran = run(user.path(), &["mcp", "--install", "vscode"]);
    assert!(ran.code == 1 && ran.out.contains("Code/User/mcp.json"), "{ran:?}");
    let ran = run(user.path(), &["mcp", "--install", "vscode", "--file", "absent.json"]);
    assert!(ran.code == 4 && ran.err.contains("absent.json: not found"), "{ran:?}");
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    let (user, _) = user();
    for words in [
        &["mcp", "--install", "cursor", "--uninstall", "cursor"][..],
        &["mcp", "--install", "cursor", "--name", "x"],
        &["mcp", "--install", "cursor", "--", "npx"],
        &["mcp", "--install", "emacs"],
        &["mcp", "--dry-run"],
        &["mcp"],
    ] {
        let ran = run(user.path(), words);
        assert_eq!(ran.code, 2, "{words:?} {ran:?}");
    }
}
