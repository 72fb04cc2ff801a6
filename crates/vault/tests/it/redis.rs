//! The store in Redis, on a real server: the suite, and what can happen to a server.

use std::sync::Arc;
use std::time::Duration;

use portcullis_model::Secret;
use portcullis_testkit::RedisServer;
use portcullis_vault::stores::{RedisSettings, RedisStore};

use crate::behaviour;
use crate::scene::{Stage, wait};

pub(crate) fn settings(url: &str) -> RedisSettings {
    let patience = Duration::from_secs(2);
    RedisSettings { url: Secret::new(url.to_owned()), roots: None, patience }
}

pub(crate) fn open(server: &RedisServer) -> RedisStore {
    wait(RedisStore::open(&settings(&server.url()))).unwrap()
}

pub(crate) fn server(options: &[&str]) -> Arc<RedisServer> {
    Arc::new(RedisServer::start(options).unwrap())
}

/// Tells the server something.
pub(crate) fn order(server: &RedisServer, words: &[&str]) -> ::redis::Value {
    let client = ::redis::Client::open(server.url()).unwrap();
    let mut connection = client.get_connection().unwrap();
    let mut command = ::redis::cmd(words[0]);
    command.arg(&words[1..]).query(&mut connection).unwrap()
}

#[test]
fn of_the_redis_store() {
    let server = server(&[]);
    behaviour::of_a_store(|| Stage::redis(&server));
}

#[test]
fn of_a_vault_in_redis() {
    let server = server(&[]);
    behaviour::of_a_vault(|| Stage::redis(&server));
}
