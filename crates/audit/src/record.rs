//! What a record says: one closed list of kinds, with the fields of each.
//!
//! The chain holds no personal data and cannot be erased, so every text here must be safe before
//! it comes: names of our own configuration, codes, digests, and keyed commitments in place of
//! whoever acts. Nothing in this crate checks that; numbers are whole, never floating point.

use serde::{Deserialize, Serialize};

/// One record of the log. Its place, time and hash are added when it is appended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Record {
    /// A call is about to leave.
    Intent(Intent),
    /// A call ended; each call has exactly one of these.
    Outcome(Outcome),
    /// Values were given back.
    Reveal(Reveal),
    /// Something was done with a key.
    Key(KeyOperation),
    /// Configuration or policy in force changed.
    Config(Change),
    /// A command that changes or reveals something.
    Admin(Administration),
    /// A process began to write.
    Start(Run),
    /// A process ended in order.
    Stop(Run),
    /// What an interrupted write left was cut off. Only the log itself appends these.
    Repair(Repair),
}

/// Which call, by whom, through which door, to what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The call's id.
    pub call: String,
    /// A keyed commitment to the authenticated principal, never its name.
    pub actor: String,
    /// A keyed commitment to the session label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// A keyed commitment to the run label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// A keyed commitment to the step label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The door, by its name.
    pub door: String,
    /// The upstream, by its name in the configuration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upstream: Option<String>,
    /// What was asked of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The tool, if one was called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool: Option<String>,
    /// The model, if one was called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The rule that decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

/// A call is about to leave: durable before it does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    /// Which call.
    #[serde(flatten)]
    pub subject: Subject,
    /// A keyed digest of what the call says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arguments: Option<String>,
    /// The digest of the policy that decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Which call.
    #[serde(flatten)]
    pub subject: Subject,
    /// Whether it went on.
    pub decision: Decision,
    /// The refusal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Why it was refused: the refusal's reason, which never holds a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What was found, and what was done about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Count>,
    /// How many surrogates were revealed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub revealed: u64,
    /// How many surrogates were unknown, expired or another caller's.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unknown: u64,
    /// From the start of the call to its end, in microseconds.
    pub duration_us: u64,
    /// What the model used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage: Option<Usage>,
    /// A keyed digest of what the call said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arguments: Option<String>,
    /// A keyed digest of the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// Names of the warnings that the caller got.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// Whether a call went on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It was executed and answered.
    Allowed,
    /// It was refused, or did not end with an answer: the code says which.
    Refused,
}

/// How often an entity was found and treated in one way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The entity, by its name.
    pub entity: String,
    /// What was done, by its name.
    pub action: String,
    /// How often.
    pub count: u64,
}

/// What a model used, in its provider's tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Read.
    pub input: u64,
    /// Written.
    pub output: u64,
}

/// Values were given back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveal {
    /// Which call.
    #[serde(flatten)]
    pub subject: Subject,
    /// A keyed digest of the surrogate, where one was revealed to a tool.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surrogate: Option<String>,
    /// The argument that a rule disclosed them to, as a JSON pointer of our own policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub argument: Option<String>,
    /// What was revealed; the action is `reveal`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Count>,
}

/// Something was done with a key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyOperation {
    /// A keyed commitment to who did it.
    pub actor: String,
    /// What: `init`, `change-passphrase`.
    pub operation: String,
    /// Which key or slot, by its id or kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Why it failed, by code; absent when it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// Configuration or policy in force changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The digest of the configuration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config: Option<String>,
    /// The digest of the policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// Why a new one was not taken, by code; absent when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// A command that changes or reveals something.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Administration {
    /// A keyed commitment to who gave it.
    pub actor: String,
    /// The command: `vault erase`.
    pub operation: String,
    /// Keyed commitments to the principals whose values it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
    /// Why, as whoever gave it said; searched for personal data before it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What was found, and what was done about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Count>,
    /// Why it failed, by code; absent when it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// A process begins or ends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The command: `serve`, `conceal`.
    pub operation: String,
    /// The program's version.
    pub version: String,
    /// The process's number, which tells the writers of one home apart.
    pub process: u32,
}

/// What an interrupted write left was cut off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// How many bytes were cut.
    pub cut_bytes: u64,
    /// SHA-256 of what was cut, in hex.
    pub cut_digest: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}
