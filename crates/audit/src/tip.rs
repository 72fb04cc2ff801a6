//! The end of a chain: all that is needed to append to it and to sign it.
//!
//! The last leaf is kept apart from the rest of the tree, so that what is stored beside a
//! checkpoint always leaves one line to prove it by.

use portcullis_seal::sha256;

use crate::line::Chained;
use crate::note::origin;
use crate::tree::{Edge, Hash};

/// Where a chain ends.
#[derive(Debug, Clone)]
pub(crate) struct Tip {
    settled: Edge,
    last: Last,
}

/// The last record, as far as it is known.
#[derive(Debug, Clone, Copy)]
enum Last {
    /// There is none: the next record names the genesis hash.
    Genesis(Hash),
    /// This one.
    Leaf(Hash),
    /// One that was not read. What the next record names is proven by the checkpoint alone.
    Unread,
}

impl Tip {
    /// The end of the empty log of a tenant.
    pub(crate) fn genesis(tenant: &str) -> Self {
        Self { settled: Edge::default(), last: Last::Genesis(genesis(tenant)) }
    }

    /// The end of the part of a log that `settled` stands for.
    pub(crate) fn resumed(settled: Edge) -> Self {
        Self { settled, last: Last::Unread }
    }

    /// How many records there are; also the number of the next one.
    pub(crate) fn size(&self) -> u64 {
        match self.last {
            Last::Leaf(_) => self.settled.size() + 1,
            Last::Genesis(_) | Last::Unread => self.settled.size(),
        }
    }

    /// What the next record must name as the hash before it; none if that is not known.
    pub(crate) fn prev(&self) -> Option<Hash> {
        match self.last {
            Last::Genesis(hash) | Last::Leaf(hash) => Some(hash),
            Last::Unread => None,
        }
    }

    /// Whether a line with these members continues the chain.
    pub(crate) fn precedes(&self, line: &Chained<'_>) -> bool {
        line.seq == self.size() && self.prev().is_none_or(|prev| prev == line.prev)
    }

    /// Appends a record by the hash of its line.
    pub(crate) fn push(&mut self, leaf: Hash) {
        if let Last::Leaf(before) = self.last {
            self.settled.push(before);
        }
        self.last = Last::Leaf(leaf);
    }

    /// The root of the tree over all records.
    pub(crate) fn root(&self) -> Hash {
        match self.last {
            Last::Leaf(leaf) => {
                let mut whole = self.settled.clone();
                whole.push(leaf);
                whole.root()
            }
            Last::Genesis(_) | Last::Unread => self.settled.root(),
        }
    }

    /// The tree over all records but the last.
    pub(crate) fn settled(&self) -> &Edge {
        &self.settled
    }
}

/// What the first record of a tenant's log names as the hash before it.
pub(crate) fn genesis(tenant: &str) -> Hash {
    sha256(format!("{}\ngenesis\n", origin(tenant)).as_bytes())
}
