//! Ethereum addresses: `0x` and forty hexadecimal digits, the case of whose letters is a checksum by
//! Keccak-256 (EIP-55) if both cases are there.

use sha3::{Digest as _, Keccak256};

use crate::cursor::Cursor;

const DIGITS: usize = 40;

/// Where the address ends that begins at the cursor, and how sure it is.
pub(super) fn read(cursor: &Cursor<'_>) -> Option<(usize, f32)> {
    if !cursor.literal(cursor.at, "0x") {
        return None;
    }
    let start = cursor.at + 2;
    let end = cursor.run(start, DIGITS + 1, |byte| byte.is_ascii_hexdigit());
    let text = cursor.slice(start, end);
    if text.len() != DIGITS {
        return None;
    }
    let small = text.bytes().any(|byte| byte.is_ascii_lowercase());
    let capital = text.bytes().any(|byte| byte.is_ascii_uppercase());
    let constant = text.bytes().all(|byte| text.bytes().next() == Some(byte));
    let score = match (small && capital, constant) {
        (true, _) => is_checked(text).then_some(0.9)?,
        // The address of nobody, and what stands for one in examples.
        (false, true) => 0.05,
        (false, false) => 0.45,
    };
    Some((end, score))
}

fn is_checked(text: &str) -> bool {
    let hash = Keccak256::digest(text.to_ascii_lowercase());
    let nibbles = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    text.bytes().zip(nibbles).all(|(byte, nibble)| match byte {
        b'0'..=b'9' => true,
        _ => byte.is_ascii_uppercase() == (nibble >= 8),
    })
}
