//! Bitcoin addresses of the first kinds (`P2PKH`, `P2SH`): a version, a hash of twenty bytes and four
//! bytes of a double SHA-256 over both, in the alphabet of Bitcoin Core's `base58.cpp`.

use sha2::{Digest as _, Sha256};

use crate::cursor::Cursor;

const ALPHABET: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/// LIMIT: 25 bytes make so many characters.
const CHARS: std::ops::RangeInclusive<usize> = 26..=35;
const BYTES: usize = 25;

/// Where the address ends that begins at the cursor, and how sure it is.
pub(super) fn read(cursor: &Cursor<'_>) -> Option<(usize, f32)> {
    let end = cursor.run(cursor.at, CHARS.end() + 1, |byte| byte.is_ascii_alphanumeric());
    let text = cursor.slice(cursor.at, end).as_bytes();
    if !CHARS.contains(&text.len()) {
        return None;
    }
    let bytes = decode(text)?;
    let (body, check) = bytes.split_last_chunk::<4>()?;
    let known = matches!(body.first(), Some(0x00 | 0x05));
    let hash = Sha256::digest(Sha256::digest(body));
    (known && hash.starts_with(check)).then_some((end, 0.95))
}

/// The bytes that the characters stand for; none if they are more or others.
fn decode(text: &[u8]) -> Option<[u8; BYTES]> {
    let mut bytes = [0_u8; BYTES];
    for character in text {
        let digit = ALPHABET.iter().position(|known| known == character)?;
        let mut carry = u32::try_from(digit).ok()?;
        for byte in bytes.iter_mut().rev() {
            carry += u32::from(*byte) * 58;
            *byte = u8::try_from(carry & 0xff).ok()?;
            carry >>= 8;
        }
        if carry > 0 {
            return None;
        }
    }
    Some(bytes)
}
