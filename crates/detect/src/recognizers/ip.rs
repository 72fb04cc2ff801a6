//! Internet addresses.
//!
//! Names of hosts are not addresses.

pub(super) mod v4;
pub(super) mod v6;

const CONTEXT: &[&str] = &[
    "ip",
    "ipv4",
    "ipv6",
    "address",
    "ip address",
    "addr",
    "host",
    "client",
    "remote",
    "peer",
    "server",
    "source",
    "src",
    "dst",
    "destination",
    "gateway",
    "dns",
    "nameserver",
    "login",
    "adresse",
    "dirección",
];
