//! `vault stats`, `erase`, `export`, `import`, `migrate`: looks after the store of values.
//!
//! No command prints a value, and none takes one from the command line.

use indicatif::HumanBytes;
use serde_json::{Value, json};

use super::arguments::{Kept as Command, VaultStats};
use super::exit::Exit;
use super::failure::Failure;
use super::gate;
use super::output::{Output, aligned, plain};
use super::setting::Setting;
use crate::assemble::vault::{Desk, Holding, Share, holding};

mod erase;
mod migrate;
mod progress;
mod transfer;

/// Runs one of them.
pub(super) fn run(
    command: &Command,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    match command {
        Command::Stats(wish) => stats(wish, setting, output),
        Command::Erase(wish) => erase::run(wish, setting, output),
        Command::Export { file } => transfer::export(file, setting, output),
        Command::Migrate(wish) => migrate::run(wish, setting, output),
        Command::Import { file } => transfer::import(file, setting, output),
    }
}

fn stats(wish: &VaultStats, setting: &Setting<'_>, output: &mut Output) -> Result<Exit, Failure> {
    let settings = setting.settings_aloud(&[], output)?;
    let runtime = gate::runtime()?;
    let holding = runtime.block_on(holding(&setting.home, &settings))?;
    let shares = match wish.scopes {
        true => {
            let desk = Desk::open(&setting.home, &settings, gate::master(setting)?)?;
            Some(runtime.block_on(desk.shares())?)
        }
        false => None,
    };
    if output.json {
        output.value(&document(&holding, shares.as_deref()))?;
        return Ok(Exit::Done);
    }
    output.line(format_args!("store:      {}, {}", holding.store, holding.path.display()))?;
    output.line(format_args!("on disk:    {}", HumanBytes(holding.bytes)))?;
    output.line(format_args!("rows:       {}", holding.stats.rows))?;
    output.line(format_args!("tombstones: {}", holding.stats.tombstones))?;
    if let Some(shares) = shares {
        table(&shares, output)?;
    }
    Ok(Exit::Done)
}

fn document(holding: &Holding, shares: Option<&[Share]>) -> Value {
    let mut document = json!({
        "store": holding.store,
        "path": holding.path.display().to_string(),
        "bytes": holding.bytes,
        "rows": holding.stats.rows,
        "tombstones": holding.stats.tombstones,
    });
    if let (Some(shares), Some(members)) = (shares, document.as_object_mut()) {
        let row = |share: &Share| {
            json!({
                "id": share.id,
                "tenant": share.scope.as_ref().map(|scope| &scope.tenant),
                "principal": share.scope.as_ref().map(|scope| &scope.principal),
                "rows": share.stats.rows,
                "tombstones": share.stats.tombstones,
            })
        };
        members.insert("scopes".to_owned(), shares.iter().map(row).collect());
    }
    document
}

fn table(shares: &[Share], output: &mut Output) -> Result<(), Failure> {
    let mut rows = vec![["TENANT", "PRINCIPAL", "ROWS", "TOMBSTONES"].map(str::to_owned)];
    rows.extend(shares.iter().map(|share| {
        let (tenant, principal) = match &share.scope {
            Some(scope) => (plain(&scope.tenant), plain(&scope.principal)),
            None => ("?".to_owned(), format!("? ({})", share.id)),
        };
        let stats = share.stats;
        [tenant, principal, stats.rows.to_string(), stats.tombstones.to_string()]
    }));
    output.line("")?;
    for line in aligned(&rows) {
        output.line(line)?;
    }
    Ok(())
}
