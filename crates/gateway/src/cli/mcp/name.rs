//! What a server is called: by its user, else by its command.
//!
//! Rules and records go by this name, so it is one that can be written anywhere.

use std::ffi::OsString;
use std::path::Path;

use crate::cli::failure::Failure;

/// Characters of a name.
const NAME_MAX: usize = 64;
/// Programs that run what they are given: the name is that of what they run.
const RUNNERS: &[&str] = &[
    "npx", "bunx", "pnpx", "node", "bun", "deno", "tsx", "python", "python3", "uv", "uvx", "pipx",
    "docker", "podman", "sh", "bash", "env", "cmd", "npm", "pnpm", "yarn",
];
/// Words of runners that are no name.
const WORDS: &[&str] = &["run", "exec", "dlx", "start", "tool", "x", "serve", "stdio"];
/// Names of files that say nothing: their folder says more.
const EMPTY: &[&str] =
    &["index", "main", "server", "dist", "build", "src", "lib", "bin", "app", "__main__"];

/// The name of a server.
///
/// # Errors
/// If it is none, or none can be made.
pub(super) fn of(named: Option<&str>, command: &[OsString]) -> Result<Box<str>, Failure> {
    if let Some(name) = named {
        if is_name(name) {
            return Ok(name.into());
        }
        let message = "a server's name is made of a-z, 0-9 and -, and has at most 64 characters";
        return Err(Failure::usage(message).hint("name it otherwise with `--name`"));
    }
    derived(command).ok_or_else(|| {
        Failure::usage("the command says nothing that the server could be called by")
            .hint("name it with `--name NAME`")
    })
}

fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=NAME_MAX).contains(&name.len()) && name.bytes().all(plain)
}

fn derived(command: &[OsString]) -> Option<Box<str>> {
    let words: Vec<&str> = command.iter().filter_map(|word| word.to_str()).collect();
    let (program, rest) = words.split_first()?;
    let program = stem(program);
    if !RUNNERS.contains(&program.as_str()) {
        return folded(&program);
    }
    let module = rest.iter().skip_while(|word| **word != "-m").nth(1);
    // `env NAME=value command`, but not `package==1.0`.
    let sets = |word: &str| word.contains('=') && !word.contains("==");
    let plain =
        rest.iter().find(|word| !word.starts_with('-') && !WORDS.contains(word) && !sets(word));
    module.or(plain).and_then(|word| folded(&spoken(word))).or_else(|| folded(&program))
}

/// What a package, a file or an image is called, without its version and its owner.
fn spoken(word: &str) -> String {
    // A version stands behind the last `@`; an owner's `@` begins a folder.
    let bare = match word.rsplit_once('@') {
        Some((bare, version)) if !bare.is_empty() && !version.contains('/') => bare,
        _ => word,
    };
    let bare = bare.split("==").next().unwrap_or(bare);
    let mut parts = Path::new(bare).iter().rev().filter_map(|part| part.to_str());
    let named = parts.find(|part| !EMPTY.contains(&stem(part).as_str()));
    stem(named.unwrap_or(bare))
}

fn stem(word: &str) -> String {
    let name = Path::new(word).file_name().and_then(|name| name.to_str()).unwrap_or(word);
    let endings = [".js", ".mjs", ".cjs", ".ts", ".py", ".exe", ".cmd", ".sh"];
    let bare = endings.iter().find_map(|ending| name.strip_suffix(ending));
    bare.unwrap_or(name).to_owned()
}

/// The same in the letters of names.
fn folded(word: &str) -> Option<Box<str>> {
    let mut name = String::new();
    for c in word.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            name.push(c);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    name.truncate(NAME_MAX);
    let name = name.trim_end_matches('-');
    (!name.is_empty()).then(|| name.into())
}

/// What is to be said of a command that fetches a program when it is run, in whatever version
/// is there then.
pub(super) fn unpinned(command: &[OsString]) -> Option<String> {
    let words: Vec<&str> = command.iter().filter_map(|word| word.to_str()).collect();
    let (program, rest) = words.split_first()?;
    let program = stem(program);
    let fetches = match program.as_str() {
        "npx" | "bunx" | "pnpx" | "uvx" => true,
        "npm" | "pnpm" | "yarn" | "pipx" => {
            rest.first().is_some_and(|word| matches!(*word, "exec" | "dlx" | "x" | "run"))
        }
        _ => false,
    };
    let package = rest.iter().find(|word| !word.starts_with('-') && !WORDS.contains(word))?;
    let is_path = package.starts_with(['.', '/']);
    let is_pinned = package.contains("==")
        || package.rsplit_once('@').is_some_and(|(name, version)| {
            !name.is_empty() && version.starts_with(|c: char| c.is_ascii_digit())
        });
    (fetches && !is_path && !is_pinned).then(|| {
        format!(
            "`{program}` fetches whatever version is newest when it runs; name one, as \
             `PACKAGE@1.2.3`, so that nothing else can take its place"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(command: &str) -> Vec<OsString> {
        command.split(' ').map(OsString::from).collect()
    }

    #[track_caller]
    fn check(command: &str, want: &str) {
        assert_eq!(&*of(None, &words(command)).unwrap(), want, "{command}");
    }

    #[test]
    fn a_server_is_called_by_its_command() {
        check("npx -y @modelcontextprotocol/server-filesystem@2026.8.31 /srv", "server-filesystem");
        check("npx some-server@1.0.0", "some-server");
        check("node /x/server-everything/dist/index.js stdio", "server-everything");
        check("node /x/@owner/server-everything/dist/index.js stdio", "server-everything");
        check("/usr/bin/python3 -m mcp_server_git --repository x", "mcp-server-git");
        check("python weather.py", "weather");
        check("uvx mcp-server-time==1.0", "mcp-server-time");
        check("uv run server.py", "server");
        check("docker run -i --rm mcp/fetch", "fetch");
        check("/opt/My_Tools/CRM-Server", "crm-server");
        check("node index.js", "index");
        check("node", "node");
    }

    #[test]
    fn names_are_plain() {
        for bad in ["", "A", "a b", "a_b", "a/b", "é", &"a".repeat(65)] {
            assert!(of(Some(bad), &words("x")).is_err(), "{bad}");
        }
        assert!(of(None, &words("///")).is_err());
        assert_eq!(&*of(Some("files-2"), &words("x")).unwrap(), "files-2");
    }

    #[test]
    fn what_is_fetched_unpinned_warns() {
        for (command, warns) in [
            ("npx -y @modelcontextprotocol/server-filesystem /srv", true),
            ("npx -y @modelcontextprotocol/server-filesystem@latest /srv", true),
            ("npx -y @modelcontextprotocol/server-filesystem@2026.8.31 /srv", false),
            ("uvx mcp-server-time", true),
            ("uvx mcp-server-time==1.0", false),
            ("uvx mcp-server-time@1.0", false),
            ("npm exec thing", true),
            ("npm start", false),
            ("npx ./local", false),
            ("node thing", false),
        ] {
            assert_eq!(unpinned(&words(command)).is_some(), warns, "{command}");
        }
    }
}
