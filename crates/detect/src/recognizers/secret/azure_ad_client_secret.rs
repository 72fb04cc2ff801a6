//! Client secrets of applications in Microsoft Entra ID: three characters, a digit, `Q~`, and 31
//! to 34 more. A `~` may stand among the first three as well.

use super::token::{self, Class, Part};
use crate::boundary::char_before;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

pub(super) const RECOGNIZER: Recognizer =
    super::recognizer("azure-ad-client-secret", Trigger::Literals(&["~"]), find);

const PARTS: &[Part] = &[
    Part::Run(Class::Unreserved, 3, 3),
    Part::Run(Class::Digit, 1, 1),
    Part::Text("Q~"),
    Part::Run(Class::Unreserved, 31, 34),
];

/// How far behind its start the first `~` may stand.
const OFFSETS: [usize; 4] = [5, 2, 1, 0];

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    OFFSETS.iter().find_map(|offset| {
        let start = cursor.at.checked_sub(*offset)?;
        let first = cursor.slice(start, cursor.at);
        let inside = char_before(cursor.text, start)
            .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~'));
        if inside || first.len() != *offset || first.contains('~') {
            return None;
        }
        token::plausible(cursor, start, token::end(cursor, start, PARTS)?)
    })
}
