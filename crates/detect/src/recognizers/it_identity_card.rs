//! Numbers of Italian identity cards (Ministero dell'Interno): on paper two letters and seven digits, of
//! the first electronic ones seven digits and two letters, now two letters, five digits, two letters.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "it_identity_card",
    entity: Entity::known("IT_IDENTITY_CARD"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "carta d identità",
        "carte d identità",
        "carta d identita elettronica",
        "carta d identità elettronica",
        "carta identita elettronica",
        "carta di identita",
        "documento d identita",
        "documento di identita",
        "identità",
        "identita",
        "numero documento",
        "id card",
        "carta d identita",
        "carta identità",
        "carta identita",
        "carta di identità",
        "cie",
        "documento d identità",
        "documento di identità",
        "carta",
        "italian identity card",
        "identity card",
        "numero carta",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["AA99999AA", "AA 9999999", "9999999AA"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| Some(if code.capital { 0.2 } else { 0.15 }))
}
