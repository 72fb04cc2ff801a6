//! What is kept, what a stolen or changed file tells, and what other processes see.

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use super::*;
use crate::ToolGrant;

const VALUE: &str = "sk-live-51HqJ9xYz8Qw2";

fn keys() -> (SealKey, MacKey) {
    (SealKey::from_bytes([1; 32]), MacKey::from_bytes([2; 32]))
}

fn open(path: &Path) -> Secrets {
    let (seal, mac) = keys();
    Secrets::open(path, seal, mac).unwrap()
}

fn name(text: &str) -> SecretName {
    text.parse().unwrap()
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn set(secrets: &Secrets, tenant: &str, text: &str, value: &str) -> Set {
    secrets.set((tenant, &name(text)), Secret::new(value.into()), None, at(100)).unwrap()
}

struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("secrets/secrets.sqlite")
    }

    fn secrets(&self) -> Secrets {
        open(&self.path())
    }

    fn execute(&self, sql: &str) {
        Connection::open(self.path()).unwrap().execute_batch(sql).unwrap();
    }
}

#[test]
fn life_of_a_secret() {
    let home = Home::new();
    let secrets = home.secrets();
    let key = name("openai/api-key");
    assert!(secrets.list("default").unwrap().is_empty());
    let grant = ToolGrant { tool: "send".into(), argument: Some("/key".into()) };
    let allowed = Allowed { tools: vec![grant], hosts: vec!["*.example.com".into()] };
    let done = secrets.set(("default", &key), Secret::new(VALUE.into()), Some(allowed), at(100));
    assert_eq!(done.unwrap(), Set::Created);
    secrets.rotate(("default", &key), Secret::new("sk-live-second-value".into()), at(200)).unwrap();
    secrets.used("default", &key, at(300));
    secrets.refresh().unwrap();
    // Read by another process.
    let secrets = home.secrets();
    let found = secrets.metadata("default", &key).unwrap().unwrap();
    assert_eq!((found.created, found.rotated, found.last_used), (at(100), at(200), Some(at(300))));
    assert!(found.scanned && found.allowed.permits_argument(&["send"], "/key"));
    let known = secrets.known("default").unwrap();
    assert_eq!(known.value(&key).unwrap().expose(), "sk-live-second-value");
    // The value before is still one that must not show.
    assert_eq!(known.scanner.find(VALUE).len(), 1);
    for number in 0..PREVIOUS_MAX {
        let value = Secret::new(format!("sk-live-later-value-{number}"));
        secrets.rotate(("default", &key), value, at(400)).unwrap();
    }
    assert!(secrets.known("default").unwrap().scanner.find(VALUE).is_empty());
    assert_eq!(set(&secrets, "default", "openai/api-key", "short"), Set::Replaced);
    let found = secrets.metadata("default", &key).unwrap().unwrap();
    assert!(!found.scanned && !found.allowed.tools.is_empty());
    secrets.allow(("default", &key), Allowed::default()).unwrap();
    assert!(secrets.list("default").unwrap()[0].allowed.tools.is_empty());
    assert!(secrets.remove("default", &key).unwrap());
    assert!(!secrets.remove("default", &key).unwrap());
    assert!(home.secrets().value("default", &key).unwrap().is_none());
    let missing = secrets.rotate(("default", &key), Secret::new("x".into()), at(1));
    assert!(matches!(missing, Err(SecretsError::Missing(_))));
}

#[test]
fn limits() {
    let (seal, mac) = keys();
    let secrets = Secrets::in_memory(seal, mac).unwrap();
    let set = |value: String| {
        secrets.set(("default", &name("a")), Secret::new(value), None, at(1)).map(drop)
    };
    assert!(matches!(set(String::new()), Err(SecretsError::Empty)));
    assert!(set("x".repeat(VALUE_BYTES_MAX)).is_ok());
    assert!(matches!(set("x".repeat(VALUE_BYTES_MAX + 1)), Err(SecretsError::TooLong)));
    let hosts = |count: usize, length: usize| {
        let allowed = Allowed { tools: Vec::new(), hosts: vec!["h".repeat(length); count] };
        secrets.allow(("default", &name("a")), allowed)
    };
    assert!(hosts(GRANTS_MAX, GRANT_BYTES_MAX).is_ok());
    assert!(matches!(hosts(GRANTS_MAX + 1, 1), Err(SecretsError::Grants)));
    assert!(matches!(hosts(1, GRANT_BYTES_MAX + 1), Err(SecretsError::Grants)));
}

#[test]
fn tenants_do_not_see_each_other() {
    let home = Home::new();
    let secrets = home.secrets();
    set(&secrets, "one", "a", VALUE);
    assert!(secrets.value("two", &name("a")).unwrap().is_none());
    assert!(secrets.known("two").unwrap().scanner.find(VALUE).is_empty());
    assert!(!secrets.remove("two", &name("a")).unwrap());
    assert_eq!(secrets.list("one").unwrap().len(), 1);
}

#[test]
fn a_copy_of_the_file_tells_nothing() {
    let home = Home::new();
    let secrets = home.secrets();
    set(&secrets, "tenant-of-note", "path/of-note", VALUE);
    let folder = home.path().parent().unwrap().to_owned();
    assert_eq!(std::fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o077, 0, "{file:?}");
        let bytes = std::fs::read(file.path()).unwrap();
        for word in ["of-note", VALUE] {
            assert!(!bytes.windows(word.len()).any(|part| part == word.as_bytes()), "{file:?}");
        }
    }
}

#[test]
fn rows_that_were_touched_do_not_open() {
    let check = |sql: &str| {
        let home = Home::new();
        let secrets = home.secrets();
        set(&secrets, "one", "a", VALUE);
        home.execute(
            "CREATE TABLE old AS SELECT * FROM secret; CREATE TABLE top AS SELECT * FROM head",
        );
        set(&secrets, "one", "a", "the-second-value-of-a");
        set(&secrets, "one", "b", "the-value-of-the-other");
        set(&secrets, "two", "a", "the-value-of-a-stranger");
        home.execute(sql);
        let found = home.secrets().known("one");
        assert!(matches!(found, Err(SecretsError::Integrity)), "{sql}: {found:?}");
        // What a running gate knew, it knows; it does not take up what was touched.
        assert_eq!(secrets.known("one").unwrap().list().len(), 2);
    };
    check(
        "UPDATE secret SET sealed = (SELECT sealed FROM old), generation = (SELECT generation FROM old) WHERE key = (SELECT key FROM old)",
    );
    check("UPDATE secret SET sealed = (SELECT sealed FROM secret ORDER BY key LIMIT 1)");
    check(
        "UPDATE secret SET tenant = (SELECT tenant FROM secret WHERE key = (SELECT key FROM old))",
    );
    check("DELETE FROM secret WHERE key = (SELECT key FROM old)");
    check(
        "UPDATE head SET sealed = (SELECT sealed FROM top), generation = (SELECT generation FROM top)",
    );
    check("DELETE FROM head");
    check("UPDATE secret SET generation = generation + 1");
}

#[test]
fn what_another_process_sets_is_noticed() {
    let home = Home::new();
    let (serving, other) = (home.secrets(), home.secrets());
    assert!(serving.known("default").unwrap().scanner.is_empty());
    assert!(!serving.refresh().unwrap());
    set(&other, "default", "a", VALUE);
    assert!(serving.refresh().unwrap());
    assert_eq!(serving.known("default").unwrap().scanner.find(VALUE).len(), 1);
    assert!(!serving.refresh().unwrap());
    // Many at once lose nothing.
    std::thread::scope(|threads| {
        for thread in 0..4 {
            let home = &home;
            threads.spawn(move || {
                let secrets = home.secrets();
                for number in 0..10 {
                    set(&secrets, "default", &format!("{thread}/{number}"), VALUE);
                }
            });
        }
    });
    assert!(serving.refresh().unwrap());
    assert_eq!(serving.list("default").unwrap().len(), 41);
}

#[test]
fn debug_shows_nothing() {
    let (seal, mac) = keys();
    let secrets = Secrets::in_memory(seal, mac).unwrap();
    set(&secrets, "default", "a", VALUE);
    let known = secrets.known("default").unwrap();
    let shown = format!("{secrets:?} {known:?} {:?}", known.scanner);
    assert!(!shown.contains(VALUE) && !shown.contains("sk-"), "{shown}");
}
