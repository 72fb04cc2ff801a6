//! Phone numbers with a country code: ITU-T E.164 and E.123, `+CC` or `00CC`, all countries but
//! those of the North American plan.

use portcullis_model::Entity;

use super::country_codes::Country;
use super::{CONTEXT, close, follows_time, is_added, lead};
use crate::boundary::opens_number;
use crate::cursor::Cursor;
use crate::number::{Gap, Group, Number};
use crate::recognizer::{Match, Recognizer, Trigger};
use crate::row;

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
/// LIMIT: digits of a number without separators that begins with `00`.
const DIALLED_DIGITS_MIN: usize = 12;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    let number = cursor.number?;
    let lead = lead(cursor)?;
    let prefix = prefix(number, lead.plus)?;
    let digits = number.digits().get(prefix..)?;
    let country = Country::of(digits)?;
    // The longest number that the country can have: groups that follow are not its.
    let end_of = |count: usize, fits: &dyn Fn(usize) -> bool| {
        let national = national_digits(number, count)?.checked_sub(prefix + country.code_digits)?;
        let fits = fits(national) && national + country.code_digits <= DIGITS_MAX;
        let end = number.groups().get(count - 1)?.end;
        fits.then(|| close(cursor, end)).flatten().map(|end| (count, end))
    };
    let counts = || (1..=number.groups().len()).rev();
    let whole = counts().find_map(|count| end_of(count, &|digits| country.has(digits)));
    // People leave out an area, and plans grow: with separators a shorter one counts as well.
    let apart = number.groups().first().is_some_and(|first| first.len() == country.code_digits);
    let short = || counts().find_map(|count| end_of(count, &|digits| count > 1 && digits >= 6));
    let (count, end) = whole.or_else(|| (lead.plus && apart).then(short).flatten())?;
    let groups = number.groups().get(..count)?;
    let known = country.begins(*digits.get(country.code_digits)?);
    let score = if lead.plus {
        let stated = count > 1 || !is_added(cursor, lead.start);
        is_separated(groups, country.code_digits).then_some(if stated { 0.8 } else { 0.3 })
    } else {
        dialled(cursor, groups, prefix + country.code_digits).filter(|_| known || count > 3)
    };
    let start = if lead.plus { lead.start } else { cursor.at };
    opens_number(cursor.text, start).then_some(())?;
    Some(Match::new(start, end, score?))
}

/// How many digits dial out of a country; none if these do not.
fn prefix(number: &Number, plus: bool) -> Option<usize> {
    let first = number.groups().first()?.len();
    match number.digits() {
        _ if plus => Some(0),
        [0, 0, 1..=9, ..] if first >= 2 => Some(2),
        [0, 1, 1, 2..=9, ..] if first >= 3 => Some(3),
        _ => None,
    }
}

/// Whether the separators are those of a number after a plus: dots stand between all groups, or
/// once after the code (RFC 5733 2.5). `+35236450.6` is an amount.
fn is_separated(groups: &[Group], code: usize) -> bool {
    let [first, rest @ ..] = groups else { return false };
    let dots = rest.iter().filter(|group| group.gap == Gap::Dot).count();
    dots == 0 || (first.len() == code && dots == rest.len())
}

/// The score of a number that begins with the digits that dial out, which with the code stand in
/// one group or in two; `code` is where the code ends.
fn dialled(cursor: &Cursor<'_>, groups: &[Group], code: usize) -> Option<f32> {
    let [first, rest @ ..] = groups else { return None };
    let end = groups.last()?.end;
    let apart = rest.first().is_some_and(|next| first.len() + next.len() == code);
    let begins = rest.is_empty() || first.len() == code || (first.len() <= 3 && apart);
    let other = rest.iter().any(|group| matches!(group.gap, Gap::Dot | Gap::Slash | Gap::Wide))
        || rest.iter().any(|group| cursor.slice(group.start, group.end).starts_with("00"))
        || follows_time(cursor)
        || row::is_part(cursor, cursor.at, end);
    match rest {
        _ if !begins || other => None,
        // Shorter ones are padded with zeros.
        [] if first.len() < DIALLED_DIGITS_MIN || is_article(cursor, first) => Some(0.3),
        [] => Some(0.5),
        _ => Some(0.55),
    }
}

/// Whether this is the number of a shop's article (GS1, GTIN-13 and GTIN-14).
fn is_article(cursor: &Cursor<'_>, group: &Group) -> bool {
    let digits = cursor.slice(group.start, group.end).bytes().rev().map(|byte| byte - b'0');
    let weighted = digits.zip([1, 3].into_iter().cycle());
    let sum: u32 = weighted.map(|(digit, weight)| u32::from(digit) * weight).sum();
    matches!(group.len(), 13 | 14) && sum.is_multiple_of(10)
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
