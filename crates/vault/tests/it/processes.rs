//! Many writers in several processes that want surrogates of the same values at once.
//!
//! The processes are this very program, which plays one part when it is told so.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use portcullis_model::Entity;
use portcullis_vault::{Item, Store, Vault};

use crate::scene::{alice, item, settings, text, wait};

/// Where a process learns which store it is to write to, as `KIND URL`.
const PART: &str = "PORTCULLIS_TEST_WRITER";
/// What stands before what a process says.
const SAID: &str = "surrogates: ";
const PROCESSES: usize = 4;
const TASKS: usize = 8;
const VALUES: usize = 2_000;
/// How many values one request has.
const BATCH: usize = 250;

fn values() -> Vec<String> {
    (0..VALUES).map(|n| format!("{:03}-{:02}-{:04}", 100 + n / 90, 10 + n % 90, n + 1)).collect()
}

/// What one task gets for all values, in their order; each begins elsewhere.
async fn write(store: Arc<dyn Store>, index: usize) -> Vec<String> {
    let (vault, person, values) = (Vault::new(store, settings()), alice(), values());
    let mut order: Vec<usize> = (0..VALUES).collect();
    order.rotate_left(index * 331 % VALUES);
    let mut texts = vec![String::new(); VALUES];
    for batch in order.chunks(BATCH) {
        let entity = Entity::US_SSN;
        let items: Vec<Item<'_>> = batch.iter().map(|at| item(&entity, &values[*at])).collect();
        let concealed = vault.conceal(&person.at(0), &items).await.unwrap();
        for (at, concealed) in batch.iter().zip(&concealed) {
            texts[*at] = text(concealed);
        }
    }
    texts
}

/// The part of a process; without one it has nothing to do.
#[test]
fn a_writer() {
    #[expect(clippy::disallowed_methods, reason = "the process learns its part from it")]
    let Ok(part) = std::env::var(PART) else { return };
    let (kind, url) = part.split_once(' ').unwrap();
    // All begin when all are there.
    std::io::stdin().lines().next();
    let store: Arc<dyn Store> = match kind {
        "redis" => Arc::new(crate::redis::open_at(url)),
        "postgres" => Arc::new(crate::postgres::open_at(url)),
        other => panic!("there is no store {other}"),
    };
    let all = wait(async {
        let tasks = (0..TASKS).map(|index| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { write(store, index).await })
        });
        let tasks: Vec<_> = tasks.collect();
        let mut all = Vec::new();
        for task in tasks {
            all.push(task.await.unwrap());
        }
        all
    });
    assert!(all.iter().all(|texts| *texts == all[0]));
    let mut said = std::io::stdout().lock();
    writeln!(said, "\n{SAID}{}", all[0].join(" ")).unwrap();
}

fn start(part: &str) -> Child {
    #[expect(clippy::disallowed_methods, reason = "the program itself is what is tested")]
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "processes::a_writer", "--nocapture"]).env(PART, part);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
}

/// Every writer gets the same surrogates, and each value its own.
pub(crate) fn agree(kind: &str, url: &str) {
    let part = format!("{kind} {url}");
    let mut processes: Vec<Child> = (0..PROCESSES).map(|_| start(&part)).collect();
    for process in &mut processes {
        writeln!(process.stdin.take().unwrap()).unwrap();
    }
    let said = processes.iter_mut().map(|process| {
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        // To the end: who writes on where nobody reads, fails.
        let said: Vec<String> = lines.map_while(Result::ok).collect();
        let said = said.iter().find_map(|line| line.strip_prefix(SAID).map(str::to_owned));
        assert!(process.wait().unwrap().success());
        said.unwrap()
    });
    let said: Vec<String> = said.collect();
    assert!(said.iter().all(|texts| *texts == said[0]));
    let mut different: Vec<&str> = said[0].split(' ').collect();
    assert_eq!(different.len(), VALUES);
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), VALUES);
}
