//! Tells keys that a machine made from placeholders, fillings and the examples of documentation.
//!
//! It looks at the characters alone and does no arithmetic of any vendor.

/// Least entropy in bits a character: words and fillings stay below it.
const ENTROPY_MIN: f32 = 2.5;
/// The same for values too short to have more.
const SHORT_ENTROPY_MIN: f32 = 2.2;
/// Values of fewer characters are short.
const SHORT_BYTES: usize = 20;

/// LIMIT: so often a character stands in a row in no key that a machine made.
const REPEATED_MAX: usize = 6;
/// LIMIT: the longest group that is looked for twice in a row.
const GROUP_BYTES_MAX: usize = 16;
/// A group counts as repeated from so many characters on that are as those one group before.
const ECHO_BYTES: usize = 8;
/// The same for short values.
const ECHO_BYTES_MIN: usize = 5;
/// More than so many `A` in a row repeat nothing.
const ZEROS_MAX: usize = 4;
/// Neighbours in the alphabet, so many in a row, are counted off and not drawn.
const COUNTED: usize = 6;
/// The same for every other character, as in `a1b2c3d4e5`.
const COUNTED_APART: usize = 8;
/// Values of so many small letters and nothing else are words.
const WORDS_BYTES: usize = 16;

/// Words that stand in placeholders. Random keys have one of them in a million.
const FILLERS: &[&str] = &[
    "example",
    "sample",
    "placeholder",
    "changeme",
    "replace",
    "your",
    "insert",
    "dummy",
    "fake",
    "redacted",
    "secret",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "goeshere",
    "goes_here",
    "goes-here",
    "xxxx",
];

/// Values that documentation prints: everybody may know them.
const DOCUMENTED: &[&str] = &[
    // Stripe's test keys ("API keys", and the quick start before it).
    "4eC39HqLyjWDarjtT1zdp7dc",
    "BQokikJOvBiI2HlWgH4olfQ2",
    // The storage emulator of Azure ("Use the Azurite emulator") and that of Cosmos DB.
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
    "C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==",
    // The passwords in the reference of nuget.config.
    "33f!!lloppa",
    "hal+9ooo_da!sY",
    // The signatures on the page of jwt.io and in RFC 7519, 3.1.
    "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
];

/// Whether `body` could be a real key: no placeholder, no example.
pub(crate) fn is_plausible(body: &str) -> bool {
    is_varied(body) && !is_filling(body) && !is_worded(body.as_bytes())
}

/// Whether a value is filled up with groups or with the alphabet, or documentation prints it.
pub(crate) fn is_filling(value: &str) -> bool {
    let bytes = value.as_bytes();
    is_repeated(bytes) || is_counted(bytes) || is_documented(value)
}

/// Whether documentation prints this value.
pub(crate) fn is_documented(value: &str) -> bool {
    DOCUMENTED.contains(&value)
}

/// Whether `body` is no word, no row of dots and no other filling.
pub(crate) fn is_varied(body: &str) -> bool {
    let least = if body.len() < SHORT_BYTES { SHORT_ENTROPY_MIN } else { ENTROPY_MIN };
    entropy(body) >= least
}

/// Whether a character, or a group of them, stands several times in a row. Rows of nothing but `A`
/// do not count: they are zeros in base64, which formats of tokens have.
fn is_repeated(bytes: &[u8]) -> bool {
    if !repeats(bytes) {
        return false;
    }
    let least = ECHO_BYTES.min(bytes.len() / 2).max(ECHO_BYTES_MIN);
    let echo = |apart: usize| {
        let mut zeros = 0;
        let same = |before: u8, byte: u8| {
            zeros = if byte == b'A' { zeros + 1 } else { 0 };
            before == byte && zeros <= ZEROS_MAX
        };
        longest_row(bytes, apart, same)
    };
    echo(1) + 1 >= REPEATED_MAX
        || (2..=GROUP_BYTES_MAX).any(|apart| echo(apart) >= least.max(apart))
}

/// Whether any four characters stand there twice, no farther apart than groups are: what is
/// repeated has that, and random keys hardly ever.
fn repeats(bytes: &[u8]) -> bool {
    const SLOTS: usize = 256;
    let mut places = [0_usize; SLOTS];
    for (at, four) in bytes.windows(4).enumerate() {
        let number = four.try_into().map(u32::from_le_bytes).unwrap_or_default();
        let [slot, ..] = number.wrapping_mul(0x9e37_79b1).to_be_bytes();
        let Some(place) = places.get_mut(usize::from(slot)) else { continue };
        let before = std::mem::replace(place, at + 1).checked_sub(1);
        let near = before.filter(|before| at - before <= GROUP_BYTES_MAX);
        if near.is_some_and(|before| bytes.get(before..before + 4) == Some(four)) {
            return true;
        }
    }
    false
}

/// Whether the characters are counted off: `12345678`, `fedcba98`, `a1b2c3d4`.
fn is_counted(bytes: &[u8]) -> bool {
    is_counted_apart(bytes, 1, COUNTED) || is_counted_apart(bytes, 2, COUNTED_APART)
}

/// Whether `least` characters go up or down in a row, each from the one `apart` places before it.
fn is_counted_apart(bytes: &[u8], apart: usize, least: usize) -> bool {
    let (mut up, mut down) = (0, 0);
    bytes.iter().zip(bytes.iter().skip(apart)).any(|(before, byte)| {
        let (before, byte) = (before | 0x20, byte | 0x20);
        up = if follows(before, byte) { up + 1 } else { 0 };
        down = if follows(byte, before) { down + 1 } else { 0 };
        up >= least || down >= least
    })
}

/// Whether `byte` is what comes after `before`, both in small letters; after nine comes nought, or
/// `a`.
fn follows(before: u8, byte: u8) -> bool {
    match before {
        b'9' => matches!(byte, b'0' | b'a'),
        b'0'..=b'8' | b'a'..=b'y' => byte == before + 1,
        _ => false,
    }
}

/// The longest row of characters that are to the one `apart` places before them as `related` says.
fn longest_row(bytes: &[u8], apart: usize, mut related: impl FnMut(u8, u8) -> bool) -> usize {
    let mut longest = 0;
    let mut row = 0;
    for (before, byte) in bytes.iter().zip(bytes.iter().skip(apart)) {
        row = if related(*before, *byte) { row + 1 } else { 0 };
        longest = longest.max(row);
    }
    longest
}

/// Whether it is written in words.
fn is_worded(bytes: &[u8]) -> bool {
    let small = |byte: &u8| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_' | b'.');
    let filled = || {
        let mut places = bytes.windows(2).enumerate();
        places
            .any(|(at, pair)| begins_filler(pair) && is_filler(bytes.get(at..).unwrap_or_default()))
    };
    (bytes.len() >= WORDS_BYTES && bytes.iter().all(small)) || filled()
}

/// Whether a filler stands at the front, in any case.
fn is_filler(bytes: &[u8]) -> bool {
    let front = |word: &str| bytes.get(..word.len());
    FILLERS
        .iter()
        .any(|word| front(word).is_some_and(|own| own.eq_ignore_ascii_case(word.as_bytes())))
}

/// Whether two bytes may begin a filler.
fn begins_filler(pair: &[u8]) -> bool {
    let [first, second] = pair else { return false };
    let row = FILLER_BEGINNINGS.get(usize::from(first & 0x1f)).copied().unwrap_or_default();
    row >> (second & 0x1f) & 1 == 1
}

/// The second letters of fillers as bits, by the first one.
static FILLER_BEGINNINGS: [u32; 32] = filler_beginnings();

#[expect(clippy::indexing_slicing, reason = "made at compile time, where a wrong index fails")]
const fn filler_beginnings() -> [u32; 32] {
    let mut table = [0; 32];
    let mut at = 0;
    while at < FILLERS.len() {
        let word = FILLERS[at].as_bytes();
        table[(word[0] & 0x1f) as usize] |= 1 << (word[1] & 0x1f);
        at += 1;
    }
    table
}

/// Shannon entropy of the characters, in bits.
pub(crate) fn entropy(body: &str) -> f32 {
    let mut counts = [0_u16; 256];
    // The sum of n log n over the counts, kept up as they grow.
    let mut sum = 0.0;
    for byte in body.bytes() {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            sum += n_log_n(count.saturating_add(1)) - n_log_n(*count);
            *count = count.saturating_add(1);
        }
    }
    let length = u16::try_from(body.len()).map_or(f32::from(u16::MAX), f32::from).max(1.0);
    length.log2() - sum / length
}

/// A number times its logarithm to the base of two.
fn n_log_n(n: u16) -> f32 {
    /// Most characters of a key stand in it a few times.
    const SMALL: [f32; 9] =
        [0.0, 0.0, 2.0, 4.754_887_5, 8.0, 11.609_64, 15.509_775, 19.651_484, 24.0];
    SMALL.get(usize::from(n)).copied().unwrap_or_else(|| f32::from(n) * f32::from(n).log2())
}

#[cfg(test)]
mod tests {
    use super::is_plausible;

    #[test]
    fn random_values_are_plausible() {
        for body in [
            "qZbsrNcTha26hB2XeEH25dbYIkkWcnAsTIIy",
            "18096efb051b3a21b3d6ae57c4f71cbb",
            "OT2CDGJZDUOWG6OO",
            "f3a9c1d07b2e",
            "830174695512847703",
            "zj8NSWr4RDE2EHA4WijHT3BlbkFJMRZ1msyv1OOul6x8MTzu",
            "x5Rk1QwP9LsAAAAAAAAAAu7Fq2nXc8VtZ0yHbJ3mGe6KdT4iUo",
        ] {
            assert!(is_plausible(body), "{body}");
        }
    }

    #[test]
    fn placeholders_are_not() {
        for body in [
            "IOSFODNN7EXAMPLE",
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "XXXX9aXXXX2bXXXX7c",
            "1234567890abcdef1234567890abcdef",
            "0123456789abcdef0123456789abcdef",
            "abcdefghijklmnopqrstuvwxyz0123456789",
            "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8",
            "deadbeefdeadbeefdeadbeefdeadbeef",
            "abc123abc123abc123abc123abc123abc123",
            "9876543210fedcba9876543210",
            "your-api-key-here-0123",
            "YourSecretKeyGoesHere42",
            "this-is-not-a-real-key-at-all",
            "thisisjustaplaceholderwithnodigits",
            "0000000000000000",
            "........................",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBB",
            "ABC123ABC123ABC123ABC123ABC123",
            "1111222233334444",
            "4eC39HqLyjWDarjtT1zdp7dc",
        ] {
            assert!(!is_plausible(body), "{body}");
        }
    }
}
