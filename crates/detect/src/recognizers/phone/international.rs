//! Phone numbers with a country code: ITU-T E.164 and E.123, `+CC` or `00CC`, all countries but
//! those of the North American plan.

use portcullis_model::Entity;

use super::country_codes::Country;
use super::{CONTEXT, close, lead};
use crate::boundary::opens_number;
use crate::cursor::Cursor;
use crate::number::{Gap, Group, Number};
use crate::recognizer::{Match, Recognizer, Trigger};

pub(in crate::recognizers) const RECOGNIZER: Recognizer = Recognizer {
    name: "phone_international",
    entity: Entity::PHONE_NUMBER,
    rule: None,
    trigger: Trigger::Number,
    context: CONTEXT,
    find,
};

/// LIMIT: E.164 6.1.
const DIGITS_MAX: usize = 15;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let number = cursor.number?;
    let lead = lead(cursor)?;
    let digits = number.digits();
    let prefix = match digits {
        _ if lead.plus => 0,
        [0, 0, 1..=9] | [0, 0, 1..=9, ..] => 2,
        [0, 1, 1, 2..=9] | [0, 1, 1, 2..=9, ..] => 3,
        _ => return None,
    };
    let country = Country::of(digits.get(prefix..)?)?;
    // The longest number that the country can have: groups that follow are not its.
    let (count, end) = (1..=number.groups().len()).rev().find_map(|count| {
        let national = national_digits(number, count)?.checked_sub(prefix + country.code_digits)?;
        let fits = country.has(national) && national + country.code_digits <= DIGITS_MAX;
        let end = number.groups().get(count - 1)?.end;
        fits.then(|| close(cursor, end)).flatten().map(|end| (count, end))
    })?;
    let start = if lead.plus { lead.start } else { cursor.at };
    let score = match (lead.plus, count) {
        (true, _) => 0.8,
        (false, 1) => 0.3,
        (false, _) => 0.55,
    };
    opens_number(cursor.text, start).then(|| Match::new(start, end, score))
}

/// Digits of the first `count` groups, without the `(0)` that is not dialled from abroad.
fn national_digits(number: &Number, count: usize) -> Option<usize> {
    let groups = number.groups().get(..count)?;
    let trunk = groups.windows(2).filter(|pair| is_trunk(number, pair)).count();
    Some(number.digits_of(count).len() - trunk)
}

fn is_trunk(number: &Number, pair: &[Group]) -> bool {
    let [zero, next] = pair else { return false };
    let parenthesised = zero.gap == Gap::Opened && next.gap == Gap::Closed;
    parenthesised && number.digits_in(zero) == [0]
}
