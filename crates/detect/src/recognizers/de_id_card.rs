//! Numbers of German identity cards (Personalausweisverordnung; ICAO 9303): a letter of the authority,
//! eight characters without vowels, and a check digit with weights 7, 3, 1 that may be left out.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger, Worth};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "de_id_card",
    entity: Entity::known("DE_ID_CARD"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "personalausweis",
        "personalausweise",
        "personalausweises",
        "personalausweis nr",
        "ausweis nr",
        "ausweiskennung",
        "seriennummer des ausweises",
        "identitaetskarte",
        "identity card number",
        "id card number",
        "national id card",
        "personalausweisnummer",
        "ausweis",
        "ausweisnummer",
        "ausweisnr",
        "personalausweisnr",
        "identity card",
        "id card",
        "german id",
        "german id card",
        "identitätskarte",
        "perso",
        "npa",
        "ausweisdokument",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["AXXXXXXXXX", "AXXXXXXXX"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let authority = matches!(code.at(0), b'L'..=b'N' | b'P' | b'R' | b'T' | b'V'..=b'Y');
        // The cards before 2010 had T and eight digits.
        let old = code.at(0) == b'T' && code.number(1, 9) > 0 && code.chars().len() == 9;
        let digits = code.chars().iter().skip(1).all(u8::is_ascii_digit);
        let worth = super::de_passport::worth(code, authority)?;
        Some(if old && digits { Worth::from(0.15) } else { worth })
    })
}
