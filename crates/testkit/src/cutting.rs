//! Cuts bytes where no sender would: inside UTF-8, inside escapes, between CR and LF.

use crate::Random;

/// How many single bytes follow each other where a sender stutters.
const STUTTER: usize = 64;

/// The pieces of `bytes`, cut at places that the seed decides. None is empty.
///
/// Few bytes may come one by one; many are cut in some hundred places and stutter somewhere, so
/// that a test of a thousand seeds takes seconds.
#[must_use]
pub fn cut(bytes: &[u8], seed: u64) -> Vec<Vec<u8>> {
    let mut random = Random::new(seed);
    let place =
        |random: &mut Random| usize::try_from(random.below(bytes.len() as u64)).unwrap_or(0);
    let cuts = random.pick(&[0_u64, 1, 10, 100, 300]);
    let mut places: Vec<usize> = (0..cuts).map(|_| place(&mut random)).collect();
    if cuts > 10 {
        let start = place(&mut random);
        places.extend(start..start + STUTTER);
    }
    if bytes.len() < 500 && random.one_in(3) {
        places.extend(0..bytes.len());
    }
    places.sort_unstable();
    places.dedup();
    let (mut rest, mut start) = (bytes, 0);
    let mut pieces = Vec::new();
    for place in places.into_iter().filter(|place| *place < bytes.len()) {
        let (piece, after) = rest.split_at(place - start);
        pieces.push(piece.to_vec());
        (rest, start) = (after, place);
    }
    pieces.push(rest.to_vec());
    pieces.retain(|piece| !piece.is_empty());
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
        assert!(counts.len() > 15 && counts.contains(&text.len()), "{counts:?}");
        assert_eq!(cut(b"", 1), Vec::<Vec<u8>>::new());
    }
}
