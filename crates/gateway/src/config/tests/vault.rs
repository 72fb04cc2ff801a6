//! `[vault]`: which stores have a server, and that its password is never shown.

use super::*;

#[test]
fn a_server_that_is_not_rightly_written_is_refused() {
    for (text, expected) in [
        ("[vault]\nstore = \"redis\"", "1: `vault.url`: is required"),
        ("[vault]\nstore = \"redis\"\nurl = \"http://h\"", "3: `vault.url`: must be an address as"),
        ("[vault]\nstore = \"redis\"\nurl = \"redis://\"", "3: `vault.url`: must be an address as"),
        ("[vault]\nurl = \"redis://h\"", "2: `vault.url`: this `store` has no server"),
        ("[vault]\nca_file = \"ca.pem\"", "2: `vault.ca_file`: this `store` has no server"),
        (
            "[vault]\nstore = \"redis\"\nurl = \"{{secret:address}}\"",
            "3: `vault.url`: must be an address as",
        ),
    ] {
        check_errors(text, &[expected]);
    }
}

#[test]
fn the_password_of_a_store_is_never_shown() {
    let planted = "planted-password";
    let address = format!("rediss://gate:{planted}@redis.example:6380");
    let missing =
        |settings: &Settings| settings.missing().iter().map(ToString::to_string).collect();
    for (url, variables, expected, warnings) in [
        (address.as_str(), &[][..], "", 1),
        ("env:THE_URL", &[("THE_URL", address.as_str())][..], "", 0),
        ("env:THE_URL", &[][..], "`THE_URL` is not set", 0),
        ("rediss://gate:{{secret:redis/password}}@redis.example", &[][..], "", 0),
        ("redis://redis.example", &[][..], "", 1),
        ("redis://127.0.0.1:6379", &[][..], "", 0),
        ("postgres://gate@db.example/d", &[][..], "", 0),
        ("postgresql://gate:planted@db.example/d", &[][..], "", 1),
        ("postgres://db.example?sslmode=disable", &[][..], "", 1),
        ("postgres://127.0.0.1/d?sslmode=disable", &[][..], "", 0),
        ("postgres://127.0.0.1:1,db.example/d?sslmode=disable", &[][..], "", 1),
    ] {
        let store = if url.starts_with("postgres") { "postgres" } else { "redis" };
        let text = format!("[vault]\nstore = \"{store}\"\nurl = \"{url}\"\nca_file = \"ca.pem\"\n");
        let settings = settled(&text, variables, &[]).unwrap();
        let missing: Vec<String> = missing(&settings);
        assert!(missing.concat().contains(expected), "{url}: {missing:?}");
        assert_eq!(missing.is_empty(), expected.is_empty(), "{url}");
        assert_eq!(settings.warnings.len(), warnings, "{url}: {:?}", settings.warnings);
        let shown = show::as_toml(&settings.shown);
        let said = format!("{settings:?}{shown}{}{missing:?}", show::as_json(&settings.shown));
        assert!(!said.contains(planted), "{said}");
    }
    // The scheme of a variable is looked at too, and not repeated.
    let text = "[vault]\nstore = \"redis\"\nurl = \"env:THE_URL\"";
    let wrong = format!("http://gate:{planted}@redis.example");
    let found = errors(text, &[("THE_URL", &wrong)]).concat();
    assert!(found.contains("must be an address") && !found.contains(planted), "{found}");
}
