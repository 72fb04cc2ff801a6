//! South African income tax reference numbers (South African Revenue Service, BRS PAYE, appendix B):
//! ten digits, the first 0, 1, 2, 3 or 9, the last a check digit by the Luhn sum.

use portcullis_model::Entity;

use crate::checksum::luhn;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "za_income_tax_number",
    entity: Entity::known("ZA_INCOME_TAX_NUMBER"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "income tax",
        "income tax number",
        "income tax no",
        "income tax reference",
        "income tax reference number",
        "tax number",
        "tax no",
        "tax ref",
        "tax reference",
        "tax reference number",
        "taxpayer reference",
        "itr",
        "sars",
        "inkomstebelasting",
        "belastingnommer",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["9999999999", "9999/999/99/9"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let kind = matches!(code.at(0), b'0'..=b'3' | b'9') && code.number(1, 10) > 0;
        if kind { worth(code.joined, luhn(code.chars())) } else { None }
    })
}

/// What a number of a taxpayer is worth. Other detectors do not look at the check digit, so that
/// those with a wrong one show and are no finding.
pub(super) fn worth(joined: bool, checked: bool) -> Option<f32> {
    match (joined, checked) {
        (true, true) => Some(0.15),
        (true, false) => Some(0.05),
        (false, true) => Some(0.2),
        (false, false) => None,
    }
}
