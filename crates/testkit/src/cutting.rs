//! Cuts bytes where no sender would: inside UTF-8, inside escapes, between CR and LF.

use crate::Random;

/// The pieces of `bytes`, cut at places that the seed decides. None is empty.
#[must_use]
pub fn cut(bytes: &[u8], seed: u64) -> Vec<Vec<u8>> {
    let mut random = Random::new(seed);
    // A whole stream of single bytes is a case of its own, and so is no cut at all.
    let longest = random.pick(&[1, 2, 3, 8, 40, 300, u64::MAX]);
    let mut rest = bytes;
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let length = usize::try_from(random.within(1, longest)).unwrap_or(usize::MAX);
        let (piece, after) = rest.split_at(length.min(rest.len()));
        pieces.push(piece.to_vec());
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_join_to_the_whole() {
        let text = "data: {\"a\":\"é😀\\u00e9\"}\r\n\r\n".repeat(5);
        let mut counts = std::collections::BTreeSet::new();
        for seed in 0..200 {
            let pieces = cut(text.as_bytes(), seed);
            assert!(pieces.iter().all(|piece| !piece.is_empty()));
            assert_eq!(pieces.concat(), text.as_bytes());
            counts.insert(pieces.len());
        }
        assert!(counts.len() > 20 && counts.contains(&text.len()), "{counts:?}");
        assert_eq!(cut(b"", 1), Vec::<Vec<u8>>::new());
    }
}
