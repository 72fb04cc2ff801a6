//! A server that dies, hangs, forgets or is full, and callers that must not notice more than
//! that they were refused.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use portcullis_model::Entity;
use portcullis_testkit::RedisServer;
use portcullis_vault::stores::{RedisSettings, RedisStore};
use portcullis_vault::{Store, Vault, VaultError};

use super::refused::told;
use super::{order, settings};
use crate::scene::{self, alice, conceal_one, item, reveal_one, text, wait};

fn vault_with(server: &RedisServer, patience: Duration) -> Vault {
    let settings = RedisSettings { patience, ..settings(&server.url()) };
    let store = wait(RedisStore::open(&settings)).unwrap();
    Vault::new(std::sync::Arc::new(store), scene::settings())
}

/// The refusal of something that needs the store.
fn refusal(vault: &Vault) -> String {
    let entity = Entity::EMAIL_ADDRESS;
    let place = alice();
    let refused = wait(vault.conceal(&place.at(0), &[item(&entity, "eve@example.org")]));
    let Err(VaultError::Store(error)) = refused else { panic!("not refused") };
    assert!(!told(&error).contains("eve"));
    assert!(wait(vault.check()).is_err());
    told(&error)
}

/// Asks until it works again, which must be soon: it is told so at each try.
fn recovered(vault: &Vault) {
    wait(async {
        let answered = async {
            while vault.check().await.is_err() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), answered).await
    })
    .unwrap();
}

#[test]
fn a_server_that_dies_refuses_and_one_that_comes_back_serves() {
    let mut server = RedisServer::start(&[]).unwrap();
    let vault = vault_with(&server, Duration::from_secs(2));
    let (person, entity) = (alice(), Entity::EMAIL_ADDRESS);
    let (begun, over) = (AtomicBool::new(false), AtomicBool::new(false));
    let given = std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut given = Vec::new();
            for n in 0.. {
                let value = format!("user{n}@example.org");
                match wait(vault.conceal(&person.at(0), &[item(&entity, &value)])) {
                    Ok(concealed) => given.push((value, text(&concealed[0]))),
                    Err(VaultError::Store(_)) => break,
                    Err(other) => panic!("{other:?}"),
                }
                begun.store(n > 20, Relaxed);
            }
            over.store(true, Relaxed);
            given
        });
        while !begun.load(Relaxed) {
            std::thread::yield_now();
        }
        server.kill();
        writer.join().unwrap()
    });
    assert!(over.load(Relaxed) && given.len() > 20);
    assert!(refusal(&vault).contains("Redis"));
    server.resume().unwrap();
    recovered(&vault);
    for (value, surrogate) in &given {
        assert_eq!(reveal_one(&vault, &person.at(0), surrogate).as_deref(), Some(&**value));
        assert_eq!(conceal_one(&vault, &person.at(0), &entity, value), *surrogate);
    }
}

#[test]
fn a_server_that_hangs_is_not_waited_for() {
    let server = RedisServer::start(&[]).unwrap();
    let vault = vault_with(&server, Duration::from_millis(200));
    let surrogate = conceal_one(&vault, &alice().at(0), &Entity::US_SSN, "078-05-1120");
    order(&server, &["CLIENT", "PAUSE", "2000", "ALL"]);
    let refused = async { tokio::time::timeout(Duration::from_secs(5), vault.check()).await };
    assert!(wait(refused).unwrap().is_err());
    assert!(refusal(&vault).contains("does not answer in time"));
    recovered(&vault);
    let back = reveal_one(&vault, &alice().at(0), &surrogate);
    assert_eq!(back.as_deref(), Some("078-05-1120"));
}

#[test]
fn a_server_that_is_busy_answers_when_it_can() {
    let server = RedisServer::start(&[]).unwrap();
    let vault = vault_with(&server, Duration::from_millis(300));
    std::thread::scope(|scope| {
        scope.spawn(|| order(&server, &["DEBUG", "SLEEP", "1.2"]));
        let late = || wait(vault.check()).is_err();
        while !late() {}
    });
    recovered(&vault);
}

#[test]
fn a_server_that_forgets_scripts_is_taught_them() {
    let server = RedisServer::start(&[]).unwrap();
    let vault = vault_with(&server, Duration::from_secs(2));
    let surrogate = conceal_one(&vault, &alice().at(0), &Entity::US_SSN, "078-05-1120");
    order(&server, &["SCRIPT", "FLUSH"]);
    let other = conceal_one(&vault, &alice().at(0), &Entity::US_SSN, "219-09-9999");
    order(&server, &["SCRIPT", "FLUSH"]);
    assert_eq!(wait(vault.erase(&alice().at(0), &[&other])).unwrap(), 1);
    assert_eq!(conceal_one(&vault, &alice().at(0), &Entity::US_SSN, "078-05-1120"), surrogate);
}

#[test]
fn a_connection_that_was_closed_is_made_anew_unnoticed() {
    let server = RedisServer::start(&[]).unwrap();
    let vault = vault_with(&server, Duration::from_secs(2));
    for n in 0..5 {
        let value = format!("user{n}@example.org");
        conceal_one(&vault, &alice().at(0), &Entity::EMAIL_ADDRESS, &value);
        order(&server, &["CLIENT", "KILL", "TYPE", "normal"]);
    }
}

#[test]
fn a_full_server_refuses_and_keeps_what_it_has() {
    let server = RedisServer::start(&["--maxmemory", "6mb"]).unwrap();
    let vault = vault_with(&server, Duration::from_secs(2));
    let (person, entity) = (alice(), Entity::SECRET);
    let value = |n: usize| format!("{n}{}", "k".repeat(60_000));
    let mut given = Vec::new();
    let error = loop {
        let value = value(given.len());
        match wait(vault.conceal(&person.at(0), &[item(&entity, &value)])) {
            Ok(concealed) => given.push(text(&concealed[0])),
            Err(VaultError::Store(error)) => break error,
            Err(other) => panic!("{other:?}"),
        }
    };
    assert!(told(&error).contains("full") && !told(&error).contains("kkk"));
    assert!(given.len() > 5);
    for (n, surrogate) in given.iter().enumerate() {
        assert_eq!(reveal_one(&vault, &person.at(0), surrogate), Some(value(n)));
    }
    order(&server, &["CONFIG", "SET", "maxmemory", "0"]);
    conceal_one(&vault, &person.at(0), &entity, &value(given.len()));
}

#[test]
fn answers_of_nonsense_are_refused() {
    let server = RedisServer::start(&[]).unwrap();
    let store = super::open(&server);
    let store: &dyn Store = &store;
    let scope = portcullis_vault::store::ScopeId([1; 16]);
    order(&server, &["SET", "portcullis:{01010101010101010101010101010101}:rows", "no hash"]);
    let asked = vec![portcullis_vault::store::Handle([0; 16])];
    let error = wait(store.taken(scope, asked)).unwrap_err();
    assert!(told(&error).contains("Redis"), "{error}");
}
