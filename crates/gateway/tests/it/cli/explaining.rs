//! `policy check` and `policy explain`.

use serde_json::Value;

use super::support::{check, empty_home, home, run, write};

const RULES: &str = "\
[[rule]]
id = \"mail\"
tools = [\"send_email\"]
effect = \"allow\"
reveal = [{ entity = \"EMAIL_ADDRESS\", arg = \"/to\" }]

[[rule]]
id = \"not-for-interns\"
who = { agents = [\"local/intern-*\"] }
tools = [\"send_*\"]
effect = \"deny\"
";

#[test]
fn every_mistake_of_the_rules_is_reported_at_once() {
    let home = empty_home();
    let words = ["policy", "check"];
    check(home.path(), &words, "", (0, "the rules are sound: 0, over the preset `guarded`", ""));
    let file = home.path().join("policy.toml");
    write(&file, RULES);
    check(home.path(), &words, "", (0, "the rules are sound: 2", ""));
    write(&file, "[[rule]]\nid = \"a\"\ntools = 1\n[[rule]]\nid = \"a\"\nfoo = 1\n");
    let out = check(home.path(), &words, "", (2, "policy.toml: line 3: `tools`", ""));
    assert!(out.contains("line 6: `foo`"), "{out}");
    let json = check(home.path(), &["policy", "check", "--json"], "", (2, "", ""));
    let said: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(said["errors"].as_array().unwrap().len(), out.lines().count());
    check(home.path(), &["policy", "check", "absent"], "", (4, "", "absent: not found"));
    write(&home.path().join("draft"), RULES);
    check(home.path(), &["policy", "check", "draft"], "", (0, "sound: 2", ""));
    write(&file, &"#".repeat(1_048_577));
    check(home.path(), &words, "", (2, "", "longer than 1048576 bytes"));
}

#[test]
fn a_tool_is_explained_rule_by_rule() {
    let home = empty_home();
    write(&home.path().join("policy.toml"), RULES);
    for (words, decision, part) in [
        (&["--tool", "mail__send_email"][..], "allowed, by mail", "discloses EMAIL_ADDRESS to /to"),
        (
            &["--tool", "send_email", "--agent", "local/intern-1"][..],
            "denied, by not-for",
            "deny   not-for-interns: matches",
        ),
        (
            &["--tool", "send_email", "--agent", "local/ada"][..],
            "allowed, by mail",
            "not-for-interns: another caller",
        ),
        (&["--tool", "crm__delete_user"][..], "refused until", "because its name says `delete`"),
        (&["--tool", "crm__list_users"][..], "allowed, by preset:guarded", "mail: another tool"),
        (
            &["--tool", "web_search", "--door", "llm"][..],
            "denied, by no rule",
            "the provider would run",
        ),
    ] {
        let mut all = vec!["policy", "explain"];
        all.extend(words);
        let out = check(home.path(), &all, "", (0, decision, ""));
        assert!(out.contains(part), "{words:?}: {out}");
    }
    let words = ["policy", "explain", "--tool", "send_email", "--json"];
    let said: Value = serde_json::from_str(&run(home.path(), &words, "").out).unwrap();
    assert_eq!((&said["decision"], &said["rule"]), (&"allowed".into(), &"mail".into()));
    assert_eq!(said["considered"][0]["matches"], true);
    assert_eq!(said["considered"][1]["names_caller"], false);
    check(home.path(), &["policy", "explain"], "", (2, "", "neither a call nor a tool"));
}

#[test]
fn a_call_is_explained_from_its_record() {
    let home = home();
    check(home.path(), &["conceal"], "to ada@example.com", (0, "@", ""));
    let tail = check(home.path(), &["audit", "tail", "--json"], "", (0, "", ""));
    let call = tail.split("\"call\":").nth(1).unwrap().split('"').nth(1).unwrap();
    let out = check(home.path(), &["policy", "explain", call], "", (0, call, ""));
    for part in [
        "door cli",
        "decision   allowed",
        "rule       preset:vault",
        "EMAIL_ADDRESS: surrogate",
        "the rules are those that held then",
        "it used no tool",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    write(&home.path().join("policy.toml"), RULES);
    check(home.path(), &["policy", "explain", call], "", (0, "the rules were changed since", ""));
    let json = check(home.path(), &["policy", "explain", call, "--json"], "", (0, "", ""));
    let said: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&said["same_rules_now"], &said["outcome"]["decision"]),
        (&false.into(), &"allowed".into())
    );
    check(
        home.path(),
        &["policy", "explain", "01ABSENT"],
        "",
        (4, "", "there is no call `01ABSENT`"),
    );
}
