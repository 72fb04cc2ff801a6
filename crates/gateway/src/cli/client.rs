//! `client add`, `client list`, `client rm`: Portcullis keys, and whom each stands for.
//!
//! A key is printed once, by `add`; nothing here can print it, or its hash, again.

use portcullis_engine::{Clock as _, SystemClock};
use serde_json::{Value, json};

use super::arguments::{AddClient, Clients as Command, NamedUsers};
use super::exit::Exit;
use super::failure::Failure;
use super::gate;
use super::output::{Output, aligned};
use super::setting::Setting;
use crate::assemble::clients::{Client, Desk, NewClient, Users};

/// Runs one of them.
pub(super) fn run(
    command: &Command,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let settings = setting.settings_aloud(&[], output)?;
    let desk = Desk::open(&setting.home, gate::master(setting)?)?;
    let place = (&setting.home, &settings);
    match command {
        Command::Add(wish) => {
            let key = desk.add(place, new(wish), SystemClock::start().now())?;
            added(wish, key.expose(), output)
        }
        Command::List => list(&desk.all()?, output),
        Command::Rm { name } => match desk.remove(place, name)? {
            Some(_) => removed(name, output),
            None => none(name, output),
        },
    }
}

fn new(wish: &AddClient) -> NewClient {
    NewClient {
        name: wish.name.clone(),
        tenant: wish.tenant.clone(),
        agent: wish.agent.clone().unwrap_or_else(|| wish.name.clone()),
        users: match wish.users {
            NamedUsers::Key => Users::Key,
            NamedUsers::Request => Users::Request,
        },
    }
}

fn added(wish: &AddClient, key: &str, output: &mut Output) -> Result<Exit, Failure> {
    let new = new(wish);
    if output.json {
        output.value(&json!({
            "name": new.name,
            "tenant": new.tenant,
            "agent": new.agent,
            "users": new.users.name(),
            "key": key,
        }))?;
        return Ok(Exit::Done);
    }
    output.note(format_args!(
        "`{}` is agent `{}` of tenant `{}`. Its key is shown this once:",
        new.name, new.agent, new.tenant
    ));
    output.flush()?;
    output.line(key)?;
    output.note(
        "Send it as the API key of a client, or as `x-portcullis-key`. From now on every request \
         to `serve` needs a key.",
    );
    Ok(Exit::Done)
}

fn list(clients: &[Client], output: &mut Output) -> Result<Exit, Failure> {
    if output.json {
        let rows: Vec<Value> = clients.iter().map(row).collect();
        output.value(&Value::Array(rows))?;
        return Ok(Exit::Done);
    }
    if clients.is_empty() {
        output.note("there are no clients: add one with `portcullis client add NAME`");
        return Ok(Exit::Done);
    }
    let head = ["NAME", "TENANT", "AGENT", "USERS", "KEY", "CREATED", "LAST USED"];
    let mut rows = vec![head.map(str::to_owned)];
    rows.extend(clients.iter().map(|client| {
        [
            client.name.clone(),
            client.tenant.clone(),
            client.agent.clone(),
            client.users.name().to_owned(),
            format!("pck_{}…", client.prefix),
            time(Some(client.created)).unwrap_or_default(),
            time(client.used).unwrap_or_else(|| "never".to_owned()),
        ]
    }));
    for line in aligned(&rows) {
        output.line(line)?;
    }
    Ok(Exit::Done)
}

fn row(client: &Client) -> Value {
    json!({
        "name": client.name,
        "tenant": client.tenant,
        "agent": client.agent,
        "users": client.users.name(),
        "prefix": format!("pck_{}", client.prefix),
        "created": time(Some(client.created)),
        "last_used": time(client.used),
    })
}

/// A time in UTC.
fn time(seconds: Option<u64>) -> Option<String> {
    let seconds = i64::try_from(seconds?).ok()?;
    Some(jiff::Timestamp::from_second(seconds).ok()?.to_string())
}

fn removed(name: &str, output: &mut Output) -> Result<Exit, Failure> {
    if output.json {
        output.value(&json!({ "removed": name }))?;
    } else {
        output.line(format_args!("removed {name}: its key opens nothing any more"))?;
    }
    Ok(Exit::Done)
}

fn none(name: &str, output: &mut Output) -> Result<Exit, Failure> {
    if output.json {
        output.value(&json!({ "removed": null }))?;
    } else {
        output.note(format_args!("there is no client `{}`", super::output::plain(name)));
    }
    Ok(Exit::Negative)
}
