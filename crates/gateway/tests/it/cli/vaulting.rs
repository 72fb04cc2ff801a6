//! `vault`: what is kept, and erasing.

use serde_json::Value;

use super::support::{Ran, check, empty_home, home, run};

const MAIL: &str = "planted.person@example.com";

/// Conceals a text for a user, or for `local`.
fn conceal(home: &std::path::Path, user: Option<&str>, text: &str) -> String {
    let mut words = vec!["conceal"];
    words.extend(user.map(|_| "--user"));
    words.extend(user);
    let concealed = check(home, &words, text, (0, "", ""));
    assert_ne!(concealed, text);
    concealed
}

fn reveal(home: &std::path::Path, user: Option<&str>, text: &str) -> String {
    let mut words = vec!["reveal"];
    words.extend(user.map(|_| "--user"));
    words.extend(user);
    check(home, &words, text, (0, "", ""))
}

fn json(ran: &str) -> Value {
    serde_json::from_str(ran).unwrap()
}

#[test]
fn what_is_kept_is_counted() {
    let bare = empty_home();
    check(bare.path(), &["vault", "stats"], "", (0, "rows:       0", ""));
    assert_eq!(std::fs::read_dir(bare.path()).unwrap().count(), 0, "a look makes nothing");
    let home = home();
    let home = home.path();
    conceal(home, None, MAIL);
    conceal(home, Some("alice"), "planted.person@example.com and 415-555-0133");
    check(home, &["vault", "stats"], "", (0, "rows:       3\ntombstones: 0\n", ""));
    let stats = json(&check(home, &["--json", "vault", "stats", "--scopes"], "", (0, "", "")));
    assert_eq!((&stats["rows"], &stats["store"]), (&3.into(), &"sqlite".into()));
    assert!(stats["bytes"].as_u64().unwrap() > 0);
    assert_eq!(stats["scopes"][0]["principal"], "local/alice");
    assert_eq!(stats["scopes"][0]["rows"], 2);
    assert_eq!(stats["scopes"][1]["principal"], "local");
    check(home, &["vault", "stats", "--scopes"], "", (0, "default  local/alice  2     0", ""));
    std::fs::write(home.join("portcullis.toml"), "[vault]\nstore = \"memory\"\n").unwrap();
    check(home, &["vault", "stats"], "", (2, "", "no other can reach"));
}

#[test]
fn a_person_is_erased_in_every_spelling_and_for_everybody() {
    let home = home();
    let home = home.path();
    let (own, hers) = (conceal(home, None, MAIL), conceal(home, Some("alice"), MAIL));
    let spelled = conceal(home, None, "Planted.Person@Example.com");
    let kept = conceal(home, None, "other.person@example.com");
    let words = ["vault", "erase", "--value-stdin", "--reason", "request 2026-114"];
    let said = check(home, &words, "planted.person@EXAMPLE.com\n", (0, "", ""));
    assert_eq!(said, "erased 3 surrogates of 2 principals: EMAIL_ADDRESS 3\n");
    for (user, text) in [(None, &own), (Some("alice"), &hers), (None, &spelled)] {
        assert_eq!(&reveal(home, user, text), text, "nothing comes back");
        let anew = conceal(home, user, MAIL);
        assert_ne!(&anew, text, "an issued surrogate is never issued again");
    }
    assert_eq!(reveal(home, None, &kept), "other.person@example.com");
    check(home, &["vault", "stats"], "", (0, "tombstones: 3", ""));
    check(home, &["vault", "erase", "--value-stdin"], "nobody@example.com", (1, "", "nothing was"));
    let log = check(home, &["--json", "audit", "tail", "-n", "50"], "", (0, "", ""));
    assert!(log.contains("request 2026-114") && log.contains("vault erased"), "{log}");
    assert!(!log.to_lowercase().contains(MAIL) && !log.contains("alice"), "{log}");
    check(home, &["audit", "verify"], "", (0, "", ""));
}

#[test]
fn erasing_goes_as_far_as_it_is_told() {
    let home = home();
    let home = home.path();
    let all = [None, Some("alice"), Some("bob")].map(|user| (user, conceal(home, user, MAIL)));
    let lives = |who: usize| reveal(home, all[who].0, &all[who].1) == MAIL;
    // One user's value, and nobody else's.
    let words = ["--json", "vault", "erase", "--user", "alice", "--value-stdin"];
    let done = json(&check(home, &words, MAIL, (0, "", "")));
    assert_eq!(
        (&done["erased"], &done["scopes"][0]["principal"]),
        (&1.into(), &"local/alice".into())
    );
    assert_eq!([lives(0), lives(1), lives(2)], [true, false, true]);
    // Another entity is another value.
    let words = ["vault", "erase", "--value-stdin", "--entity", "US_SSN"];
    check(home, &words, MAIL, (1, "", ""));
    // A surrogate, of `local` only.
    check(home, &["vault", "erase", &all[2].1], "", (1, "", "nothing was there"));
    check(home, &["vault", "erase", "--user", "bob", &all[2].1], "", (0, "erased 1 surrogate", ""));
    check(home, &["vault", "erase", &all[0].1], "", (0, "erased 1 surrogate of 1 principal\n", ""));
    assert_eq!([lives(0), lives(2)], [false, false]);
}

#[test]
fn all_of_somebody_goes_only_if_that_is_meant() {
    let home = home();
    let home = home.path();
    let own = conceal(home, None, "a.person@example.com b.person@example.com");
    let hers = conceal(home, Some("alice"), MAIL);
    check(home, &["vault", "erase"], "", (2, "", "not said what"));
    check(home, &["vault", "erase", "--user", "alice"], "", (2, "", "--yes"));
    check(home, &["vault", "erase", "--user", "eve", "--yes"], "", (1, "", "nothing was there"));
    check(home, &["vault", "erase", "--user", "alice", "--yes"], "", (0, "erased 1 ", ""));
    assert_eq!(reveal(home, Some("alice"), &hers), hers);
    assert_ne!(reveal(home, None, &own), own);
    check(home, &["vault", "erase", "--tenant", "other", "--yes"], "", (1, "", ""));
    check(home, &["vault", "erase", "--all", "--user", "alice"], "", (2, "", "cannot be used"));
    check(home, &["vault", "erase", "--all", "--yes"], "", (0, "erased 2 surrogates\n", ""));
    assert_eq!(reveal(home, None, &own), own);
    check(home, &["vault", "stats"], "", (0, "rows:       0\ntombstones: 3", ""));
}

#[test]
fn what_would_stay_in_the_log_is_looked_at() {
    let home = home();
    let home = home.path();
    conceal(home, None, MAIL);
    let erase = |reason: &str| -> Ran {
        run(home, &["vault", "erase", "--value-stdin", "--reason", reason], MAIL)
    };
    let said = erase("asked by other.person@example.com");
    assert!(said.code == 2 && said.err.contains("EMAIL_ADDRESS"), "{said:?}");
    assert_eq!(erase(&"x".repeat(201)).code, 2);
    assert_eq!(erase("two\nlines").code, 2);
    check(home, &["vault", "stats"], "", (0, "rows:       1", ""));
    assert_eq!(erase(&"x".repeat(200)).code, 0);
}

#[test]
fn old_homes_keep_no_names_and_say_so() {
    let home = home();
    let home = home.path();
    conceal(home, Some("alice"), MAIL);
    for entry in std::fs::read_dir(home.join("keystore")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "name") {
            std::fs::remove_file(path).unwrap();
        }
    }
    let words = ["vault", "erase", "--value-stdin"];
    check(home, &words, MAIL, (1, "", "the names of 1 more are not known"));
    let words = ["vault", "erase", "--value-stdin", "--principal", "local/alice"];
    check(home, &words, MAIL, (0, "erased 1", ""));
}
