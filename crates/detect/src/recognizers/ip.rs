//! Internet addresses.
//!
//! Names of hosts are not addresses. The length of a network's prefix (RFC 4632 3.1, RFC 4291 2.3)
//! belongs to the address before it.

use crate::cursor::Cursor;

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

/// Where the address ends with the length of its prefix, if one follows at `end`: `/24`.
fn network_end(cursor: &Cursor<'_>, end: usize, most: u32) -> usize {
    if cursor.byte(end) != Some(b'/') {
        return end;
    }
    let whole = cursor.run(end + 1, 4, |byte| byte.is_ascii_digit());
    let length = cursor.slice(end + 1, whole).parse::<u32>();
    let fits = length.is_ok_and(|length| length <= most);
    // `http://10.1.2.3/24/page` is a path.
    if fits && cursor.closes_number(whole) && cursor.byte(whole) != Some(b'/') {
        whole
    } else {
        end
    }
}
