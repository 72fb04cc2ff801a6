//! The servers that the tests start by themselves: installed from Debian where they are missing.
//!
//! It starts none of them.

use anyhow::{Result, bail};

use crate::program::{Program, say};

/// What is there where a server is installed, and Debian's package that has it.
const SERVERS: &[(Sign, &str)] = &[
    (Sign::Program("redis-server"), "redis-server"),
    // Its programs are not on the path, but in a folder for each version.
    (Sign::Folder("/usr/lib/postgresql", "bin/initdb"), "postgresql"),
];

/// By what a server is known to be there.
#[derive(Debug, Clone, Copy)]
enum Sign {
    /// A program that starts.
    Program(&'static str),
    /// A file below one of the folders in a folder.
    Folder(&'static str, &'static str),
}

/// Installs what is missing.
pub(crate) fn install() -> Result<()> {
    let missing = || SERVERS.iter().filter(|(sign, _)| !is_there(*sign));
    let packages: Vec<&str> = missing().map(|(_, package)| *package).collect();
    if packages.is_empty() {
        return Ok(());
    }
    say(&format!("the tests start servers that are missing: installing {}", packages.join(", ")));
    Program::new("apt-get").args(&["update", "-qq"]).run()?;
    Program::new("apt-get")
        .args(&["install", "-y", "-qq", "--no-install-recommends"])
        .args(&packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .run()?;
    if let Some((_, package)) = missing().next() {
        bail!("the package {package} is installed, and its server is not there");
    }
    Ok(())
}

fn is_there(sign: Sign) -> bool {
    match sign {
        Sign::Program(program) => Program::new(program).args(&["--version"]).succeeds(),
        Sign::Folder(folder, file) => std::fs::read_dir(folder)
            .is_ok_and(|versions| versions.flatten().any(|one| one.path().join(file).is_file())),
    }
}
