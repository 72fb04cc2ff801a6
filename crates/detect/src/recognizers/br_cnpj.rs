//! Brazilian taxpayer numbers of companies (Receita Federal, Instrução Normativa 2229/2024): twelve
//! characters, letters among them since 2026, and two weighted sums modulo 11. A letter counts as
//! its ASCII code less 48.

use portcullis_model::Entity;

use crate::checksum::value;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "br_cnpj",
    entity: Entity::known("BR_CNPJ"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: &[
        "cadastro nacional da pessoa juridica",
        "cadastro nacional de pessoas jurídicas",
        "pessoa juridica",
        "razao social",
        "inscricao",
        "número do cnpj",
        "numero do cnpj",
        "cnpj da empresa",
        "brazilian company number",
        "company registration",
        "cnpj",
        "cnpjs",
        "cadastro nacional da pessoa jurídica",
        "pessoa jurídica",
        "razão social",
        "empresa",
        "inscrição",
        "receita federal",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["99999999/9999_99", "99.XXX.XXX/XXXX-99", "9X.XXX.XXX/XXXX-99"];

/// The weights of the second check digit; those of the first begin one later.
const WEIGHTS: [u32; 13] = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let chars = code.chars();
        let first = check(chars, WEIGHTS.get(1..)?);
        let valid = first == value(code.at(12)) && check(chars, &WEIGHTS) == value(code.at(13));
        let digits = chars.iter().all(u8::is_ascii_digit);
        let known = valid && code.capital && !code.is_monotone();
        known.then_some(match (code.joined, digits) {
            (false, _) => 0.9,
            (true, true) => 0.4,
            (true, false) => 0.3,
        })
    })
}

fn check(chars: &[u8], weights: &[u32]) -> u32 {
    let worth = |byte: &u8| u32::from(byte.saturating_sub(b'0'));
    let sum: u32 = chars.iter().zip(weights).map(|(byte, weight)| worth(byte) * weight).sum();
    sum * 10 % 11 % 10
}
