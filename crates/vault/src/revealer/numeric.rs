//! Surrogates that are compared by value, not by spelling: IPv6 addresses, which are written
//! with and without their zeros.
//!
//! IPv4 addresses have one spelling and are compared as text.

use std::net::Ipv6Addr;

use super::edges::{self, Edge, Kind};
use super::{Found, Known};

/// LIMIT: RFC 5952: eight groups of four and seven colons.
const ADDRESS_BYTES_MAX: usize = 39;

/// The known IPv6 addresses, sorted.
#[derive(Default)]
pub(super) struct Addresses(Vec<(u128, usize)>);

impl Addresses {
    pub(super) fn add(&mut self, surrogate: &str, index: usize) {
        if let Ok(address) = surrogate.parse::<Ipv6Addr>() {
            self.0.push((address.to_bits(), index));
        }
    }

    pub(super) fn sort(&mut self) {
        self.0.sort_unstable();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn first_bytes(&self) -> Vec<u8> {
        let mut firsts: Vec<u8> = Vec::new();
        for (address, _) in &self.0 {
            // The first digit with and without leading zeros; `::` needs no entry of its own.
            let group = format!("{:x}", address >> 112);
            firsts.extend(group.bytes().take(1));
            if group.len() < 4 {
                firsts.push(b'0');
            }
            if address >> 112 == 0 {
                firsts.push(b':');
            }
        }
        firsts.sort_unstable();
        firsts.dedup();
        firsts
    }

    /// Finds the address that is written at `start`.
    pub(super) fn find(&self, known: &[Known], text: &str, start: usize, last: bool) -> Found {
        let rest = text.get(start..).unwrap_or_default();
        let run = rest
            .bytes()
            .take(ADDRESS_BYTES_MAX + 1)
            .take_while(|byte| byte.is_ascii_hexdigit() || *byte == b':')
            .count();
        let written = rest.get(..run).unwrap_or_default();
        if !self.is_begun(written) {
            return Found::Nothing;
        }
        if run == rest.len() && run <= ADDRESS_BYTES_MAX && !last {
            return Found::More;
        }
        // A colon after an address is punctuation.
        let candidates = [written, written.strip_suffix(':').unwrap_or(written)];
        let Some((spelled, address)) =
            candidates.iter().find_map(|s| s.parse::<Ipv6Addr>().ok().map(|address| (s, address)))
        else {
            return Found::Nothing;
        };
        let end = start + spelled.len();
        let Some(index) = self.index(known, address.to_bits(), spelled) else {
            return Found::Nothing;
        };
        match edges::both(text, start..end, Kind::Address6, last) {
            Edge::Free => Found::Known { end, index },
            Edge::Bound => Found::Nothing,
            Edge::More => Found::More,
        }
    }

    /// Whether a known address begins with the whole groups at the head of `written`.
    fn is_begun(&self, written: &str) -> bool {
        let mut prefix = 0u128;
        let mut bits = 0u32;
        let head = written.split_once("::").map_or(written, |(head, _)| head);
        let mut groups = head.split(':').peekable();
        while let Some(group) = groups.next() {
            let whole = groups.peek().is_some() || head.len() < written.len();
            let Ok(value) = u16::from_str_radix(group, 16) else { break };
            if group.len() > 4 || bits >= 128 {
                return false;
            }
            if whole {
                bits += 16;
                prefix |= u128::from(value) << (128 - bits);
            }
        }
        let at = self.0.partition_point(|&(address, _)| address < prefix);
        let kept = |address: u128| bits == 0 || (address ^ prefix).leading_zeros() >= bits;
        self.0.get(at).is_some_and(|&(address, _)| kept(address))
    }

    fn index(&self, known: &[Known], address: u128, spelled: &str) -> Option<usize> {
        let from = self.0.partition_point(|&(other, _)| other < address);
        let equal = self.0.iter().skip(from).take_while(|&&(other, _)| other == address);
        let mut indices = equal.map(|&(_, index)| index);
        let first = indices.clone().next()?;
        let own = indices.find(|&i| known.get(i).is_some_and(|k| k.surrogate == spelled));
        own.or(Some(first))
    }
}
