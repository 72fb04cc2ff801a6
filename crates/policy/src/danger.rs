//! Which tools are dangerous: by their names, and by what their servers say of them.
//!
//! A server's word can only make a tool more dangerous: one that calls itself harmless is
//! believed by nobody. What is dangerous waits for a person, or for a rule that allows it.

use portcullis_model::{Tool, ToolHints};

/// Why a tool is dangerous.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Danger {
    /// A word of its name says that it changes, sends, pays or runs something.
    Name(&'static str),
    /// Its server says that it may destroy something.
    Destructive,
    /// Its server says that it changes something.
    Writes,
    /// Its server says that it reaches out into the world.
    OpenWorld,
}

impl Danger {
    /// Why, for the operator.
    #[must_use]
    pub fn reason(self) -> String {
        match self {
            Self::Name(word) => format!("its name says `{word}`"),
            Self::Destructive => "its server says that it may destroy something".to_owned(),
            Self::Writes => "its server says that it changes something".to_owned(),
            Self::OpenWorld => "its server says that it reaches out into the world".to_owned(),
        }
    }
}

/// Words that say it wherever they stand.
const STRONG: &[&str] = &[
    "delete",
    "remove",
    "drop",
    "destroy",
    "erase",
    "purge",
    "truncate",
    "wipe",
    "unlink",
    "write",
    "overwrite",
    "send",
    "publish",
    "pay",
    "transfer",
    "withdraw",
    "purchase",
    "buy",
    "refund",
    "charge",
    "execute",
    "exec",
    "eval",
    "shell",
    "bash",
    "powershell",
    "spawn",
    "kill",
    "terminate",
    "shutdown",
    "reboot",
    "deploy",
    "install",
    "uninstall",
    "upload",
    "grant",
    "revoke",
];

/// Words that say it unless the name begins by saying that it reads (`get_post`).
const WEAK: &[&str] = &[
    "edit", "update", "upsert", "modify", "change", "set", "put", "patch", "create", "insert",
    "append", "save", "store", "clear", "reset", "move", "rename", "replace", "post", "reply",
    "forward", "share", "invite", "tweet", "checkout", "book", "order", "run", "command", "cmd",
    "script", "start", "stop", "restart", "cancel", "approve", "merge", "push", "commit", "close",
    "assign", "submit", "sign", "unlock", "enable", "disable", "upgrade", "migrate", "restore",
    "import", "navigate", "browse", "click", "crawl", "scrape", "curl", "http", "download",
];

/// Words that say that nothing changes, at the beginning of a name.
const READS: &[&str] = &[
    "get", "list", "read", "search", "find", "view", "show", "describe", "query", "count", "check",
    "lookup", "fetch", "select", "head", "stat", "tail", "cat", "ls", "tree", "diff", "status",
    "whoami", "ping", "info", "inspect", "explain", "preview", "validate", "retrieve",
];

/// Words that make fetching a way out: an address can carry anything away.
const AWAY: &[&str] = &["url", "web", "page", "website", "link", "http", "https", "uri"];

/// Whether a tool is dangerous, and why.
pub(crate) fn danger(tool: &Tool) -> Option<Danger> {
    let ToolHints { read_only, destructive, idempotent: _, open_world } = tool.hints;
    by_name(&tool.name)
        .or((destructive == Some(true)).then_some(Danger::Destructive))
        .or((read_only == Some(false)).then_some(Danger::Writes))
        .or((open_world == Some(true)).then_some(Danger::OpenWorld))
}

/// Whether a tool's name says that it only reads, and nothing says otherwise.
pub(crate) fn only_reads(tool: &Tool) -> bool {
    let words = words(&tool.name);
    words.first().is_some_and(|word| READS.contains(&word.as_str())) && danger(tool).is_none()
}

fn by_name(name: &str) -> Option<Danger> {
    let words = words(name);
    let word_of = |list: &'static [&'static str]| {
        list.iter().copied().find(|known| words.iter().any(|word| word == known))
    };
    if let Some(word) = word_of(STRONG).or_else(|| run_together(&words)) {
        return Some(Danger::Name(word));
    }
    let first = words.first().map_or("", String::as_str);
    if first == "fetch" && (words.len() == 1 || word_of(AWAY).is_some()) {
        return Some(Danger::Name("fetch"));
    }
    match READS.contains(&first) {
        true => None,
        false => word_of(WEAK).map(Danger::Name),
    }
}

/// A strong word at the beginning of one that is written without a gap: `sendmail`.
fn run_together(words: &[String]) -> Option<&'static str> {
    let long = STRONG.iter().copied().filter(|known| 4 <= known.len());
    long.into_iter().find(|known| words.iter().any(|word| word.starts_with(known)))
}

/// The words of a name: parted by anything but letters, and before a capital.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for c in name.chars() {
        let parts = !c.is_alphabetic() || (c.is_uppercase() && was_small);
        if parts && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if c.is_alphabetic()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        was_small = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_it() {
        for name in [
            "write_file",
            "deleteUser",
            "DELETE_USER",
            "send-email",
            "sendmail",
            "crm.transfer",
            "run",
            "bash",
            "execute_sql",
            "get_and_delete_message",
            "file_edit",
            "create_directory",
            "move_file",
            "fetch",
            "fetch_url",
            "browser_navigate",
            "make_payment_pay",
            "post_tweet",
            "HTTPPut_put",
            "issue_update",
            "drop_table",
        ] {
            assert!(by_name(name).is_some(), "{name}");
        }
    }

    #[test]
    fn what_reads_is_quiet() {
        for name in [
            "echo",
            "get_sum",
            "read_text_file",
            "list_directory",
            "search_files",
            "get_post",
            "list_orders",
            "get-annotated-message",
            "directory_tree",
            "add",
            "list_commits",
            "fetch_customer",
            "toggle-subscriber-updates",
            "trigger-long-running-operation",
            "get_order",
            "settings",
            "addresses",
            "printing",
        ] {
            assert_eq!(by_name(name), None, "{name}");
        }
    }

    #[test]
    fn servers_can_only_make_it_worse() {
        let says = |hints: ToolHints, name: &str| {
            let tool = Tool { name: name.into(), input: "{}".into(), output: None, hints };
            (danger(&tool), only_reads(&tool))
        };
        let harmless = ToolHints {
            read_only: Some(true),
            destructive: Some(false),
            idempotent: Some(true),
            open_world: Some(false),
        };
        assert_eq!(says(harmless, "delete_all"), (Some(Danger::Name("delete")), false));
        assert_eq!(says(harmless, "get_all"), (None, true));
        assert_eq!(says(harmless, "frobnicate"), (None, false));
        let destroys = ToolHints { destructive: Some(true), ..ToolHints::default() };
        assert_eq!(says(destroys, "get_all"), (Some(Danger::Destructive), false));
        let writes = ToolHints { read_only: Some(false), ..ToolHints::default() };
        assert_eq!(says(writes, "get_all"), (Some(Danger::Writes), false));
        let reaches = ToolHints { open_world: Some(true), ..ToolHints::default() };
        assert_eq!(says(reaches, "search"), (Some(Danger::OpenWorld), false));
    }
}
