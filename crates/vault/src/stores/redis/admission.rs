//! Which Redis may keep surrogates: one that drops nothing.
//!
//! It looks at every new connection, since a server can be started anew with other settings.

use super::faults::Fault;
use crate::store::Keeping;

/// The oldest version whose commands suffice.
const OLDEST: (u32, u32) = (6, 2);

/// How well this Redis keeps what it is told, by its own account (`INFO`); `synced` is whether it
/// answers only when its log is on disk. With any other policy even a killed process loses what
/// it answered in the last second.
pub(super) fn keeping(info: &str, synced: bool) -> Keeping {
    match synced && said(info, "aof_enabled") == Some("1") {
        true => Keeping::Certain,
        false => Keeping::Loose,
    }
}

/// Whether this Redis may keep surrogates.
pub(super) fn admit(info: &str) -> Result<(), Fault> {
    let said = |name| said(info, name);
    if said("role").is_some_and(|role| role != "master") {
        return Err(Fault::refused("this Redis is a replica: name the primary in `vault.url`"));
    }
    if said("redis_version").and_then(version).is_none_or(|version| version < OLDEST) {
        return Err(Fault::refused("this Redis is older than 6.2"));
    }
    match said("maxmemory_policy") {
        Some("noeviction") => Ok(()),
        // A surrogate whose row was dropped could be given to another value.
        Some(_) => Err(Fault::refused(
            "this Redis drops keys when its memory is full: set `maxmemory-policy noeviction` \
             (`CONFIG SET maxmemory-policy noeviction`, and in redis.conf)",
        )),
        None => Err(Fault::refused("this Redis does not say whether it drops keys")),
    }
}

/// What `INFO` says of something.
fn said<'a>(info: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = info.lines();
    lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
}

fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.split('.').map(|part| part.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(info: &str, admitted: bool) {
        assert_eq!(admit(info).is_ok(), admitted, "{info}");
    }

    #[test]
    fn only_what_keeps_is_admitted() {
        let whole = "# Server\r\nredis_version:7.0.15\r\nrole:master\r\n\
                     maxmemory:0\r\nmaxmemory_policy:noeviction\r\n";
        check(whole, true);
        check(&whole.replace("7.0.15", "6.2.0"), true);
        check(&whole.replace("7.0.15", "10.1"), true);
        check(&whole.replace("7.0.15", "6.0.16"), false);
        check(&whole.replace("7.0.15", "seven"), false);
        check(&whole.replace("master", "slave"), false);
        for policy in ["allkeys-lru", "volatile-ttl", "allkeys-random", ""] {
            check(&whole.replace("noeviction", policy), false);
        }
        check(&whole.replace("maxmemory_policy", "policy"), false);
        check("", false);
    }

    #[test]
    fn only_what_is_on_disk_before_the_answer_is_certain() {
        assert_eq!(keeping("aof_enabled:1\r\n", true), Keeping::Certain);
        assert_eq!(keeping("aof_enabled:1\r\n", false), Keeping::Loose);
        assert_eq!(keeping("aof_enabled:0\r\n", true), Keeping::Loose);
        assert_eq!(keeping("", true), Keeping::Loose);
    }
}
