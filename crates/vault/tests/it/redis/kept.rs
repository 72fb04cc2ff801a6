//! What lies in Redis, and for how long.

use portcullis_model::Entity;
use portcullis_testkit::RedisServer;
use portcullis_vault::Store;
use portcullis_vault::store::{Entry, Fingerprint, Handle, Moment, ScopeId, Stats};

use super::{order, server};
use crate::scene::{Person, Stage, conceal_one, reveal_one, settings, wait};

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn a_dump_tells_nothing() {
    let server = server(&["--rdbcompression", "no"]);
    let stage = Stage::redis(&server);
    let (vault, person) = (stage.vault(settings()), Person::new("principal-ada", 7));
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
    order(&server, &["SAVE"]);
    let dump = std::fs::read(server.folder().join("dump.rdb")).unwrap();
    let log = std::fs::read_dir(server.folder().join("appendonlydir")).unwrap();
    let log: Vec<u8> = log.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
    for (name, bytes) in [("dump", dump), ("log", log)] {
        assert!(holds(&bytes, "portcullis:{"), "the search finds what is there");
        for secret in &secrets {
            assert!(!holds(&bytes, secret), "{secret} in the {name}");
        }
    }
}

/// The number of fields or members that all keys of this name have.
fn size(server: &RedisServer, name: &str) -> usize {
    let ::redis::Value::Array(keys) = order(server, &["KEYS", &format!("*:{name}")]) else {
        panic!("no list")
    };
    keys.len()
}

/// The rights are those that `docs/stores.md` names.
#[test]
fn a_user_with_few_rights_suffices() {
    let document = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/stores.md");
    let document = std::fs::read_to_string(document).unwrap();
    let (_, rights) = document.split_once("ACL SETUSER portcullis on >PASSWORD").unwrap();
    let (rights, _) = rights.split_once("```").unwrap();
    let server = server(&[]);
    let mut words = vec!["ACL", "SETUSER", "portcullis", "on", ">of-the-user"];
    words.extend(rights.split_whitespace());
    order(&server, &words);
    let url =
        server.url().replace(&format!(":{}@", RedisServer::PASSWORD), "portcullis:of-the-user@");
    crate::behaviour::of_a_store(|| {
        order(&server, &["FLUSHALL"]);
        Stage::Opened(std::sync::Arc::new(super::open_at(&url)))
    });
}

/// Nobody sweeps here: the server does it by its own clock.
#[test]
fn the_server_drops_what_has_ended_long_ago_and_keeps_tombstones() {
    let server = server(&[]);
    let stage = Stage::redis(&server);
    let store = stage.store();
    let scope = ScopeId([1; 16]);
    let insert = |number: u8, end: Option<u64>| {
        let entry = Entry {
            handle: Handle([number; 16]),
            fingerprint: Fingerprint([number; 16]),
            sealed: vec![number; 40].into(),
            expires: end.map(Moment),
        };
        wait(store.insert_if_absent(scope, vec![entry], Moment(0))).unwrap();
    };
    // By the server's clock that is long ago; by ours it is not.
    insert(1, Some(86_400_000));
    assert_eq!(size(&server, "sealed"), 0);
    assert_eq!(wait(store.get(scope, vec![Handle([1; 16])], Moment(0))).unwrap(), [None]);
    assert_eq!(wait(store.taken(scope, vec![Handle([1; 16])])).unwrap(), [true]);
    // As long as anything in the scope lives, its sealed values stay.
    insert(2, Some(4_080_000_000_000));
    insert(3, Some(86_400_000));
    assert_eq!(size(&server, "sealed"), 1);
    let time =
        order(&server, &["PEXPIRETIME", "portcullis:{01010101010101010101010101010101}:sealed"]);
    assert_eq!(time, ::redis::Value::Int(4_080_000_000_000 + 86_400_000));
    insert(4, None);
    let time =
        order(&server, &["PEXPIRETIME", "portcullis:{01010101010101010101010101010101}:sealed"]);
    assert_eq!(time, ::redis::Value::Int(-1));
    assert_eq!(wait(store.expire(Moment(86_400_000), 10)).unwrap(), 2);
    assert_eq!(wait(store.stats()).unwrap(), Stats { rows: 2, tombstones: 2 });
}

#[test]
fn a_claim_of_a_dead_process_is_taken_over() {
    let server = server(&[]);
    let stage = Stage::redis(&server);
    let store: std::sync::Arc<dyn Store> = stage.store();
    let now = 4_080_000_000_000;
    let entry = Entry {
        handle: Handle([1; 16]),
        fingerprint: Fingerprint([1; 16]),
        sealed: vec![1].into(),
        expires: Some(Moment(now + 10)),
    };
    wait(store.insert_if_absent(ScopeId([b'x'; 16]), vec![entry], Moment(now))).unwrap();
    // As a process leaves it that claims and dies.
    let scope = "x".repeat(16);
    order(&server, &["ZADD", "portcullis:{vault}:due", "+inf", &scope]);
    order(&server, &["ZADD", "portcullis:{vault}:claimed", &(now + 20).to_string(), &scope]);
    assert_eq!(wait(store.expire(Moment(now + 60_019), 10)).unwrap(), 0);
    assert_eq!(wait(store.expire(Moment(now + 60_020), 10)).unwrap(), 1);
    assert_eq!(order(&server, &["ZCARD", "portcullis:{vault}:claimed"]), ::redis::Value::Int(0));
}

/// A surrogate of which nothing is left could be given to a second value.
#[test]
fn a_redis_that_can_lose_its_last_second_gets_no_surrogates_of_small_spaces() {
    for options in [["--appendfsync", "everysec"], ["--appendonly", "no"]] {
        let server = server(&options);
        let (vault, person) = (Stage::redis(&server).vault(settings()), Person::new("ada", 7));
        let kinds = [
            (Entity::US_SSN, "078-05-1120", "[[US_SSN:"),
            (Entity::PHONE_NUMBER, "(415) 555-0199", "[[PHONE_NUMBER:"),
            (Entity::CREDIT_CARD, "4111 1111 1111 1111", "[[CREDIT_CARD:"),
            (Entity::EMAIL_ADDRESS, "ada@example.org", "tkn-"),
        ];
        for (entity, value, form) in &kinds {
            let surrogate = conceal_one(&vault, &person.at(0), entity, value);
            assert!(surrogate.starts_with(form), "{surrogate}");
            assert_eq!(reveal_one(&vault, &person.at(0), &surrogate).as_deref(), Some(*value));
        }
        order(&server, &["CONFIG", "SET", "appendonly", "yes"]);
        order(&server, &["CONFIG", "SET", "appendfsync", "always"]);
        order(&server, &["CLIENT", "KILL", "TYPE", "normal"]);
        wait(vault.check()).unwrap();
        let surrogate = conceal_one(&vault, &person.at(0), &Entity::US_SSN, "219-09-9999");
        assert!(surrogate.starts_with("000-"), "{surrogate}");
    }
}
