//! Which PostgreSQL is refused, and what the refusal says.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use portcullis_testkit::PostgresServer;
use portcullis_vault::Store as _;
use portcullis_vault::store::{Keeping, StoreError};
use portcullis_vault::stores::{PostgresSettings, PostgresStore};
use rcgen::{CertifiedKey, generate_simple_self_signed};

use super::{ROLE, open_at, server, settings};
use crate::behaviour;
use crate::scene::{Stage, wait};

/// Everything that an error can be made to say.
pub(super) fn told(error: &StoreError) -> String {
    let first: &dyn Error = error;
    let all: Vec<&dyn Error> =
        std::iter::successors(Some(first), |error| (*error).source()).collect();
    let told = format!("{error} {all:?}");
    assert!(!told.contains(PostgresServer::PASSWORD), "{told}");
    told
}

fn refused(settings: &PostgresSettings, because: &str) -> String {
    let error = wait(PostgresStore::open(settings)).unwrap_err();
    assert!(told(&error).contains(because), "{}", told(&error));
    error.to_string()
}

#[test]
fn roles_that_see_everything_are_refused_and_others_told_what_they_need() {
    let server = server(&[]);
    let at = |role: &str| server.url(role, "postgres");
    for (name, rights) in [("root", "SUPERUSER"), ("passer", "BYPASSRLS"), ("poor", "")] {
        server.role(name, rights).unwrap();
    }
    refused(&settings(&at(PostgresServer::ADMIN)), "NOSUPERUSER NOBYPASSRLS");
    refused(&settings(&at("root")), "NOSUPERUSER NOBYPASSRLS");
    refused(&settings(&at("passer")), "NOSUPERUSER NOBYPASSRLS");
    server.run("ALTER ROLE passer NOBYPASSRLS").unwrap();
    // It prints what an owner is to run, to the last line.
    let said = refused(&settings(&at("poor")), "CREATE SCHEMA IF NOT EXISTS portcullis");
    let (_, statements) = said.split_once("\n\n").unwrap();
    server.run(statements).unwrap();
    let (_, rights) = statements.split_once("-- for the role of `vault.url`:\n").unwrap();
    refused(&settings(&at("poor")), "may not do what docs/stores.md says");
    for right in rights.lines() {
        server.run(&right.trim_start_matches("-- ").replace("ROLE", "poor")).unwrap();
    }
    let store = open_at(&at("poor"));
    assert_eq!(store.keeping(), Keeping::Certain);
    behaviour::first_of_a_store(&Stage::Opened(Arc::new(store)));
    // What somebody switched off is noticed.
    server.run("ALTER TABLE portcullis.surrogate NO FORCE ROW LEVEL SECURITY").unwrap();
    refused(&settings(&at("poor")), "does not hold scopes apart");
    server.run("ALTER TABLE portcullis.surrogate FORCE ROW LEVEL SECURITY").unwrap();
    server.run("INSERT INTO portcullis.layout VALUES (99)").unwrap();
    refused(&settings(&at("poor")), "newer version");
}

#[test]
fn what_does_not_answer_or_let_in_is_refused() {
    let mut server = server(&["fsync=off"]);
    let url = server.url(ROLE, "postgres");
    assert_eq!(open_at(&url).keeping(), Keeping::Loose, "a crash loses what it answered");
    let wrong = url.replace(PostgresServer::PASSWORD, "wrong-password");
    let said = refused(&settings(&wrong), "does not accept the user or the password");
    assert!(!said.contains("wrong"));
    refused(&settings(&server.url("nobody", "postgres")), "does not accept");
    refused(&settings(&server.url(ROLE, "elsewhere")), "no database");
    for tls in ["", "?sslmode=prefer", "?sslmode=require"] {
        refused(&settings(&url.replace("?sslmode=disable", tls)), "speaks no TLS");
    }
    let mut full = settings(&url);
    full.patience = Duration::from_millis(200);
    server.kill();
    refused(&full, "nothing listens");
    for wrong in ["", "postgres", "http://localhost", "host=localhost user=gate", "postgres://"] {
        refused(&settings(wrong), "no address");
    }
}

#[test]
fn tls_is_spoken_with_those_that_can_prove_who_they_are() {
    let names = ["127.0.0.1".to_owned()];
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).unwrap();
    let server = server(&[]);
    server.give("server.crt", &cert.pem()).unwrap();
    server.give("server.key", &signing_key.serialize_pem()).unwrap();
    server.run("ALTER SYSTEM SET ssl = on").unwrap();
    server.run("SELECT pg_reload_conf()").unwrap();
    let url = server.url(ROLE, "postgres").replace("?sslmode=disable", "");
    let known = || PostgresSettings { roots: Some(cert.pem().into()), ..settings(&url) };
    // The new settings hold a moment after they were read.
    let store = loop {
        match wait(PostgresStore::open(&known())) {
            Ok(store) => break store,
            Err(error) => assert!(told(&error).contains("TLS"), "{error}"),
        }
    };
    let spoken = "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
        WHERE usename = 'gate'";
    assert_eq!(server.run(spoken).unwrap(), "t");
    behaviour::first_of_a_store(&Stage::Opened(Arc::new(store)));
    refused(&settings(&url), "certificate");
    let stranger = generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap().cert.pem();
    refused(&PostgresSettings { roots: Some(stranger.into()), ..known() }, "certificate");
    refused(&PostgresSettings { roots: Some(b"none".to_vec()), ..known() }, "certificate");
    let elsewhere = url.replace("127.0.0.1", "localhost");
    refused(&PostgresSettings { roots: known().roots, ..settings(&elsewhere) }, "certificate");
}
