//! Decodes base64 (RFC 4648 4 and 5, both alphabets) and hex, forgivingly.
//!
//! Line breaks and missing padding do not matter; what is no text is seen from the first bytes.

/// How a run is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Base64,
    Hex,
}

impl Kind {
    /// Whether such a run may hold this byte.
    pub(super) fn has(self, byte: u8) -> bool {
        match self {
            Self::Base64 => is_class(byte),
            Self::Hex => byte.is_ascii_hexdigit(),
        }
    }
}

/// Stands for no sextet.
const NONE: u8 = 64;

/// What each byte is worth in the alphabets of base64.
static SEXTETS: [u8; 256] = sextets();

#[expect(clippy::indexing_slicing, reason = "made at compile time, where a wrong index fails")]
const fn sextets() -> [u8; 256] {
    let mut table = [NONE; 256];
    let mut value = 0;
    while value < 26 {
        table[(b'A' + value) as usize] = value;
        table[(b'a' + value) as usize] = value + 26;
        value += 1;
    }
    value = 0;
    while value < 10 {
        table[(b'0' + value) as usize] = value + 52;
        value += 1;
    }
    table[b'+' as usize] = 62;
    table[b'-' as usize] = 62;
    table[b'/' as usize] = 63;
    table[b'_' as usize] = 63;
    table
}

fn sextet(byte: u8) -> u8 {
    SEXTETS.get(usize::from(byte)).copied().unwrap_or(NONE)
}

/// Whether `byte` belongs to one of the alphabets of base64.
pub(super) fn is_class(byte: u8) -> bool {
    sextet(byte) != NONE
}

/// How the run is encoded whose first bytes these are; none if they say nothing in plain text.
pub(super) fn kind(first: &[u8]) -> Option<Kind> {
    let digits = first.len() >= super::HEX_BYTES_MIN && first.iter().all(u8::is_ascii_hexdigit);
    if digits && is_text(&hex(first)) {
        return Some(Kind::Hex);
    }
    let first = first.first_chunk::<{ super::RUN_BYTES_MIN }>()?;
    let (fours, _) = first.as_chunks::<4>();
    let mut bytes = [0; super::RUN_BYTES_MIN / 4 * 3];
    for (at, (three, four)) in bytes.as_chunks_mut::<3>().0.iter_mut().zip(fours).enumerate() {
        let [_, own @ ..] = quartet(*four).to_be_bytes();
        *three = own;
        // The first three bytes say of almost all that is no text that it is none.
        if at == 0 && !own.iter().all(|byte| is_shown(*byte) || *byte == 0) {
            return None;
        }
    }
    is_text(&bytes).then_some(Kind::Base64)
}

/// The bits of four characters.
fn quartet(four: [u8; 4]) -> u32 {
    four.iter().fold(0, |bits, byte| bits << 6 | u32::from(sextet(*byte)))
}

/// The plain text of a run; what is no text in it is replaced.
pub(crate) fn text(run: &[u8], kind: Kind) -> String {
    let bytes = match kind {
        Kind::Base64 => base64(run),
        Kind::Hex => hex(run),
    };
    if is_wide(&bytes) {
        let narrow: Vec<u8> = bytes.iter().step_by(2).copied().collect();
        return String::from_utf8_lossy(&narrow).into_owned();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether the first bytes of something read as text.
fn is_text(bytes: &[u8]) -> bool {
    if is_wide(bytes) {
        return bytes.iter().step_by(2).all(|byte| is_shown(*byte));
    }
    let plain = bytes.iter().filter(|byte| byte.is_ascii() && is_shown(**byte)).count();
    // Text in another encoding has a few bytes that are none.
    plain + FOREIGN_MAX >= bytes.len() || bytes.iter().all(|byte| is_shown(*byte)) && is_utf8(bytes)
}

/// So many of the first bytes of a text may be no ASCII, whatever its encoding.
const FOREIGN_MAX: usize = 2;

/// Whether a byte is no control character but one of white space.
fn is_shown(byte: u8) -> bool {
    byte >= b' ' && byte != 0x7f || matches!(byte, b'\t' | b'\n' | b'\r')
}

/// Whether these are bytes of UTF-8; the last character may be cut.
fn is_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// Whether every second byte is zero: ASCII in UTF-16, as PowerShell encodes it.
fn is_wide(bytes: &[u8]) -> bool {
    bytes.len() >= 4 && bytes.iter().skip(1).step_by(2).all(|byte| *byte == 0)
}

fn base64(run: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(run.len() / 4 * 3 + 2);
    let (mut bits, mut count) = (0_u32, 0);
    for sextet in run.iter().map(|byte| sextet(*byte)).filter(|sextet| *sextet != NONE) {
        bits = bits << 6 | u32::from(sextet);
        count += 1;
        if count == 4 {
            let [_, a, b, c] = bits.to_be_bytes();
            out.extend([a, b, c]);
            (bits, count) = (0, 0);
        }
    }
    let [_, a, b, _] = (bits << (6 * (4 - count))).to_be_bytes();
    match count {
        2 => out.push(a),
        3 => out.extend([a, b]),
        _ => {}
    }
    out
}

fn hex(run: &[u8]) -> Vec<u8> {
    let digits = run.iter().filter_map(|byte| char::from(*byte).to_digit(16));
    let digits: Vec<u32> = digits.collect();
    let byte = |pair: &[u32]| match pair {
        [high, low] => u8::try_from(high << 4 | low).ok(),
        _ => None,
    };
    digits.chunks(2).filter_map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_alphabets_and_any_padding() {
        for (run, plain) in [
            ("YWRhQGV4YW1wbGUuY29t", "ada@example.com"),
            ("YWRhQGV4YW1wbGUub3Jn\r\nIQ==", "ada@example.org!"),
            ("Pz8_Pz8-", "?????>"),
            ("Pz8/Pz8+", "?????>"),
            ("YQBkAGEAQABlAHgALgBpAG8A", "ada@ex.io"),
        ] {
            assert_eq!(text(run.as_bytes(), Kind::Base64), plain, "{run}");
        }
        assert_eq!(text(b"6164614065782E696f", Kind::Hex), "ada@ex.io");
    }

    #[test]
    fn what_is_no_text_is_seen_at_once() {
        for (first, kind_of) in [
            ("YWRhQGV4YW1w", Some(Kind::Base64)),
            ("6164614065782e69", Some(Kind::Hex)),
            ("iVBORw0KGgoA", None),
            ("international", None),
            ("deadbeefdeadbeef", None),
            ("0123456789012345", None),
        ] {
            assert_eq!(kind(first.as_bytes()), kind_of, "{first}");
        }
    }
}
