//! `secret set`, `get`, `list`, `rotate`, `rm`, and references in the configuration.

use std::fs;

use portcullis_testkit::RedisServer;

use super::support::{check, empty_home, home};

const VALUE: &str = "sk-planted-0123456789";

#[test]
fn a_value_goes_in_and_never_comes_out() {
    let home = home();
    let home = home.path();
    check(home, &["secret", "list"], "", (0, "", "no secrets"));
    let set = ["secret", "set", "a/key", "--tool", "send@/key", "--host", "*.example.com"];
    let mut said = check(home, &set, &format!("{VALUE}\n"), (0, "created a/key", ""));
    said += &check(home, &["secret", "get", "a/key"], "", (0, "send@/key", ""));
    said += &check(home, &["--json", "secret", "get", "a/key"], "", (0, "\"scanned\": true", ""));
    said += &check(home, &["secret", "list"], "", (0, "never", ""));
    said += &check(home, &["secret", "rotate", "a/key"], "sk-other-0123456789", (0, "rotated", ""));
    said += &check(home, &["secret", "set", "short"], "abc", (0, "created", "12 characters"));
    said += &check(home, &["audit", "tail"], "", (0, "secret set", ""));
    said += &check(home, &["audit", "verify"], "", (0, "verified", ""));
    assert!(!said.contains("sk-"), "{said}");
    check(home, &["secret", "rm", "a/key"], "", (0, "removed a/key", ""));
    check(home, &["secret", "rm", "a/key"], "", (1, "", "there is no secret"));
    check(home, &["secret", "get", "a/key"], "", (1, "", "there is no secret"));
    check(home, &["secret", "get", "a/key", "--tenant", "b"], "", (1, "", "there is no secret"));
}

#[test]
fn mistakes_have_their_exit_codes() {
    let home = home();
    let home = home.path();
    check(home, &["secret", "set", "a b"], VALUE, (2, "", "the name of a secret"));
    check(home, &["secret", "set", "a"], "", (2, "", "is empty"));
    check(home, &["secret", "set", "a"], &"x".repeat(64 * 1024 + 1), (2, "", "longer than"));
    check(home, &["secret", "set", "a", "--tool", "t@key"], VALUE, (2, "", "JSON pointer"));
    check(home, &["secret", "rotate", "a"], VALUE, (2, "", "there is no secret `a`"));
    check(empty_home().path(), &["secret", "set", "a"], VALUE, (2, "", "key init"));
}

#[test]
fn the_configuration_may_refer_to_them() {
    let home = home();
    let home = home.path();
    let file = "[providers.one]\nkind = \"openai\"\napi_key = \"{{secret:openai/api-key}}\"\n";
    fs::write(home.join("portcullis.toml"), file).unwrap();
    check(home, &["config", "check"], "", (0, "", ""));
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    check(home, &serve, "", (2, "", "portcullis secret set openai/api-key"));
    let set = ["secret", "set", "openai/api-key", "--host", "example.com"];
    check(home, &set, VALUE, (0, "", ""));
    check(home, &serve, "", (2, "", "may not be sent to api.openai.com"));
    let shown = check(home, &["config", "show"], "", (0, "", ""));
    assert!(!shown.contains(VALUE));
}

#[test]
fn the_address_of_a_store_may_refer_to_them() {
    let server = RedisServer::start(&[]).unwrap();
    let home = home();
    let home = home.path();
    let config = format!(
        "[vault]\nstore = \"redis\"\nurl = \"redis://:{{{{secret:redis}}}}@127.0.0.1:{}\"\n",
        server.port()
    );
    fs::write(home.join("portcullis.toml"), config).unwrap();
    let text = "Write to ada@example.com";
    check(home, &["conceal"], text, (2, "", "portcullis secret set redis"));
    let elsewhere = ["secret", "set", "redis", "--host", "example.com"];
    check(home, &elsewhere, RedisServer::PASSWORD, (0, "", ""));
    check(home, &["conceal"], text, (2, "", "may not be sent to 127.0.0.1"));
    let again = ["secret", "set", "redis", "--host", "127.0.0.1"];
    // What an address would read otherwise is spelled so that it does not.
    check(home, &again, "not@the:pass/word", (0, "", ""));
    check(home, &["conceal"], text, (4, "", "does not accept the user or the password"));
    check(home, &again, RedisServer::PASSWORD, (0, "", ""));
    let concealed = check(home, &["conceal"], text, (0, "tkn-", ""));
    check(home, &["reveal"], &concealed, (0, text, ""));
    // The home is open to others: that alone is a problem.
    check(home, &["doctor"], "", (1, "its address holds a secret", ""));
}
