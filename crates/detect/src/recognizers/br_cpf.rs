//! Brazilian taxpayer numbers of persons (Receita Federal, Instrução Normativa 1548/2015): nine digits
//! and two weighted sums modulo 11.

use portcullis_model::Entity;

use crate::checksum::{value, weighted};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "br_cpf",
    entity: Entity::known("BR_CPF"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "cadastro de pessoas fisicas",
        "cadastro de pessoa fisica",
        "pessoas fisicas",
        "pessoa fisica",
        "numero do cpf",
        "número de cpf",
        "numero de cpf",
        "cpf do titular",
        "cpf titular",
        "documento do cliente",
        "taxpayer id",
        "brazilian tax id",
        "cpf",
        "cpfs",
        "cadastro de pessoas físicas",
        "cadastro de pessoa física",
        "pessoas físicas",
        "pessoa física",
        "receita federal",
        "cpf number",
        "contribuinte",
        "número do cpf",
        "cpf do cliente",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["999999999_99", "999.999.999/99"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let first = weighted(code.chars(), &[10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10;
        let second = weighted(code.chars(), &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10;
        let valid =
            first == value(code.at(9)) && second == value(code.at(10)) && !code.is_monotone();
        // With a dot before the check digits it may be an address of the internet.
        let text = cursor.slice(cursor.at, code.end);
        let address = text.as_bytes().iter().rev().nth(2) == Some(&b'.');
        valid.then_some(match code.joined {
            true => 0.45,
            false if address => 0.5,
            false => 0.85,
        })
    })
}
