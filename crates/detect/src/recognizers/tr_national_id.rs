//! Turkish identification numbers (law 5490; Nüfus ve Vatandaşlık İşleri): eleven digits, the first not
//! zero, with two check digits.

use portcullis_model::Entity;

use crate::checksum::{last, value, weighted};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "tr_national_id",
    entity: Entity::known("TR_NATIONAL_ID"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "tckn",
        "tckno",
        "t c no",
        "tc kimlik numarası",
        "tc kimlik numarasi",
        "kimlik numarasi",
        "kimlik numaram",
        "vatandaslik",
        "vatandaslik numarasi",
        "nufus cuzdani",
        "nüfus",
        "nufus",
        "national id",
        "tc kimlik",
        "tc kimlik no",
        "t c kimlik no",
        "kimlik numarası",
        "kimlik no",
        "kimlik",
        "tc no",
        "tcno",
        "turkish id",
        "turkish national id",
        "vatandaşlık numarası",
        "vatandaşlık",
        "nüfus cüzdanı",
        "tc",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["99999999999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let chars = code.chars();
        let odd = weighted(chars, &[7, 0, 7, 0, 7, 0, 7, 0, 7]);
        let even = weighted(chars, &[0, 1, 0, 1, 0, 1, 0, 1]);
        let tenth = (odd + 100 - even) % 10 == value(code.at(9));
        let sum = weighted(chars, &[1; 10]);
        let valid = tenth && sum % 10 == last(chars) && code.at(0) != b'0';
        valid.then_some(0.45)
    })
}
