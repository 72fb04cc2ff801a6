//! National numbers with their trunk zero: `020 7946 0958`, `01 23 45 67 89`, `(030) 123456`,
//! `090-1234-5678`.
//!
//! Without separators such a number is none: identifiers are padded with zeros too.

use super::{GROUPED, Shape, is_date, longest};
use crate::number::{Gap, Group, Number, sizes};

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
                | [2, 4, 4]
                | [3, 4, 4]
                | [3, 3, 3]
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
