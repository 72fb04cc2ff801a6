//! United Kingdom national insurance numbers (HM Revenue & Customs, NIM39110): two letters, of which
//! some pairs are never used, six digits, and a letter A to D. One without its last letter
//! is not told from other numbers.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "uk_nino",
    entity: Entity::known("UK_NINO"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "nino",
        "ninos",
        "ni number",
        "ni no",
        "national insurance",
        "national insurance number",
        "national insurance no",
        "insurance number",
        "hmrc",
        "nin",
        "ni",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["AA_999999_A", "AA 99 99 99 A"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let first = !b"DFIQUV".contains(&code.at(0));
        let second = !b"DFIOQUV".contains(&code.at(1));
        let pair = !matches!(
            &[code.at(0), code.at(1)],
            b"BG" | b"GB" | b"KN" | b"NK" | b"NT" | b"TN" | b"ZZ"
        );
        let suffix = matches!(code.at(8), b'A'..=b'D');
        (first && second && pair && suffix).then_some(if code.capital { 0.85 } else { 0.5 })
    })
}
