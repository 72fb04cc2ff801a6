//! How many values a second are concealed and revealed: in memory at growing sizes, and
//! durably in a file.
//!
//! It prints figures and asserts nothing. Run: `cargo bench -p portcullis-vault --bench vault`.
#![expect(clippy::print_stdout, reason = "figures are what a bench is for")]
#![expect(clippy::unwrap_used, reason = "a bench that cannot run has nothing else to say")]
#![expect(clippy::disallowed_methods, reason = "a bench measures wall time")]

use std::sync::Arc;
use std::time::{Duration, Instant, UNIX_EPOCH};

use portcullis_model::{Entity, Scope};
use portcullis_seal::{MacKey, ScopeKeys, SealKey};
use portcullis_vault::stores::{MemoryStore, SqliteStore};
use portcullis_vault::{Concealed, Item, Place, Renewal, Settings, Store, Vault, Written};
use tokio::runtime::{Builder, Runtime};

/// How many values are concealed at once.
const BATCH: usize = 1024;
/// How many values are revealed for a figure.
const REVEALED: usize = 100_000;

struct Bench {
    vault: Vault,
    scope: Scope,
    keys: ScopeKeys,
    runtime: Runtime,
}

impl Bench {
    fn new(store: Arc<dyn Store>) -> Self {
        let ttl = Some(Duration::from_hours(720));
        let settings = Settings { ttl, renewal: Renewal::OnUse, email_domain: None };
        Self {
            vault: Vault::new(store, settings),
            scope: Scope { tenant: "default".into(), principal: "local".into() },
            keys: ScopeKeys {
                seal: SealKey::generate().unwrap(),
                surrogate: MacKey::generate().unwrap(),
                fingerprint: MacKey::generate().unwrap(),
            },
            runtime: Builder::new_current_thread().build().unwrap(),
        }
    }

    fn place(&self) -> Place<'_> {
        let now = UNIX_EPOCH + Duration::from_secs(1_780_000_000);
        Place { scope: &self.scope, keys: &self.keys, now }
    }

    fn conceal(&self, entity: &Entity, values: &[String]) -> Vec<String> {
        let mut texts = Vec::with_capacity(values.len());
        for values in values.chunks(BATCH) {
            let item = |value| Item { entity, value, source: "prompt", written: Written::Text };
            let items: Vec<Item<'_>> = values.iter().map(|value| item(value.as_str())).collect();
            let place = self.place();
            let batch = self.runtime.block_on(self.vault.conceal(&place, &items)).unwrap();
            texts.extend(batch.into_iter().map(|one| match one {
                Concealed::Surrogate(text) => text,
                Concealed::AlreadySurrogate => String::new(),
            }));
        }
        texts
    }

    fn reveal(&self, texts: &[&str]) -> usize {
        let batches = texts.chunks(BATCH);
        batches
            .map(|texts| self.runtime.block_on(self.vault.reveal(&self.place(), texts)).unwrap())
            .map(|revealed| revealed.iter().flatten().count())
            .sum()
    }
}

fn values(entity: &Entity, from: usize, count: usize) -> Vec<String> {
    let range = from..from + count;
    match entity.name() {
        "US_SSN" => range
            .map(|n| format!("{:03}-{:02}-{:04}", 100 + n / 9801, n % 99 + 1, n % 9999 + 1))
            .collect(),
        "PHONE_NUMBER" => range
            .map(|n| {
                format!("({}) {:03}-{:04}", 212 + n / 1_000_000, 200 + n / 10_000 % 100, n % 10_000)
            })
            .collect(),
        _ => range.map(|n| format!("user{n}@example.com")).collect(),
    }
}

/// Times a step: by the clock, and by what this thread computed (Linux tells).
fn time(count: usize, step: impl FnOnce()) -> String {
    let busy = || std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = |text: String| text.split(' ').next().and_then(|n| n.parse::<f64>().ok());
    let (start, before) = (Instant::now(), nanoseconds(busy()));
    step();
    let (wall, after) = (start.elapsed().as_secs_f64(), nanoseconds(busy()));
    let rate = |seconds: f64| count as f64 / seconds / 1000.0;
    match (before, after) {
        (Some(before), Some(after)) => {
            format!(
                "{:>5.0} k/s ({:>5.0} of this thread)",
                rate(wall),
                rate((after - before) / 1e9)
            )
        }
        _ => format!("{:>5.0} k/s", rate(wall)),
    }
}

fn measure(name: &str, bench: &Bench, entity: &Entity, fill: usize, count: usize) {
    bench.conceal(entity, &values(entity, 0, fill));
    let new = values(entity, fill, count);
    let mut texts = Vec::new();
    let fresh = time(count, || texts = bench.conceal(entity, &new));
    let known = time(count, || drop(bench.conceal(entity, &new)));
    let some: Vec<&str> = texts.iter().map(String::as_str).cycle().take(REVEALED).collect();
    let revealed = time(REVEALED, || assert_eq!(bench.reveal(&some), REVEALED));
    let size = fill + count;
    println!("{name} {} {size:>8}: new {fresh}, known {known}, reveal {revealed}", entity.name());
}

fn memory() {
    for size in [1_000, 10_000, 100_000, 1_000_000] {
        let bench = Bench::new(Arc::new(MemoryStore::new()));
        let count = (size / 2).min(100_000);
        measure("memory", &bench, &Entity::EMAIL_ADDRESS, size - count, count);
    }
    for entity in [Entity::PHONE_NUMBER, Entity::US_SSN] {
        let bench = Bench::new(Arc::new(MemoryStore::new()));
        measure("memory", &bench, &entity, 50_000, 50_000);
    }
}

fn sqlite() {
    let cases = [
        (Entity::EMAIL_ADDRESS, 50_000),
        (Entity::US_SSN, 50_000),
        (Entity::EMAIL_ADDRESS, 200_000),
    ];
    for (entity, size) in cases {
        let folder = tempfile::tempdir_in(".").unwrap();
        let store = SqliteStore::open(&folder.path().join("vault.db")).unwrap();
        let bench = Bench::new(Arc::new(store));
        measure("sqlite", &bench, &entity, size - 50_000, 50_000);
    }
}

/// Both, or the one that is named.
fn main() {
    let named = |name: &str| std::env::args().any(|argument| argument == name);
    if !named("sqlite") {
        memory();
    }
    if !named("memory") {
        sqlite();
    }
}
