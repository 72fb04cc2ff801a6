//! Which Redis is refused, and what the refusal says.

use std::error::Error;

use portcullis_testkit::RedisServer;
use portcullis_vault::store::StoreError;
use portcullis_vault::stores::{RedisSettings, RedisStore};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tempfile::TempDir;

use super::{order, server, settings};
use crate::behaviour;
use crate::scene::{Stage, wait};

/// Everything that an error can be made to say.
pub(super) fn told(error: &StoreError) -> String {
    let first: &dyn Error = error;
    let all: Vec<&dyn Error> =
        std::iter::successors(Some(first), |error| (*error).source()).collect();
    let told = format!("{error} {all:?}");
    assert!(!told.contains(RedisServer::PASSWORD), "{told}");
    told
}

fn refused(settings: &RedisSettings, because: &str) {
    let told = told(&wait(RedisStore::open(settings)).unwrap_err());
    assert!(told.contains(because), "{told}");
}

#[test]
fn a_redis_that_drops_keys_is_refused() {
    let server = server(&["--maxmemory-policy", "allkeys-lru"]);
    refused(&settings(&server.url()), "set `maxmemory-policy noeviction`");
    order(&server, &["CONFIG", "SET", "maxmemory-policy", "noeviction"]);
    let store = wait(RedisStore::open(&settings(&server.url()))).unwrap();
    let store: &dyn portcullis_vault::Store = &store;
    // What it is now is looked at with every connection.
    order(&server, &["CONFIG", "SET", "maxmemory-policy", "volatile-ttl"]);
    order(&server, &["CLIENT", "KILL", "TYPE", "normal"]);
    let error = wait(store.stats()).unwrap_err();
    assert!(told(&error).contains("noeviction"), "{error}");
    order(&server, &["CONFIG", "SET", "maxmemory-policy", "noeviction"]);
    while wait(store.stats()).is_err() {}
}

#[test]
fn a_layout_of_another_version_is_refused() {
    let server = server(&[]);
    order(&server, &["SET", "portcullis:{vault}:layout", "99"]);
    refused(&settings(&server.url()), "newer version");
}

#[test]
fn what_does_not_answer_or_let_in_is_refused() {
    let mut server = RedisServer::start(&[]).unwrap();
    let url = |user: &str| format!("redis://{user}127.0.0.1:{}", server.port());
    for user in ["", ":wrong-password@", "nobody:wrong-password@"] {
        let error = wait(RedisStore::open(&settings(&url(user)))).unwrap_err();
        assert!(told(&error).contains("does not accept the user or the password"), "{error}");
        assert!(!told(&error).contains("wrong-password"));
    }
    order(&server, &["ACL", "SETUSER", "half", "on", ">half", "~*", "+info", "+ping"]);
    refused(&settings(&url("half:half@")), "may not run");
    // It takes the first words of TLS for the beginning of a command.
    let tls = server.url().replace("redis:", "rediss:");
    let patience = std::time::Duration::from_millis(200);
    refused(&RedisSettings { patience, ..settings(&tls) }, "Redis");
    let url = server.url();
    server.kill();
    refused(&settings(&url), "nothing listens");
    for wrong in ["", "redis", "http://localhost", "redis://", "unix:///tmp/redis"] {
        refused(&settings(wrong), "no address");
    }
    for odd in ["#insecure", "?protocol=resp3", "/zero"] {
        refused(&settings(&format!("{}{odd}", url.replace("redis:", "rediss:"))), "no address");
    }
}

#[test]
fn tls_is_spoken_with_those_that_can_prove_who_they_are() {
    let names = ["127.0.0.1".to_owned()];
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(names).unwrap();
    let folder = TempDir::new().unwrap();
    let (certificate, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&certificate, cert.pem()).unwrap();
    std::fs::write(&key, signing_key.serialize_pem()).unwrap();
    let server = RedisServer::start_tls(&certificate, &key).unwrap();
    refused(&settings(&server.url()), "certificate");
    let known = || RedisSettings { roots: Some(cert.pem().into()), ..settings(&server.url()) };
    let stage = || {
        let store = wait(RedisStore::open(&known())).unwrap();
        Stage::Opened(std::sync::Arc::new(store))
    };
    behaviour::first_of_a_store(&stage());
    let stranger = generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap().cert.pem();
    refused(&RedisSettings { roots: Some(stranger.into()), ..known() }, "certificate");
    refused(&RedisSettings { roots: Some(b"none".to_vec()), ..known() }, "certificate");
    let elsewhere = server.url().replace("127.0.0.1", "localhost");
    refused(&RedisSettings { roots: known().roots, ..settings(&elsewhere) }, "certificate");
    refused(&settings(&server.url().replace("rediss:", "redis:")), "Redis");
}
