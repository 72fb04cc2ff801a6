//! Dates of birth: a date in the years 0100 to 0999, in the format of the value.
//!
//! Whether `03/07/1985` is in March or in July, nobody can tell who reads it alone, and a model
//! writes a date in the order that it likes. So both numbers of a surrogate are at most twelve,
//! which makes it a date in either order, and it is the same surrogate in either order; which of
//! the two comes first says where the lower number of the value stands. That leaves some 52,000
//! of them. Year 0001, which software writes where it knows no date, is not among them.

use zeroize::Zeroizing;

use super::{Canonical, Draw, Shape};

const YEARS: std::ops::RangeInclusive<u32> = 100..=999;
/// Pairs of two different numbers up to twelve.
const PAIRS: u64 = 66;
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// In which order a date is written, and with what between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `19850703`.
    Solid,
    /// `1985-07-03`.
    YearFirst(char),
    /// `03/07/1985`, in either order.
    YearLast(char),
    /// `3 July 1985`, `03-JUL-1985`.
    DayName(char, Name),
    /// `July 3, 1985`, perhaps without the comma.
    NameDay(bool, Name),
}

/// How the name of a month is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Name {
    short: bool,
    upper: bool,
    lower: bool,
}

/// A date, as it was written.
struct Written {
    form: Form,
    year: u32,
    /// The two other numbers, in the order of the text; where it is known, month and day.
    pair: [u32; 2],
    /// Whether one of them is written with one digit.
    short: bool,
}

impl Written {
    fn low(&self) -> u32 {
        self.pair.into_iter().min().unwrap_or_default()
    }

    fn high(&self) -> u32 {
        self.pair.into_iter().max().unwrap_or_default()
    }

    fn rises(&self) -> bool {
        let [first, second] = self.pair;
        first <= second
    }

    /// Whether the first of its pair is the month.
    fn is_ordered(&self) -> bool {
        !matches!(self.form, Form::YearLast(_))
    }

    fn is_date(&self) -> bool {
        let [first, _] = self.pair;
        let month = if self.is_ordered() { first } else { self.low() };
        (1..=12).contains(&month) && self.low() > 0 && self.high() <= 31
    }

    /// Whether another date can be written so that nothing of the form is lost.
    fn is_mirrorable(&self) -> bool {
        !self.short && !matches!(self.form, Form::DayName(..) | Form::NameDay(..))
    }

    fn body(&self) -> String {
        format!("{:04}{:02}{:02}", self.year, self.low(), self.high())
    }

    fn spell(&self) -> String {
        let ([first, second], year) = (self.pair, self.year);
        let [a, b] = [first, second].map(|n| match self.short {
            true => n.to_string(),
            false => format!("{n:02}"),
        });
        match self.form {
            Form::Solid => format!("{year:04}{a}{b}"),
            Form::YearFirst(mark) => format!("{year:04}{mark}{a}{mark}{b}"),
            Form::YearLast(mark) => format!("{a}{mark}{b}{mark}{year:04}"),
            Form::DayName(mark, name) => format!("{b}{mark}{}{mark}{year:04}", name.of(first)),
            Form::NameDay(comma, name) => {
                format!("{} {b}{} {year:04}", name.of(first), if comma { "," } else { "" })
            }
        }
    }
}

impl Name {
    fn of(self, month: u32) -> String {
        let index = usize::try_from(month.saturating_sub(1)).unwrap_or_default();
        let name = MONTHS.get(index).copied().unwrap_or_default();
        let name = if self.short { name.get(..3).unwrap_or(name) } else { name };
        match (self.upper, self.lower) {
            (true, _) => name.to_ascii_uppercase(),
            (_, true) => name.to_owned(),
            _ => {
                let (first, rest) = name.split_at_checked(1).unwrap_or_default();
                first.to_ascii_uppercase() + rest
            }
        }
    }
}

/// Reads a date piece by piece.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// One or two digits, or as many as there must be.
    fn number(&mut self, most: usize) -> Option<(u32, usize)> {
        let count = self.rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some((digits.parse().ok()?, count))
    }

    fn year(&mut self) -> Option<u32> {
        self.number(4).filter(|(_, count)| *count == 4).map(|(year, _)| year)
    }

    fn mark(&mut self, marks: &[char]) -> Option<char> {
        let mark = self.rest.chars().next().filter(|mark| marks.contains(mark))?;
        self.rest = self.rest.get(mark.len_utf8()..)?;
        Some(mark)
    }

    fn name(&mut self) -> Option<(u32, Name)> {
        let count = self.rest.bytes().take(10).take_while(u8::is_ascii_alphabetic).count();
        let (word, rest) = self.rest.split_at_checked(count)?;
        let is = |name: &str| {
            word.eq_ignore_ascii_case(name)
                || name.get(..3).is_some_and(|short| word.eq_ignore_ascii_case(short))
        };
        let (month, name) = (1..).zip(MONTHS).find(|(_, name)| is(name))?;
        let small = |letter: u8| letter.is_ascii_lowercase();
        self.rest = rest;
        let (upper, lower) = (!word.bytes().any(small), word.bytes().all(small));
        Some((month, Name { short: count < name.len(), upper, lower }))
    }
}

/// Whether the name of a month may begin `text`.
pub(super) fn may_name(text: &str) -> bool {
    let head = text.get(..3).unwrap_or_default();
    MONTHS.iter().any(|name| name.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(head)))
}

/// Reads a date at the start of `text`; also returns its length there.
fn take(text: &str) -> Option<(Written, usize)> {
    let digits = text.bytes().take(5).take_while(u8::is_ascii_digit).count();
    let mut reader = Reader { rest: text };
    let written = match digits {
        0 => name_first(&mut reader),
        1 | 2 => day_first(&mut reader),
        4 => year_first(&mut reader),
        _ => solid(&mut reader),
    }?;
    Some((written, text.len() - reader.rest.len()))
}

fn solid(reader: &mut Reader<'_>) -> Option<Written> {
    let year = reader.year()?;
    let (first, second) = (reader.number(2)?, reader.number(2)?);
    let whole = first.1 == 2 && second.1 == 2;
    whole.then_some(Written { form: Form::Solid, year, pair: [first.0, second.0], short: false })
}

fn year_first(reader: &mut Reader<'_>) -> Option<Written> {
    let year = reader.year()?;
    let mark = reader.mark(&['-', '/', '.'])?;
    let first = reader.number(2)?;
    reader.mark(&[mark])?;
    let second = reader.number(2)?;
    let short = first.1 == 1 || second.1 == 1;
    Some(Written { form: Form::YearFirst(mark), year, pair: [first.0, second.0], short })
}

fn day_first(reader: &mut Reader<'_>) -> Option<Written> {
    let first = reader.number(2)?;
    let mark = reader.mark(&['-', '/', '.', ' '])?;
    if let Some((month, name)) = reader.name() {
        reader.mark(&[mark])?;
        let form = Form::DayName(mark, name);
        return Some(Written {
            form,
            year: reader.year()?,
            pair: [month, first.0],
            short: first.1 == 1,
        });
    }
    let second = reader.number(2).filter(|_| mark != ' ')?;
    reader.mark(&[mark])?;
    let short = first.1 == 1 || second.1 == 1;
    let pair = [first.0, second.0];
    Some(Written { form: Form::YearLast(mark), year: reader.year()?, pair, short })
}

fn name_first(reader: &mut Reader<'_>) -> Option<Written> {
    let (month, name) = reader.name()?;
    reader.mark(&[' '])?;
    let day = reader.number(2)?;
    let comma = reader.mark(&[',']).is_some();
    reader.mark(&[' '])?;
    let form = Form::NameDay(comma, name);
    Some(Written { form, year: reader.year()?, pair: [month, day.0], short: day.1 == 1 })
}

/// Whether a text is a date with the name of a month.
pub(crate) fn is_named(text: &str) -> bool {
    let named = |written: &Written| matches!(written.form, Form::DayName(..) | Form::NameDay(..));
    whole(text).as_ref().is_some_and(named)
}

fn whole(value: &str) -> Option<Written> {
    let (written, len) = take(value)?;
    (len == value.len()).then_some(written)
}

pub(super) fn canonical(value: &str) -> Option<Canonical> {
    let written = whole(value).filter(Written::is_date)?;
    // Names of months have forms that others lack (`May` is short and long), and a ten shows
    // no zero: such spellings are values of their own.
    let text = written.is_mirrorable().then(|| Zeroizing::new(written.body()));
    Some(Canonical { shape: Shape::Date, text })
}

pub(super) fn body(draw: &Draw) -> Option<String> {
    let number = draw.below(PAIRS * 900);
    let year = YEARS.start() + u32::try_from(number / PAIRS).ok()?;
    let pairs = (1..=12).flat_map(|low| (low + 1..=12).map(move |high| (low, high)));
    let (low, high) = pairs.into_iter().nth(usize::try_from(number % PAIRS).ok()?)?;
    let written = Written { form: Form::Solid, year, pair: [low, high], short: false };
    is_one(&written).then(|| written.body())
}

/// Years that end in 01 to 12 are left out: read from the other end, their digits would be
/// those of another surrogate.
fn is_one(written: &Written) -> bool {
    let tail = written.year % 100;
    YEARS.contains(&written.year)
        && !(1..=12).contains(&tail)
        && 0 < written.low()
        && written.low() < written.high()
        && written.high() <= 12
}

pub(super) fn read(text: &str) -> Option<(usize, String, u16)> {
    let (written, len) = take(text)?;
    is_one(&written).then(|| (len, written.body(), 0))
}

/// The year and the two numbers of a body.
fn parts(body: &str) -> Option<Written> {
    whole(body).filter(|written| written.form == Form::Solid)
}

pub(super) fn spell(body: &str) -> String {
    let written = parts(body).map(|parts| Written { form: Form::YearFirst('-'), ..parts });
    written.map_or_else(|| body.to_owned(), |written| written.spell())
}

/// Spells `date` in the form of `like`, its lower number where that of `like` is.
fn cast(like: &Written, date: &Written) -> Written {
    let (low, high) = (date.low(), date.high());
    let pair = if like.rises() { [low, high] } else { [high, low] };
    Written { form: like.form, year: date.year, pair, short: like.short }
}

/// Writes the date of `body` as `value` is written.
pub(super) fn mirror(value: &str, body: &str) -> String {
    let (Some(like), Some(date)) = (whole(value), parts(body)) else { return spell(body) };
    cast(&like, &date).spell()
}

/// The date `value` as the surrogate is written.
pub(super) fn restore(value: &str, surrogate: &str) -> String {
    let (Some(like), Some(date)) = (whole(surrogate), whole(value)) else {
        return value.to_owned();
    };
    let cast = cast(&like, &date);
    // The order of this surrogate was changed where it is fixed.
    if cast.is_date() { cast.spell() } else { value.to_owned() }
}
