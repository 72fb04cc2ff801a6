//! The listener, the providers and the analyzer: what answers. What is not on this machine is
//! asked only with `--online`.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs as _};
use std::time::Duration;

use super::{Check, Patient};
use crate::config::{Presidio, Provider, Settings, authority};

/// How long an answer may take.
const WAIT: Duration = Duration::from_secs(3);
/// LIMIT: bytes of an answer that are read.
const ANSWER_BYTES_MAX: u64 = 4_096;

pub(super) fn look(patient: &Patient<'_>, settings: Option<&Settings>) -> Vec<Check> {
    let Some(settings) = settings else { return Vec::new() };
    let mut checks = vec![listener(settings.server.listen, &patient.program)];
    if patient.online {
        checks.extend(settings.providers.iter().map(provider));
    } else {
        let text = "not asked: `--online` looks whether they answer";
        checks.push(Check::ok("providers", text));
    }
    checks.extend(settings.presidio.as_ref().map(|it| analyzer(it, patient.online)));
    checks
}

/// The analyzer, which is asked how it is; behind TLS only whether somebody is there.
fn analyzer(presidio: &Presidio, online: bool) -> Check {
    let what = "analyzer";
    let advice = "start it, or look at `privacy.presidio.url`";
    let Some((host, port)) = authority(&presidio.url) else {
        return Check::problem(what, "no address", advice);
    };
    let Ok(addresses) = (host.as_str(), port).to_socket_addrs() else {
        return Check::problem(what, format!("{host} has no address"), advice);
    };
    let addresses: Vec<SocketAddr> = addresses.take(4).collect();
    if !online && !addresses.iter().all(|address| address.ip().is_loopback()) {
        return Check::ok(what, "not asked: `--online` looks whether it answers");
    }
    let (_, path) = presidio.url.split_once("://").unwrap_or_default();
    let path = path.find('/').and_then(|at| path.get(at..)).unwrap_or_default();
    let answers = |address: &SocketAddr| match presidio.url.starts_with("http://") {
        true => get(*address, &format!("{path}/health")).is_some_and(|answer| {
            answer.starts_with("HTTP/1.1 200") || answer.starts_with("HTTP/1.0 200")
        }),
        false => TcpStream::connect_timeout(address, WAIT).is_ok(),
    };
    match addresses.iter().any(answers) {
        true => Check::ok(what, format!("Presidio answers at {host}, port {port}")),
        false => {
            Check::problem(what, format!("Presidio does not answer at {host}, port {port}"), advice)
        }
    }
}

fn listener(address: SocketAddr, program: &str) -> Check {
    match TcpListener::bind(address) {
        Ok(_) => {
            Check::ok("listen", format!("{address} is free: `{program} serve` starts the gate"))
        }
        Err(_) if answers_healthy(address).is_some() => {
            Check::ok("listen", format!("the gate answers at {address}"))
        }
        Err(error) => Check::problem(
            "listen",
            format!("{address}: {error}"),
            "end the program that has it, or set `server.listen`",
        ),
    }
}

/// Whether what has this address is a gate.
fn answers_healthy(address: SocketAddr) -> Option<()> {
    let answer = get(address, "/healthz")?;
    let healthy = answer.starts_with("HTTP/1.1 200") && answer.contains(r#"{"status":"ok"}"#);
    healthy.then_some(())
}

/// What is answered to a simple question.
fn get(address: SocketAddr, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect_timeout(&address, WAIT).ok()?;
    stream.set_read_timeout(Some(WAIT)).ok()?;
    stream.set_write_timeout(Some(WAIT)).ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    // What was read before the time ran out may be enough.
    drop(stream.take(ANSWER_BYTES_MAX).read_to_end(&mut answer));
    Some(String::from_utf8_lossy(&answer).into_owned())
}

fn provider(provider: &Provider) -> Check {
    let name = &provider.name;
    let advice = "look at `base_url`, the network and a proxy on the way";
    let Some((host, port)) = authority(&provider.base_url) else {
        return Check::problem("providers", format!("{name}: no address"), advice);
    };
    let Ok(addresses) = (host.as_str(), port).to_socket_addrs() else {
        let text = format!("{name}: {host} has no address");
        return Check::problem("providers", text, advice);
    };
    let mut addresses = addresses.take(4);
    match addresses.any(|address| TcpStream::connect_timeout(&address, WAIT).is_ok()) {
        true => Check::ok("providers", format!("{name}: {host} answers")),
        false => Check::problem("providers", format!("{name}: {host} does not answer"), advice),
    }
}
