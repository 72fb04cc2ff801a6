//! Codes of branches of Indian banks (Reserve Bank of India, "IFSC"): four letters of the bank, a zero,
//! six characters of the branch.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "in_ifsc",
    entity: Entity::known("IN_IFSC"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "ifsc",
        "ifsc code",
        "ifsc no",
        "indian financial system code",
        "bank branch",
        "branch code",
        "neft",
        "rtgs",
        "imps",
        "bank code",
        "ifsccode",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["AAAA9XXXXXX"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let digits = code.chars().iter().skip(5).filter(|byte| byte.is_ascii_digit()).count();
        (code.at(4) == b'0').then_some(match (code.capital, digits) {
            (true, 6) => 0.6,
            (true, 3..) => 0.4,
            (true, _) | (false, 4..) => 0.2,
            (false, _) => 0.1,
        })
    })
}
