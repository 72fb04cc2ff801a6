//! National numbers with their trunk zero: `020 7946 0958`, `01 23 45 67 89`, `(030) 123456`,
//! `090-1234-5678`.
//!
//! Without separators such a number is one in a sentence only: in tables and code identifiers are
//! padded with zeros.

use super::labels::is_counted;
use super::{GROUPED, Shape, is_date, longest};
use crate::boundary::char_before;
use crate::cursor::Cursor;
use crate::number::{Gap, Group, Number, sizes};

/// The score of a number without separators.
const PLAIN: f32 = 0.5;
/// LIMIT: words before such a number that can say what else it is.
const LABEL_WORDS_MAX: usize = 3;

/// LIMIT: digits of a group after the area.
const GROUP_DIGITS_MAX: usize = 9;

/// The groups that make a number with a trunk zero.
pub(super) fn trunk(number: &Number) -> Option<Shape> {
    let [0, 1..=9, ..] = number.digits() else { return None };
    let count = longest(number, 9, 13).or_else(|| longest(number, 8, 8))?;
    let groups = number.groups().get(..count)?;
    let usual = count > 1 && is_usual(number, groups) && is_separated(groups);
    let other = is_date(number, count) || is_postcode(groups) || is_codes(number, groups);
    (usual && !other).then_some(Shape { count, score: GROUPED })
}

/// Ten or eleven digits without separators, in a sentence.
pub(super) fn plain(cursor: &Cursor<'_>, number: &Number) -> Option<Shape> {
    let [group, ..] = number.groups() else { return None };
    let digits = number.digits_in(group);
    let [0, 1..=9, ..] = digits else { return None };
    let fits = matches!(digits.len(), 10 | 11) && !is_book(digits) && !is_alphabet(digits);
    let said = || in_sentence(cursor, group.end) && !is_counted(cursor, LABEL_WORDS_MAX);
    (fits && said()).then_some(Shape { count: 1, score: PLAIN })
}

/// Whether the candidate is a word of a sentence, or all there is.
fn in_sentence(cursor: &Cursor<'_>, end: usize) -> bool {
    let opens = char_before(cursor.text, cursor.at).is_none_or(|c| matches!(c, ' ' | '\n' | '('));
    let Some(next) = cursor.char(end) else { return opens };
    let apart = |index: usize| cursor.char(index).is_none_or(char::is_whitespace);
    let closes = match next {
        ' ' | '\n' | '\r' | ')' => true,
        '.' | ',' | ';' | '!' | '?' => apart(end + 1),
        _ => false,
    };
    opens && closes
}

/// ISBN-10: the check digit of a book.
fn is_book(digits: &[u8]) -> bool {
    let sum: usize = digits.iter().rev().zip(1..).map(|(d, weight)| usize::from(*d) * weight).sum();
    digits.len() == 10 && sum.is_multiple_of(11)
}

/// Whether the digits stand in order, as programs list them: `0123456789`, `0987654321`.
fn is_alphabet(digits: &[u8]) -> bool {
    let steps = |by: u8| {
        let mut pairs = digits.windows(2).map(|pair| pair.first().zip(pair.last()));
        pairs.all(|pair| pair.is_some_and(|(a, b)| (a + by) % 10 == *b))
    };
    steps(1) || steps(9)
}

/// Whether the groups have sizes that people give them.
fn is_usual(number: &Number, groups: &[Group]) -> bool {
    let digits = number.digits_of(groups.len()).len();
    let sizes = sizes(groups);
    match sizes.as_slice() {
        // Most of the short ones are something else: `01 234567` is Ireland's and Belgium's.
        [2, 2, 2, 2] => {
            groups.iter().skip(2).all(|group| group.gap == Gap::Space)
                && groups.get(1).is_some_and(|group| group.gap == Gap::Dash)
        }
        [2 | 3, ..] if digits == 8 => groups.get(1).is_some_and(|group| group.gap == Gap::Closed),
        _ if digits == 8 => false,
        [2, 2, 2, 2, 2] => true,
        // Germany and Austria write what follows the area in one.
        [area, rest] => (2..=6).contains(area) && *rest <= GROUP_DIGITS_MAX && digits <= 13,
        // Argentina, mobile, within the country.
        [3..=5, 2, 2..=4, 4] if digits == 13 => true,
        [area, rest @ ..] => {
            let long = digits > 11 && !matches!(sizes.as_slice(), [4, 4, 4] | [4 | 5, 5, 3]);
            let even = rest.iter().all(|size| (2..=5).contains(size));
            let pairs = *area == 2 && rest.first() == Some(&2);
            (2..=6).contains(area) && rest.len() <= 4 && even && !long && !pairs
        }
        [] => false,
    }
}

/// Whether the separators are those of a phone number: a slash only after the area, a dash
/// between spaces as well, dots only between all groups.
fn is_separated(groups: &[Group]) -> bool {
    let gaps = || groups.iter().skip(1).map(|group| group.gap);
    if gaps().any(|gap| gap == Gap::Dot) {
        let known = matches!(
            sizes(groups).as_slice(),
            [2, 2, 2, 2, 2]
                | [4, 2, 2, 2]
                | [3, 2, 2, 2]
                | [3, 3, 2, 2]
                | [3, 3, 4]
                | [4, 3, 3]
                | [4, 3, 4]
                | [2, 4, 4]
                | [3, 4, 4]
                | [2, 3, 2, 2]
        );
        return known && gaps().all(|gap| gap == Gap::Dot);
    }
    gaps().enumerate().all(|(index, gap)| match gap {
        Gap::Slash | Gap::Wide | Gap::Closed => index == 0,
        Gap::Space | Gap::Dash => true,
        Gap::Start | Gap::Dot | Gap::Opened => false,
    })
}

/// The ZIP+4 code of an address in New England: `02110-1301`.
fn is_postcode(groups: &[Group]) -> bool {
    let [code, plus, ..] = groups else { return false };
    (code.len(), plus.len(), plus.gap) == (5, 4, Gap::Dash)
}

/// Code points, weights, bytes: groups with zeros before them. No subscriber's number begins so.
fn is_codes(number: &Number, groups: &[Group]) -> bool {
    let [_, rest @ ..] = groups else { return false };
    let begins = |zeros: &[u8]| {
        rest.iter().filter(|group| number.digits_in(group).starts_with(zeros)).count()
    };
    match sizes(groups).as_slice() {
        [4, 4, 4] => begins(&[0]) > 0,
        _ => begins(&[0, 0]) > 1,
    }
}
