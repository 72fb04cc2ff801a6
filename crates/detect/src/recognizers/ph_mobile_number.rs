//! Philippine mobile numbers (ITU-T E.164, +63): ten digits, the first of which is 9, after the trunk
//! zero or the code of the country.
//!
//! Where numbers of any country are looked for too, such a number is one of those unless the
//! words before it are of the Philippines.

use portcullis_model::Entity;

use super::phone::{close, is_added, lead};
use crate::boundary::opens_number;
use crate::cursor::Cursor;
use crate::number::{Gap, Group, sizes};
use crate::recognizer::{Match, Recognizer, Trigger};
use crate::row;

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "ph_mobile_number",
    entity: Entity::known("PH_MOBILE_NUMBER"),
    rule: None,
    trigger: Trigger::Number,
    context: &[
        "gcash",
        "paymaya",
        "maya",
        "globe",
        "smart",
        "dito",
        "tm",
        "tnt",
        "cp",
        "cp no",
        "cp number",
        "selpon",
        "cellphone",
        "cellphone number",
        "numero",
        "tawagan",
        "tumawag",
        "itext",
        "mag text",
        "viber",
        "philippine mobile",
        "ph mobile",
        "mobile",
        "mobile number",
        "mobile no",
        "phone",
        "cell",
        "call",
        "text",
        "sms",
        "contact",
    ],
    find,
};

/// Digits of a number within the country.
const DIGITS: usize = 10;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let number = cursor.number?;
    let lead = lead(cursor)?;
    let prefix = match number.digits() {
        [6, 3, 9, ..] => 2,
        _ if lead.plus => return None,
        [0, 0, 6, 3, 9, ..] => 4,
        [0, 9, ..] => 1,
        _ => return None,
    };
    let counts = 1..=number.groups().len();
    let count = counts.into_iter().find(|n| number.digits_of(*n).len() == prefix + DIGITS)?;
    let groups = number.groups().get(..count)?;
    let closed = groups.iter().any(|group| group.gap == Gap::Closed);
    let start = if lead.plus || (lead.parenthesis && closed) { lead.start } else { cursor.at };
    if !is_grouped(groups) || !opens_number(cursor.text, start) {
        return None;
    }
    let end = groups.last()?.end;
    let cut = if lead.plus {
        groups.len() == 1 && is_added(cursor, lead.start)
    } else {
        row::continues(cursor.text, start) || row::is_part(cursor, cursor.at, end)
    };
    if cut {
        return None;
    }
    let score = match (lead.plus, prefix, groups.len()) {
        (true, ..) => 0.8,
        (_, 1 | 4, 2..) => 0.52,
        (_, 1, 1) => 0.3,
        _ => 0.15,
    };
    Some(Match::new(start, close(cursor, end)?, score))
}

/// Whether the groups are those of a mobile number: 3-3-4, 3-7, 3-4-3.
fn is_grouped(groups: &[Group]) -> bool {
    let known = matches!(
        sizes(groups).as_slice(),
        [11 | 12 | 14]
            | [.., 3 | 4, 3, 4]
            | [.., 3 | 4, 4, 3]
            | [.., 3 | 4, 7]
            | [2 | 4, 10]
            | [1 | 2 | 4, 3, 3, 2, 2]
    );
    let joined = |gap: Gap| !matches!(gap, Gap::Slash | Gap::Wide);
    known && groups.iter().all(|group| joined(group.gap))
}
