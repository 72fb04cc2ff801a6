//! German VAT numbers (Umsatzsteuergesetz § 27a): `DE` and nine digits, ISO 7064 mod 11,10.

use portcullis_model::Entity;

use crate::checksum::mod_11_10;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "de_vat_id",
    entity: Entity::known("DE_VAT_ID"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "ust id",
        "ust ident nr",
        "ust nr",
        "ust",
        "umsatzsteuer identnummer",
        "umsatzsteuer id nr",
        "umsatzsteuernummer",
        "mehrwertsteuer",
        "mehrwertsteuernummer",
        "tax id",
        "ustid",
        "ust idnr",
        "ust id nr",
        "ustidnr",
        "umsatzsteuer id",
        "umsatzsteuer identifikationsnummer",
        "umsatzsteueridentifikationsnummer",
        "vat",
        "vat id",
        "vat number",
        "vat no",
        "vat reg no",
        "mwst nr",
        "steuernummer",
        "umsatzsteuer",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["AA_999999999", "AA.999.999.999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let number = code.chars().strip_prefix(b"DE")?;
        let issued = code.at(2) != b'0';
        Some(match (mod_11_10(number), code.capital) {
            _ if !issued => 0.05,
            (true, true) => 0.8,
            (true, false) => 0.4,
            (false, _) => 0.1,
        })
    })
}
