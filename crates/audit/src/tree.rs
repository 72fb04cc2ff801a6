//! The Merkle tree over the lines of a log (RFC 6962, section 2.1), as its right edge only.
//!
//! Keeps one hash per set bit of the size: enough to append and to name the root, not to prove
//! inclusion.

use portcullis_seal::{Sha256, sha256};

/// A SHA-256 hash.
pub(crate) type Hash = [u8; 32];

/// The hash of a line, without its line feed: a leaf of the tree and the link of the chain.
pub(crate) fn leaf(line: &[u8]) -> Hash {
    let mut hash = Sha256::new();
    hash.update(&[0]);
    hash.update(line);
    hash.finish()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    let mut both = [1; 65];
    for (place, byte) in both.iter_mut().skip(1).zip(left.iter().chain(right)) {
        *place = *byte;
    }
    sha256(&both)
}

/// The right edge of a tree: the roots of its perfect subtrees, largest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Edge {
    size: u64,
    roots: Vec<Hash>,
}

impl Edge {
    /// The edge of a tree of this size, if these can be its subtrees.
    pub(crate) fn from_parts(size: u64, roots: Vec<Hash>) -> Option<Self> {
        let fits = usize::try_from(size.count_ones()).is_ok_and(|count| count == roots.len());
        fits.then_some(Self { size, roots })
    }

    /// An edge that stands for records that nobody will read: it has a size, but no root that
    /// means anything.
    pub(crate) fn of_unread(size: u64) -> Self {
        let roots = (0..size.count_ones()).map(|_| [0; 32]).collect();
        Self { size, roots }
    }

    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    pub(crate) fn roots(&self) -> &[Hash] {
        &self.roots
    }

    /// Appends a leaf.
    pub(crate) fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        let mut rest = self.size;
        while rest & 1 == 1 {
            let Some(left) = self.roots.pop() else { break };
            hash = node(&left, &hash);
            rest >>= 1;
        }
        self.roots.push(hash);
        self.size += 1;
    }

    /// The root of the whole tree.
    pub(crate) fn root(&self) -> Hash {
        let mut roots = self.roots.iter().rev();
        let Some(last) = roots.next() else { return sha256(&[]) };
        roots.fold(*last, |right, left| node(left, &right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6962 2.1 word for word: split at the largest power of two smaller than the size.
    fn by_definition(lines: &[Vec<u8>]) -> Hash {
        match lines {
            [] => sha256(&[]),
            [line] => leaf(line),
            _ => {
                let half = lines.len().next_power_of_two() / 2;
                node(&by_definition(&lines[..half]), &by_definition(&lines[half..]))
            }
        }
    }

    #[test]
    fn the_root_is_that_of_the_definition_at_every_size() {
        let lines: Vec<Vec<u8>> = (0..130u8).map(|i| vec![i; usize::from(i % 7)]).collect();
        let mut edge = Edge::default();
        for (size, line) in lines.iter().enumerate() {
            assert_eq!(edge.root(), by_definition(&lines[..size]), "size {size}");
            edge.push(leaf(line));
        }
    }

    #[test]
    fn the_roots_are_those_of_the_published_vectors() {
        // The inputs and roots that the Certificate Transparency implementations share.
        let inputs = ["", "00", "10", "2021", "3031"];
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ];
        let mut edge = Edge::default();
        for (input, root) in inputs.iter().zip(roots) {
            assert_eq!(data_encoding::HEXLOWER.encode(&edge.root()), root);
            edge.push(leaf(&data_encoding::HEXLOWER.decode(input.as_bytes()).unwrap()));
        }
    }

    #[test]
    fn an_edge_of_the_wrong_length_is_refused() {
        for (size, count, fits) in [(0, 0, true), (3, 2, true), (3, 1, false), (4, 2, false)] {
            assert_eq!(Edge::from_parts(size, vec![[0; 32]; count]).is_some(), fits);
        }
    }
}
