//! Turkish telephone numbers (BTK, "Numaralandırma Yönetmeliği"; ITU-T E.164, +90): ten digits,
//! the first of which is 5 in mobile numbers and 2, 3 or 4 in those of a province.
//!
//! Where numbers of any country are looked for too, such a number is one of those unless the
//! words before it are Turkish.

use portcullis_model::Entity;

use super::phone::{close, is_added, lead};
use crate::boundary::opens_number;
use crate::cursor::Cursor;
use crate::number::{Gap, Group, sizes};
use crate::recognizer::{Match, Recognizer, Trigger};
use crate::row;

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "tr_phone_number",
    entity: Entity::known("TR_PHONE_NUMBER"),
    rule: None,
    trigger: Trigger::Number,
    context: &[
        "telefon",
        "telefonu",
        "telefonum",
        "telefon no",
        "telefon numarası",
        "telefon numaram",
        "cep",
        "cep no",
        "cep telefonu",
        "cep telefonum",
        "cep numarası",
        "gsm",
        "gsm no",
        "numara",
        "numaram",
        "numarası",
        "numaranız",
        "irtibat",
        // The small letter of `İ` is two characters.
        "i\u{307}rtibat",
        "iletişim",
        "i\u{307}letişim",
        "ulaşın",
        "arayın",
        "arayabilirsiniz",
        "ara",
        "mesaj",
        "whatsapp",
        "phone",
        "mobile",
        "cell",
        "call",
        "sms",
    ],
    find,
};

/// Digits of a number within Turkey.
const DIGITS: usize = 10;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let number = cursor.number?;
    let lead = lead(cursor)?;
    let prefix = match number.digits() {
        [9, 0, ..] if lead.plus => 2,
        _ if lead.plus => return None,
        [0, 0, 9, 0, ..] => 4,
        [9, 0, 2..=5, ..] => 2,
        [0, ..] => 1,
        _ => 0,
    };
    let counts = 1..=number.groups().len();
    let count = counts.into_iter().find(|n| number.digits_of(*n).len() == prefix + DIGITS)?;
    let groups = number.groups().get(..count)?;
    let first = *number.digits().get(prefix)?;
    let closed = groups.iter().any(|group| group.gap == Gap::Closed);
    let start = if lead.plus || (lead.parenthesis && closed) { lead.start } else { cursor.at };
    if !(2..=5).contains(&first) || !is_grouped(groups) || !opens_number(cursor.text, start) {
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
    let end = close(cursor, end)?;
    Some(Match::new(start, end, score(groups, lead.plus, prefix)))
}

/// Whether the area and the number after it are grouped as people do: 3-3-2-2, 3-3-4, 3-7.
fn is_grouped(groups: &[Group]) -> bool {
    let known = matches!(
        sizes(groups).as_slice(),
        [10 | 11 | 12 | 14]
            | [.., 3, 3, 2, 2]
            | [.., 4, 3, 2, 2]
            | [.., 3, 3, 4]
            | [.., 4, 3, 4]
            | [.., 3 | 4, 7]
            | [2..=4, 10]
    );
    let joined = |gap: Gap| !matches!(gap, Gap::Slash | Gap::Wide);
    known && groups.iter().all(|group| joined(group.gap))
}

fn score(groups: &[Group], plus: bool, prefix: usize) -> f32 {
    match (plus, prefix, groups.len()) {
        (true, ..) => 0.8,
        (_, 4, 2..) | (_, 1, 3..) => 0.52,
        (_, 0, 4) => 0.4,
        (_, 1, 1) => 0.2,
        (_, _, 2..) => 0.15,
        _ => 0.1,
    }
}
