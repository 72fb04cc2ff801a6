//! United States individual taxpayer identification numbers (Internal Revenue Service, "Individual
//! taxpayer identification number"): as a social security number, with area 900 to 999 and the groups
//! 50–65, 70–88, 90–92 and 94–99.

use portcullis_model::Entity;

use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "us_itin",
    entity: Entity::known("US_ITIN"),
    rule: None,
    trigger: Trigger::Digits(TEMPLATES),
    context: &[
        "itin",
        "itins",
        "individual taxpayer",
        "individual taxpayer identification number",
        "taxpayer identification",
        "taxpayer identification number",
        "taxpayer id",
        "tax id",
        "tax identification number",
        "itin number",
        "irs",
    ],
    find,
};

/// How it is written.
const TEMPLATES: &[&str] = &["999 99 9999"];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    code::find(cursor, TEMPLATES, |code| {
        let group = matches!(code.number(3, 5), 50..=65 | 70..=88 | 90..=92 | 94..=99);
        let known = code.at(0) == b'9' && group;
        known.then_some(match (code.number(5, 9), code.joined) {
            (0, _) => 0.05,
            (_, true) => 0.2,
            (_, false) => 0.6,
        })
    })
}
