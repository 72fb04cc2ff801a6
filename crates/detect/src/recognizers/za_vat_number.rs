//! South African VAT registration numbers (South African Revenue Service, BRS PAYE, appendix B; Value-
//! Added Tax Act 89 of 1991): ten digits, the first 4, the last a check digit by the Luhn sum.

use portcullis_model::Entity;

use crate::checksum::luhn;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "za_vat_number",
    entity: Entity::known("ZA_VAT_NUMBER"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "vat",
        "vat no",
        "vat number",
        "vat reg",
        "vat reg no",
        "vat registration",
        "vat registration number",
        "vat vendor",
        "vendor number",
        "value added tax",
        "tax number",
        "sars",
        "btw",
        "btw nommer",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["9999999999", "999 999 9999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let kind = code.at(0) == b'4' && code.number(1, 10) > 0;
        let checked = luhn(code.chars());
        if kind { super::za_income_tax_number::worth(code.joined, checked) } else { None }
    })
}
