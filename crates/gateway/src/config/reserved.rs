//! Sections and keys of features that are still to come.
//!
//! Their names are reserved and their defaults documented; anything else written there is an
//! error, so that nobody believes to be protected by what does not exist.

use super::declare::{About, Choice, Kind, Section, Shape, Status};

/// A key that is still to come.
const fn reserved(
    name: &'static str,
    kind: Kind,
    default: Option<&'static str>,
    doc: &'static str,
) -> About {
    About { name, kind, default, status: Status::Later, doc }
}

pub(super) static AUDIT_EXPORT: Section = Section {
    name: "audit.export",
    shape: Shape::Listed,
    status: Status::Later,
    doc: "Where the record is sent besides.",
    keys: &[],
};

static APPROVAL_POLICIES: &[Choice] = &[
    Choice::built("dangerous"),
    Choice::later("all"),
    Choice::later("configured"),
    Choice::later("none"),
];

static POLICY: About = reserved(
    "policy",
    Kind::Choice(APPROVAL_POLICIES),
    Some("\"dangerous\""),
    "Which tools wait for a person.",
);
static SENSITIVE: About =
    reserved("sensitive", Kind::Texts("a tool"), Some("[]"), "Tools that always wait.");
static EXEMPT: About =
    reserved("exempt", Kind::Texts("a tool"), Some("[]"), "Tools that never wait.");
static TIMEOUT: About = reserved(
    "timeout",
    Kind::Duration { min: 1, max: 86_400 },
    Some("\"30s\""),
    "How long a call waits before it is refused.",
);
static NOTIFY: About =
    reserved("notify", Kind::Texts("a channel"), Some("[\"dashboard\"]"), "Who is asked.");
static HEADLESS_AUTO_APPROVE: About = reserved(
    "headless_auto_approve",
    Kind::Flag,
    Some("false"),
    "Says yes where nobody can be asked.",
);

pub(super) static APPROVAL: Section = Section {
    name: "approval",
    shape: Shape::Single,
    status: Status::Built,
    doc: "When a person decides. Only the defaults may be written in this version.",
    keys: &[&POLICY, &SENSITIVE, &EXEMPT, &TIMEOUT, &NOTIFY, &HEADLESS_AUTO_APPROVE],
};

static MAX_TOKENS_PER_STEP: About =
    reserved("max_tokens_per_step", Kind::Whole, None, "Tokens of one model call.");
static MAX_TOKENS_PER_RUN: About =
    reserved("max_tokens_per_run", Kind::Whole, None, "Tokens of one run.");
static MAX_COST_PER_RUN: About =
    reserved("max_cost_per_run", Kind::Text("an amount"), None, "Money for one run.");
static ALLOWED_DOMAINS: About =
    reserved("allowed_domains", Kind::Texts("a domain"), None, "Hosts that calls may name.");
static MAX_OUTPUT_CHARS: About =
    reserved("max_output_chars", Kind::Whole, None, "Characters of a tool's result.");
static MAX_OUTPUT_TOKENS: About =
    reserved("max_output_tokens", Kind::Whole, None, "Tokens of a tool's result.");

pub(super) static LIMITS: Section = Section {
    name: "limits",
    shape: Shape::Single,
    status: Status::Built,
    doc: "Guardrails, all off unless set. None can be set in this version.",
    keys: &[
        &MAX_TOKENS_PER_STEP,
        &MAX_TOKENS_PER_RUN,
        &MAX_COST_PER_RUN,
        &ALLOWED_DOMAINS,
        &MAX_OUTPUT_CHARS,
        &MAX_OUTPUT_TOKENS,
    ],
};
