//! The clients on this machine: which of their servers are behind the gate, and what starts
//! servers.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::{Check, Patient};
use crate::cli::arguments::Client;
use crate::cli::install::{State, survey};

pub(super) fn look(patient: &Patient<'_>) -> Vec<Check> {
    let mut checks = Vec::new();
    let directory = std::env::current_dir().unwrap_or_default();
    for client in Client::ALL {
        for place in client.places(&directory) {
            match survey(client, &place.path) {
                Ok(None) => {}
                Ok(Some(servers)) if servers.is_empty() => {}
                Ok(Some(servers)) => {
                    let open: Vec<&str> = servers
                        .iter()
                        .filter(|one| one.state == State::Plain)
                        .map(|one| one.client.as_str())
                        .collect();
                    let remote =
                        servers.iter().filter(|one| matches!(one.state, State::Other(_))).count();
                    let guarded = servers.len() - open.len() - remote;
                    checks.push(told(patient, client, &place.path, (guarded, remote, &open)));
                }
                Err(why) => {
                    let advice = "the client may not read it either: mend it";
                    checks.push(Check::warning("clients", why, advice));
                }
            }
        }
    }
    if checks.is_empty() {
        checks.push(Check::ok("clients", "no MCP client with servers was found"));
    }
    for (program, wants) in [("npx", "Node.js"), ("uvx", "uv")] {
        checks.push(starter(patient, program, wants));
    }
    checks
}

fn told(
    patient: &Patient<'_>,
    client: Client,
    path: &Path,
    (guarded, remote, open): (usize, usize, &[&str]),
) -> Check {
    let beside = match remote {
        0 => String::new(),
        count => format!(", {count} not stdio"),
    };
    let (title, path) = (client.title(), path.display());
    if open.is_empty() {
        let text = format!("{title}: {guarded} behind the gate{beside} ({path})");
        return Check::ok("clients", text);
    }
    let names = open.join(", ");
    Check::warning(
        "clients",
        format!("{title}: {guarded} behind the gate{beside}, not: {names} ({path})"),
        format!("`{} mcp --install {}`", patient.program, client.word()),
    )
}

/// A program that starts most servers.
fn starter(patient: &Patient<'_>, program: &str, wants: &str) -> Check {
    let path = patient.setting.environment.value("PATH").unwrap_or_default();
    let found = std::env::split_paths(path).map(|folder| folder.join(program)).find(|file| {
        let found = file.metadata();
        found.is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
    });
    match found {
        Some(file) => Check::ok("programs", format!("{} was found", file.display())),
        None => Check::warning(
            "programs",
            format!("`{program}` was not found"),
            format!("servers that are started with it need {wants}"),
        ),
    }
}
