//! The configuration: from what was written to what runs.
//!
//! Each section is a file that declares its keys once, as data; the parser, the JSON Schema,
//! `docs/config.md` and `config show` follow from that. Nothing here opens a file of the
//! configuration but [`home`], and nothing acts on a setting.

mod audit;
mod declare;
mod environment;
mod error;
pub mod home;
mod mcp;
mod policy;
mod privacy;
mod providers;
mod reader;
pub mod reference;
mod reserved;
pub mod schema;
mod sections;
mod server;
pub mod show;
mod similar;
mod sources;
mod unknown;
mod url;
mod value;
mod vault;

#[cfg(test)]
mod tests;

pub use audit::{AuditSettings, AuditStore};
pub use environment::Environment;
pub use error::{ConfigError, Source};
pub use home::Home;
pub use mcp::McpServer;
pub use policy::PolicySettings;
pub use privacy::{OnError, Presidio, Privacy};
pub use providers::{ApiKey, Provider, ProviderKind, matches as model_matches};
pub use server::Server;
pub use show::Shown;
pub use sources::{FILE_BYTES_MAX, File, Flag, Sources};
pub use url::{authority, is_loopback};
pub use vault::{Service, ServiceUrl, VaultSettings, VaultStore};

use std::collections::BTreeMap;

use reader::Reader;

/// What runs: complete, checked, bounded.
#[derive(Debug)]
pub struct Settings {
    /// Where the gateway listens.
    pub server: Server,
    /// The model providers; the first that fits serves a model.
    pub providers: Vec<Provider>,
    /// The MCP servers that are started by name.
    pub mcp: Vec<McpServer>,
    /// What is done with what is found.
    pub privacy: Privacy,
    /// The same for tenants that have their own.
    pub tenants: BTreeMap<String, Privacy>,
    /// An analyzer that is asked besides, for all tenants.
    pub presidio: Option<Presidio>,
    /// Where surrogates are kept.
    pub vault: VaultSettings,
    /// Which rules hold.
    pub policy: PolicySettings,
    /// Where the record is kept.
    pub audit: AuditSettings,
    /// What weakens the protection, to be said at start.
    pub warnings: Vec<String>,
    /// The same as it was written, for `config show`.
    pub shown: Vec<Shown>,
}

impl Settings {
    /// Why nothing may be served with these settings: credentials that are not there.
    #[must_use]
    pub fn missing(&self) -> Vec<ConfigError> {
        self.providers.iter().filter_map(Provider::missing).chain(self.vault.missing()).collect()
    }
}

/// Settles what was written: default, then file, then environment, then flag.
///
/// # Errors
/// Every mistake at once, in the order of the file.
pub fn settle(sources: &Sources<'_>) -> Result<Settings, Vec<ConfigError>> {
    let mut reader = Reader::new(sources);
    unknown::refuse_undeclared(&mut reader);
    let server = server::settle(&mut reader);
    let providers = providers::settle(&mut reader);
    let mcp = mcp::settle(&mut reader);
    let privacy = privacy::settle(&mut reader);
    let vault = vault::settle(&mut reader);
    let policy = policy::settle(&mut reader);
    let audit = audit::settle(&mut reader);
    for section in sections::ALL {
        reader.refuse_reserved(section);
    }
    let Reader { mut errors, warnings, shown, .. } = reader;
    if let (Some(server), Some(privacy), Some(vault), Some(policy), Some(audit), true) =
        (server, privacy, vault, policy, audit, errors.is_empty())
    {
        return Ok(Settings {
            server,
            providers,
            mcp,
            privacy: privacy.usual,
            tenants: privacy.tenants,
            presidio: privacy.presidio,
            vault,
            policy,
            audit,
            warnings,
            shown,
        });
    }
    errors.sort_by_key(|error| error.source.line().unwrap_or(usize::MAX));
    Err(errors)
}
