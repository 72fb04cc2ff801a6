//! Addresses of the Indian payments interface (NPCI, "UPI Procedural Guidelines"): a name, `@` and the
//! handle of a bank or an application, without a domain.

use portcullis_model::Entity;

use crate::boundary::local_run;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "in_upi",
    entity: Entity::known("IN_UPI"),
    rule: None,
    trigger: Trigger::At,
    context: &[
        "upi",
        "upi id",
        "vpa",
        "virtual payment address",
        "bhim",
        "gpay",
        "phonepe",
        "paytm",
        "google pay",
        "upiid",
        "यूपीआई",
    ],
    find,
};

/// LIMIT: characters of a handle.
const HANDLE_BYTES_MAX: usize = 32;

/// Handles that are in use (NPCI, "3rd party applications" and "live members").
const HANDLES: &[&str] = &[
    "abfspay",
    "airtel",
    "allbank",
    "apl",
    "aubank",
    "axb",
    "axisb",
    "axisbank",
    "axl",
    "barodampay",
    "bandhan",
    "cnrb",
    "csbpay",
    "dbs",
    "dlb",
    "ezeepay",
    "fbl",
    "federal",
    "freecharge",
    "hdfcbank",
    "hdfcbankjd",
    "hsbc",
    "ibl",
    "icici",
    "idbi",
    "idfcbank",
    "ikwik",
    "indianbank",
    "indus",
    "iob",
    "jkb",
    "jupiteraxis",
    "kbl",
    "kotak",
    "kvb",
    "mahb",
    "naviaxis",
    "obc",
    "okaxis",
    "okhdfcbank",
    "okicici",
    "oksbi",
    "paytm",
    "pingpay",
    "pnb",
    "postbank",
    "ptaxis",
    "pthdfc",
    "ptsbi",
    "ptyes",
    "rapl",
    "rbl",
    "sbi",
    "sib",
    "superyes",
    "timecosmos",
    "uboi",
    "ubi",
    "uco",
    "unionbank",
    "upi",
    "utbi",
    "waaxis",
    "wahdfcbank",
    "waicici",
    "wasbi",
    "yapl",
    "ybl",
    "yesbank",
    "yespay",
    "yesg",
    "yescred",
    "axisgo",
    "fam",
    "hdfc",
    "tapicici",
];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let (start, fits) = local_run(cursor.text, cursor.at);
    let name = cursor.slice(start, cursor.at).trim_start_matches(['.', '-', '+', '%', '\'', '_']);
    let end = cursor.run(cursor.at + 1, HANDLE_BYTES_MAX, |byte| byte.is_ascii_alphanumeric());
    let handle = cursor.slice(cursor.at + 1, end);
    let named = name.len() >= 2
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
    let domain = cursor.byte(end) == Some(b'.')
        && cursor.byte(end + 1).is_some_and(|byte| byte.is_ascii_alphanumeric());
    if !fits || !named || handle.len() < 2 || domain || !code::closes(cursor, end) {
        return None;
    }
    let known = HANDLES.iter().any(|known| handle.eq_ignore_ascii_case(known));
    let letters = handle.bytes().all(|byte| byte.is_ascii_alphabetic());
    let score = if known { 0.6 } else { 0.15 };
    (known || letters).then(|| Match::new(cursor.at - name.len(), end, score))
}
