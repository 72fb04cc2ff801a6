//! The command line, as it is written.
//!
//! The comments here are the help texts. What a command does stands in its own file.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

mod vault;

pub(super) use vault::{Erase, Kept, Migrate, StoreKind, VaultStats};

/// The gate between AI agents and everything they touch.
///
/// Personal data and secrets are replaced before a model sees them, come back to whom they
/// belong, and every call is on record.
#[derive(Debug, Parser)]
#[command(name = "portcullis", version, max_term_width = 100, after_help = GLOBAL_EXAMPLES)]
pub(super) struct Arguments {
    /// The configuration file [default: portcullis.toml in the home directory].
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// The home directory [default: $PORTCULLIS_HOME, else the platform's data directory].
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) home: Option<PathBuf>,
    /// Print the result as JSON.
    #[arg(long, global = true)]
    pub(super) json: bool,
    #[command(subcommand)]
    pub(super) command: Command,
}

const GLOBAL_EXAMPLES: &str = "\
Examples:
  portcullis demo                        the gate at work, in ten seconds
  portcullis serve                       put it before your model provider
  portcullis scan notes.txt              find personal data and secrets

Exit codes: 0 done, 1 found or negative, 2 usage or input, 3 refused, 4 fault, 5 integrity.";

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Show the gate at work: an in-process model and tool, real doors, no service, no key.
    #[command(after_help = "Examples:\n  portcullis demo\n  portcullis demo --json")]
    Demo,
    /// Write a commented configuration and rules to begin with.
    #[command(after_help = INIT_EXAMPLES)]
    Init(Init),
    /// Run the gateway until it is told to stop.
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(Serve),
    /// Guard an MCP server that a client starts, or put a client's servers behind the gate.
    #[command(after_help = MCP_EXAMPLES)]
    Mcp(Mcp),
    /// Find personal data and secrets in files or standard input.
    #[command(after_help = SCAN_EXAMPLES)]
    Scan(Scan),
    /// Replace personal data in standard input by surrogates.
    #[command(after_help = CONCEAL_EXAMPLES)]
    Conceal(Translate),
    /// Turn surrogates in standard input back into values.
    #[command(after_help = REVEAL_EXAMPLES)]
    Reveal(Translate),
    /// The envelope that holds the master key.
    #[command(subcommand)]
    Key(Key),
    /// Portcullis keys: who may call, and as whom.
    #[command(subcommand)]
    Client(Clients),
    /// Secrets that agents use and never see.
    #[command(subcommand)]
    Secret(NamedSecret),
    /// The store of the values behind surrogates: count, erase, copy, move.
    #[command(subcommand)]
    Vault(Kept),
    /// The record of every call.
    #[command(subcommand)]
    Audit(Audit),
    /// The rules about tools.
    #[command(subcommand)]
    Policy(Policy),
    /// The configuration.
    #[command(subcommand)]
    Config(Config),
    /// Say what works on this machine, what does not, and what to do about it.
    #[command(after_help = DOCTOR_EXAMPLES)]
    Doctor(Doctor),
    /// Print a completion script for a shell.
    #[command(
        after_help = "Examples:\n  portcullis completions bash > ~/.local/share/bash-completion/completions/portcullis\n  portcullis completions zsh > ~/.zfunc/_portcullis"
    )]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Write the generated documents.
    #[command(hide = true, subcommand)]
    Generate(Generate),
    /// Become a server that ends with its parent: what `mcp` starts.
    #[command(hide = true)]
    Child(Child),
}

const INIT_EXAMPLES: &str = "\
Examples:
  portcullis init                                   ask, show, write
  portcullis init --yes                             take the defaults
  portcullis init --yes --provider anthropic --key secret --level strict
  portcullis init --import lango.json --import .env

--import takes a Lango `security.interceptor` block, a Lantern `guardrails` block (JSON), or the
variables of Mask and Airlock (NAME=VALUE). It says of each setting what became of it.";

#[derive(Debug, Default, Args)]
pub(super) struct Init {
    /// Take the defaults for all that is not said here; ask nothing.
    #[arg(long)]
    pub(super) yes: bool,
    /// Write over files that are there; copies are kept beside them.
    #[arg(long)]
    pub(super) force: bool,
    /// Take over the settings of another product from this file; may be repeated.
    #[arg(long, value_name = "FILE")]
    pub(super) import: Vec<PathBuf>,
    /// The model providers [default: openai,anthropic].
    #[arg(long, value_enum, value_delimiter = ',')]
    pub(super) provider: Vec<Supplier>,
    /// Whose key the providers get [default: client].
    #[arg(long, value_enum)]
    pub(super) key: Option<KeyFrom>,
    /// The privacy level [default: standard].
    #[arg(long, value_enum)]
    pub(super) level: Option<StartLevel>,
    /// What holds for tools where no rule speaks [default: guarded].
    #[arg(long, value_enum)]
    pub(super) preset: Option<StartPreset>,
}

/// A provider to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(super) enum Supplier {
    /// OpenAI.
    #[value(name = "openai")]
    OpenAi,
    /// Anthropic.
    Anthropic,
    /// A server on this machine with OpenAI's API.
    Local,
}

/// Whose key a provider gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum KeyFrom {
    /// That of each program.
    Client,
    /// One that is sealed here.
    Secret,
    /// One of the environment.
    Env,
}

/// A privacy level to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StartLevel {
    /// Images, audio and files pass with a warning.
    Standard,
    /// They are refused.
    Strict,
}

/// A preset to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StartPreset {
    /// Dangerous tools are refused.
    Guarded,
    /// All tools are refused.
    Strict,
    /// Only tools that read may run.
    ReadOnly,
    /// Tools run in business hours.
    BusinessHours,
}

const SERVE_EXAMPLES: &str = "\
Examples:
  portcullis serve
  portcullis serve --listen 127.0.0.1:9000
  OPENAI_BASE_URL=http://127.0.0.1:7420/v1 python app.py";

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// The address and port to listen on, over that of the configuration.
    #[arg(long, value_name = "ADDRESS")]
    pub(super) listen: Option<String>,
}

const MCP_EXAMPLES: &str = "\
Examples:
  portcullis mcp --name files
  portcullis mcp --name files -- npx -y @modelcontextprotocol/server-filesystem /srv/reports
  portcullis mcp --install claude-desktop --dry-run
  portcullis mcp --install cursor --server github
  portcullis mcp --uninstall claude-desktop

Without a command after `--`, the one of `[mcp.NAME]` in the configuration is run, with the
variables that stand there and few of yours. With one, that section is not looked at.
--install puts each stdio server of the client behind the gate and keeps a copy of the file;
--uninstall takes the gate out again. Clients read their configuration when they start.";

#[derive(Debug, Args)]
pub(super) struct Mcp {
    /// The server's name in the configuration, the rules and the record [default: its command's].
    #[arg(long, value_name = "NAME", conflicts_with_all = ["install", "uninstall"])]
    pub(super) name: Option<String>,
    /// Put the stdio servers of this client behind the gate.
    #[arg(long, value_enum, value_name = "CLIENT", conflicts_with_all = ["uninstall", "command"])]
    pub(super) install: Option<Client>,
    /// Take the gate out of this client's configuration again.
    #[arg(long, value_enum, value_name = "CLIENT", conflicts_with = "command")]
    pub(super) uninstall: Option<Client>,
    /// Show what would change, and change nothing.
    #[arg(long, conflicts_with = "command")]
    pub(super) dry_run: bool,
    /// The client's configuration, where it lies elsewhere [default: the places it is known to be].
    #[arg(long, value_name = "FILE", conflicts_with = "command")]
    pub(super) file: Option<PathBuf>,
    /// Only these servers of the client [default: all].
    #[arg(long, value_name = "NAME", conflicts_with = "command")]
    pub(super) server: Vec<String>,
    /// Refuse in text only, where the client holds what is structured against the tool's schema.
    #[arg(long, conflicts_with_all = ["install", "uninstall"])]
    pub(super) plain_refusals: bool,
    /// The command that starts the server, with its arguments.
    #[arg(last = true, value_name = "COMMAND")]
    pub(super) command: Vec<OsString>,
}

/// A program that starts MCP servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Client {
    /// Claude Desktop.
    ClaudeDesktop,
    /// Claude Code: the user's servers, and those of the project in this directory.
    ClaudeCode,
    /// Cursor: the user's servers, and those of the project in this directory.
    Cursor,
    /// Visual Studio Code: the user's servers, and those of the project in this directory.
    #[value(name = "vscode")]
    VsCode,
}

const SCAN_EXAMPLES: &str = "\
Examples:
  portcullis scan notes.txt src/
  portcullis scan --exclude 'tests/' --baseline .portcullis-baseline.json .
  git diff | portcullis scan --format sarif
  portcullis scan --batch --entities US_SSN,EMAIL_ADDRESS < rows.jsonl

Of a directory, what .gitignore and .ignore name is left out, but not files of variables (.env);
hidden files are searched, .git is not, links are not followed, binary files are counted.
A comment with portcullis:allow silences its line.
A row of --batch is {\"text\": \"...\"}, with \"entities\", \"min_score\" or \"language\" of its own,
and \"key\": the key or column that the text stands under. An empty line is no row: nothing is
printed for it.
Exit codes: 0 nothing found, 1 found, 2 error.";

#[derive(Debug, Args)]
pub(super) struct Scan {
    /// Files or directories; `-` is standard input, and so is none.
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// How findings are printed [default: text].
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,
    /// Read rows of JSON from standard input; print one row for each, in order.
    #[arg(long, conflicts_with_all = [
        "files", "format", "no_ignore", "exclude", "stdin_filename", "baseline", "write_baseline",
        "no_allow",
    ])]
    pub(super) batch: bool,
    /// What offsets count.
    #[arg(long, value_enum, default_value = "characters")]
    pub(super) offsets: Offsets,
    /// Look only for these entities.
    #[arg(long, value_name = "ENTITY", value_delimiter = ',')]
    pub(super) entities: Option<Vec<String>>,
    /// How sure a recognizer must be, 0 to 1; 0 shows every shape.
    #[arg(long, value_name = "SCORE", allow_negative_numbers = true, value_parser = score)]
    pub(super) min_score: Option<f32>,
    /// The language of the text, as `en`.
    #[arg(long, value_name = "LANGUAGE")]
    pub(super) language: Option<String>,
    /// Search also what .gitignore and .ignore name.
    #[arg(long)]
    pub(super) no_ignore: bool,
    /// Leave out what this glob matches, as in .gitignore; may be given several times.
    #[arg(long, value_name = "GLOB")]
    pub(super) exclude: Vec<String>,
    /// The path under which standard input is reported.
    #[arg(long, value_name = "FILE")]
    pub(super) stdin_filename: Option<PathBuf>,
    /// Do not report what this file knows.
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Write all findings to this file, as known from now on; then they are no finding.
    #[arg(long, value_name = "FILE")]
    pub(super) write_baseline: Option<PathBuf>,
    /// Report also what a comment `portcullis:allow` silences.
    #[arg(long)]
    pub(super) no_allow: bool,
}

/// A score from the command line.
fn score(written: &str) -> Result<f32, &'static str> {
    let score = written.parse().ok().filter(|score| (0.0..=1.0).contains(score));
    score.ok_or("must be a number from 0 to 1")
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// One line each.
    Text,
    /// One array.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
}

/// What offsets count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Offsets {
    /// Unicode code points.
    Characters,
    /// Bytes of UTF-8.
    Bytes,
}

const CONCEAL_EXAMPLES: &str = "\
Examples:
  portcullis conceal < letter.txt > safe.txt
  portcullis conceal --batch < rows.jsonl
  portcullis conceal --user alice < letter.txt

A row of --batch is {\"text\": \"...\"} or {\"json\": ...}; it comes out in the same form. A bad row
becomes {\"error\": \"...\"} and makes the exit code 2. An empty line is no row: nothing is printed
for it.
Without an envelope, run `portcullis key init` first.";

const REVEAL_EXAMPLES: &str = "\
Examples:
  portcullis reveal < safe.txt
  portcullis reveal --batch < rows.jsonl
  portcullis reveal --user alice < safe.txt

Only surrogates of the same user are turned back. An unknown one stays, with a warning.";

#[derive(Debug, Args)]
pub(super) struct Translate {
    /// Standard input is rows of JSON.
    #[arg(long)]
    pub(super) batch: bool,
    /// Act for this user: the principal is then `local/NAME`, else `local`.
    #[arg(long, value_name = "NAME")]
    pub(super) user: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Key {
    /// Make the envelope, opened by a passphrase.
    #[command(after_help = KEY_INIT_EXAMPLES)]
    Init(Passphrase),
    /// Say what the envelope is like, without opening it.
    #[command(after_help = "Examples:\n  portcullis key status\n  portcullis key status --json")]
    Status,
    /// Replace the passphrase.
    #[command(after_help = CHANGE_EXAMPLES)]
    ChangePassphrase(Passphrase),
}

const KEY_INIT_EXAMPLES: &str = "\
Examples:
  portcullis key init
  pass show portcullis | portcullis key init --passphrase-stdin

The passphrase comes from the keyfile ($PORTCULLIS_KEYFILE, else `keyfile` in the home directory,
mode 0600) if there is one, else from the terminal.";

const CHANGE_EXAMPLES: &str = "\
Examples:
  portcullis key change-passphrase
  printf '%s\\n%s\\n' \"$OLD\" \"$NEW\" | portcullis key change-passphrase --passphrase-stdin";

#[derive(Debug, Args)]
pub(super) struct Passphrase {
    /// Read the passphrase from standard input: one line, or the old and the new one.
    #[arg(long)]
    pub(super) passphrase_stdin: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Clients {
    /// Give a client a key, which is printed once.
    #[command(after_help = CLIENT_EXAMPLES)]
    Add(AddClient),
    /// Say who has a key.
    #[command(after_help = "Examples:\n  portcullis client list\n  portcullis client list --json")]
    List,
    /// Take a client's key away.
    #[command(after_help = "Examples:\n  portcullis client rm coder")]
    Rm {
        /// The client.
        name: String,
    },
}

const CLIENT_EXAMPLES: &str = "\
Examples:
  portcullis client add laptop
  export OPENAI_API_KEY=$(portcullis client add web-shop --tenant shop --users request)

As soon as there is one key, every request to `serve` needs one, on this machine too. A running
`serve` takes a new key within two seconds.";

#[derive(Debug, Args)]
pub(super) struct AddClient {
    /// Its name: letters, digits, `_`, `.` and `-`.
    pub(super) name: String,
    /// The tenant that it belongs to: its calls are in this tenant's log.
    #[arg(long, default_value = "default", value_name = "NAME")]
    pub(super) tenant: String,
    /// The agent that it is [default: NAME]. Clients of one agent share what was handed to it.
    #[arg(long, value_name = "NAME")]
    pub(super) agent: Option<String>,
    /// Who says which end user it acts for: nobody, or each request.
    #[arg(long, value_enum, default_value = "key")]
    pub(super) users: NamedUsers,
}

/// Who says which end user a client acts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum NamedUsers {
    /// Nobody: the client is one principal.
    Key,
    /// Each request, by `x-portcullis-user` or the field of its dialect.
    Request,
}

const SECRET_EXAMPLES: &str = "\
Examples:
  portcullis secret set openai/api-key                     ask on the terminal
  pass show github | portcullis secret set github/token --tool 'github__*' --host api.github.com
  portcullis secret set mail/key --tool send_mail@/headers/authorization

Refer to it as {{secret:openai/api-key}}. The value never comes from the command line.";

#[derive(Debug, Subcommand)]
pub(super) enum NamedSecret {
    /// Keep a value under a name, from standard input or the terminal.
    #[command(after_help = SECRET_EXAMPLES)]
    Set(SetSecret),
    /// Say what is known of a secret; its value is never shown.
    #[command(after_help = "Examples:\n  portcullis secret get openai/api-key")]
    Get(OneSecret),
    /// Say which secrets there are.
    #[command(after_help = "Examples:\n  portcullis secret list")]
    List {
        /// Whose.
        #[arg(long, default_value = "default", value_name = "NAME")]
        tenant: String,
    },
    /// Remove a secret with all its values.
    #[command(after_help = "Examples:\n  portcullis secret rm openai/api-key")]
    Rm(OneSecret),
    /// Replace the value of a secret; the one before is still kept from sight.
    #[command(
        after_help = "Examples:\n  pass show openai | portcullis secret rotate openai/api-key"
    )]
    Rotate(OneSecret),
}

#[derive(Debug, Args)]
pub(super) struct OneSecret {
    /// Its name: letters, digits, `.`, `_` and `-`, with `/` between parts.
    pub(super) name: String,
    /// Whose it is.
    #[arg(long, default_value = "default", value_name = "NAME")]
    pub(super) tenant: String,
}

#[derive(Debug, Args)]
pub(super) struct SetSecret {
    #[command(flatten)]
    pub(super) secret: OneSecret,
    /// A tool that may have it, with `*` and `?`; only in one argument, if a JSON pointer to it
    /// follows after `@`. May be repeated [default: no tool].
    #[arg(long, value_name = "GLOB[@/POINTER]")]
    pub(super) tool: Vec<String>,
    /// A host that it may be sent to, as `api.example.com` or `*.example.com`. May be repeated
    /// [default: any].
    #[arg(long, value_name = "HOST")]
    pub(super) host: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// Print the last records.
    #[command(
        after_help = "Examples:\n  portcullis audit tail\n  portcullis audit tail -n 50 --follow"
    )]
    Tail(Tail),
    /// Check that no record was changed, dropped, added or moved. Needs no key of ours.
    #[command(after_help = VERIFY_EXAMPLES)]
    Verify(Verify),
}

#[derive(Debug, Args)]
pub(super) struct Tail {
    /// How many records.
    #[arg(short = 'n', long = "lines", default_value_t = 10, value_name = "N")]
    pub(super) lines: usize,
    /// Go on with what is appended.
    #[arg(short, long)]
    pub(super) follow: bool,
    /// The tenant.
    #[arg(long, default_value = "default", value_name = "NAME")]
    pub(super) tenant: String,
}

const VERIFY_EXAMPLES: &str = "\
Examples:
  portcullis audit verify
  portcullis audit verify /backup/audit/default --key audit.pub

Exit codes: 0 whole, 4 a missing file, 5 tampered; then the first bad record is named.";

#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The log of a tenant, or the directory of all [default: `audit` in the home directory].
    pub(super) path: Option<PathBuf>,
    /// The public key that must have signed it, kept elsewhere.
    #[arg(long, value_name = "FILE")]
    pub(super) key: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Config {
    /// Report every mistake at once, with line and key.
    #[command(
        after_help = "Examples:\n  portcullis config check\n  portcullis --config draft.toml config check"
    )]
    Check,
    /// Print the JSON Schema of the file.
    #[command(after_help = "Examples:\n  portcullis config schema > portcullis.schema.json")]
    Schema,
    /// Print what is settled and where it comes from; credentials stay hidden.
    #[command(after_help = "Examples:\n  portcullis config show\n  portcullis config show --json")]
    Show,
}

const POLICY_CHECK_EXAMPLES: &str = "\
Examples:
  portcullis policy check
  portcullis policy check draft.toml

Exit codes: 0 sound, 2 wrong.";

const POLICY_EXPLAIN_EXAMPLES: &str = "\
Examples:
  portcullis policy explain --tool files__write_file
  portcullis policy explain --tool send_email --agent local/alice
  portcullis policy explain 01JDGQ4N9CYF3M8W5T2ZK7XHRB

The id of a call stands in the record, and in the header x-portcullis-call of its answer.";

#[derive(Debug, Subcommand)]
pub(super) enum Policy {
    /// Report every mistake at once, with its line.
    #[command(after_help = POLICY_CHECK_EXAMPLES)]
    Check {
        /// The file [default: that of the configuration].
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Say why a call was decided as it was, or how a tool would be decided now.
    #[command(after_help = POLICY_EXPLAIN_EXAMPLES)]
    Explain(Explain),
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The call, by its id in the record.
    #[arg(value_name = "CALL", conflicts_with = "tool")]
    pub(super) call: Option<String>,
    /// A tool: SERVER__TOOL, or its own name.
    #[arg(long, value_name = "NAME")]
    pub(super) tool: Option<String>,
    /// Who would call.
    #[arg(long, value_name = "PRINCIPAL", default_value = "local")]
    pub(super) agent: String,
    /// Through which door: mcp for a tool of a server, llm for one that the provider runs.
    #[arg(long, value_enum, default_value = "mcp")]
    pub(super) door: ExplainDoor,
    /// The tenant in whose record the call is.
    #[arg(long, default_value = "default", value_name = "NAME")]
    pub(super) tenant: String,
}

/// A door that tools are used through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ExplainDoor {
    /// A tool of a server behind the gate.
    Mcp,
    /// A tool that the provider of a model runs.
    Llm,
}

const DOCTOR_EXAMPLES: &str = "\
Examples:
  portcullis doctor
  portcullis doctor --online             also ask whether the providers answer
  portcullis doctor --json
  printf ada@example.org | portcullis doctor --data

It changes nothing. Exit codes: 0 no problem, 1 a problem, or a value that stands in the home.";

#[derive(Debug, Args)]
pub(super) struct Doctor {
    /// Look whether the providers answer: opens a connection to each, and sends nothing.
    #[arg(long)]
    pub(super) online: bool,
    /// Look only whether values of standard input, one a line, stand in a file of the home:
    /// as they are, reversed, or in base64, hex or UTF-16.
    #[arg(long, conflicts_with = "online")]
    pub(super) data: bool,
}

#[derive(Debug, Args)]
pub(super) struct Child {
    /// The process that started this one.
    #[arg(long)]
    pub(super) parent: u32,
    /// The command.
    #[arg(last = true, required = true)]
    pub(super) command: Vec<OsString>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Generate {
    /// Write a manual page for each command.
    #[command(after_help = "Examples:\n  portcullis generate man ~/.local/share/man/man1")]
    Man {
        /// Where to.
        directory: PathBuf,
    },
    /// Write docs/config.md and docs/codes.md.
    #[command(after_help = "Examples:\n  portcullis generate docs docs")]
    Docs {
        /// Where to.
        directory: PathBuf,
    },
    /// Print all recognizers as JSON, for the pages of docs/detection.
    #[command(after_help = "Examples:\n  portcullis generate recognizers")]
    Recognizers,
}
