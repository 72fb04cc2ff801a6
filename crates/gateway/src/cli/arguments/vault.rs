//! `vault` and its subcommands, as they are written.

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Kept {
    /// Say how much is kept, and where.
    #[command(after_help = STATS_EXAMPLES)]
    Stats(VaultStats),
    /// Erase a value, surrogates, or all that somebody has; none is ever issued again.
    #[command(after_help = ERASE_EXAMPLES)]
    Erase(Erase),
}

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
