//! The crate from outside: rules as text, decisions as a table.

use std::sync::Arc;
use std::time::Duration;

use portcullis_model::{
    Call, CallId, Document, Door, Entity, Labels, Operation, Origin, Scope, Target, Tool,
    ToolHints, ToolName, ToolUse,
};
use portcullis_policy::{Decision, LocalTime, PolicySet, Preset};
use proptest::prelude::*;

fn call(principal: &str, provider_tools: &[&str]) -> Call {
    let target = Target::Model {
        provider: "p".into(),
        model: "m".into(),
        operation: Operation::ChatCompletions,
    };
    Call {
        id: CallId("1".into()),
        origin: Origin {
            scope: Scope { tenant: "default".into(), principal: principal.into() },
            door: Door::Llm,
            labels: Labels::default(),
        },
        target,
        document: Document::default(),
        headers: Vec::new(),
        credential: None,
        media: 0,
        provider_tools: provider_tools.iter().map(|tool| (*tool).into()).collect(),
        references: Vec::new(),
        tool: None,
        time_max: Duration::from_secs(1),
    }
}

/// A Tuesday.
const NOON: LocalTime = LocalTime { weekday: 1, minute: 12 * 60 };

fn word(decision: &Decision) -> String {
    match decision {
        Decision::Allow(permit) => format!("allow {}", permit.rule),
        Decision::Ask { rule, .. } => format!("ask {rule}"),
        Decision::Deny { rule: Some(rule), .. } => format!("deny {rule}"),
        Decision::Deny { rule: None, .. } => "deny".to_owned(),
        Decision::Closed { rule, .. } => format!("closed {rule}"),
    }
}

const RULES: &str = r#"
[[rule]]
id = "search"
tools = ["provider__web_*"]
effect = "allow"

[[rule]]
id = "no-code"
tools = ["provider__code_*"]
effect = "deny"

[[rule]]
id = "code"
tools = ["provider__code_execution"]
effect = "allow"

[[rule]]
id = "files"
who = { agents = ["local/alice"] }
tools = ["provider__files"]
effect = "ask"

[[rule]]
id = "mail"
tools = ["send_*"]
effect = "allow"
reveal = [{ entity = "EMAIL_ADDRESS", arg = "/to" }, { entity = "EMAIL_ADDRESS", arg = "/cc/*" }]

[[rule]]
id = "no-spam"
tools = ["send_spam"]
effect = "deny"
"#;

#[test]
fn the_table_of_decisions() {
    let policy = PolicySet::parse(Preset::Guarded, RULES).unwrap();
    for (principal, tools, want) in [
        ("local", &[][..], "allow preset:models"),
        ("local", &["provider__web_search"][..], "allow preset:models"),
        ("local", &["provider__code_execution"][..], "deny no-code"),
        ("local", &["Provider__CODE_execution "][..], "deny no-code"),
        ("local", &["provider__web_search", "provider__mcp"][..], "deny"),
        ("local", &["provider__files"][..], "deny"),
        ("local/alice", &["provider__files"][..], "ask files"),
        ("local/Alice", &["provider__files"][..], "deny"),
        // Deny wins, in whatever order the tools stand.
        ("local/alice", &["provider__files", "provider__code_execution"][..], "deny no-code"),
        ("local/alice", &["provider__files", "provider__mcp"][..], "deny"),
        ("local/alice", &["provider__web_search", "provider__files"][..], "ask files"),
        ("local", &["provider__w\u{435}b_search"][..], "deny"),
    ] {
        assert_eq!(
            word(&policy.decide(&call(principal, tools), NOON)),
            want,
            "{principal} {tools:?}"
        );
    }
    for preset in Preset::ALL {
        let policy = PolicySet::preset(*preset);
        assert_eq!(word(&policy.decide(&call("local", &[]), NOON)), "allow preset:models");
        assert_eq!(word(&policy.decide(&call("local", &["provider__x"]), NOON)), "deny");
    }
}

#[test]
fn the_table_of_disclosures() {
    let policy = PolicySet::parse(Preset::Guarded, RULES).unwrap();
    let Decision::Allow(permit) = policy.decide(&call("local", &[]), NOON) else { panic!() };
    for (tool, argument, entity, want) in [
        ("send_email", "/to", Entity::EMAIL_ADDRESS, Some("mail")),
        ("send_email", "/cc/0", Entity::EMAIL_ADDRESS, Some("mail")),
        ("send_email", "/cc", Entity::EMAIL_ADDRESS, None),
        ("send_email", "/body", Entity::EMAIL_ADDRESS, None),
        ("send_email", "/to", Entity::US_SSN, None),
        ("send_spam", "/to", Entity::EMAIL_ADDRESS, None),
        ("post", "/to", Entity::EMAIL_ADDRESS, None),
        ("", "/to", Entity::EMAIL_ADDRESS, None),
    ] {
        let rule = permit
            .disclosures
            .allows(&ToolName::bare(tool), argument, &entity)
            .map(ToString::to_string);
        assert_eq!(rule.as_deref(), want, "{tool} {argument} {entity}");
    }
    assert!(permit.disclosures.any_for(&ToolName::bare("send_email")));
    assert!(!permit.disclosures.any_for(&ToolName::bare("send_spam")));
    assert!(!permit.disclosures.any_for(&ToolName::bare("provider__web_search")));
}

/// A deny must not be passed by a name that only looks like another, or by naming a user.
#[test]
fn a_deny_is_not_passed_by_spelling() {
    let rules = "[[rule]]\nid='all'\ntools=['*']\neffect='allow'\nreveal=[{entity='E',arg='/x'}]\n\
                 [[rule]]\nid='no'\nwho={agents=['local']}\ntools=['delete_*']\neffect='deny'\n";
    let policy = PolicySet::parse(Preset::Permissive, rules).unwrap();
    for (principal, tool, want) in [
        ("local", "search", true),
        ("other", "delete_user", true),
        ("localhost", "delete_user", true),
        ("local", "delete_user", false),
        ("local/alice", "delete_user", false),
        ("local", "DELETE_user", false),
        ("local", "delete_user ", false),
        ("local", "del\u{200b}ete_user", false),
        ("local", "d\u{435}lete_user", false),
        ("local", "\u{1d41d}elete_user", false),
    ] {
        let decision = policy.decide(&call(principal, &[tool]), NOON);
        assert_eq!(matches!(decision, Decision::Allow(_)), want, "{principal} {tool}");
        let Decision::Allow(permit) = policy.decide(&call(principal, &[]), NOON) else { panic!() };
        assert_eq!(permit.disclosures.any_for(&ToolName::bare(tool)), want, "{principal} {tool}");
    }
}

#[test]
fn everything_wrong_is_said_at_once() {
    let wrong = r#"
[[rule]]
id = "a"
tool = ["x"]
effect = "maybe"
rate = "1/minute"

[[rule]]
id = "a"
tools = ["x"]
effect = "allow"
reveal = [{ entity = "X", arg = "to" }]

[[rule]]
id = "b"
tools = ["["]
effect = "allow"
who = { roles = ["support"] }

[rules]
"#;
    let errors = PolicySet::parse(Preset::Strict, wrong).unwrap_err();
    let text: Vec<String> = errors.iter().map(ToString::to_string).collect();
    for want in [
        "line 4: `tool`: unknown key; did you mean `tools`?",
        "line 5: `effect`: must be `allow`, `deny` or `ask`",
        "line 6: `rate`: not available in this version: remove it",
        "line 2: `tools`: is required: add it",
        "line 12: `arg`: must be a JSON pointer that begins with `/`",
        "line 16: `tools`: `[` is no pattern; use ASCII, `*` and `?`",
        "line 18: `roles`: not available in this version: remove it",
        "line 20: `rules`: unknown key",
    ] {
        assert!(text.iter().any(|line| line.starts_with(want)), "{want} in {text:#?}");
    }
    let twice =
        "[[rule]]\nid='a'\ntools=[]\neffect='deny'\n[[rule]]\nid='a'\ntools=[]\neffect='deny'";
    let errors = PolicySet::parse(Preset::Strict, twice).unwrap_err();
    assert_eq!(errors[0].to_string(), "line 5: `id`: another rule has this id");
    assert_eq!(PolicySet::parse(Preset::Strict, "x = [").unwrap_err()[0].line, 1);
}

proptest! {
    /// Adding a rule that denies never allows more, in decisions and in disclosures.
    #[test]
    fn a_further_deny_never_allows_more(tool in "[a-c]{1,2}", denied in "[a-c*]{1,2}") {
        let base = "[[rule]]\nid='1'\ntools=['a*','bc']\neffect='allow'\nreveal=[{entity='E',arg='/x'}]\n";
        let more = format!("{base}[[rule]]\nid='2'\ntools=['{denied}']\neffect='deny'\n");
        let (base, more) = (
            PolicySet::parse(Preset::Guarded, base).unwrap(),
            PolicySet::parse(Preset::Guarded, &more).unwrap(),
        );
        let allowed = |policy: &PolicySet| {
            matches!(policy.decide(&call("local", &[&tool]), NOON), Decision::Allow(_))
        };
        prop_assert!(allowed(&base) || !allowed(&more));
        let told = |policy: &PolicySet| match policy.decide(&call("local", &[]), NOON) {
            Decision::Allow(permit) => permit.disclosures.any_for(&ToolName::bare(&tool)),
            Decision::Ask { .. } | Decision::Closed { .. } | Decision::Deny { .. } => false,
        };
        prop_assert!(told(&base) || !told(&more));
    }

    /// Removing a rule that allows never allows more.
    #[test]
    fn a_removed_allow_never_allows_more(
        tools in prop::collection::vec("[a-c]{1,2}", 0..3),
        rules in prop::collection::vec(("[a-c*]{1,2}", 0_usize..3), 1..5),
        removed: prop::sample::Index,
    ) {
        let text = |without: Option<usize>| {
            let kept = rules.iter().enumerate().filter(|(index, _)| Some(*index) != without);
            kept.fold(String::new(), |text, (index, (pattern, effect))| {
                let effect = ["allow", "ask", "deny"][*effect];
                let reveal = if effect == "allow" { "reveal=[{entity='E',arg='/x'}]" } else { "" };
                format!("{text}[[rule]]\nid='{index}'\ntools=['{pattern}']\neffect='{effect}'\n{reveal}\n")
            })
        };
        let removed = removed.index(rules.len());
        prop_assume!(rules[removed].1 == 0);
        let names: Vec<&str> = tools.iter().map(String::as_str).collect();
        let [all, fewer] = [None, Some(removed)].map(|without| {
            let policy = PolicySet::parse(Preset::Guarded, &text(without)).unwrap();
            let rank = match policy.decide(&call("local", &names), NOON) {
                Decision::Allow(_) => 2,
                Decision::Ask { .. } | Decision::Closed { .. } => 1,
                Decision::Deny { .. } => 0,
            };
            let told = match policy.decide(&call("local", &[]), NOON) {
                Decision::Allow(permit) => {
                    names.iter().filter(|tool| permit.disclosures.any_for(&ToolName::bare(tool))).count()
                }
                Decision::Ask { .. } | Decision::Closed { .. } | Decision::Deny { .. } => 0,
            };
            (rank, told)
        });
        prop_assert!(fewer.0 <= all.0 && fewer.1 <= all.1);
    }
}

/// The call of a tool that its server lists.
fn tool_call(tool: &str, hints: ToolHints) -> Call {
    let definition = Tool { name: tool.into(), input: "{}".into(), output: None, hints };
    Call {
        target: Target::Tool { server: "files".into(), tool: tool.into() },
        tool: Some(ToolUse { definition: Some(Arc::new(definition)), arguments: 0..0 }),
        ..call("local", &[])
    }
}

const TOOL_RULES: &str = r#"
[[rule]]
id = "reports"
tools = ["files__write_report", "post_*"]
effect = "allow"

[[rule]]
id = "other-server"
tools = ["mail__delete_file"]
effect = "allow"

[[rule]]
id = "no-secrets"
tools = ["read_secrets"]
effect = "deny"

[[rule]]
id = "person"
tools = ["files__read_salaries"]
effect = "ask"

[[rule]]
id = "no-prompts"
tools = ["files__prompts/get"]
effect = "deny"
"#;

#[test]
fn the_table_of_tools() {
    let silent = ToolHints::default();
    let sunday = LocalTime { weekday: 6, minute: 12 * 60 };
    for (preset, tool, want) in [
        (Preset::Guarded, "read_file", "allow preset:guarded"),
        (Preset::Guarded, "frobnicate", "allow preset:guarded"),
        (Preset::Guarded, "write_file", "ask preset:guarded"),
        (Preset::Guarded, "write_report", "allow reports"),
        (Preset::Guarded, "WRITE_report ", "allow reports"),
        (Preset::Guarded, "post_note", "allow reports"),
        // A rule about another server's tool says nothing about this one.
        (Preset::Guarded, "delete_file", "ask preset:guarded"),
        (Preset::Guarded, "read_secrets", "deny no-secrets"),
        (Preset::Permissive, "read_secrets", "deny no-secrets"),
        (Preset::Permissive, "delete_file", "allow preset:permissive"),
        (Preset::Permissive, "read_salaries", "ask person"),
        (Preset::Permissive, "d\u{435}lete_file", "deny"),
        (Preset::Strict, "read_file", "deny"),
        (Preset::Strict, "write_report", "allow reports"),
        (Preset::ReadOnly, "read_file", "allow preset:read-only"),
        (Preset::ReadOnly, "frobnicate", "deny"),
        (Preset::ReadOnly, "write_file", "deny"),
        (Preset::BusinessHours, "read_file", "allow preset:business-hours"),
        (Preset::BusinessHours, "write_file", "ask preset:business-hours"),
    ] {
        let policy = PolicySet::parse(preset, TOOL_RULES).unwrap();
        let decided = policy.decide(&tool_call(tool, silent), NOON);
        assert_eq!(word(&decided), want, "{preset:?} {tool}");
        let listed = Tool { name: tool.into(), input: "{}".into(), output: None, hints: silent };
        let shown = policy.shows("local", "files", &listed);
        assert_eq!(shown, !want.starts_with("deny"), "{preset:?} {tool}");
    }
    let policy = PolicySet::parse(Preset::BusinessHours, TOOL_RULES).unwrap();
    let decided = policy.decide(&tool_call("read_file", silent), sunday);
    assert_eq!(word(&decided), "closed preset:business-hours");
    let decided = policy.decide(&tool_call("write_report", silent), sunday);
    assert_eq!(word(&decided), "allow reports");
    let unlisted = Call { tool: None, ..tool_call("read_file", silent) };
    assert_eq!(word(&policy.decide(&unlisted, NOON)), "deny");
}

#[test]
fn the_table_of_messages() {
    for (preset, method, want) in [
        (Preset::Guarded, "initialize", "allow preset:session"),
        (Preset::Strict, "initialize", "allow preset:session"),
        (Preset::Strict, "tools/list", "allow preset:session"),
        (Preset::Guarded, "resources/read", "allow preset:session"),
        (Preset::Strict, "resources/read", "deny"),
        (Preset::Guarded, "prompts/get", "deny no-prompts"),
        (Preset::Strict, "sampling/createMessage", "deny"),
        (Preset::Guarded, "sampling/createMessage", "allow preset:session"),
    ] {
        let policy = PolicySet::parse(preset, TOOL_RULES).unwrap();
        let target = Target::Server { server: "files".into(), method: method.into() };
        let decided = policy.decide(&Call { target, ..call("local", &[]) }, NOON);
        assert_eq!(word(&decided), want, "{preset:?} {method}");
    }
}

#[test]
fn a_rule_discloses_by_the_name_at_its_server_too() {
    let rules = r#"
        [[rule]]
        id = "to"
        tools = ["mail__send"]
        effect = "allow"
        reveal = [{ entity = "EMAIL_ADDRESS", arg = "/to" }]
    "#;
    let policy = PolicySet::parse(Preset::Guarded, rules).unwrap();
    let Decision::Allow(permit) = policy.decide(&call("local", &[]), NOON) else { panic!() };
    let at = |server| {
        let name = ToolName { server, tool: "send" };
        permit.disclosures.allows(&name, "/to", &Entity::EMAIL_ADDRESS).is_some()
    };
    assert!(at(Some("mail")) && !at(Some("other")) && !at(None));
}
