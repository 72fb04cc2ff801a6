//! Payment card numbers: ISO/IEC 7812, with the issuer ranges and lengths of the brands and the
//! Luhn check digit.
//!
//! Documentation and test cards are findings as any other: they are written where real ones are.

mod brands;

use portcullis_model::Entity;

use self::brands::Sureness;
use crate::boundary::opens_number;
use crate::cursor::Cursor;
use crate::number::{Gap, Group, sizes};
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "credit_card",
    entity: Entity::CREDIT_CARD,
    rule: None,
    trigger: Trigger::Number,
    context: &[
        "card",
        "credit",
        "debit",
        "cc",
        "ccn",
        "ccnum",
        "pan",
        "visa",
        "mastercard",
        "master card",
        "amex",
        "american express",
        "diners",
        "discover",
        "jcb",
        "maestro",
        "unionpay",
        "mir",
        "rupay",
        "cardnumber",
        "creditcard",
        "payment",
        "charge",
        "charged",
        "kreditkarte",
        "karte",
        "kartennummer",
        "carte",
        "carte bancaire",
        "tarjeta",
        "carta",
        "cartão",
        "cartao",
        "kaart",
        "kort",
        "карта",
        "карты",
        "カード",
        "카드",
        "信用卡",
        "银行卡",
        "卡号",
    ],
    find,
};

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let number = cursor.number?;
    if !opens_number(cursor.text, cursor.at) {
        return None;
    }
    let candidates = 1..=number.groups().len();
    let found = candidates.filter_map(|count| card(cursor, count));
    // The surer reading wins: a four-by-four card before the same card with a code after it.
    found.reduce(|best, next| if next.score > best.score { next } else { best })
}

/// The first `count` groups as a card.
fn card(cursor: &Cursor<'_>, count: usize) -> Option<Match> {
    let number = cursor.number?;
    let digits = number.digits_of(count);
    let groups = number.groups().get(..count)?;
    // The check digit first: nine of ten other numbers need no look at the brands then.
    if !(12..=19).contains(&digits.len()) || !is_luhn(digits) || !is_separated(groups) {
        return None;
    }
    let sureness = brands::sureness(digits)?;
    // Twelve digits are the beginning of a longer number sooner than a card.
    if digits.len() == 12 && count < number.groups().len() {
        return None;
    }
    let end = groups.last()?.end;
    cursor.closes_number(end).then(|| Match::new(cursor.at, end, score(digits, groups, sureness)))
}

fn score(digits: &[u8], groups: &[Group], sureness: Sureness) -> f32 {
    let product = digits.len() == 13 && is_article_number(digits);
    match (sureness, grouping(groups)) {
        (Sureness::Usual, Grouping::Printed) => 0.9,
        (Sureness::Usual, Grouping::None) => 0.7,
        (Sureness::Usual, Grouping::Other) => 0.6,
        (Sureness::Rare, Grouping::Printed) => 0.75,
        // So short, it is an ordinary number unless a word before it says otherwise.
        (Sureness::Rare, Grouping::None) if digits.len() == 12 => 0.3,
        (Sureness::Rare, Grouping::None) if !product => 0.5,
        (Sureness::Weak, Grouping::Printed) => 0.5,
        (Sureness::Rare | Sureness::Weak, _) => 0.3,
        (Sureness::Shape, _) => 0.05,
    }
}

/// ISO/IEC 7812-1 annex B.
fn is_luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| match (index % 2, *digit) {
            (1, digit @ 5..) => u32::from(digit) * 2 - 9,
            (1, digit) => u32::from(digit) * 2,
            (_, digit) => u32::from(digit),
        })
        .sum();
    sum.is_multiple_of(10)
}

/// EAN-13: thirteen digits that a shop's article has too.
fn is_article_number(digits: &[u8]) -> bool {
    let weighted = digits.iter().zip([1, 3].into_iter().cycle());
    weighted.map(|(digit, weight)| u32::from(*digit) * weight).sum::<u32>().is_multiple_of(10)
}

fn is_separated(groups: &[Group]) -> bool {
    groups.iter().all(|group| matches!(group.gap, Gap::Start | Gap::Space | Gap::Dash | Gap::Dot))
}

/// How the digits are grouped.
enum Grouping {
    None,
    /// As cards are printed.
    Printed,
    Other,
}

fn grouping(groups: &[Group]) -> Grouping {
    match sizes(groups).as_slice() {
        [_] => Grouping::None,
        [4, 6, 4 | 5] | [6, 13] | [8, 8] | [4, 5, 6] | [4, 4, 4, 1..=4] | [4, 4, 4, 4, 1..=3] => {
            Grouping::Printed
        }
        [4, 4, 4] | [5, 5, 5] | [4, 3, 3, 3] | [4, 4, 5] | [6, 6] => Grouping::Printed,
        _ => Grouping::Other,
    }
}
