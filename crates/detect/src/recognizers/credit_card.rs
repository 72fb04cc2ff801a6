//! Payment card numbers: ISO/IEC 7812, with the issuer ranges and lengths of the brands and the
//! Luhn check digit.
//!
//! Documentation and test cards are findings as any other: they are written where real ones are.

mod brands;
pub(super) mod loose;

use portcullis_model::Entity;

use self::brands::Sureness;
use crate::boundary::opens_number;
use crate::cursor::Cursor;
use crate::number::{Gap, Group, Number, sizes};
use crate::recognizer::{Match, Recognizer, Trigger};
use crate::row;

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "credit_card",
    entity: Entity::CREDIT_CARD,
    rule: None,
    trigger: Trigger::Number,
    context: CONTEXT,
    find,
};

const CONTEXT: &[&str] = &[
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
    "paid",
    "pay with",
    "billing",
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
];

/// The score of what is cut out of something longer.
const CUT: f32 = 0.3;
/// LIMIT: digits of a group of a card that is grouped in an unusual way.
const GROUP_DIGITS_MAX: usize = 10;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let number = cursor.number?;
    if !opens_number(cursor.text, cursor.at) {
        return None;
    }
    let candidates = 1..=number.groups().len();
    let found = candidates.filter_map(|count| card(cursor, count));
    // The surer reading wins, but for one more group of the same kind: whether that is a part of
    // the card or its code, it is to be concealed.
    found.reduce(
        |best, next| {
            if next.score > best.score || is_alike(number, next.end) { next } else { best }
        },
    )
}

/// Whether the groups that end at `end` are a card of five groups, the last of which is not told
/// from the others by its separator.
fn is_alike(number: &Number, end: usize) -> bool {
    let count = number.groups().iter().take_while(|group| group.end <= end).count();
    let groups = number.groups().get(..count).unwrap_or_default();
    let [_, first, .., last] = groups else { return false };
    let mixed = groups.iter().skip(1).take(3).any(|group| group.gap != first.gap);
    let printed = matches!(grouping(groups), Grouping::Printed);
    count == 5 && printed && (mixed || last.gap == first.gap)
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
    let goes_on =
        |next: &Group| next.len() > 2 && groups.last().is_some_and(|last| last.gap == next.gap);
    if digits.len() == 12 && number.groups().get(count).is_some_and(goes_on) {
        return None;
    }
    // `5.024937810560445` is a decimal.
    if count == 2 && groups.last()?.gap == Gap::Dot {
        return None;
    }
    let end = groups.last()?.end;
    let score = score(digits, groups, sureness);
    let score = if is_cut(cursor, groups) { score.min(CUT) } else { score };
    cursor.closes_number(end).then(|| Match::new(cursor.at, end, score))
}

fn score(digits: &[u8], groups: &[Group], sureness: Sureness) -> f32 {
    // American Express prints 4-6-5: in fours it may as well be the end of a longer card.
    let in_fours = sizes(groups).as_slice() == [4, 4, 4, 3];
    let dotted = digits.len() == 12 && groups.iter().skip(1).all(|group| group.gap == Gap::Dot);
    let product = digits.len() == 13 && is_article_number(digits);
    match (sureness, grouping(groups)) {
        (Sureness::Usual, Grouping::Printed) if in_fours => 0.6,
        (Sureness::Usual, Grouping::Printed) => 0.9,
        (Sureness::Usual, Grouping::None) => 0.7,
        (Sureness::Usual, Grouping::Other) => 0.6,
        // So short and with dots, it is a number of something in a table.
        (Sureness::Weak, Grouping::Printed) if dotted => 0.3,
        (Sureness::Rare, Grouping::Printed) => 0.75,
        (Sureness::Rare, Grouping::None) if !product => 0.5,
        // So long, and of a brand, and checked: the grouping is a matter of taste.
        (Sureness::Rare, Grouping::Other) if digits.len() >= 15 => 0.5,
        (Sureness::Weak, Grouping::Printed) => 0.5,
        (Sureness::Rare | Sureness::Weak, _) => 0.3,
        (Sureness::Shape, _) => 0.05,
    }
}

/// Whether the groups are a part of something else: amounts, dates, bytes, columns of a table.
fn is_cut(cursor: &Cursor<'_>, groups: &[Group]) -> bool {
    let [first, rest @ ..] = groups else { return false };
    let Some((next, last)) = rest.first().zip(rest.last()) else { return false };
    let gaps = |gap: Gap| rest.iter().any(|group| group.gap == gap);
    let printed = matches!(grouping(groups), Grouping::Printed);
    if printed {
        // No card has groups of zeros; and four digits beside four are no date of expiry.
        let zeros = |group: &&Group| cursor.slice(group.start, group.end).starts_with("00");
        let beside = is_four(cursor, last.end)
            || (groups.len() < 4 && row::continues(cursor.text, first.start));
        // Only UnionPay prints thirteen digits in one.
        let foreign = last.len() > GROUP_DIGITS_MAX && !cursor.literal(first.start, "62");
        let dotted = gaps(Gap::Dot) && rest.iter().filter(zeros).count() > 1;
        return dotted || foreign || (next.gap == Gap::Space && beside);
    }
    let mixed = rest.iter().any(|group| group.gap != next.gap);
    let pairs = groups.iter().all(|group| group.len() <= 2);
    let long = groups.iter().any(|group| group.len() > GROUP_DIGITS_MAX);
    let row = gaps(Gap::Space)
        && (row::is_part(cursor, first.start, last.end)
            || row::is_line(cursor, first.start, last.end));
    mixed || pairs || long || row || gaps(Gap::Dot)
}

/// Whether four digits and no more follow over a space.
fn is_four(cursor: &Cursor<'_>, end: usize) -> bool {
    let stop = cursor.run(end + 1, 5, |byte| byte.is_ascii_digit());
    cursor.byte(end) == Some(b' ') && stop == end + 5 && cursor.closes(stop)
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
    let written =
        |gap: Gap| matches!(gap, Gap::Start | Gap::Space | Gap::Dash | Gap::Dot | Gap::Wide);
    groups.iter().all(|group| written(group.gap))
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
