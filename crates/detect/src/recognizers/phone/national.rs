//! Phone numbers in the national form of other countries.
//!
//! A leading trunk zero with a usual grouping, an area in parentheses and the groupings that
//! nothing else has are findings by themselves; all else needs the words before it. Which
//! numbers are assigned is not checked: the plans differ too much and change.

mod forms;
mod labels;
mod trunk;

use portcullis_model::Entity;

use super::country_codes::Country;
use super::{CONTEXT, Lead, close, follows_name, follows_time, lead};
use crate::boundary::{byte_before, opens_number};
use crate::cursor::Cursor;
use crate::number::{Gap, Group, Number, sizes};
use crate::recognizer::{Match, Recognizer, Trigger};
use crate::row;

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
/// The same without separators: those words must stand nearer.
const PLAIN: f32 = 0.13;
/// The same for the eight digits or less that an area has by itself.
const SHORT: f32 = 0.12;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let number = cursor.number?;
    let lead = lead(cursor)?;
    if lead.plus || follows_time(cursor) {
        return None;
    }
    let shape = trunk::trunk(number)
        .or_else(|| area(number, &lead))
        .or_else(|| forms::form(cursor, number))
        .or_else(|| trunk::plain(cursor, number))
        .filter(|shape| stands_alone(cursor, &lead, number, shape))
        .or_else(|| any(cursor, number))?;
    let groups = number.groups().get(..shape.count)?;
    let closed = groups.iter().any(|group| group.gap == Gap::Closed);
    let start = if lead.parenthesis && closed { lead.start } else { cursor.at };
    if !opens_number(cursor.text, start) {
        return None;
    }
    Some(Match::new(start, close(cursor, groups.last()?.end)?, shape.score))
}

/// So many groups make a number, so surely.
struct Shape {
    count: usize,
    score: f32,
}

/// Whether the groups are a number of their own: what opens is closed, they are no part of a
/// longer name, and no other digits stand beside them as in a row of a table.
fn stands_alone(cursor: &Cursor<'_>, lead: &Lead, number: &Number, shape: &Shape) -> bool {
    let groups = number.groups().get(..shape.count).unwrap_or_default();
    let opened = lead.parenthesis || groups.iter().any(|group| group.gap == Gap::Opened);
    let closed = groups.iter().any(|group| group.gap == Gap::Closed);
    let end = groups.last().map_or(cursor.at, |group| group.end);
    let goes_on = cursor.byte(end) == Some(b'-')
        && cursor.byte(end + 1).is_some_and(|byte| byte.is_ascii_alphabetic());
    let named = follows_name(cursor) || goes_on;
    (opened || !closed) && !named && (closed || !row::is_part(cursor, cursor.at, end))
}

/// An area in parentheses: `(11) 98765-4321`, or the code of a country: `(351) 912 345 678`.
fn area(number: &Number, lead: &Lead) -> Option<Shape> {
    let [area, next, ..] = number.groups() else { return None };
    if !lead.parenthesis || next.gap != Gap::Closed || !matches!(area.len(), 2..=3) {
        return None;
    }
    let country = Country::of(number.digits_in(area)).filter(|code| code.code_digits == area.len());
    let national = |count: &usize| number.digits_of(*count).len().checked_sub(area.len());
    let whole = |count: &usize| {
        let fits = national(count).zip(country.as_ref()).is_some_and(|(n, code)| code.has(n));
        fits && *count > 1
    };
    let abroad = (1..=number.groups().len()).rev().find(whole);
    let count = abroad.or_else(|| longest(number, 9, 11))?;
    (count > 1).then_some(Shape { count, score: GROUPED })
}

/// Seven to twelve digits in a row of like separators.
fn any(cursor: &Cursor<'_>, number: &Number) -> Option<Shape> {
    let groups = number.groups();
    let gap = groups.get(1).map_or(Gap::Start, |group| group.gap);
    let alike = |group: &Group| {
        group.gap == gap
            || matches!((gap, group.gap), (Gap::Closed | Gap::Opened, _) | (_, Gap::Dash))
    };
    let run = 1 + groups.iter().skip(1).take_while(|group| alike(group)).count();
    let count = (1..=run).rev().find(|count| (7..=12).contains(&number.digits_of(*count).len()))?;
    let listed = groups.iter().take(count).skip(1).any(|group| group.len() == 1);
    let other =
        follows_name(cursor) || follows_sign(cursor) || row::continues(cursor.text, cursor.at);
    if listed || other || is_date(number, count) || is_alphabet(number.digits_of(count)) {
        return None;
    }
    // Two numbers with a dot are a decimal, four are an address.
    let dotted = gap == Gap::Dot && matches!(count, 2 | 4);
    if groups.iter().take(count).any(|group| group.gap == Gap::Opened) {
        return None;
    }
    let score = match (count, number.digits_of(count).len()) {
        (1, ..=8) => SHORT,
        (1, _) => PLAIN,
        _ => ANY,
    };
    (!dotted).then_some(Shape { count, score })
}

/// Whether the candidate follows a sign that numbers other things: `#1001961`.
fn follows_sign(cursor: &Cursor<'_>) -> bool {
    byte_before(cursor.text, cursor.at) == Some(b'#')
}

/// Whether these are all digits, as programs list them: `0123456789`.
fn is_alphabet(digits: &[u8]) -> bool {
    digits.iter().enumerate().all(|(index, digit)| usize::from(*digit) == index)
}

/// Whether the first groups are a day, a month and a year in any order, or two years.
fn is_date(number: &Number, count: usize) -> bool {
    let groups = number.groups().get(..count).unwrap_or_default();
    let year = |index: usize| {
        let digits = groups.get(index).map(|group| number.digits_in(group));
        matches!(digits, Some([1, 9, _, _] | [2, 0, _, _]))
    };
    match sizes(groups).as_slice() {
        [2, 2, 2] => true,
        [1 | 2, 1 | 2, 4, ..] => year(2),
        [4, 1 | 2, 1 | 2, ..] => year(0),
        [4, 4] => year(0) && year(1),
        _ => false,
    }
}

/// The most groups that have from `fewest` to `most` digits together.
fn longest(number: &Number, fewest: usize, most: usize) -> Option<usize> {
    let counts = (1..=number.groups().len()).rev();
    counts.into_iter().find(|count| (fewest..=most).contains(&number.digits_of(*count).len()))
}
