//! Takes new settings while `serve` runs: on SIGHUP, or when one of the files has changed.
//!
//! Whatever is wrong with them, the old ones hold on, and it is said why.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};

use super::failure::Failure;
use super::setting::Setting;
use crate::assemble::Gate;
use crate::config::{Flag, Settings};

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// A file, and what tells it from the one that takes its place; `None` where there is none.
type Seen = (PathBuf, Option<(u64, i64, i64, u64)>);

/// What new settings are read from, and with what the process began.
pub(super) struct Reload<'a> {
    setting: &'a Setting<'a>,
    flags: &'a [Flag],
    /// Those that hold.
    settings: Settings,
    /// Their files as they were when this began: a change while the gate is built is seen too.
    held: Vec<Seen>,
}

impl<'a> Reload<'a> {
    /// Begins with the settings that hold.
    pub(super) fn new(setting: &'a Setting<'a>, flags: &'a [Flag], settings: Settings) -> Self {
        let mut reload = Self { setting, flags, settings, held: Vec::new() };
        reload.held = reload.look();
        reload
    }

    /// Looks, and takes what is new; never ends.
    pub(super) async fn run(mut self, gate: &Gate) {
        let Ok(mut hangup) = signal(SignalKind::hangup()) else {
            return std::future::pending().await;
        };
        let mut held = std::mem::take(&mut self.held);
        let (mut tried, mut before) = (held.clone(), held.clone());
        loop {
            let told = tokio::select! {
                _ = hangup.recv() => true,
                () = tokio::time::sleep(LOOK_EVERY) => false,
            };
            let seen = self.look();
            // A file that is just being written is left alone until it stays as it is.
            let settled = seen == before;
            before.clone_from(&seen);
            if !told && (seen == tried || !settled) {
                continue;
            }
            tried = seen;
            match self.take(&held, gate).await {
                // As they were before they were read: what changes meanwhile is seen next time.
                Ok(()) => held.clone_from(&tried),
                Err(why) => keep(&why, gate).await,
            }
        }
    }

    /// Reads, checks and takes the settings.
    async fn take(&mut self, held: &[Seen], gate: &Gate) -> Result<(), String> {
        // Built-in defaults are not what the file that is lost said.
        let lost = |(path, seen): &&Seen| seen.is_some() && stamp(path).is_none();
        if let Some((path, _)) = held.iter().find(lost) {
            return Err(format!("{} is gone", path.display()));
        }
        let said = |failure: Failure| failure.lines.join("; ");
        let next = self.setting.settings(self.flags).map_err(said)?;
        let missing = next.missing();
        if !missing.is_empty() {
            return Err(said(Failure::config(&missing)));
        }
        gate.reload(&next).await.map_err(|fault| fault.to_string())?;
        for key in fixed(&self.settings, &next) {
            tracing::warn!("`{key}` has changed: that holds after a restart only");
        }
        for warning in next.warnings.iter().filter(|it| !self.settings.warnings.contains(it)) {
            tracing::warn!("{warning}");
        }
        tracing::info!("new settings hold");
        let before = std::mem::replace(&mut self.settings, next);
        self.settings.server.listen = before.server.listen;
        (self.settings.vault, self.settings.audit) = (before.vault, before.audit);
        Ok(())
    }

    /// The files that settings come from, as they are now.
    fn look(&self) -> Vec<Seen> {
        let named = self.setting.arguments.config.clone();
        let config = named.unwrap_or_else(|| self.setting.home.config_file());
        let tls = self.settings.server.tls.iter();
        let tls = tls.flat_map(|files| [files.cert.clone(), files.key.clone()]);
        let files = [config, self.settings.policy.file.clone()].into_iter().chain(tls);
        files.map(|path| (path.clone(), stamp(&path))).collect()
    }
}

/// What differs and cannot be changed while the gate runs.
fn fixed(old: &Settings, new: &Settings) -> Vec<&'static str> {
    let differ = [
        ("server.listen", old.server.listen != new.server.listen),
        ("vault", !old.vault.is_same(&new.vault)),
        ("audit", old.audit != new.audit),
    ];
    differ.into_iter().filter(|(_, differs)| *differs).map(|(key, _)| key).collect()
}

fn stamp(path: &Path) -> Option<(u64, i64, i64, u64)> {
    let found = fs::metadata(path).ok()?;
    Some((found.ino(), found.mtime(), found.mtime_nsec(), found.len()))
}

/// Says why the old settings stay, also in the record.
async fn keep(why: &str, gate: &Gate) {
    tracing::error!("the old settings stay: {why}");
    if let Err(fault) = gate.kept().await {
        tracing::error!(%fault, "that the old settings stay is not on record");
    }
}
