//! A gate of this test's own: a home, a free port, the settings a user would write.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use portcullis_gateway::assemble::{
    self,
    clients::{Desk, NewClient},
    secrets::{self, Allowed, SecretName},
};
use portcullis_gateway::config::{self, Environment, File, Home, Settings, Sources};
use portcullis_gateway::doors::http::{self, TlsFiles};
use portcullis_keys::Envelope;
use portcullis_model::Secret;
use portcullis_testkit::Client;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// What the gate shows the providers.
const PROVIDER_KEY: &str = "provider-key-of-the-tests";

/// A running gate.
#[derive(Debug)]
pub(super) struct Gate {
    home: tempfile::TempDir,
    address: SocketAddr,
    settings: Settings,
    gate: Arc<assemble::Gate>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// What the log says after the gate was stopped; it was verified.
#[derive(Debug)]
pub(super) struct Record {
    /// The refusal code of each call's one outcome, by the call's id.
    pub(super) outcomes: BTreeMap<String, Option<String>>,
    /// The whole log.
    pub(super) text: String,
}

impl Gate {
    /// Starts a gate with both providers at this address, and everything else by default.
    pub(super) async fn start(upstream: SocketAddr) -> Self {
        Self::start_with(upstream, "").await
    }

    /// The same, with these rules.
    pub(super) async fn start_with(upstream: SocketAddr, policy: &str) -> Self {
        Self::start_for(upstream, policy, &[]).await.0
    }

    /// The same, for the holders of keys, which are given too.
    pub(super) async fn start_for(
        upstream: SocketAddr,
        policy: &str,
        clients: &[NewClient],
    ) -> (Self, Vec<Secret>) {
        let keys = |home: &Home, settings: &Settings| {
            clients.iter().map(|new| add(new, home, settings)).collect()
        };
        Self::start_after(upstream, policy, keys).await
    }

    /// The same, with these secrets that tools may use.
    pub(super) async fn start_keeping(
        upstream: SocketAddr,
        policy: &str,
        secrets: &[(SecretName, String, Allowed)],
    ) -> Self {
        let keep = |home: &Home, settings: &Settings| {
            let master = Envelope::open(&home.envelope(), &passphrase()).unwrap();
            let desk = secrets::Desk::open(home, master).unwrap();
            for (name, value, allowed) in secrets {
                let content = (Secret::new(value.clone()), Some(allowed.clone()));
                let now = std::time::SystemTime::UNIX_EPOCH;
                desk.set((home, settings), ("default", name), content, now).unwrap();
            }
        };
        Self::start_after(upstream, policy, keep).await.0
    }

    /// Starts a gate with these settings besides, for the holders of keys, which are given too.
    pub(super) async fn start_set(
        upstream: SocketAddr,
        besides: &str,
        clients: &[NewClient],
    ) -> (Self, Vec<Secret>) {
        let keys = |home: &Home, settings: &Settings| {
            clients.iter().map(|new| add(new, home, settings)).collect()
        };
        Self::start_in(upstream, ("", besides), keys).await
    }

    /// Starts a gate in a home where this was done first.
    async fn start_after<T>(
        upstream: SocketAddr,
        policy: &str,
        first: impl FnOnce(&Home, &Settings) -> T,
    ) -> (Self, T) {
        Self::start_in(upstream, (policy, ""), first).await
    }

    async fn start_in<T>(
        upstream: SocketAddr,
        (policy, besides): (&str, &str),
        first: impl FnOnce(&Home, &Settings) -> T,
    ) -> (Self, T) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("policy.toml"), policy).unwrap();
        let home = Home::find(Some(folder.path()), &Environment::of(&[])).unwrap();
        let settings = settings(upstream, besides, &home);
        let master = Envelope::create(&home.envelope(), &passphrase()).unwrap();
        let done = first(&home, &settings);
        let gate = Arc::new(assemble::gate(&settings, &home, master).await.unwrap());
        let inside = Arc::clone(&gate);

        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(async move {
            let site = Arc::new(gate.site(address));
            tokio::select! {
                () = http::serve(listener, site, async { drop(stopped.await) }) => {}
                () = gate.watch() => {}
            }
            gate.end().await.unwrap();
        });
        (Self { home: folder, address, settings, gate: inside, stop, task }, done)
    }

    /// The home, with what other processes need to open it.
    pub(super) fn open_home(&self) -> &Path {
        let keyfile = self.home.path().join("keyfile");
        std::fs::write(&keyfile, passphrase().expose()).unwrap();
        std::fs::set_permissions(&keyfile, std::fs::Permissions::from_mode(0o600)).unwrap();
        self.home.path()
    }

    /// Lets other rules hold from here on.
    pub(super) async fn reload(&self, policy: &str) -> Result<(), assemble::StartError> {
        std::fs::write(self.home.path().join("policy.toml"), policy).unwrap();
        self.gate.reload(&self.settings).await
    }

    /// Lets other settings hold from here on, besides the usual ones.
    pub(super) async fn reset(
        &self,
        upstream: SocketAddr,
        besides: &str,
    ) -> Result<(), assemble::StartError> {
        self.gate.reload(&settings(upstream, besides, &self.place())).await
    }

    /// Lets the listener speak TLS from here on.
    pub(super) async fn speak_tls(&mut self, files: TlsFiles) -> Result<(), assemble::StartError> {
        self.settings.server.tls = Some(files);
        self.gate.reload(&self.settings).await
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Gives somebody a key while the gate runs.
    pub(super) fn add_client(&self, new: &NewClient) -> Secret {
        add(new, &self.place(), &self.settings)
    }

    /// Takes a key away while the gate runs.
    pub(super) fn remove_client(&self, name: &str) {
        let home = self.place();
        let removed = desk(&home).remove((&home, &self.settings), name).unwrap();
        assert!(removed.is_some());
    }

    pub(super) fn place(&self) -> Home {
        Home::find(Some(self.home.path()), &Environment::of(&[])).unwrap()
    }

    pub(super) fn client(&self) -> Client {
        Client::new(self.address)
    }

    /// The same, for the logs of all tenants.
    pub(super) async fn stop_all(self) -> BTreeMap<String, Record> {
        self.stop.send(()).unwrap();
        self.task.await.unwrap();
        let audit = self.home.path().join("audit");
        portcullis_audit::verify(&audit, None).unwrap();
        let tenants = std::fs::read_dir(&audit).unwrap().map(|entry| entry.unwrap());
        let folders = tenants.filter(|entry| entry.file_type().unwrap().is_dir());
        let record = |entry: std::fs::DirEntry| {
            (entry.file_name().into_string().unwrap(), read(&entry.path()))
        };
        folders.map(record).collect()
    }

    /// Stops the gate as an operator does, verifies its log, and reads it.
    pub(super) async fn stop(self) -> Record {
        self.stop.send(()).unwrap();
        self.task.await.unwrap();
        let log = self.home.path().join("audit/default");
        let verified = portcullis_audit::verify(&log, None).unwrap();
        let record = read(&log);
        assert!(verified.records() > 0);
        record
    }
}

/// The settings of a gate with both providers at this address, and with these besides.
fn settings(upstream: SocketAddr, besides: &str, home: &Home) -> Settings {
    let text = format!(
        "[server]\nallowed_origins = [\"https://app.example\"]\n\
         [providers.openai]\nkind = \"openai\"\nbase_url = \"http://{upstream}/v1\"\n\
         api_key = \"env:TEST_PROVIDER_KEY\"\nmodels = [\"gpt-*\"]\n\
         [providers.anthropic]\nkind = \"anthropic\"\nbase_url = \"http://{upstream}\"\n\
         api_key = \"env:TEST_PROVIDER_KEY\"\nmodels = [\"claude-*\"]\n{besides}"
    );
    let settled = config::settle(&Sources {
        file: Some(File { path: &home.config_file(), text: &text }),
        environment: &Environment::of(&[("TEST_PROVIDER_KEY", PROVIDER_KEY)]),
        flags: &[],
        home: home.path(),
    });
    settled.unwrap()
}

fn passphrase() -> Secret {
    Secret::new("correct horse battery staple".to_owned())
}

fn desk(home: &Home) -> Desk {
    let master = Envelope::open(&home.envelope(), &passphrase()).unwrap();
    Desk::open(home, master).unwrap()
}

fn add(new: &NewClient, home: &Home, settings: &Settings) -> Secret {
    desk(home).add((home, settings), new.clone(), std::time::SystemTime::UNIX_EPOCH).unwrap()
}

/// Reads the segments; asserts that no call has two outcomes, nor an intent without one.
pub(super) fn read(log: &Path) -> Record {
    let entries = std::fs::read_dir(log).unwrap().map(|entry| entry.unwrap().path());
    let mut segments: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|it| it == "log")).collect();
    segments.sort();
    let text: String = segments.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let mut outcomes = BTreeMap::new();
    let mut intents = Vec::new();
    for line in text.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let call = record["call"].as_str().unwrap_or_default().to_owned();
        match record["kind"].as_str() {
            Some("intent") => intents.push(call),
            Some("outcome") => {
                let code = record["code"].as_str().map(str::to_owned);
                assert_eq!(outcomes.insert(call, code), None, "a second outcome: {line}");
            }
            _ => {}
        }
    }
    for call in intents {
        assert!(outcomes.contains_key(&call), "call {call} has an intent and no outcome");
    }
    Record { outcomes, text }
}
