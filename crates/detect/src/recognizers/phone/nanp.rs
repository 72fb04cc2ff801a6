//! Phone numbers of the North American Numbering Plan: area, exchange and line, written in any
//! usual way.
//!
//! Area and exchange begin with 2 to 9 (NANPA). Area 555 is no area: surrogates live there, and
//! the numbers that people make up; the vault tells them apart.
//! Ten digits without separators are an ordinary number unless the words before say otherwise.

use portcullis_model::Entity;

use super::{CONTEXT, close, follows_name, follows_time, is_added, lead};
use crate::boundary::opens_number;
use crate::cursor::Cursor;
use crate::number::{Gap, Group};
use crate::recognizer::{Match, Recognizer, Trigger};
use crate::row;

pub(in crate::recognizers) const RECOGNIZER: Recognizer = Recognizer {
    name: "phone_nanp",
    entity: Entity::PHONE_NUMBER,
    rule: None,
    trigger: Trigger::Number,
    context: CONTEXT,
    find,
};

/// What an exchange that cannot exist (it is popular in made-up numbers) takes from the score.
const MADE_UP: f32 = 0.15;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let number = cursor.number?;
    let lead = lead(cursor)?;
    let groups = number.groups();
    let count = (1..=groups.len()).find(|count| {
        let digits = number.digits_of(*count);
        digits.len() == prefix(digits) + 10
    })?;
    let digits = number.digits_of(count);
    let prefix = prefix(digits);
    let groups = groups.get(..count)?;
    let local = digits.get(prefix..)?;
    let plain = groups.len() == 1 && !lead.plus;
    let other = follows_time(cursor)
        || (plain && follows_name(cursor))
        || (lead.parenthesis && follows_trunk(cursor, lead.start));
    if !matches!(local, [2..=9, ..]) || (lead.plus && prefix != 1) || other {
        return None;
    }
    let closed = groups.iter().any(|group| group.gap == Gap::Closed);
    let start = if lead.plus || (lead.parenthesis && closed) { lead.start } else { cursor.at };
    let end = close(cursor, groups.last()?.end)?;
    let made_up = if matches!(local, [_, _, _, 0 | 1, ..]) { MADE_UP } else { 0.0 };
    let added = lead.plus && groups.len() == 1 && is_added(cursor, lead.start);
    let score = score(groups, lead.plus && !added, prefix)?;
    let alone =
        score >= 0.6 || !(row::continues(cursor.text, cursor.at) || row::goes_on(cursor, end));
    let score = if alone { score - made_up } else { 0.2 };
    opens_number(cursor.text, start).then(|| Match::new(start, end, score.max(0.05)))
}

/// How many digits stand before the area: `1`, `001`, or none.
fn prefix(digits: &[u8]) -> usize {
    match digits {
        [0, 0, 1, ..] => 3,
        [1, ..] => 1,
        _ => 0,
    }
}

fn score(groups: &[Group], plus: bool, prefix: usize) -> Option<f32> {
    if plus {
        return Some(0.85);
    }
    let local = match (prefix, groups) {
        (0, _) => groups,
        (3, [first, rest @ ..]) if first.len() == 3 => rest,
        (1, [first, rest @ ..]) if first.len() == 1 => rest,
        _ if groups.len() == 1 => return Some(0.2),
        _ => return None,
    };
    match local {
        [_] => Some(0.2),
        [area, rest] if area.len() == 3 && rest.gap == Gap::Closed => Some(0.8),
        [area, _] if area.len() == 3 => Some(0.35),
        [area, exchange, line] if (area.len(), exchange.len(), line.len()) == (3, 3, 4) => {
            // `211-227 (2003)` is a place in a journal.
            if line.gap == Gap::Opened || exchange.gap == Gap::Opened {
                return None;
            }
            Some(match (exchange.gap, line.gap) {
                (Gap::Closed, _) => 0.8,
                (Gap::Dash, Gap::Dash) => 0.65,
                (Gap::Dot, Gap::Dot) => 0.65,
                // `252.227-7013` is a clause, `267.764 1040` two places.
                (Gap::Dot, _) | (_, Gap::Dot) => 0.3,
                (Gap::Space, Gap::Space) if prefix == 0 => 0.5,
                _ => 0.55,
            })
        }
        _ => None,
    }
}

/// Whether Russia's trunk digit stands before a parenthesis: `8 (495) 123-4567`.
fn follows_trunk(cursor: &Cursor<'_>, start: usize) -> bool {
    let left = cursor.text.get(..start).unwrap_or_default();
    let left = left.strip_suffix([' ', '-']).unwrap_or(left);
    matches!(left.as_bytes(), [b'7' | b'8'])
        || matches!(left.as_bytes(), [.., before, b'7' | b'8'] if !before.is_ascii_alphanumeric())
}
