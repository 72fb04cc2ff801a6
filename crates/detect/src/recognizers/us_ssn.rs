//! United States social security numbers, as the Social Security Administration assigns them.
//!
//! Area 000, 666 and 900–999, group 00 and serial 0000 were never assigned (SSA, "Social Security
//! Number Randomization"); area 000 is where surrogates live. Nine digits without separators are
//! an ordinary number unless the words before them say otherwise.

pub(super) mod loose;

use portcullis_model::Entity;

use crate::boundary::opens_number;
use crate::cursor::Cursor;
use crate::number::{Gap, Group};
use crate::recognizer::{Match, Recognizer, Trigger};
use crate::row;

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "us_ssn",
    entity: Entity::US_SSN,
    rule: None,
    trigger: Trigger::Number,
    context: CONTEXT,
    find,
};

const CONTEXT: &[&str] = &[
    "ssn",
    "ssns",
    "social security",
    "social security number",
    "social security no",
    "social",
    "soc sec",
    "ss",
    "ssa",
    "taxpayer",
    "seguro social",
    "número de seguro social",
];

/// The score of a part of a row of numbers.
const CUT: f32 = 0.25;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let number = cursor.number?;
    let groups = number.groups();
    let (count, score) = shape(groups)?;
    let last = groups.get(count - 1)?;
    let digits = number.digits_of(count);
    // Three columns of a table look the same.
    let cut = groups.get(1).is_some_and(|group| count == 3 && group.gap == Gap::Space)
        && (row::is_part(cursor, cursor.at, last.end) || row::is_line(cursor, cursor.at, last.end));
    let score = if cut { CUT } else { score };
    let assigned = opens_number(cursor.text, cursor.at) && is_assigned(digits);
    (assigned && cursor.closes_number(last.end)).then(|| Match::new(cursor.at, last.end, score))
}

/// How many groups make the number, and how sure that makes it.
fn shape(groups: &[Group]) -> Option<(usize, f32)> {
    match groups {
        [a, b, c, ..] if (a.len(), b.len(), c.len()) == (3, 2, 4) && b.gap == c.gap => {
            match b.gap {
                Gap::Dash => Some((3, 0.85)),
                Gap::Wide => Some((3, 0.6)),
                Gap::Space | Gap::Dot => Some((3, 0.55)),
                Gap::Start | Gap::Slash | Gap::Opened | Gap::Closed => None,
            }
        }
        [a, ..] if a.len() == 9 => Some((1, 0.2)),
        // A separator left out: `12345-6789` is a postal code too, unless a word says otherwise.
        [a, b, ..] if matches!((a.len(), b.len()), (5, 4) | (3, 6)) && b.gap == Gap::Dash => {
            Some((2, 0.12))
        }
        _ => None,
    }
}

fn is_assigned(digits: &[u8]) -> bool {
    let value = |part: Option<&[u8]>| {
        part.unwrap_or_default().iter().fold(0, |sum: u32, digit| sum * 10 + u32::from(*digit))
    };
    let monotone = digits.windows(2).all(|pair| pair.first() == pair.last());
    let area = value(digits.get(..3));
    let group = value(digits.get(3..5));
    let serial = value(digits.get(5..));
    (1..=899).contains(&area) && area != 666 && group != 0 && serial != 0 && !monotone
}
