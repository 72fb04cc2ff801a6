//! The same call, facts and policy give the same decision, so a record can be replayed.

use portcullis_audit::Record;
use portcullis_model::{Level, Target};

use super::far::{Script, texts};
use super::scene::{Logged, MAIL, Scene, Wish};

const RULES: &str = r#"
    [[rule]]
    id = "search"
    tools = ["web_search"]
    effect = "allow"
    [[rule]]
    id = "code"
    tools = ["code_*"]
    effect = "deny"
    [[rule]]
    id = "browse"
    tools = ["browse"]
    effect = "ask"
"#;

/// What a record decided and why, without what differs by nature: ids, times, keyed digests of
/// another home.
async fn decided(tools: &[&str], level: Level, media: usize, log: Option<Logged>) -> Vec<String> {
    let wish = Wish { rules: RULES, level, log, ..Wish::default() };
    let scene = Scene::with(wish, |_| Script::Whole(texts(&["hello"])));
    let mut call = scene.call("alice", texts(&[MAIL]));
    call.provider_tools = tools.iter().map(|tool| (*tool).into()).collect();
    call.media = media;
    let model = |call: &portcullis_model::Call| matches!(call.target, Target::Model { .. });
    assert!(model(&call));
    let code = scene.ask(call).await.code();
    let mut lines = vec![format!("{code:?}")];
    for record in scene.records() {
        if let Record::Intent(intent) = &record {
            let (rule, said, policy) = (&intent.subject.rule, &intent.arguments, &intent.policy);
            lines.push(format!("{rule:?} {said:?} {policy:?}"));
        }
    }
    for outcome in scene.outcomes() {
        let (rule, code, reason) = (outcome.subject.rule, outcome.code, outcome.reason);
        let (findings, warnings) = (outcome.findings, outcome.warnings);
        let decision = outcome.decision;
        lines.push(format!("{decision:?} {code:?} {reason:?} {rule:?} {findings:?} {warnings:?}"));
    }
    lines
}

#[tokio::test]
async fn the_same_call_is_decided_alike() {
    let tools: [&[&str]; 6] = [
        &[],
        &["web_search"],
        &["code_run"],
        &["browse"],
        &["unheard_of"],
        &["web_search", "browse", "code_run"],
    ];
    let mut distinct = std::collections::BTreeSet::new();
    for tools in tools {
        for (level, media) in [(Level::Standard, 1), (Level::Strict, 0), (Level::Strict, 1)] {
            let first = decided(tools, level, media, None).await;
            assert_eq!(first, decided(tools, level, media, None).await, "{tools:?}");
            let on_disk = decided(tools, level, media, Some(Logged::open())).await;
            assert_eq!(first, on_disk, "{tools:?}");
            distinct.insert(first);
        }
    }
    assert!(7 < distinct.len(), "the cases are told apart: {distinct:?}");
}

/// Who decides first is seen in the order of the denying rules, not of the tools.
#[tokio::test]
async fn deny_wins_whatever_the_order() {
    let check = async |tools: &[&str], rule: &str| {
        let lines = decided(tools, Level::Standard, 0, None).await;
        assert!(lines.last().unwrap().contains(rule), "{lines:?}");
    };
    check(&["web_search", "code_run"], "\"code\"").await;
    check(&["code_run", "web_search"], "\"code\"").await;
    check(&["browse", "code_run"], "\"code\"").await;
    check(&["web_search", "browse"], "\"browse\"").await;
}
