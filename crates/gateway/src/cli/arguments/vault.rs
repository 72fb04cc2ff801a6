//! `vault` and its subcommands, as they are written.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Kept {
    /// Say how much is kept, and where.
    #[command(after_help = STATS_EXAMPLES)]
    Stats(VaultStats),
    /// Erase a value, surrogates, or all that somebody has; none is ever issued again.
    #[command(after_help = ERASE_EXAMPLES)]
    Erase(Erase),
    /// Write a copy of all that is kept, sealed, while others may use it.
    #[command(after_help = EXPORT_EXAMPLES)]
    Export {
        /// The file: a new one.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Take in what a copy holds and is not here yet; nothing is ever written over.
    #[command(after_help = IMPORT_EXAMPLES)]
    Import {
        /// The file.
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Bring all that is kept into another store, while others may use it.
    #[command(after_help = MIGRATE_EXAMPLES)]
    Migrate(Migrate),
}

const MIGRATE_EXAMPLES: &str = "\
Examples:
  portcullis vault migrate --to sqlite --to-path /srv/vault.sqlite
  portcullis vault migrate --from-path old.sqlite --to sqlite --to-path /srv/vault.sqlite

It goes over everything until nothing new is found, while others may use the vault; what was erased
meanwhile is erased there too. If it is interrupted, run it again.
Exit codes: 0 everything is there, 1 nothing is kept, or something is missing still.";

#[derive(Debug, Args)]
pub(in crate::cli) struct Migrate {
    /// The kind of the other store.
    #[arg(long, value_enum, value_name = "STORE")]
    pub(in crate::cli) to: StoreKind,
    /// The file of the other store; made if it is not there.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) to_path: Option<PathBuf>,
    /// The file of the store to bring from [default: the store of the configuration].
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) from_path: Option<PathBuf>,
}

/// A kind of store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum StoreKind {
    /// A file.
    Sqlite,
    /// The memory of a process: nothing can be brought there.
    #[value(hide = true)]
    Memory,
}

const EXPORT_EXAMPLES: &str = "\
Examples:
  portcullis vault export vault-2026-11-28.copy

Values stay sealed in it, and the keys are not in it: keep `envelope.json`, `keystore` and the
passphrase as well. Exit codes: 0 written, 1 nothing is kept.";

const IMPORT_EXAMPLES: &str = "\
Examples:
  portcullis vault import vault-2026-11-28.copy

A copy that was changed or cut, or is of another home, is refused before anything is written. If
it is interrupted, run it again. What was erased here since stays erased.";

const STATS_EXAMPLES: &str = "\
Examples:
  portcullis vault stats
  portcullis vault stats --scopes        for each principal; reads every row
  portcullis vault stats --json";

#[derive(Debug, Args)]
pub(in crate::cli) struct VaultStats {
    /// Count for each principal too.
    #[arg(long)]
    pub(in crate::cli) scopes: bool,
}

const ERASE_EXAMPLES: &str = "\
Examples:
  printf ada@example.org | portcullis vault erase --value-stdin --reason 'request 2026-114'
  portcullis vault erase --user alice --value-stdin < value.txt
  portcullis vault erase 'tkn-qzv3k6m2w5x7a4bd@mail.invalid'
  portcullis vault erase --tenant shop --yes

With --value-stdin, of everybody unless you say whose; surrogates, of `local` unless you say whose;
else all that those have whom you name. The value is never a word of the command line.
Exit codes: 0 erased, 1 nothing was there.";

#[derive(Debug, Args)]
pub(in crate::cli) struct Erase {
    /// Surrogates to erase, with every spelling of the values behind them.
    #[arg(value_name = "SURROGATE", conflicts_with_all = ["value_stdin", "all"])]
    pub(in crate::cli) surrogates: Vec<String>,
    /// Erase the value on standard input: all its surrogates, in every spelling.
    #[arg(long)]
    pub(in crate::cli) value_stdin: bool,
    /// Only where it was found as this entity [default: every entity].
    #[arg(long, value_name = "ENTITY", requires = "value_stdin")]
    pub(in crate::cli) entity: Option<String>,
    /// Of this tenant.
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) tenant: Option<String>,
    /// Of this user, whichever agent named it.
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) user: Option<String>,
    /// Of this principal: AGENT, or AGENT/USER.
    #[arg(long, value_name = "PRINCIPAL", conflicts_with = "user")]
    pub(in crate::cli) principal: Option<String>,
    /// Of everybody.
    #[arg(long, conflicts_with_all = ["tenant", "user", "principal"])]
    pub(in crate::cli) all: bool,
    /// Why, for the record: the number of a ticket, nothing personal.
    #[arg(long, value_name = "TEXT")]
    pub(in crate::cli) reason: Option<String>,
    /// Do not ask before all of somebody is erased.
    #[arg(long)]
    pub(in crate::cli) yes: bool,
}
