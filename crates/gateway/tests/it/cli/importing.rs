//! `init --import`: settings of Lango, Lantern, Mask and Airlock.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::support::{check, empty_home, run, write};

/// A credential that stands in imported files and may stand nowhere else.
const PLANTED: &str = "sk-planted-0123456789abcdef";

/// What became of a name: `carried:KEY`, `holds`, `left:REASON` or nothing.
fn fate(said: &Value, name: &str) -> String {
    for (list, key, word) in [
        ("carried", "key", "carried"),
        ("holds", "reason", "holds"),
        ("not_carried", "reason", "left"),
    ] {
        for item in said[list].as_array().unwrap() {
            if item["name"] == name {
                return format!("{word}:{}", item[key].as_str().unwrap());
            }
        }
    }
    String::new()
}

/// Imports a text and checks what became of names, that the result is sound, and that no
/// credential shows anywhere. The two files that were written.
#[track_caller]
fn check_import(text: &str, product: &str, expected: &[(&str, &str)]) -> (String, String) {
    let folder = empty_home();
    let (home, file) = (folder.path().join("home"), folder.path().join("settings"));
    write(&file, text);
    let words = ["init", "--yes", "--json", "--import", file.to_str().unwrap()];
    let ran = run(&home, &words, "");
    assert_eq!(ran.code, 0, "{ran:?}");
    let said: Value = serde_json::from_str(&ran.out).unwrap();
    let said = &said["imported"][0];
    assert_eq!(said["product"], product);
    for (name, start) in expected {
        let fate = fate(said, name);
        assert!(fate.starts_with(start), "{name}: {fate:?}, not {start:?}");
    }
    sound(&home);
    let read = |name: &str| fs::read_to_string(home.join(name)).unwrap();
    let files = (read("portcullis.toml"), read("policy.toml"));
    let words = ["init", "--yes", "--force", "--import", file.to_str().unwrap()];
    let plain = run(&home, &words, "");
    for shown in [&ran.out, &ran.err, &plain.out, &plain.err, &files.0, &files.1] {
        assert!(!shown.contains(PLANTED), "{shown}");
    }
    files
}

/// What was written passes `config check` without a warning.
fn sound(home: &Path) {
    let json = check(home, &["config", "check", "--json"], "", (0, "", ""));
    let said: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(said["warnings"], Value::Array(Vec::new()));
}

#[test]
fn a_lango_interceptor() {
    let text = r#"{"security": {"interceptor": {
        "enabled": true, "redactPii": true, "approvalPolicy": "dangerous",
        "sensitiveTools": ["exec", "browser"], "exemptTools": ["knowledge_search"],
        "headlessAutoApprove": true, "piiDisabledPatterns": ["ipv4", "kr_rrn"],
        "piiRegexPatterns": ["EMP-\\d{6}"], "approvalTimeoutSec": "soon", "novel": 1},
        "signer": {"provider": "local"}}, "server": {"port": 1}}"#;
    let (config, policy) = check_import(
        text,
        "Lango",
        &[
            ("security.interceptor.enabled", "holds:"),
            ("security.interceptor.redactPii", "carried:privacy.default_action"),
            ("security.interceptor.approvalPolicy", "carried:approval.policy"),
            ("security.interceptor.sensitiveTools", "carried:policy.toml"),
            ("security.interceptor.exemptTools", "carried:policy.toml"),
            ("security.interceptor.headlessAutoApprove", "left:"),
            ("security.interceptor.piiDisabledPatterns", "left:it would weaken"),
            ("security.interceptor.piiDisabledPatterns `kr_rrn`", "left:no recognizer"),
            ("security.interceptor.approvalTimeoutSec", "left:its value is not"),
            ("security.interceptor.novel", "left:an unknown key"),
            ("security.signer", "left:not of the block"),
            ("server", "left:not of the block"),
        ],
    );
    assert!(config.contains("\nredact_form = \"[REDACTED]\"\n"), "{config}");
    assert!(config.contains("\n# disabled = [\"IP_ADDRESS\"]\n"), "{config}");
    assert!(policy.contains("tools = [\"exec\", \"browser\"]\neffect = \"ask\""), "{policy}");
}

#[test]
fn lantern_guardrails() {
    let text = r#"{"guardrails": {"max_tokens_per_step": 4096, "max_cost_per_run": 1.00,
        "allowed_domains": ["*.github.com"], "require_approval": ["gmail.send"],
        "block_pii": true}}"#;
    let (config, policy) = check_import(
        text,
        "Lantern",
        &[
            ("guardrails.block_pii", "carried:privacy.default_action"),
            ("guardrails.block_pii (physical addresses)", "left:"),
            ("guardrails.require_approval", "carried:policy.toml"),
        ],
    );
    assert!(config.contains("redact_form = \"[{kind}_REDACTED]\""), "{config}");
    // Carried or as a comment: the value is not lost.
    assert!(config.contains("max_cost_per_run = \"1.00\""), "{config}");
    assert!(policy.contains("\"gmail.send\", \"gmail__send\""), "{policy}");
}

#[test]
fn variables_of_mask_and_airlock() {
    let text = format!(
        "# settings\nexport MASK_ENCRYPTION_KEY=\"{PLANTED}\"\nMASK_VAULT_TYPE=memory\n\
         MASK_VAULT_TTL=600 # seconds\nMASK_REDIS_URL=redis://:{PLANTED}@host/0\n\
         MASK_DISABLE_AUDIT_DB=true\nMASK_FAIL_STRATEGY=open\nMASK_NEW=1\n\
         MASK_SCANNER_TYPE=remote\nMASK_SCANNER_URL='http://a:{PLANTED}@localhost/analyze'\n\
         AIRLOCK_STRICT_MODE=true\nE2B_API_KEY={PLANTED}\nOPENAI_API_KEY={PLANTED}\nEDITOR=vi\n"
    );
    let (config, _) = check_import(
        &text,
        "Mask and Airlock",
        &[
            ("MASK_ENCRYPTION_KEY", "left:a key of Mask's"),
            ("MASK_VAULT_TYPE", "carried:vault.store"),
            ("MASK_VAULT_TTL", "carried:vault.ttl"),
            ("MASK_REDIS_URL", "left:"),
            ("MASK_DISABLE_AUDIT_DB", "left:it would weaken"),
            ("MASK_FAIL_STRATEGY", "left:"),
            ("MASK_NEW", "left:an unknown variable of Mask"),
            ("MASK_SCANNER_TYPE", "left:its URL holds a credential"),
            ("AIRLOCK_STRICT_MODE", "holds:"),
            ("E2B_API_KEY", "left:a credential"),
            ("OPENAI_API_KEY", "left:a credential: `portcullis secret set openai-api-key`"),
            ("EDITOR", "left:an unknown variable"),
        ],
    );
    assert!(config.contains("\nstore = \"memory\"\n"), "{config}");
    assert!(config.contains("\nttl = \"600s\"\n"), "{config}");
}

#[test]
fn what_is_no_setting_is_said_and_nothing_is_written() {
    for (text, part) in [
        (format!("{{\"a\": \"{PLANTED}\""), "is not JSON"),
        (format!("{{\"a\": \"{PLANTED}\"}}"), "holds no settings that are known here"),
        (format!("{PLANTED}\n"), "line 1: is not NAME=VALUE"),
        (format!("EDITOR={PLANTED}\n"), "holds no settings that are known here"),
        ("x=1\n".repeat(1_001), "more than 1000 variables"),
        ("#".repeat(1_048_577), "is longer than 1048576 bytes"),
    ] {
        let folder = empty_home();
        let (home, file) = (folder.path().join("home"), folder.path().join("settings"));
        write(&file, &text);
        let ran = run(&home, &["init", "--yes", "--import", file.to_str().unwrap()], "");
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains(part) && !ran.err.contains(PLANTED), "{ran:?}");
        assert!(!home.exists());
    }
}

#[test]
fn of_two_files_the_first_decides_and_both_are_told() {
    let folder = empty_home();
    let (home, file) = (folder.path().join("home"), folder.path().join("lango.json"));
    write(&file, r#"{"interceptor": {"redactPii": true}}"#);
    let other = folder.path().join("lantern.json");
    write(&other, r#"{"block_pii": true}"#);
    let files = [file.to_str().unwrap(), other.to_str().unwrap()];
    let words = ["init", "--yes", "--json", "--import", files[0], "--import", files[1]];
    let json = check(&home, &words, "", (0, "", ""));
    let said: Value = serde_json::from_str(&json).unwrap();
    let fate = fate(&said["imported"][1], "guardrails.block_pii");
    assert!(fate.contains("lango.json says otherwise"), "{fate}");
    sound(&home);
}
