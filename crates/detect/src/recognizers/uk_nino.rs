//! United Kingdom national insurance numbers (HM Revenue & Customs, NIM39110): two letters, of which
//! some pairs are never used, six digits, and a letter A to D.

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
const TEMPLATES: &[&str] = &["AA_999999_A", "AA 99 99 99 A", "AA 99 99 99"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let first = !b"DFIQUV".contains(&code.at(0));
        let second = !b"DFIOQUV".contains(&code.at(1));
        let pair = !matches!(
            &[code.at(0), code.at(1)],
            b"BG" | b"GB" | b"KN" | b"NK" | b"NT" | b"TN" | b"ZZ"
        );
        let suffix = code.chars().get(8);
        let known = suffix.is_none_or(|letter| matches!(letter, b'A'..=b'D'));
        (first && second && pair && known).then_some(match (suffix, code.capital) {
            (Some(_), true) => 0.85,
            (Some(_), false) => 0.5,
            (None, _) => 0.15,
        })
    })
}
