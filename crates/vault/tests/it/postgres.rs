//! The store in PostgreSQL, on a real server: the suite, and what can happen to a server.

use std::sync::Arc;
use std::time::Duration;

use portcullis_model::Secret;
use portcullis_testkit::PostgresServer;
use portcullis_vault::stores::{PostgresSettings, PostgresStore};

use crate::scene::{Stage, wait};
use crate::{behaviour, processes};

#[path = "postgres/apart.rs"]
mod apart;
#[path = "postgres/faults.rs"]
mod faults;
#[path = "postgres/refused.rs"]
mod refused;

/// The role of the gates, which may make its own schema and nothing that matters besides.
const ROLE: &str = "gate";

pub(crate) fn settings(url: &str) -> PostgresSettings {
    let patience = Duration::from_secs(2);
    PostgresSettings { url: Secret::new(url.to_owned()), roots: None, patience }
}

pub(crate) fn open_at(url: &str) -> PostgresStore {
    wait(PostgresStore::open(&settings(url))).unwrap()
}

pub(crate) fn open(server: &PostgresServer) -> PostgresStore {
    open_at(&server.url(ROLE, "postgres"))
}

fn server(options: &[&str]) -> PostgresServer {
    let server = PostgresServer::start(options).unwrap();
    server.role(ROLE, "").unwrap();
    server.run(&format!("GRANT CREATE ON DATABASE postgres TO {ROLE}")).unwrap();
    server
}

#[test]
fn of_the_postgres_store() {
    let server = Arc::new(server(&[]));
    behaviour::of_a_store(|| Stage::postgres(&server));
}

#[test]
fn of_a_vault_in_postgres() {
    let server = Arc::new(server(&[]));
    behaviour::of_a_vault(|| Stage::postgres(&server));
}

#[test]
fn writers_in_many_processes_agree_in_postgres() {
    let server = server(&[]);
    processes::agree("postgres", &server.url(ROLE, "postgres"));
}
