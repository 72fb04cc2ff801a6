//! Business identifier codes of banks (ISO 9362:2022): four letters or digits of the institution, the
//! country (ISO 3166-1), two characters of the place, and three of the branch, or none.
//!
//! Most are eight letters, as many words are: so a word before them is asked for.

use portcullis_model::Entity;

use super::cue;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

const ENTITY: Entity = Entity::known("SWIFT_CODE");
const CONTEXT: &[&str] = &[
    "swift",
    "bic",
    "swift code",
    "swift bic",
    "bic code",
    "bank identifier",
    "bank identifier code",
    "swiftcode",
    "biccode",
    "swiftbic",
    "bank code",
    "wire",
    "iban",
    "correspondent bank",
    "code bic",
    "código swift",
    "codice bic",
    "bankleitzahl",
];

/// With digits in it.
pub(super) const DIGITS: Recognizer = Recognizer {
    name: "swift_code",
    entity: ENTITY,
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: CONTEXT,
    find,
};

/// After a word that names it.
pub(super) const NAMED: Recognizer = Recognizer {
    name: "swift_code_named",
    entity: ENTITY,
    rule: None,
    trigger: Trigger::Literals(&["SWIFT", "Swift", "swift", "BIC", "Bic", "bic"]),
    context: &[],
    find: find_named,
};

/// Alone under a key.
pub(super) const KEYED: Recognizer = Recognizer {
    name: "swift_code_keyed",
    entity: ENTITY,
    rule: None,
    trigger: Trigger::Start,
    context: CONTEXT,
    find: |cursor| find(cursor).filter(|found| cursor.byte(found.end).is_none()),
};

const TEMPLATES: &[&str] = &["AAAAAAAA9XX", "AAAAAAA9", "AAAAAA9X", "AAAAAAA9XXX", "AAAAAA9XXXX"];

/// ISO 3166-1 alpha-2, and Kosovo's `XK`.
const COUNTRIES: &str = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZ\
CACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGN\
GPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULV\
LYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPT\
PWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUS\
UYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

/// Words that may stand between the name of the code and the code.
const BETWEEN: &[&str] =
    &["swift", "bic", "code", "is", "number", "no", "address", "the", "our", "id", "for", "bank"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let end = read(cursor, cursor.at)?;
    Some(Match::new(cursor.at, end, 0.2))
}

fn find_named(cursor: &Cursor<'_>) -> Option<Match> {
    let mut at = cursor.run(cursor.at, 8, |byte| byte.is_ascii_alphabetic());
    for _ in 0..6 {
        at = cue::gap(cursor, at)?;
        let end = cursor.run(at, 12, |byte| byte.is_ascii_alphanumeric());
        let word = cursor.slice(at, end);
        if BETWEEN.iter().any(|known| word.eq_ignore_ascii_case(known)) {
            at = end;
            continue;
        }
        return read(cursor, at).map(|end| Match::new(at, end, 0.75));
    }
    None
}

/// Where the code ends that begins at `at`.
fn read(cursor: &Cursor<'_>, at: usize) -> Option<usize> {
    let end = cursor.run(at, 12, |byte| byte.is_ascii_alphanumeric());
    let text = cursor.slice(at, end);
    let bytes = text.as_bytes();
    let capitals = !bytes.iter().any(u8::is_ascii_lowercase);
    let letters = bytes.get(..6)?.iter().all(u8::is_ascii_alphabetic);
    let known = is_country(bytes.get(4..6)?);
    let fits = matches!(text.len(), 8 | 11) && capitals && letters && known;
    (fits && code::closes(cursor, end)).then_some(end)
}

fn is_country(name: &[u8]) -> bool {
    COUNTRIES.as_bytes().chunks_exact(2).any(|country| country == name)
}
