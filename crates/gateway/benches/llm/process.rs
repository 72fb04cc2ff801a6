//! The gate as a process of its own, from the binary of the same build.
//!
//! It knows what a user knows: the command line and the configuration.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Stdio};

use anyhow::{Context as _, Result};

use crate::{SECRETS, disk, kept};

/// How much of the gate is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setting {
    /// It passes everything on.
    Off,
    /// Everything, save that no log is written: what remains is not waiting for a disk.
    Unrecorded,
    /// The same with secrets to look for.
    Secrets,
    /// Everything.
    On,
}

impl Setting {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Off => "gate, protections off",
            Self::Unrecorded => "gate, all but the log",
            Self::Secrets => "gate, 100 secrets, no log",
            Self::On => "gate, everything on",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Off => {
                "[privacy]\ndefault_action = \"allow\"\nactions = { SECRET = \"allow\" }\n\
                 disabled = [\"EMAIL_ADDRESS\", \"PHONE_NUMBER\", \"US_SSN\", \"CREDIT_CARD\", \
                 \"IBAN_CODE\", \"IP_ADDRESS\", \"ABA_ROUTING_NUMBER\", \"SECRET\"]\n\
                 [vault]\nstore = \"memory\"\n[audit]\nstore = \"none\"\n"
            }
            Self::Unrecorded | Self::Secrets => "[audit]\nstore = \"none\"\n",
            Self::On => "",
        }
    }
}

/// A gate that runs until this is dropped.
#[derive(Debug)]
pub(crate) struct Gate {
    pub(crate) setting: Setting,
    pub(crate) address: SocketAddr,
    pub(crate) child: Child,
    _home: tempfile::TempDir,
}

impl Gate {
    /// Starts one in front of the provider.
    pub(crate) fn start(upstream: SocketAddr, setting: Setting) -> Result<Self> {
        let home = tempfile::tempdir_in(disk::folder()?)?;
        let config = format!(
            "[providers.bench]\nkind = \"openai\"\nbase_url = \"http://{upstream}/v1\"\n\
             api_key = \"client\"\nmodels = [\"*\"]\n{}",
            setting.text()
        );
        std::fs::write(home.path().join("portcullis.toml"), config)?;
        if setting == Setting::Secrets {
            kept::keep_secrets(home.path(), SECRETS)?;
        }
        let child = kept::gate(home.path())
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        // From here on it ends with this value, whatever it says.
        let mut gate = Self { setting, address: upstream, child, _home: home };
        let said = gate.child.stdout.take().context("the gate has no output")?;
        let mut line = String::new();
        BufReader::new(said).read_line(&mut line)?;
        let address = line.trim().strip_prefix("listening on http://");
        gate.address = address.context("the gate does not say where it listens")?.parse()?;
        Ok(gate)
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        // Nothing of it is needed any more, the log least of all.
        let _ended = self.child.kill().and_then(|()| self.child.wait()).is_ok();
    }
}
