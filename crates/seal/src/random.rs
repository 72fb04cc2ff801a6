//! Random bytes, and nonces, which are drawn in advance because each draw has a price.
//!
//! No seeds, no numbers in a range, no generator that could be passed in: tests that need the
//! same bytes again pass the bytes.

use std::cell::RefCell;
use std::process;

use crate::SealError;
use crate::xaes::NONCE_BYTES;

/// Nonces in one draw.
const DRAW: usize = 64;

/// Gives fresh random bytes, fit for keys.
///
/// # Errors
///
/// [`SealError::Random`] if the system has none.
pub fn random<const N: usize>() -> Result<[u8; N], SealError> {
    let mut bytes = [0; N];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| SealError::Random)?;
    Ok(bytes)
}

/// Nonces that were drawn and not used.
struct Drawn {
    /// The process that drew them: one that was forked off must not use the same.
    process: u32,
    nonces: Vec<[u8; NONCE_BYTES]>,
}

thread_local! {
    static DRAWN: RefCell<Drawn> = const { RefCell::new(Drawn { process: 0, nonces: Vec::new() }) };
}

/// Gives a fresh nonce; no two are the same.
pub(crate) fn nonce() -> Result<[u8; NONCE_BYTES], SealError> {
    DRAWN.with_borrow_mut(|drawn| {
        let process = process::id();
        if drawn.process != process {
            drawn.nonces.clear();
            drawn.process = process;
        }
        if let Some(nonce) = drawn.nonces.pop() {
            return Ok(nonce);
        }
        let bytes = random::<{ DRAW * NONCE_BYTES }>()?;
        let (nonces, _) = bytes.as_chunks::<NONCE_BYTES>();
        drawn.nonces.extend_from_slice(nonces);
        drawn.nonces.pop().ok_or(SealError::Random)
    })
}

#[cfg(test)]
mod tests {
    use super::{DRAW, DRAWN, nonce, random};

    #[test]
    fn nonces_do_not_repeat_themselves() {
        let draw = || (0..10 * DRAW + 1).map(|_| nonce().unwrap()).collect::<Vec<_>>();
        let other = std::thread::spawn(draw).join().unwrap();
        let all: std::collections::BTreeSet<_> = draw().into_iter().chain(other).collect();
        assert_eq!(all.len(), 2 * (10 * DRAW + 1));
    }

    /// As if the process had been forked: what was drawn before belongs to the other.
    #[test]
    fn nonces_of_another_process_are_not_used() {
        nonce().unwrap();
        let before = DRAWN.with_borrow_mut(|drawn| {
            drawn.process += 1;
            drawn.nonces.clone()
        });
        assert_eq!(before.len(), DRAW - 1);
        assert!((0..DRAW).all(|_| !before.contains(&nonce().unwrap())));
    }

    #[test]
    fn does_not_repeat_itself() {
        let drawn: std::collections::BTreeSet<[u8; 16]> =
            (0..1000).map(|_| random().unwrap()).collect();
        assert_eq!(drawn.len(), 1000);
    }
}
