//! What lies in the database, and who sees it.

use std::path::Path;
use std::sync::Arc;

use portcullis_model::Entity;
use portcullis_vault::{Store as _, Vault};

use super::{ROLE, open, server};
use crate::scene::{Person, conceal_one, settings, wait};

fn bytes(folder: &Path, all: &mut Vec<u8>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => bytes(&path, all),
            false => all.extend(std::fs::read(&path).unwrap_or_default()),
        }
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    memchr::memmem::find(bytes, text.as_bytes()).is_some()
}

#[test]
fn the_files_of_the_database_tell_nothing() {
    let server = server(&["wal_compression=off", "log_statement=all"]);
    let vault = Vault::new(Arc::new(open(&server)), settings());
    let person = Person::new("principal-ada", 7);
    let planted = [
        (Entity::EMAIL_ADDRESS, "ada.lovelace@example.org"),
        (Entity::PHONE_NUMBER, "(415) 555-0199"),
        (Entity::US_SSN, "078-05-1120"),
        (Entity::known("PERSON"), "Ada Lovelace"),
    ];
    let mut secrets = vec!["principal-ada".to_owned(), "4155550199".to_owned()];
    for (entity, value) in &planted {
        let surrogate = conceal_one(&vault, &person.at(0), entity, value);
        secrets.extend([(*value).to_owned(), surrogate.to_ascii_lowercase(), surrogate]);
        secrets.push(entity.name().to_owned());
    }
    server.run("CHECKPOINT").unwrap();
    let mut all = Vec::new();
    bytes(&server.files(), &mut all);
    assert!(holds(&all, "row_security") && holds(&all, "find_by_value"), "the search finds");
    for secret in &secrets {
        assert!(!holds(&all, secret), "{secret}");
    }
}

#[test]
fn a_scope_sees_its_own_rows_whatever_is_asked() {
    let server = server(&[]);
    let store = Arc::new(open(&server));
    let vault = Vault::new(store.clone(), settings());
    for (name, seed) in [("ada", 1), ("bob", 2)] {
        let person = Person::new(name, seed);
        conceal_one(&vault, &person.at(0), &Entity::US_SSN, "078-05-1120");
    }
    let scopes = server.run("SELECT encode(hash, 'hex') FROM portcullis.scope").unwrap();
    let scopes: Vec<&str> = scopes.lines().collect();
    assert_eq!(scopes.len(), 2);
    // Every one of these asks for everything there is, as the owner of the table.
    let ask = |scope: &str, rest: &str| {
        let enter = format!("SELECT set_config('portcullis.scope', '{scope}', true)");
        server.run_as(ROLE, &format!("BEGIN; {enter}; {rest}; COMMIT"))
    };
    let count = "SELECT count(*) FROM portcullis.surrogate";
    let last = |said: String| said.lines().last().unwrap().to_owned();
    for scope in &scopes {
        assert_eq!(last(ask(scope, count).unwrap()), "1");
        let wipe = "WITH gone AS (UPDATE portcullis.surrogate SET sealed = NULL RETURNING 1) \
                    SELECT count(*) FROM gone";
        let rolled_back = wipe.to_owned() + "; ROLLBACK";
        assert_eq!(last(ask(scope, &rolled_back).unwrap()), "1");
    }
    for nobody in ["", "00", &"00".repeat(16)] {
        assert_eq!(last(ask(nobody, count).unwrap()), "0", "{nobody}");
    }
    assert_eq!(server.run_as(ROLE, count).unwrap(), "0", "without a scope");
    let plant = format!(
        "INSERT INTO portcullis.surrogate VALUES (decode('{}', 'hex'), '\\x01')",
        scopes[1]
    );
    let refused = ask(scopes[0], &plant).unwrap_err().to_string();
    assert!(refused.contains("row-level security"), "{refused}");
    ask(scopes[1], &plant).unwrap();
    // What the store set for one question does not hold for the next.
    wait(store.stats()).unwrap();
    assert_eq!(server.run_as(ROLE, count).unwrap(), "0");
}
