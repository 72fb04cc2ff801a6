//! Where clients keep the servers that they start, by client and platform.
//!
//! It opens none of these files.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::jsonc::Node;
use crate::cli::arguments::Client;

/// A file that may hold servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Place {
    pub(in crate::cli) path: PathBuf,
    /// Whether it belongs to a project, and so perhaps to others too.
    pub(in crate::cli) shared: bool,
}

impl Client {
    /// All of them.
    pub(in crate::cli) const ALL: [Self; 4] =
        [Self::ClaudeDesktop, Self::ClaudeCode, Self::Cursor, Self::VsCode];

    /// As it is written on the command line.
    pub(in crate::cli) fn word(self) -> &'static str {
        match self {
            Self::ClaudeDesktop => "claude-desktop",
            Self::ClaudeCode => "claude-code",
            Self::Cursor => "cursor",
            Self::VsCode => "vscode",
        }
    }

    /// The places that it is known to read, those of the project in `directory` included.
    pub(in crate::cli) fn places(self, directory: &Path) -> Vec<Place> {
        let user = |path: PathBuf| Place { path, shared: false };
        let project = |path: &str| Place { path: directory.join(path), shared: true };
        let home = etcetera::home_dir().ok();
        let (of_user, of_project) = match self {
            Self::ClaudeDesktop => {
                (applications().map(|it| it.join("Claude/claude_desktop_config.json")), None)
            }
            Self::ClaudeCode => {
                (home.map(|it| it.join(".claude.json")), Some(project(".mcp.json")))
            }
            Self::Cursor => {
                (home.map(|it| it.join(".cursor/mcp.json")), Some(project(".cursor/mcp.json")))
            }
            Self::VsCode => (
                applications().map(|it| it.join("Code/User/mcp.json")),
                Some(project(".vscode/mcp.json")),
            ),
        };
        let mut places: Vec<Place> = of_user.map(user).into_iter().chain(of_project).collect();
        // In the home directory the user's file is that of the project.
        places.dedup_by(|later, first| later.path == first.path);
        places
    }

    /// The tables of a file that name servers.
    pub(super) fn tables(self, file: &Node) -> Vec<&Node> {
        let below =
            |names: &[&str]| names.iter().try_fold(file, |node, name| node.get(name)).into_iter();
        match self {
            Self::ClaudeDesktop | Self::Cursor => below(&["mcpServers"]).collect(),
            Self::ClaudeCode => {
                // Servers that were added in a project stand below its path.
                let projects = below(&["projects"]).flat_map(Node::members);
                let local = projects.filter_map(|project| project.value.get("mcpServers"));
                below(&["mcpServers"]).chain(local).collect()
            }
            Self::VsCode => below(&["servers"]).chain(below(&["mcp", "servers"])).collect(),
        }
    }

    /// The name of the table, for advice.
    pub(super) fn table_name(self) -> &'static str {
        match self {
            Self::ClaudeDesktop | Self::ClaudeCode | Self::Cursor => "mcpServers",
            Self::VsCode => "servers",
        }
    }
}

/// Where the platform's applications keep their settings.
fn applications() -> Option<PathBuf> {
    // macOS has its own place; elsewhere it is the directory for configurations.
    if cfg!(target_os = "macos") {
        return etcetera::home_dir().ok().map(|it| it.join("Library/Application Support"));
    }
    etcetera::choose_base_strategy().ok().map(|strategy| strategy.config_dir())
}
