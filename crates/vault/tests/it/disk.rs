//! What stands in the file of the SQLite store, and who can read or change it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use portcullis_model::Entity;
use portcullis_vault::Vault;
use portcullis_vault::stores::SqliteStore;
use rusqlite::Connection;

use crate::scene::{
    Person, Stage, alice, conceal, conceal_one, file, is_integrity, reveal_one, settings, wait,
};

/// Everything in the folder of the store, as it lies there while the store is open.
fn bytes(stage: &Stage) -> Vec<u8> {
    let Stage::Sqlite(folder) = stage else { return Vec::new() };
    let files = fs::read_dir(folder.path().join("home")).unwrap();
    files.flat_map(|file| fs::read(file.unwrap().path()).unwrap()).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn a_copy_of_the_file_tells_nothing() {
    let stage = &Stage::sqlite();
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
    let open = bytes(stage);
    drop(vault);
    assert!(open.len() > 4096);
    assert!(holds(&open, "surrogate"), "the search finds what is there");
    for secret in &secrets {
        assert!(!holds(&open, secret), "{secret}");
    }
}

#[test]
fn file_and_folder_are_for_their_owner() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = file(folder.path());
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let store = SqliteStore::open(&path).unwrap();
    let vault = Vault::new(Arc::new(store), settings());
    conceal_one(&vault, &alice().at(0), &Entity::US_SSN, "078-05-1120");
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    for found in fs::read_dir(path.parent().unwrap()).unwrap() {
        let found = found.unwrap().path();
        assert_eq!(mode(&found), 0o600, "{}", found.display());
    }
    drop(vault);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    SqliteStore::open(&path).unwrap().close();
    assert_eq!(mode(&path), 0o600);
}

#[test]
fn a_file_that_is_none_of_ours_is_refused() {
    let folder = tempfile::TempDir::new().unwrap();
    type Prepare = fn(&std::path::Path);
    let cases: [(&str, Prepare); 4] = [
        ("newer", |path| {
            SqliteStore::open(path).unwrap().close();
            Connection::open(path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        }),
        ("other", |path| {
            Connection::open(path).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
        }),
        ("garbage", |path| fs::write(path, vec![b'x'; 10_000]).unwrap()),
        ("folder", |path| fs::create_dir(path).unwrap()),
    ];
    for (name, prepare) in cases {
        let path = folder.path().join(name);
        prepare(&path);
        assert!(SqliteStore::open(&path).is_err(), "{name}");
    }
}

#[test]
fn a_look_at_the_file_finds_damage_and_leaves_no_trace() {
    let stage = &Stage::sqlite();
    let Stage::Sqlite(folder) = stage else { return };
    let (store, place) = (file(folder.path()), folder.path().join("home"));
    let names = || {
        let names = fs::read_dir(&place).unwrap().map(|file| file.unwrap().file_name());
        names.collect::<std::collections::BTreeSet<_>>()
    };
    assert!(SqliteStore::check(&store).is_err(), "there is none yet");
    let open = SqliteStore::open(&store).unwrap();
    SqliteStore::check(&store).unwrap();
    open.close();
    let (before, mut harmed) = (names(), fs::read(&store).unwrap());
    SqliteStore::check(&store).unwrap();
    assert_eq!(before, names());
    assert_eq!(harmed, fs::read(&store).unwrap());
    harmed[4096..8192].fill(0xff);
    fs::write(&store, harmed).unwrap();
    assert!(SqliteStore::check(&store).is_err(), "a page is gone");
    fs::write(&store, "no store at all").unwrap();
    assert!(SqliteStore::check(&store).is_err());
}

#[test]
fn exchanged_rows_do_not_open() {
    let stage = &Stage::sqlite();
    let Stage::Sqlite(folder) = stage else { return };
    let (vault, person) = (stage.vault(settings()), alice());
    let texts = conceal(&vault, &person.at(0), &Entity::US_SSN, &["078-05-1120", "219-09-9999"]);
    let database = Connection::open(file(folder.path())).unwrap();
    database.execute_batch("CREATE TEMP TABLE kept AS SELECT * FROM surrogate").unwrap();
    let swap = "UPDATE surrogate SET sealed = (SELECT kept.sealed FROM kept
        WHERE kept.handle <> surrogate.handle)";
    assert_eq!(database.execute(swap, []).unwrap(), 2);
    for text in &texts {
        let refused = wait(vault.reveal(&person.at(0), &[text])).unwrap_err();
        assert!(is_integrity(&refused));
        assert!(!refused.to_string().contains("078"));
    }
    // A row that is copied into another scope does not open either.
    let bob = Person::new("bob", 2);
    let of_bob = conceal_one(&vault, &bob.at(0), &Entity::US_SSN, "457-55-5462");
    let copy = "UPDATE surrogate SET sealed = (SELECT kept.sealed FROM kept LIMIT 1)
        WHERE scope NOT IN (SELECT scope FROM kept)";
    assert_eq!(database.execute(copy, []).unwrap(), 1);
    assert!(wait(vault.reveal(&bob.at(0), &[&of_bob])).is_err());
}

#[test]
fn a_broken_file_fails_and_gives_nothing() {
    let stage = &Stage::sqlite();
    let Stage::Sqlite(folder) = stage else { return };
    let (vault, person) = (stage.vault(settings()), alice());
    let text = conceal_one(&vault, &person.at(0), &Entity::US_SSN, "078-05-1120");
    let database = Connection::open(file(folder.path())).unwrap();
    database.execute_batch("ALTER TABLE surrogate RENAME TO lost").unwrap();
    assert!(wait(vault.reveal(&person.at(0), &[&text])).is_err());
    let entity = Entity::US_SSN;
    let new = crate::scene::item(&entity, "219-09-9999");
    assert!(wait(vault.conceal(&person.at(0), &[new])).is_err());
    // It recovers by itself when the file does.
    database.execute_batch("ALTER TABLE lost RENAME TO surrogate").unwrap();
    assert_eq!(reveal_one(&vault, &person.at(0), &text).as_deref(), Some("078-05-1120"));
    let text = conceal_one(&vault, &person.at(0), &entity, "219-09-9999");
    assert_eq!(reveal_one(&vault, &person.at(0), &text).as_deref(), Some("219-09-9999"));
}

#[test]
fn many_callers_at_once_are_all_answered() {
    let stage = &Stage::sqlite();
    let store = stage.store();
    let shared = Arc::new((Vault::new(store.clone(), settings()), alice()));
    let mut answers = wait(async {
        let mut callers = tokio::task::JoinSet::new();
        for n in 0..300 {
            let shared = Arc::clone(&shared);
            callers.spawn(async move {
                let (vault, person) = &*shared;
                let (entity, value) = (Entity::EMAIL_ADDRESS, format!("user{n}@example.org"));
                let one = [crate::scene::item(&entity, &value)];
                let text =
                    crate::scene::text(&vault.conceal(&person.at(0), &one).await.unwrap()[0]);
                let back = vault.reveal(&person.at(0), &[&text]).await.unwrap().remove(0).unwrap();
                assert_eq!(back.value.expose(), value);
                text
            });
        }
        callers.join_all().await
    });
    answers.sort();
    answers.dedup();
    assert_eq!(answers.len(), 300);
    assert_eq!(wait(store.stats()).unwrap().rows, 300);
}
