//! Account numbers of South Korean banks (Korea Financial Telecommunications and Clearings Institute):
//! ten to fourteen digits in three or four groups, or in one.
//!
//! Each bank groups them as it likes, so only the words before make a finding.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::number::Gap;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "kr_bank_account",
    entity: Entity::known("KR_BANK_ACCOUNT"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "계좌번호",
        "계좌 번호",
        "하나은행",
        "농협",
        "기업은행",
        "카카오뱅크",
        "토스뱅크",
        "새마을금고",
        "우체국",
        "korean account",
        "korean bank",
        "계좌",
        "은행",
        "입금",
        "통장",
        "송금",
        "korean bank account",
        "예금주",
        "국민은행",
        "신한은행",
        "우리은행",
    ],
    find,
};

/// How long it is; dashes stand anywhere.
const TEMPLATES: &[&str] = &[
    "9-9-9-9-9-9-9-9-9-9",
    "9-9-9-9-9-9-9-9-9-9-9",
    "9-9-9-9-9-9-9-9-9-9-9-9",
    "9-9-9-9-9-9-9-9-9-9-9-9-9",
    "9-9-9-9-9-9-9-9-9-9-9-9-9-9",
];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let number = cursor.number?;
    let groups = number.groups();
    let dashed = 1 + groups.iter().skip(1).take_while(|group| group.gap == Gap::Dash).count();
    let digits = number.digits_of(dashed).len();
    let last = groups.get(dashed - 1)?;
    let score = match dashed {
        1 => 0.14,
        3 | 4 => 0.2,
        _ => return None,
    };
    let fits = (10..=14).contains(&digits) && code::closes(cursor, last.end);
    fits.then(|| Match::new(cursor.at, last.end, score))
}
