//! The servers that the tests start by themselves: installed from Debian where they are missing.
//!
//! It starts none of them.

use anyhow::{Result, bail};

use crate::program::{Program, say};

/// A program, and Debian's package that has it.
const SERVERS: &[(&str, &str)] = &[("redis-server", "redis-server")];

/// Installs what is missing.
pub(crate) fn install() -> Result<()> {
    let missing = || SERVERS.iter().filter(|(program, _)| !is_there(program));
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
    if let Some((program, package)) = missing().next() {
        bail!("{program} does not start although the package {package} is installed");
    }
    Ok(())
}

fn is_there(program: &str) -> bool {
    Program::new(program).args(&["--version"]).succeeds()
}
