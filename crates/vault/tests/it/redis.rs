//! The store in Redis, on a real server: the suite, and what can happen to a server.

use std::sync::Arc;
use std::time::Duration;

use portcullis_model::Secret;
use portcullis_testkit::RedisServer;
use portcullis_vault::stores::{RedisSettings, RedisStore};

use crate::scene::{Stage, wait};
use crate::{behaviour, processes};

#[path = "redis/faults.rs"]
mod faults;
#[path = "redis/kept.rs"]
mod kept;
#[path = "redis/refused.rs"]
mod refused;

pub(crate) fn settings(url: &str) -> RedisSettings {
    let patience = Duration::from_secs(2);
    RedisSettings { url: Secret::new(url.to_owned()), roots: None, patience }
}

pub(crate) fn open_at(url: &str) -> RedisStore {
    wait(RedisStore::open(&settings(url))).unwrap()
}

pub(crate) fn open(server: &RedisServer) -> RedisStore {
    open_at(&server.url())
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

/// A node that has every slot of a cluster refuses commands over keys of two slots.
#[test]
fn of_the_redis_store_in_a_cluster() {
    let server = server(&["--cluster-enabled", "yes"]);
    order(&server, &["CLUSTER", "ADDSLOTSRANGE", "0", "16383"]);
    let ready = |info: ::redis::Value| format!("{info:?}").contains("cluster_state:ok");
    while !ready(order(&server, &["CLUSTER", "INFO"])) {}
    behaviour::of_a_store(|| Stage::redis(&server));
}

#[test]
fn writers_in_many_processes_agree() {
    let server = server(&[]);
    processes::agree("redis", &server.url());
}
