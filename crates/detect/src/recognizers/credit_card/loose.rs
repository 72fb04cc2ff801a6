//! Cards whose groups are parted by what is seldom written there:
//! tabs, line breaks, commas, underscores, the plus signs of a form; or that are written digit by
//! digit or as decimals. Only directly behind a word or under a key that names them.

use portcullis_model::Entity;

use super::brands::{self, Sureness};
use super::{CONTEXT, is_luhn};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger, Worth};
use crate::recognizers::loose::Loose;

pub(in crate::recognizers) const BEHIND: Recognizer = Recognizer {
    name: "credit_card_loose",
    entity: Entity::CREDIT_CARD,
    rule: None,
    trigger: Trigger::Literals(WORDS),
    context: &[],
    find: find_behind,
};

pub(in crate::recognizers) const KEYED: Recognizer = Recognizer {
    name: "credit_card_loose_keyed",
    entity: Entity::CREDIT_CARD,
    rule: None,
    trigger: Trigger::Start,
    context: CONTEXT,
    find: find_keyed,
};

const WORDS: &[&str] = &[
    "card",
    "Card",
    "CARD",
    "credit_card",
    "creditCard",
    "creditcard",
    "CreditCard",
    "CREDIT_CARD",
    "card_number",
    "cardNumber",
    "cardnumber",
    "CardNumber",
    "CARD_NUMBER",
    "cc",
    "CC",
    "ccn",
    "ccnum",
    "cc_number",
    "ccNumber",
    "pan",
    "PAN",
    "visa",
    "Visa",
    "VISA",
    "mastercard",
    "Mastercard",
    "MasterCard",
    "amex",
    "Amex",
    "AMEX",
    "Karte",
    "Kreditkarte",
    "carte",
    "tarjeta",
];
const SCORE: f32 = 0.85;
/// The groups that are stamped on cards.
const PRINTED: &[&[usize]] = &[&[4, 4, 4, 4], &[4, 6, 5], &[4, 6, 4], &[4, 4, 4, 4, 3]];

fn find_behind(cursor: &Cursor<'_>) -> Option<Match> {
    card(cursor, &Loose::behind(cursor, WORDS)?, SCORE.into())
}

fn find_keyed(cursor: &Cursor<'_>) -> Option<Match> {
    card(cursor, &Loose::first(cursor)?, Worth::cued(0.25))
}

fn card(cursor: &Cursor<'_>, number: &Loose, worth: Worth) -> Option<Match> {
    let (_, _, end) = number.parts(PRINTED).find(|(digits, sizes, end)| {
        let issued = || matches!(brands::sureness(digits), Some(Sureness::Usual | Sureness::Rare));
        let single = sizes.iter().all(|size| *size == 1);
        let grouped = single || sizes.first().is_some_and(|first| *first >= 4);
        (13..=19).contains(&digits.len())
            && grouped
            && is_luhn(digits)
            && issued()
            && cursor.closes_number(*end)
    })?;
    (!number.plus).then(|| Match::new(number.start, end, worth))
}
