//! `vault migrate`: all that is kept, into another store.

use portcullis_engine::{Clock as _, SystemClock};
use serde_json::json;

use super::progress::Progress;
use crate::assemble::vault::{Desk, Migrated, Route};
use crate::cli::arguments::{Migrate, StoreKind};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::gate;
use crate::cli::output::Output;
use crate::cli::setting::Setting;

/// Runs it.
pub(super) fn run(
    wish: &Migrate,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let route = route(wish)?;
    let settings = setting.settings_aloud(&[], output)?;
    let desk = Desk::open(&setting.home, &settings, gate::master(setting)?)?;
    let runtime = gate::runtime()?;
    let mut progress = Progress::new(runtime.block_on(desk.size(&route))?);
    let now = SystemClock::start().now();
    let done = runtime.block_on(desk.migrate(&route, now, &mut |passed| progress.tell(passed)));
    progress.end();
    match done? {
        Some(done) => report(&done, &route, setting, output),
        None => {
            output.note("nothing is kept yet");
            Ok(Exit::Negative)
        }
    }
}

fn route(wish: &Migrate) -> Result<Route, Failure> {
    match (wish.to, &wish.to_path) {
        (StoreKind::Memory, _) => {
            Err(Failure::usage("what is kept in memory would end with this command")
                .hint("`--to sqlite --to-path FILE`"))
        }
        (StoreKind::Sqlite, None) => {
            Err(Failure::usage("it is not said which file").hint("`--to-path FILE`"))
        }
        (StoreKind::Sqlite, Some(to)) => Ok(Route { from: wish.from_path.clone(), to: to.clone() }),
    }
}

fn report(
    done: &Migrated,
    route: &Route,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let [from, to] = done.stats;
    let taken = done.taken;
    let is_complete = done.is_settled && taken.refused == 0;
    if output.json {
        output.value(&json!({
            "rows": taken.rows,
            "tombstones": taken.tombstones,
            "passes": done.passes,
            "resumed": done.is_resumed,
            "complete": is_complete,
            "from": { "rows": from.rows, "tombstones": from.tombstones },
            "to": { "rows": to.rows, "tombstones": to.tombstones },
        }))?;
    } else {
        output.line(format_args!(
            "brought {} rows and {} tombstones in {} passes",
            taken.rows, taken.tombstones, done.passes
        ))?;
        output.line(format_args!("from: {} rows, {} tombstones", from.rows, from.tombstones))?;
        output.line(format_args!("to:   {} rows, {} tombstones", to.rows, to.tombstones))?;
    }
    if taken.refused > 0 {
        output.warn(format_args!(
            "{} rows were not taken: they were erased there, or have another surrogate there",
            taken.refused
        ));
    }
    if !done.is_settled {
        output.warn("surrogates are issued faster than they are brought: run it again");
    }
    if is_complete {
        let (program, vault) = (setting.program(), setting.home.vault());
        let (vault, to) = (vault.display(), route.to.display());
        output.note(format_args!(
            "everything is there. To use it: move {vault} aside and {to} into its place while no \
             `serve` and no `mcp` runs; then `{program} vault migrate --from-path ASIDE --to \
             sqlite --to-path {vault}` brings what was issued in between"
        ));
    }
    Ok(if is_complete { Exit::Done } else { Exit::Negative })
}
