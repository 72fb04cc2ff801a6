//! Italian VAT numbers, "partita IVA" (DPR 633/1972, article 35; DM 23 dicembre 1976, article 8): seven
//! digits of the company, three of the office, Luhn.

use portcullis_model::Entity;

use crate::checksum::{luhn, number};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Next, Recognizer, Shape, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "it_vat_code",
    entity: Entity::known("IT_VAT_CODE"),
    rule: None,
    trigger: Trigger::Code(TEMPLATES),
    context: CONTEXT,
    find,
};

/// The same with underscores between its groups, as in names of files and fields.
pub(super) const UNDERSCORED: Recognizer = Recognizer {
    name: "it_vat_code_underscored",
    entity: Entity::known("IT_VAT_CODE"),
    rule: None,
    trigger: Trigger::Shape(SHAPES),
    context: CONTEXT,
    find: find_underscored,
};

const CONTEXT: &[&str] = &[
    "partita iva",
    "partite iva",
    "part iva",
    "numero partita iva",
    "partita i v a",
    "p i",
    "vat id",
    "vat n",
    "codice iva",
    "p iva",
    "piva",
    "iva",
    "vat",
    "vat number",
    "vat code",
    "vat no",
    "italian vat",
    "codice fiscale azienda",
];

/// How it is written.
const TEMPLATES: &[&str] = &["9 9 9 9 9 9 9 9 9 9 9", "AA 99999999999"];

/// How it begins where underscores stand in it.
const SHAPES: &[Shape] =
    &[Shape { letters: &[0], digits: &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], next: &[Next::Underscore] }];

const DIGITS: usize = 11;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        // With the mark of the country it is as it stands on invoices within the Union.
        if let Some(number) = code.chars().strip_prefix(b"IT") {
            return score(number).filter(|_| code.capital).map(|score| 2.0 * score);
        }
        // Digits one by one are a table or a list.
        let apart = code.end - cursor.at > 2 * DIGITS - 2;
        let digits = code.chars().iter().all(u8::is_ascii_digit);
        let score = score(code.chars()).filter(|_| digits);
        score.map(|score| if apart { 0.05 } else { score })
    })
}

fn find_underscored(cursor: &Cursor<'_>) -> Option<Match> {
    let mut digits = Vec::with_capacity(DIGITS);
    let mut end = cursor.at;
    while digits.len() < DIGITS {
        let separated = !digits.is_empty() && cursor.byte(end) == Some(b'_');
        end += usize::from(separated);
        digits.push(cursor.byte(end).filter(u8::is_ascii_digit)?);
        end += 1;
    }
    let score = score(&digits)?;
    code::closes(cursor, end).then(|| Match::new(cursor.at, end, score.min(0.1)))
}

fn score(digits: &[u8]) -> Option<f32> {
    let (company, office) = digits.split_at_checked(7)?;
    let office = matches!(number(office) / 10, 1..=121 | 888 | 999);
    match (luhn(digits), number(company)) {
        (false, _) => None,
        _ if digits.iter().all(|digit| *digit == b'0') => None,
        (_, 0) => Some(0.05),
        _ => Some(if office { 0.3 } else { 0.2 }),
    }
}
