//! The scripts, each of which does at once what must not be seen half done.

use std::sync::LazyLock;

use redis::Cmd;

use super::keys::{CLAIMED, DUE, ScopeKeys};

/// What can be run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Insert,
    ByValue,
    Touch,
    Remove,
    RemoveScope,
    Sweep,
    Claim,
}

/// A script, and the hash of its text by which Redis knows it.
struct Text {
    script: Script,
    code: String,
    hash: String,
}

const ROWS: &str = include_str!("scripts/rows.lua");

static TEXTS: LazyLock<[Text; 7]> = LazyLock::new(|| {
    let text = |script, code: String| {
        let hash = redis::Script::new(&code).get_hash().to_owned();
        Text { script, code, hash }
    };
    let over_rows = |script, code: &str| text(script, format!("{ROWS}\n{code}"));
    [
        over_rows(Script::Insert, include_str!("scripts/insert.lua")),
        over_rows(Script::ByValue, include_str!("scripts/by_value.lua")),
        over_rows(Script::Touch, include_str!("scripts/touch.lua")),
        over_rows(Script::Remove, include_str!("scripts/remove.lua")),
        over_rows(Script::RemoveScope, include_str!("scripts/remove_scope.lua")),
        over_rows(Script::Sweep, include_str!("scripts/sweep.lua")),
        text(Script::Claim, include_str!("scripts/claim.lua").to_owned()),
    ]
});

impl Script {
    fn call(self) -> Cmd {
        let mut command = redis::cmd("EVALSHA");
        let known = TEXTS.iter().find(|text| text.script == self);
        command.arg(known.map_or("", |text| text.hash.as_str()));
        command
    }

    /// Runs it over the keys of a scope; arguments follow.
    pub(super) fn over(self, keys: &ScopeKeys) -> Cmd {
        let mut command = self.call();
        command.arg(4).arg(&[&keys.rows, &keys.values, &keys.sealed, &keys.ends]);
        command
    }

    /// Runs it over the list of scopes; arguments follow.
    pub(super) fn over_scopes(self) -> Cmd {
        let mut command = self.call();
        command.arg(2).arg(&[DUE, CLAIMED]);
        command
    }
}

/// The commands that teach Redis all of them.
pub(super) fn load() -> impl Iterator<Item = Cmd> {
    TEXTS.iter().map(|text| {
        let mut command = redis::cmd("SCRIPT");
        command.arg("LOAD").arg(&text.code);
        command
    })
}
