//! The crate from outside: rules as text, decisions as a table.

use std::time::Duration;

use portcullis_model::{
    Call, CallId, Document, Door, Entity, Labels, Operation, Origin, Scope, Target,
};
use portcullis_policy::{Decision, PolicySet, Preset};
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
        time_max: Duration::from_secs(1),
    }
}

fn word(decision: &Decision) -> String {
    match decision {
        Decision::Allow(permit) => format!("allow {}", permit.rule),
        Decision::Ask(rule) => format!("ask {rule}"),
        Decision::Deny { rule: Some(rule), .. } => format!("deny {rule}"),
        Decision::Deny { rule: None, .. } => "deny".to_owned(),
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
    ] {
        assert_eq!(word(&policy.decide(&call(principal, tools))), want, "{principal} {tools:?}");
    }
    for preset in Preset::ALL {
        let policy = PolicySet::preset(*preset);
        assert_eq!(word(&policy.decide(&call("local", &[]))), "allow preset:models");
        assert_eq!(word(&policy.decide(&call("local", &["provider__x"]))), "deny");
    }
}

#[test]
fn the_table_of_disclosures() {
    let policy = PolicySet::parse(Preset::Guarded, RULES).unwrap();
    let Decision::Allow(permit) = policy.decide(&call("local", &[])) else { panic!() };
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
        let rule = permit.disclosures.allows(tool, argument, &entity).map(ToString::to_string);
        assert_eq!(rule.as_deref(), want, "{tool} {argument} {entity}");
    }
    assert!(permit.disclosures.any_for("send_email"));
    assert!(!permit.disclosures.any_for("send_spam"));
    assert!(!permit.disclosures.any_for("provider__web_search"));
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
        "line 16: `tools`: `[` is no pattern; use `*` and `?`",
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
            matches!(policy.decide(&call("local", &[&tool])), Decision::Allow(_))
        };
        prop_assert!(allowed(&base) || !allowed(&more));
        let told = |policy: &PolicySet| match policy.decide(&call("local", &[])) {
            Decision::Allow(permit) => permit.disclosures.any_for(&tool),
            Decision::Ask(_) | Decision::Deny { .. } => false,
        };
        prop_assert!(told(&base) || !told(&more));
    }
}
