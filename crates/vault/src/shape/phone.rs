//! Phone numbers of the North American plan: `+1-555-NXX-XXXX`; 555 is no area code.
//!
//! Always with `+1`, in the separators of the value. Spellings that would look alike are told
//! apart by other separators. Numbers of other plans take the opaque form.

use zeroize::Zeroizing;

use super::{Canonical, Draw, Shape};

const SEPARATORS: [&str; 4] = ["", " ", "-", "."];
/// Four separators in three places, with and without parentheses.
pub(super) const DRESSES: u16 = 4 * 2 * 4 * 4;
/// Documentation's favourite.
const PUBLISHED: &str = "2345678";

/// Where the separators of a spelling are.
struct Dress {
    /// After `+1`: index into [`SEPARATORS`].
    country: u16,
    /// 1 if the area code stands in parentheses.
    parentheses: u16,
    /// After the area code.
    area: u16,
    /// After the exchange.
    exchange: u16,
}

impl Dress {
    fn index(&self) -> u16 {
        self.country + 4 * self.parentheses + 8 * self.area + 32 * self.exchange
    }

    fn at(index: u16) -> Self {
        Self {
            country: index % 4,
            parentheses: index / 4 % 2,
            area: index / 8 % 4,
            exchange: index / 32 % 4,
        }
    }
}

/// A number of the plan, as it was written.
struct Written<'a> {
    /// Ten digits.
    national: Zeroizing<String>,
    /// What stands before the area code, from the country code's last digit on, and whether
    /// there is a country code.
    before_area: &'a str,
    country: bool,
    after_area: &'a str,
    after_exchange: &'a str,
    extension: Zeroizing<String>,
}

fn parse(value: &str) -> Option<Written<'_>> {
    let is_number = |letter: char| letter.is_ascii_digit() || "+()/".contains(letter);
    let is_part = |letter: char| is_number(letter) || super::digits::is_separator(letter);
    let head_len = value.find(|letter| !is_part(letter)).unwrap_or(value.len());
    let (head, tail) = value.split_at_checked(head_len)?;
    let places: Vec<usize> =
        head.match_indices(|l: char| l.is_ascii_digit()).map(|m| m.0).collect();
    let digits = super::digits::only(head);
    let plus = head.trim_start_matches(['(', ' ']).starts_with('+');
    let country_len = match (plus, digits.len(), digits.as_str()) {
        (false, 10, _) => 0,
        (_, 11, number) if number.starts_with('1') => 1,
        (false, 13, number) if number.starts_with("001") => 3,
        _ => return None,
    };
    let national = digits.get(country_len..)?;
    // No area code begins with 0 or 1: ten such digits are a number of some other plan.
    if national.starts_with(['0', '1']) || head.matches('+').count() > 1 {
        return None;
    }
    let start = |index: usize| places.get(country_len + index).copied();
    let before =
        country_len.checked_sub(1).and_then(|last| places.get(last)).map_or(0, |at| at + 1);
    Some(Written {
        before_area: head.get(before..start(0)?)?,
        after_area: head.get(start(2)? + 1..start(3)?)?,
        after_exchange: head.get(start(5)? + 1..start(6)?)?,
        country: country_len > 0,
        extension: extension(tail)?,
        national: Zeroizing::new(national.to_owned()),
    })
}

/// The digits of an extension (`ext. 12`, `x12`, `#12`); `None` if it is something else.
fn extension(tail: &str) -> Option<Zeroizing<String>> {
    let digits = super::digits::only(tail);
    let mark = tail.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let mark = mark.trim_matches([' ', '.', ':', ';', '=', ',']).to_ascii_lowercase();
    let known = ["", "x", "ext", "extn", "extension", "#"].contains(&mark.as_str());
    (known && (tail.is_empty() || !digits.is_empty())).then_some(digits)
}

pub(super) fn canonical(value: &str) -> Option<Canonical> {
    let written = parse(value)?;
    let text = format!("+1{}x{}", *written.national, *written.extension);
    Some(Canonical { shape: Shape::Phone, text: Some(Zeroizing::new(text)) })
}

/// Which separator a gap between digits shows.
fn separator(gap: &str) -> u16 {
    let mark = gap.chars().find(|letter| !"()+".contains(*letter));
    match mark {
        None => 0,
        Some(' ' | '\u{a0}' | '\u{2009}' | '\u{202f}') => 1,
        Some('.') => 3,
        Some(_) => 2,
    }
}

pub(super) fn dress(value: &str) -> u16 {
    let Some(written) = parse(value) else { return 0 };
    let parentheses = u16::from(written.before_area.contains('('));
    let area = separator(written.after_area);
    let country = match (written.country, parentheses) {
        (true, _) => separator(written.before_area),
        (false, 1) => 1,
        (false, _) => area,
    };
    Dress { country, parentheses, area, exchange: separator(written.after_exchange) }.index()
}

pub(super) fn body(draw: &Draw) -> Option<String> {
    let body = format!("{}", 2_000_000 + draw.below(8_000_000));
    (!published(&body)).then_some(body)
}

/// Exchange 555 is where films and manuals take their numbers from.
fn published(body: &str) -> bool {
    body.starts_with("555") || body == PUBLISHED
}

pub(super) fn spell(body: &str, dress: u16) -> String {
    let dress = Dress::at(dress);
    let mark = |index: u16| SEPARATORS.get(usize::from(index)).copied().unwrap_or_default();
    let (open, close) = if dress.parentheses == 1 { ("(", ")") } else { ("", "") };
    let (exchange, line) = body.split_at_checked(3).unwrap_or_default();
    let (country, area, middle) = (mark(dress.country), mark(dress.area), mark(dress.exchange));
    format!("+1{country}{open}555{close}{area}{exchange}{middle}{line}")
}

pub(super) fn read(text: &str) -> Option<(usize, String, u16)> {
    let mut rest = text.strip_prefix("+1")?;
    let country = take_separator(&mut rest);
    let parentheses = u16::from(rest.starts_with('('));
    rest = rest.strip_prefix('(').unwrap_or(rest).strip_prefix("555")?;
    if parentheses == 1 {
        rest = rest.strip_prefix(')')?;
    }
    let area = take_separator(&mut rest);
    let first = take_digits(&mut rest, 3)?;
    let exchange = take_separator(&mut rest);
    let body = format!("{first}{}", take_digits(&mut rest, 4)?);
    let is_one = !body.starts_with(['0', '1']) && !published(&body);
    let dress = Dress { country, parentheses, area, exchange }.index();
    is_one.then(|| (text.len() - rest.len(), body, dress))
}

/// Takes a separator, if there is one; returns its index.
fn take_separator(rest: &mut &str) -> u16 {
    let found = (1..)
        .zip(SEPARATORS.iter().skip(1))
        .find_map(|(index, separator)| rest.strip_prefix(separator).map(|after| (index, after)));
    let Some((index, after)) = found else { return 0 };
    *rest = after;
    index
}

fn take_digits<'a>(rest: &mut &'a str, count: usize) -> Option<&'a str> {
    let (digits, after) = rest.split_at_checked(count)?;
    *rest = after;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(digits)
}
