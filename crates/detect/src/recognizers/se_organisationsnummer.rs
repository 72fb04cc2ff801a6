//! Swedish organisation numbers (Skatteverket, SKV 709): ten digits, Luhn; the third digit is 2 or
//! more, which tells them from dates. The century of twelve-digit forms is 16.

use portcullis_model::Entity;

use crate::checksum::luhn;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "se_organisationsnummer",
    entity: Entity::known("SE_ORGANISATIONSNUMMER"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "organisationsnummer",
        "organisationsnumret",
        "org nummer",
        "organisations nr",
        "företagsnummer",
        "foretagsnummer",
        "momsregistreringsnummer",
        "registration number",
        "company number",
        "company registration number",
        "organisationsnr",
        "orgnr",
        "org nr",
        "org no",
        "organization number",
        "organisation number",
        "swedish organisation",
        "bolagsverket",
        "företag",
        "foretag",
        "aktiebolag",
        "company registration",
        "orgnummer",
        "corporate identity number",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["99999999-9999", "999999-9999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let century = code.chars().len() - 10;
        let number = code.chars().get(century..)?;
        let known = century == 0 || code.number(0, 2) == 16;
        let kind = matches!(number, [b'1' | b'2' | b'3' | b'5'..=b'9', _, b'2'..=b'9', ..]);
        let valid = known && kind && luhn(number);
        valid.then_some(if code.joined { 0.2 } else { 0.45 })
    })
}
