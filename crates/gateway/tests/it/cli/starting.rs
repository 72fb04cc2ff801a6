//! Servers of one home that start at once, as clients start them.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::support::{check, empty_home};

fn serve(home: &Path) -> Child {
    #[expect(clippy::disallowed_methods, reason = "the program itself is what is tested")]
    let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis"));
    command.arg("--home").arg(home).args(["serve", "--listen", "127.0.0.1:0"]).env_clear();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// All that a server says until it listens, or ends.
fn said(server: &mut Child) -> String {
    let mut said = String::new();
    for line in BufReader::new(server.stdout.take().unwrap()).lines() {
        said.push_str(&line.unwrap());
        said.push('\n');
        if said.contains("listening") {
            break;
        }
    }
    said
}

#[test]
fn all_of_them_find_the_keys_that_one_made() {
    let home = empty_home();
    let mut servers: Vec<Child> = (0..6).map(|_| serve(home.path())).collect();
    for server in &mut servers {
        let said = said(server);
        assert!(said.contains("listening"), "{said}");
    }
    for server in &mut servers {
        server.kill().unwrap();
        server.wait().unwrap();
    }
    check(home.path(), &["conceal"], "text", (0, "text", ""));
    check(home.path(), &["audit", "verify"], "", (0, "verified", ""));
}
