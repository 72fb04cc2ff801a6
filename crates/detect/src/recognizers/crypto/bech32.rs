//! Bitcoin addresses of the later kinds: BIP 173 (bech32, version 0 of the witness) and BIP 350
//! (bech32m, all others), on the main network.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer = Recognizer {
    name: "crypto_bech32",
    entity: Entity::known("CRYPTO"),
    rule: None,
    trigger: Trigger::Literals(&["bc1", "BC1"]),
    context: super::CONTEXT,
    find,
};

const ALPHABET: &[u8] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
/// LIMIT: BIP 173, "Segwit address format": at most 90 characters.
const CHARS_MAX: usize = 90;
/// Characters of the checksum.
const CHECK: usize = 6;
/// What the checksum of each version leaves.
const BECH32: u32 = 1;
const BECH32M: u32 = 0x2bc8_30a3;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let end = cursor.run(cursor.at, CHARS_MAX + 1, |byte| byte.is_ascii_alphanumeric());
    let text = cursor.slice(cursor.at, end);
    let one_case = !text.bytes().any(|byte| byte.is_ascii_lowercase())
        || !text.bytes().any(|byte| byte.is_ascii_uppercase());
    let data = text.get(3..)?.as_bytes();
    if !one_case || text.len() > CHARS_MAX || data.len() <= CHECK + 1 {
        return None;
    }
    let version = value(*data.first()?)?;
    let expected = if version == 0 { BECH32 } else { BECH32M };
    let bytes = (data.len() - CHECK - 1) * 5 / 8;
    let fits = if version == 0 { matches!(bytes, 20 | 32) } else { (2..=40).contains(&bytes) };
    let valid = version <= 16 && fits && remainder(data)? == expected;
    (valid && code::closes(cursor, end)).then(|| Match::new(cursor.at, end, 0.95))
}

fn value(character: u8) -> Option<u32> {
    let character = character.to_ascii_lowercase();
    let place = ALPHABET.iter().position(|known| *known == character)?;
    u32::try_from(place).ok()
}

/// The polynomial of BIP 173 over the human-readable part `bc` and the data.
fn remainder(data: &[u8]) -> Option<u32> {
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let mut sum = 1_u32;
    let mut add = |value: u32| {
        let top = sum >> 25;
        sum = ((sum & 0x01ff_ffff) << 5) ^ value;
        for (bit, term) in GENERATOR.iter().enumerate() {
            sum ^= if (top >> bit) & 1 == 1 { *term } else { 0 };
        }
    };
    for value in [3, 3, 0, 2, 3] {
        add(value);
    }
    for character in data {
        add(value(*character)?);
    }
    Some(sum)
}
