//! Adding, finding, removing; and what becomes of a file that somebody edits.

use std::os::unix::fs::PermissionsExt as _;

use super::*;

fn clients(folder: &Path) -> Clients {
    Clients::new(&folder.join("clients.json"), MacKey::from_bytes([7; 32]))
}

fn new(name: &str) -> NewClient {
    let agent = "agent".to_owned();
    NewClient { name: name.to_owned(), tenant: "default".to_owned(), agent, users: Users::Key }
}

#[test]
fn a_key_is_known_by_its_hash_until_it_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let clients = clients(folder.path());
    assert_eq!(clients.all().unwrap(), []);
    let (one, two) = (clients.add(new("one"), 5).unwrap(), clients.add(new("two"), 6).unwrap());
    assert_ne!(one.expose(), two.expose());
    let all = clients.all().unwrap();
    let of = |key: &Secret| {
        let hash = clients.hash(key.expose());
        all.iter().find(|client| client.has(&hash)).map(|client| client.name.as_str())
    };
    assert_eq!((of(&one), of(&two)), (Some("one"), Some("two")));
    assert_eq!(of(&Secret::new(format!("{}x", one.expose()))), None);
    assert_eq!(clients.remove("one").unwrap().unwrap().prefix, all[0].prefix);
    assert!(clients.remove("one").unwrap().is_none());
    assert_eq!(clients.all().unwrap().len(), 1);
}

#[test]
fn a_key_has_its_form_and_stands_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let clients = clients(folder.path());
    let key = clients.add(new("one"), 5).unwrap();
    let rest = key.expose().strip_prefix(KEY_START).unwrap();
    let (prefix, secret) = rest.split_once('_').unwrap();
    assert_eq!((prefix.len(), secret.len()), (8, 40));
    assert!(rest.bytes().all(|byte| byte.is_ascii_lowercase() || b"_234567".contains(&byte)));
    let text = std::fs::read_to_string(clients.path()).unwrap();
    assert!(text.contains(prefix) && !text.contains(secret));
    let mode = std::fs::metadata(clients.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert!(format!("{clients:?}").ends_with("clients.json)"));
}

#[test]
fn every_changed_byte_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let clients = clients(folder.path());
    drop((clients.add(new("one"), 5).unwrap(), clients.add(new("two"), 6).unwrap()));
    clients.touch(&["one".to_owned()], 7_300).unwrap();
    let good = std::fs::read(clients.path()).unwrap();
    let whole = clients.all().unwrap();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1;
        std::fs::write(clients.path(), &bad).unwrap();
        // A blank for another blank says the same.
        if let Ok(read) = clients.all() {
            assert!(good[at].is_ascii_whitespace(), "byte {at}");
            assert_eq!(read, whole);
        }
    }
}

#[test]
fn a_row_taken_out_moved_or_signed_by_another_home_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let clients = clients(folder.path());
    drop((clients.add(new("one"), 5).unwrap(), clients.add(new("two"), 6).unwrap()));
    let good = std::fs::read_to_string(clients.path()).unwrap();
    let edit = |change: fn(&mut Vec<serde_json::Value>)| {
        let mut value: serde_json::Value = serde_json::from_str(&good).unwrap();
        change(value["clients"].as_array_mut().unwrap());
        std::fs::write(clients.path(), value.to_string()).unwrap();
        clients.all()
    };
    edit(|_| ()).unwrap();
    assert!(matches!(edit(|rows| drop(rows.pop())), Err(KeysError::Integrity { .. })));
    assert!(matches!(edit(|rows| rows.swap(0, 1)), Err(KeysError::Integrity { .. })));
    edit(|_| ()).unwrap();
    let other = Clients::new(clients.path(), MacKey::from_bytes([8; 32]));
    assert!(matches!(other.all(), Err(KeysError::Integrity { .. })));
    // What is broken is not mended by adding to it.
    std::fs::write(clients.path(), good.replace("two", "owt")).unwrap();
    assert!(matches!(clients.add(new("three"), 7), Err(KeysError::Integrity { .. })));
}

#[test]
fn names_have_their_form() {
    let folder = tempfile::tempdir().unwrap();
    let clients = clients(folder.path());
    let add = |name: &str, tenant: &str, agent: &str| {
        let (tenant, agent) = (tenant.to_owned(), agent.to_owned());
        let new = NewClient { name: name.to_owned(), tenant, agent, users: Users::Request };
        clients.add(new, 0).map(drop).is_ok()
    };
    assert!(add("A.b_c-1", "t", "a"));
    assert!(!add("A.b_c-1", "t", "a"), "a name is taken once");
    assert!(add(&"n".repeat(64), &"t".repeat(64), &"a".repeat(64)));
    for (name, tenant, agent) in [
        ("", "t", "a"),
        ("a b", "t", "a"),
        ("ü", "t", "a"),
        ("n", "..", "a"),
        ("n", "T", "a"),
        ("n", "", "a"),
        ("n", "t", "a/b"),
        ("n", "t", "A"),
        ("n", "t", "nobody"),
    ] {
        assert!(!add(name, tenant, agent), "{name:?} {tenant:?} {agent:?}");
    }
    assert!(!add(&"n".repeat(65), "t", "a"));
    assert!(!add("n", &"t".repeat(65), "a"));
    assert!(!add("n", "t", &"a".repeat(65)));
}

#[test]
fn use_is_noted_to_the_hour_and_written_once() {
    let folder = tempfile::tempdir().unwrap();
    let clients = clients(folder.path());
    drop(clients.add(new("one"), 5).unwrap());
    let used = || clients.all().unwrap()[0].used;
    assert_eq!(used(), None);
    clients.touch(&["one".to_owned(), "gone".to_owned()], 7_205).unwrap();
    assert_eq!(used(), Some(7_200));
    let first = std::fs::metadata(clients.path()).unwrap();
    clients.touch(&["one".to_owned()], 10_799).unwrap();
    let again = std::fs::metadata(clients.path()).unwrap();
    let inode = std::os::unix::fs::MetadataExt::ino;
    assert_eq!(inode(&first), inode(&again), "the same hour writes nothing");
    clients.touch(&["one".to_owned()], 10_800).unwrap();
    assert_eq!(used(), Some(10_800));
}

#[test]
fn many_that_add_at_once_all_stand_there() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for number in 0..16 {
            let clients = clients(folder.path());
            scope.spawn(move || drop(clients.add(new(&format!("c{number}")), 0).unwrap()));
        }
    });
    assert_eq!(clients(folder.path()).all().unwrap().len(), 16);
}

#[test]
fn one_client_too_many_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let clients = clients(folder.path());
    drop(clients.add(new("one"), 0).unwrap());
    let mut all = clients.all().unwrap();
    let first = all[0].clone();
    all.resize_with(CLIENTS_MAX - 1, || first.clone());
    clients.write(&all).unwrap();
    drop(clients.add(new("last"), 0).unwrap());
    assert!(matches!(clients.add(new("more"), 0), Err(KeysError::Client { .. })));
}
