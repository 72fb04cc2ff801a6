//! Groupings of one country or a few that hardly anything else has.
//!
//! A table with what reads it. Groupings that rows of numbers have as well are not in it.

use super::labels::is_counted;
use super::{GROUPED, Shape};
use crate::boundary::byte_before;
use crate::context::word_before;
use crate::cursor::Cursor;
use crate::number::{Gap, Group, Number};
use crate::row;

/// The score of a grouping that amounts have too.
const AMOUNT: f32 = 0.5;

/// How numbers are written. `X` is a digit, `Z` one from 1, `N` one from 2, `T` one from 3, `M`
/// one from 6, `F` one of 4, 8 and 9. Between them stand
///
/// - a space, a dash or a slash as themselves; `:` a space or a dot; `_` a space or a dash;
/// - `(` before and `)` after a group in parentheses, spaces included.
const FORMS: &[(&str, f32)] = &[
    // China, mobile.
    ("1TX_XXXX_XXXX", GROUPED),
    // Spain and Portugal.
    ("MXX:XX:XX:XX", GROUPED),
    // Poland, landline.
    ("ZX_XXX_XX_XX", GROUPED),
    // Turkey, Colombia, Azerbaijan, Kazakhstan.
    ("NXX_ZXX_XX_XX", GROUPED),
    ("ZX_NXX_ZXX_XX_XX", GROUPED),
    ("0_NXX_XXX_XX_XX", GROUPED),
    ("0(NXX)XXX_XX_XX", GROUPED),
    // Russia.
    ("8_TXX_XXX_XX_XX", GROUPED),
    ("7_TXX_XXX_XX_XX", GROUPED),
    ("8_TXX_XXX_XXXX", GROUPED),
    ("8(XXX)XXX_XX_XX", GROUPED),
    ("7(XXX)XXX_XX_XX", GROUPED),
    ("8(XXX)XXX_XXXX", GROUPED),
    ("7(XXX)XXX_XXXX", GROUPED),
    // Lithuania.
    ("8_XXX)XXXXX", GROUPED),
    ("8_XX)XXXXXX", GROUPED),
    ("0_XXX)XXXXX", GROUPED),
    ("0_XX)XXXXXX", GROUPED),
    // Hungary.
    ("06 Z)XXX_XXXX", GROUPED),
    ("06 ZX)XXX_XXXX", GROUPED),
    ("06 ZX)XXX_XXX", GROUPED),
    ("06_ZX_XXX_XXXX", GROUPED),
    ("06_ZX_XXX_XXX", GROUPED),
    ("06_Z_XXX_XXXX", GROUPED),
    ("06_ZX/XXX_XXXX", GROUPED),
    ("06_Z/XXX_XXXX", GROUPED),
    ("ZX/XXX_XXXX", GROUPED),
    // Brazil.
    ("ZZ 9XXXX-XXXX", GROUPED),
    ("ZZ-9XXXX-XXXX", GROUPED),
    ("ZZ NXXX-XXXX", GROUPED),
    // Norway, mobile.
    ("FXX XX XXX", GROUPED),
    // Greece.
    ("2ZXX XXX XXX", GROUPED),
    ("2Z XXXX XXXX", GROUPED),
    // Mexico.
    ("55 XXXX XXXX", GROUPED),
    ("56 XXXX XXXX", GROUPED),
    ("33 XXXX XXXX", GROUPED),
    ("81 XXXX XXXX", GROUPED),
    // Italy, Greece, Mexico; the North American plan has more of them.
    ("NXX XXX XXXX", AMOUNT),
    // Colombia, landline.
    ("60Z XXXXXXX", GROUPED),
    // Chile.
    ("9 XXXX XXXX", GROUPED),
    ("9)XXXX_XXXX", GROUPED),
    ("2)NXXX_XXXX", GROUPED),
    // Poland, Spain, Portugal, Czechia, Peru.
    ("NXX XXX XXX", AMOUNT),
    // Portugal, landline.
    ("2Z XXX XXXX", AMOUNT),
    // Denmark, Norway, Luxembourg.
    ("NX XX XX XX", AMOUNT),
];

/// How many digits the first two groups of each form have: few forms fit a number that far.
static SIZES: [(usize, usize); FORMS.len()] = first_sizes();

#[expect(clippy::indexing_slicing, reason = "made at compile time, where a wrong index fails")]
const fn first_sizes() -> [(usize, usize); FORMS.len()] {
    let mut table = [(0, 0); FORMS.len()];
    let mut at = 0;
    while at < FORMS.len() {
        let form = FORMS[at].0.as_bytes();
        let first = group_end(form, 0);
        table[at] = (first, group_end(form, first + 1) - first - 1);
        at += 1;
    }
    table
}

/// Where the digits of a form end that begin at `from`.
#[expect(clippy::indexing_slicing, reason = "used at compile time, where a wrong index fails")]
const fn group_end(form: &[u8], from: usize) -> usize {
    let mut end = from;
    while end < form.len() && form[end].is_ascii_alphanumeric() {
        end += 1;
    }
    end
}

/// The groups that one of the groupings fits.
pub(super) fn form(cursor: &Cursor<'_>, number: &Number) -> Option<Shape> {
    let [first, second, ..] = number.groups() else { return None };
    let sizes = (first.len(), second.len());
    let mut near = FORMS.iter().zip(&SIZES).filter(|(_, own)| **own == sizes);
    near.find_map(|((form, score), _)| {
        let count = fit(number, form)?;
        let group = number.groups().get(count - 1)?;
        let weak = *score < GROUPED && is_amount(cursor, number, group);
        (!weak && !follows_letter(cursor)).then_some(Shape { count, score: *score })
    })
}

/// How many groups fit the form.
fn fit(number: &Number, form: &str) -> Option<usize> {
    let mut places = form.bytes();
    for (index, group) in number.groups().iter().enumerate() {
        if index > 0 {
            let Some(separator) = places.next() else { return Some(index) };
            joins(separator, group).then_some(())?;
        }
        let fits = |digit: &u8| places.next().is_some_and(|place| is_digit(place, *digit));
        number.digits_in(group).iter().all(fits).then_some(())?;
    }
    places.next().is_none().then_some(number.groups().len())
}

fn is_digit(place: u8, digit: u8) -> bool {
    match place {
        b'X' => true,
        b'Z' => digit >= 1,
        b'N' => digit >= 2,
        b'T' => digit >= 3,
        b'M' => digit >= 6,
        b'F' => matches!(digit, 4 | 8 | 9),
        exact => exact == digit + b'0',
    }
}

fn joins(separator: u8, group: &Group) -> bool {
    match group.gap {
        Gap::Space => matches!(separator, b' ' | b':' | b'_'),
        Gap::Dash => matches!(separator, b'-' | b'_'),
        Gap::Dot => separator == b':',
        Gap::Slash => separator == b'/',
        Gap::Closed => separator == b')',
        Gap::Opened => separator == b'(',
        Gap::Start | Gap::Wide => false,
    }
}

/// Whether a letter by itself stands before the number: the command of a drawn path.
fn follows_letter(cursor: &Cursor<'_>) -> bool {
    let spaced = byte_before(cursor.text, cursor.at) == Some(b' ');
    spaced
        && word_before(cursor.text, cursor.at).is_some_and(|word| word.len() == 1)
        && cursor
            .at
            .checked_sub(1)
            .and_then(|at| byte_before(cursor.text, at))
            .is_some_and(|byte| byte.is_ascii_alphabetic())
}

/// Units and currencies after numbers.
const UNITS: &[&str] = &[
    "EUR",
    "USD",
    "GBP",
    "CHF",
    "PLN",
    "CZK",
    "HUF",
    "SEK",
    "NOK",
    "DKK",
    "RUB",
    "JPY",
    "CNY",
    "euro",
    "euros",
    "dollars",
    "pesos",
    "yen",
    "kr",
    "zł",
    "Kč",
    "Ft",
    "din",
    "lei",
    "people",
    "inhabitants",
    "habitants",
    "habitantes",
    "users",
    "rows",
    "bytes",
    "tokens",
    "km",
    "kg",
    "tonnes",
    "tons",
    "times",
    "votes",
    "shares",
    "years",
    "mm",
    "cm",
    "ms",
];

/// Whether the number is an amount: round, a count of something, or with its currency.
fn is_amount(cursor: &Cursor<'_>, number: &Number, last: &Group) -> bool {
    let round = number.digits_in(last).ends_with(&[0, 0, 0]);
    let before = byte_before(cursor.text, cursor.at);
    let measured = matches!(before, Some(b'~' | b'<' | b'>' | b'*' | b'[' | b'{' | b'-'));
    let counted = is_counted(cursor, 1);
    let listed =
        is_list(number) || is_dump(cursor, last) || row::is_line(cursor, cursor.at, last.end);
    round || measured || counted || listed || has_unit(cursor, last.end)
}

/// Whether the pairs of digits are bytes: another pair of hexadecimal digits stands beside them.
fn is_dump(cursor: &Cursor<'_>, last: &Group) -> bool {
    let left = cursor.text.as_bytes().get(..cursor.at).unwrap_or_default();
    let pair = |high: &u8, low: &u8| high.is_ascii_hexdigit() && low.is_ascii_hexdigit();
    let before = match left {
        [b' ', high, low, b' '] | [.., b' ', high, low, b' '] => pair(high, low),
        _ => false,
    };
    let after = cursor.run(last.end + 1, 3, |byte| byte.is_ascii_hexdigit());
    let follows = cursor.byte(last.end) == Some(b' ')
        && after == last.end + 3
        && !cursor.byte(after).is_some_and(|byte| byte.is_ascii_alphanumeric());
    last.len() == 2 && (before || follows)
}

/// Whether the groups are a list: they ascend, or all are round or alike.
fn is_list(number: &Number) -> bool {
    let values = || number.groups().iter().map(|group| number.digits_in(group));
    let pairs = || values().zip(values().skip(1));
    let ascend = number.groups().len() > 3 && pairs().all(|(a, b)| a < b);
    ascend || values().all(|digits| digits.ends_with(&[0])) || pairs().all(|(a, b)| a == b)
}

/// Whether decimals, a currency or a unit follow at `end`.
fn has_unit(cursor: &Cursor<'_>, end: usize) -> bool {
    let Some(next) = cursor.char(end) else { return false };
    let digit = |at: usize| cursor.byte(at).is_some_and(|byte| byte.is_ascii_digit());
    if matches!(next, '%' | '€' | '$' | '£' | '°') || (next == ',' && digit(end + 1)) {
        return true;
    }
    let start = end + usize::from(next == ' ');
    if start == end {
        return false;
    }
    if cursor
        .char(start)
        .is_some_and(|c| matches!(c, '%' | '€' | '$' | '£' | '°' | '+' | '=' | '*'))
    {
        return true;
    }
    let stop = cursor.run(start, 12, |byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
    UNITS.iter().any(|unit| cursor.slice(start, stop) == *unit)
}
