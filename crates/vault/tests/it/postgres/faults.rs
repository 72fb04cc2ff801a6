//! A server that dies, hangs or closes connections, and callers that must not notice more than
//! that they were refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use portcullis_model::Entity;
use portcullis_testkit::PostgresServer;
use portcullis_vault::stores::{PostgresSettings, PostgresStore};
use portcullis_vault::{Vault, VaultError};

use super::refused::told;
use super::{ROLE, server, settings};
use crate::scene::{self, alice, conceal_one, item, reveal_one, text, wait};

fn vault_with(server: &PostgresServer, patience: Duration) -> Vault {
    let settings = PostgresSettings { patience, ..settings(&server.url(ROLE, "postgres")) };
    let store = wait(PostgresStore::open(&settings)).unwrap();
    Vault::new(Arc::new(store), scene::settings())
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

/// Asks until it works again, on every connection.
fn recovered(vault: &Vault) {
    let answered = async {
        let mut in_a_row = 0;
        while in_a_row < 8 {
            in_a_row = if vault.check().await.is_ok() { in_a_row + 1 } else { 0 };
            tokio::task::yield_now().await;
        }
    };
    wait(async { tokio::time::timeout(Duration::from_secs(20), answered).await }).unwrap();
}

#[test]
fn a_server_that_dies_refuses_and_one_that_comes_back_serves() {
    let mut server = server(&[]);
    let vault = vault_with(&server, Duration::from_secs(2));
    let (person, entity) = (alice(), Entity::EMAIL_ADDRESS);
    let begun = AtomicBool::new(false);
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
            given
        });
        while !begun.load(Relaxed) {
            std::thread::yield_now();
        }
        server.kill();
        writer.join().unwrap()
    });
    assert!(given.len() > 20);
    assert!(refusal(&vault).contains("PostgreSQL"));
    server.resume().unwrap();
    recovered(&vault);
    for (value, surrogate) in &given {
        assert_eq!(reveal_one(&vault, &person.at(0), surrogate).as_deref(), Some(&**value));
        assert_eq!(conceal_one(&vault, &person.at(0), &entity, value), *surrogate);
    }
    // Connections that were closed are made anew unnoticed.
    for n in 0..5 {
        server
            .run(&format!(
                "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity \
                 WHERE usename = '{ROLE}'"
            ))
            .unwrap();
        conceal_one(&vault, &person.at(0), &entity, &format!("again{n}@example.org"));
    }
}

#[test]
fn a_server_that_hangs_is_not_waited_for() {
    let server = server(&[]);
    let vault = vault_with(&server, Duration::from_millis(300));
    let surrogate = conceal_one(&vault, &alice().at(0), &Entity::US_SSN, "078-05-1120");
    std::thread::scope(|scope| {
        let hold = "BEGIN; LOCK TABLE portcullis.surrogate IN ACCESS EXCLUSIVE MODE; \
                    SELECT pg_sleep(3); COMMIT";
        scope.spawn(|| server.run(hold).unwrap());
        while wait(vault.check()).is_ok() {}
        let refused = async { tokio::time::timeout(Duration::from_secs(3), vault.check()).await };
        assert!(wait(refused).unwrap().is_err());
        assert!(refusal(&vault).contains("does not answer in time"));
    });
    recovered(&vault);
    let back = reveal_one(&vault, &alice().at(0), &surrogate);
    assert_eq!(back.as_deref(), Some("078-05-1120"));
}
