//! The vault and the log: whether they are whole, and whether the clock fits the log.

use std::path::Path;
use std::time::Duration;

use super::{Check, Patient};
use crate::assemble::log::{VerifyError, tail, verify};
use crate::assemble::stores::{Answer, check_service, check_vault};
use crate::config::{AuditStore, Service, Settings, VaultStore, is_loopback};

/// How far a record may be ahead of the clock: clocks are set back a little all the time.
const AHEAD_MAX: Duration = Duration::from_secs(60);
/// LIMIT: records without a checkpoint that are no sign of anything.
const UNSIGNED_MAX: u64 = 1_000;

pub(super) fn look(patient: &Patient<'_>, settings: Option<&Settings>) -> Vec<Check> {
    let home = &patient.setting.home;
    let mut checks = vec![vault(&home.vault(), settings, patient.online)];
    checks.extend(log(&home.audit(), patient, settings));
    checks
}

fn vault(file: &Path, settings: Option<&Settings>, online: bool) -> Check {
    match settings.map(|settings| &settings.vault.store) {
        Some(VaultStore::Memory) => {
            return Check::ok("vault", "in memory: surrogates end with each process");
        }
        Some(store @ VaultStore::Redis(service)) => {
            return server(("Redis", service), store, online);
        }
        Some(store @ VaultStore::Postgres(service)) => {
            return server(("PostgreSQL", service), store, online);
        }
        Some(VaultStore::Sqlite) | None => {}
    }
    if !file.exists() {
        return Check::ok("vault", "nothing is kept yet");
    }
    match check_vault(file) {
        Ok(()) => Check::ok("vault", format!("{} is whole", file.display())),
        Err(why) => Check::problem(
            "vault",
            format!("{}: {why}", file.display()),
            "restore it from a backup, or move the `vault` directory aside to begin anew",
        ),
    }
}

/// The server of a store: asked if it is on this machine, or where that is wished.
fn server((name, service): (&str, &Service), store: &VaultStore, online: bool) -> Check {
    let what = "vault";
    let Some(host) = service.host() else {
        let advice = "set the variable that `vault.url` names";
        return Check::problem(what, format!("{name}: its address is not known"), advice);
    };
    if !online && !is_loopback(&host) {
        let text = format!("{name} at {host}: not asked: `--online` looks whether it answers");
        return Check::ok(what, text);
    }
    match check_service(store) {
        Ok(Answer::Certain) => Check::ok(what, format!("{name} answers at {host}")),
        Ok(Answer::Loose(means)) => {
            let text = format!("{name} answers at {host}; {means}");
            Check::warning(what, text, "set what docs/stores.md says, or live with it")
        }
        Ok(Answer::NotAsked) => {
            Check::ok(what, format!("{name} at {host}: not asked: its address holds a secret"))
        }
        Err(why) => {
            let advice = "look at `vault.url` and at the server; without it every call is refused";
            Check::problem(what, format!("{name} at {host}: {why}"), advice)
        }
    }
}

fn log(audit: &Path, patient: &Patient<'_>, settings: Option<&Settings>) -> Vec<Check> {
    if settings.is_some_and(|settings| settings.audit.store == AuditStore::None) {
        return Vec::new();
    }
    if !audit.exists() {
        return vec![Check::ok("audit", "nothing is recorded yet")];
    }
    let program = &patient.program;
    match verify(audit, None) {
        Ok(verified) => {
            let records = verified.records();
            let unsigned = verified.uncovered();
            let mut checks = vec![match unsigned > UNSIGNED_MAX {
                false => Check::ok("audit", format!("{records} records, none changed")),
                true => Check::warning(
                    "audit",
                    format!("{records} records, none changed; the last {unsigned} are not signed"),
                    "a process that writes signs them when it ends in order",
                ),
            }];
            checks.extend(verified.logs.iter().filter_map(|log| clock(&log.path, patient)));
            checks
        }
        Err(VerifyError::NoLog { .. }) => vec![Check::ok("audit", "nothing is recorded yet")],
        Err(VerifyError::Broken(broken)) => vec![Check::problem(
            "audit",
            broken.to_string(),
            "keep the directory as it is and compare it with a backup",
        )],
        Err(VerifyError::Read(error)) => {
            let advice = format!("`{program} audit verify` says more");
            vec![Check::problem("audit", error.to_string(), advice)]
        }
    }
}

/// Whether the clock stands before the last record.
fn clock(log: &Path, patient: &Patient<'_>) -> Option<Check> {
    let (entries, _) = tail(log, 1).ok()?;
    let last: jiff::Timestamp = entries.last()?.time.parse().ok()?;
    let now = jiff::Timestamp::try_from(patient.now.checked_add(AHEAD_MAX)?).ok()?;
    Some(match last > now {
        true => Check::problem(
            "clock",
            format!("it stands before the last record, which is of {last}"),
            "set the clock; records would be in the wrong order of time",
        ),
        false => Check::ok("clock", "after the last record"),
    })
}
