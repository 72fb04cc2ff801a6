//! Japanese individual numbers, "My Number" (Ministry of Internal Affairs, ordinance 85 of 2014,
//! article 5): twelve digits, weighted sum modulo 11.

use portcullis_model::Entity;

use crate::checksum::{last, weighted};
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "jp_my_number",
    entity: Entity::known("JP_MY_NUMBER"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "マイナンバー",
        "マイナンバー通知",
        "個人番号カード",
        "社会保障",
        "税番号",
        "my number card",
        "personal number japan",
        "japanese my number",
        "kojinbango",
        "individual number card",
        "個人番号",
        "my number",
        "mynumber",
        "individual number",
        "japanese individual number",
        "kojin bango",
        "マイナンバーカード",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["9999 9999 9999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let rest = weighted(code.chars(), &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        let check = if rest <= 1 { 0 } else { 11 - rest };
        let valid = check == last(code.chars()) && !code.is_monotone();
        valid.then_some(if code.joined { 0.2 } else { 0.3 })
    })
}
