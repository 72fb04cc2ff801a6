//! Phone numbers in the national form of other countries.
//!
//! A leading trunk zero with a usual grouping, an area in parentheses and a few groupings that
//! nothing else has are findings by themselves; all else needs the words before it. Which
//! numbers are assigned is not checked: the plans differ too much and change.

use portcullis_model::Entity;

use super::{CONTEXT, Lead, close, continues, lead};
use crate::boundary::opens_number;
use crate::cursor::Cursor;
use crate::number::{Gap, Group, Number, sizes};
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer = Recognizer {
    name: "phone_national",
    entity: Entity::PHONE_NUMBER,
    rule: None,
    trigger: Trigger::Number,
    context: CONTEXT,
    find,
};

/// The score of a grouping that phone numbers have and hardly anything else.
const GROUPED: f32 = 0.52;
/// The score of any other row of digits; words before it make it a finding.
const ANY: f32 = 0.15;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let number = cursor.number?;
    let lead = lead(cursor)?;
    if lead.plus {
        return None;
    }
    let shape = trunk(number)
        .or_else(|| area(number, &lead))
        .or_else(|| grouped(number).filter(|_| !continues(cursor, cursor.at)))
        .or_else(|| any(number).filter(|_| !continues(cursor, cursor.at)))?;
    let group = number.groups().get(shape.count - 1)?;
    let parenthesis =
        lead.parenthesis && number.groups().iter().any(|group| group.gap == Gap::Closed);
    let start = if parenthesis { lead.start } else { cursor.at };
    if !opens_number(cursor.text, start) {
        return None;
    }
    Some(Match::new(start, close(cursor, group.end)?, shape.score))
}

/// So many groups make a number, so surely.
struct Shape {
    count: usize,
    score: f32,
}

/// A trunk zero: `020 7946 0958`, `01 23 45 67 89`, `(030) 123456`, `090-1234-5678`.
fn trunk(number: &Number) -> Option<Shape> {
    let [0, 1..=9, ..] = number.digits() else { return None };
    let count = longest(number, 9, 12)?;
    let groups = number.groups().get(..count)?;
    let digits = number.digits_of(count).len();
    let sizes = sizes(groups);
    let other = is_date(groups) || is_postcode(groups);
    let even = groups.iter().all(|group| group.len() >= 2) && sizes.as_slice().first() <= Some(&6);
    let plain = digits <= 11 || matches!(sizes.as_slice(), [4, 4, 4] | [4, 8] | [5, 7]);
    (count > 1 && plain && even && !other).then_some(Shape { count, score: GROUPED })
}

/// An area in parentheses: `(11) 98765-4321`.
fn area(number: &Number, lead: &Lead) -> Option<Shape> {
    let [area, next, ..] = number.groups() else { return None };
    if !lead.parenthesis || next.gap != Gap::Closed || !matches!(area.len(), 2..=3) {
        return None;
    }
    let count = longest(number, 9, 11)?;
    (count > 1).then_some(Shape { count, score: GROUPED })
}

/// Groupings of one country that nothing else has.
fn grouped(number: &Number) -> Option<Shape> {
    let count = (2..=number.groups().len().min(5)).rev().find(|count| {
        let groups = number.groups().get(..*count).unwrap_or_default();
        let dashed = groups.iter().skip(1).all(|group| group.gap == Gap::Dash);
        match (sizes(groups).as_slice(), number.digits_of(*count)) {
            // China, mobile.
            ([3, 4, 4], [1, 3..=9, ..]) => true,
            // Spain and Portugal.
            ([3, 2, 2, 2], [6..=9, ..]) => !dashed,
            // Russia.
            ([1, 3, 3, 2, 2], [7 | 8, 3 | 4 | 8 | 9, ..]) => true,
            // Brazil, mobile.
            ([2, 5, 4], [1..=9, 1..=9, 9, ..]) => true,
            _ => false,
        }
    })?;
    Some(Shape { count, score: GROUPED })
}

/// Seven to twelve digits in a row of like separators.
fn any(number: &Number) -> Option<Shape> {
    let groups = number.groups();
    let gap = groups.get(1).map_or(Gap::Start, |group| group.gap);
    let alike = |group: &Group| {
        group.gap == gap
            || matches!((gap, group.gap), (Gap::Closed | Gap::Opened, _) | (_, Gap::Dash))
    };
    let run = 1 + groups.iter().skip(1).take_while(|group| alike(group)).count();
    let count = (1..=run).rev().find(|count| (7..=12).contains(&number.digits_of(*count).len()))?;
    if is_date(groups) {
        return None;
    }
    let dotted = gap == Gap::Dot && count < 3 && count > 1;
    (!dotted).then_some(Shape { count, score: ANY })
}

/// Day, month and year in any order; a time of day may follow.
fn is_date(groups: &[Group]) -> bool {
    matches!(sizes(groups).as_slice(), [2, 2, 2] | [1 | 2, 1 | 2, 4, ..] | [4, 1 | 2, 1 | 2, ..])
}

/// The ZIP+4 code of an address in New England: `02110-1301`.
fn is_postcode(groups: &[Group]) -> bool {
    let [code, plus, ..] = groups else { return false };
    (code.len(), plus.len(), plus.gap) == (5, 4, Gap::Dash)
}

/// The most groups that have from `fewest` to `most` digits together.
fn longest(number: &Number, fewest: usize, most: usize) -> Option<usize> {
    let counts = (1..=number.groups().len()).rev();
    counts.into_iter().find(|count| (fewest..=most).contains(&number.digits_of(*count).len()))
}
