//! Dates of birth: a date in any usual order, with a word that says so before it.
//!
//! A date without such a word is no finding at the usual score, and a day without a year never is.

use portcullis_model::Entity;

use crate::checksum::is_day;
use crate::code;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Next, Recognizer, Shape, Trigger};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "date_of_birth",
    entity: Entity::known("DATE_OF_BIRTH"),
    rule: None,
    trigger: Trigger::Shape(SHAPES),
    context: &[
        "dob",
        "d o b",
        "date of birth",
        "birth date",
        "birthdate",
        "birthday",
        "born",
        "born on",
        "born in",
        "dateofbirth",
        "bday",
        "geburtsdatum",
        "geboren",
        "geboren am",
        "geb",
        "geburtstag",
        "né le",
        "née le",
        "né",
        "née",
        "date de naissance",
        "naissance",
        "fecha de nacimiento",
        "nacimiento",
        "nacido",
        "nacida",
        "nacido el",
        "nacida el",
        "data di nascita",
        "nascita",
        "nato",
        "nata",
        "nato il",
        "nata il",
        "data de nascimento",
        "nascimento",
        "nascido",
        "nascida",
        "geboortedatum",
        "geboren op",
        "födelsedatum",
        "född",
        "fødselsdato",
        "født",
        "syntymäaika",
        "syntynyt",
        "data urodzenia",
        "urodzony",
        "urodzona",
        "дата рождения",
        "родился",
        "родилась",
        "doğum tarihi",
        "doğumlu",
        "doğum",
        "生年月日",
        "生まれ",
        "생년월일",
        "출생",
        "出生日期",
        "生日",
        "जन्म तिथि",
        "जन्म",
        "วันเกิด",
    ],
    find,
};

/// How it begins.
const SHAPES: &[Shape] = &[
    Shape { letters: &[0], digits: &[8], next: &Next::ENDS },
    Shape { letters: &[0], digits: &[4], next: &[Next::Dash, Next::Dot, Next::Slash] },
    Shape {
        letters: &[0],
        digits: &[1, 2],
        next: &[Next::Letter, Next::Space, Next::Dash, Next::Dot, Next::Slash],
    },
];

/// The years in which people who live, or lived in living memory, were born.
const YEARS: std::ops::RangeInclusive<u32> = 1880..=2099;
/// How sure a date is without a word before it.
const SCORE: f32 = 0.15;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    numeric(cursor).or_else(|| named(cursor)).map(|end| Match::new(cursor.at, end, SCORE))
}

/// `1985-03-12`, `12/03/1985`, `12.3.85`, `19850312`.
fn numeric(cursor: &Cursor<'_>) -> Option<usize> {
    let first = cursor.run(cursor.at, 9, |byte| byte.is_ascii_digit());
    let number = |from, to| cursor.slice(from, to).parse::<u32>().ok();
    if first - cursor.at == 8 {
        let year = number(cursor.at, cursor.at + 4)?;
        let (month, day) = (number(first - 4, first - 2)?, number(first - 2, first)?);
        return (YEARS.contains(&year) && is_day(month, day) && code::closes(cursor, first))
            .then_some(first);
    }
    let separator = cursor.byte(first).filter(|byte| matches!(byte, b'-' | b'/' | b'.'))?;
    let second = cursor.run(first + 1, 3, |byte| byte.is_ascii_digit());
    if cursor.byte(second) != Some(separator) {
        return None;
    }
    let third = cursor.run(second + 1, 5, |byte| byte.is_ascii_digit());
    let (a, b, c) =
        (number(cursor.at, first)?, number(first + 1, second)?, number(second + 1, third)?);
    let year = match (first - cursor.at, third - second - 1) {
        (4, 1 | 2) if is_day(b, c) => a,
        (1 | 2, 4) if is_day(a, b) || is_day(b, a) => c,
        (1 | 2, 2) if is_day(a, b) || is_day(b, a) => 1900,
        _ => return None,
    };
    (YEARS.contains(&year) && code::closes(cursor, third)).then_some(third)
}

/// LIMIT: bytes of the name of a month.
const MONTH_BYTES_MAX: usize = 12;

/// The beginnings of the months' names in the languages of our recognizers.
const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mär",
    "mai", "okt", "dez", "fév", "fev", "avr", "juin", "juil", "aoû", "aou", "déc", "ene", "abr",
    "ago", "dic", "gen", "mag", "giu", "lug", "set", "ott", "out",
];

/// `12 March 1985`, `12th of March, 1985`, `12. März 1985`, `12-Mar-85`, `12 de marzo de 1985`.
fn named(cursor: &Cursor<'_>) -> Option<usize> {
    let first = cursor.run(cursor.at, 3, |byte| byte.is_ascii_digit());
    let day =
        cursor.slice(cursor.at, first).parse::<u32>().ok().filter(|day| (1..=31).contains(day))?;
    debug_assert!(day > 0);
    let ordinal = ["st ", "nd ", "rd ", "th ", ". ", "º ", "er "].into_iter();
    let mut at = ordinal
        .map(str::len)
        .zip(["st ", "nd ", "rd ", "th ", ". ", "º ", "er "])
        .find(|(_, text)| cursor.literal(first, text))
        .map_or(first + 1, |(length, _)| first + length);
    if at == first + 1 && !matches!(cursor.byte(first), Some(b' ' | b'-' | b'/')) {
        return None;
    }
    for word in ["of ", "de "] {
        at += if cursor.literal(at, word) { word.len() } else { 0 };
    }
    let month = letters(cursor, at);
    let name = cursor.slice(at, month).to_lowercase();
    if name.chars().count() < 3 || !MONTHS.iter().any(|known| name.starts_with(known)) {
        return None;
    }
    let mut year = month;
    for (text, length) in
        [(". ", 2), (", ", 2), (" de ", 4), (" del ", 5), (" ", 1), ("-", 1), ("/", 1)]
    {
        if cursor.literal(month, text) {
            year = month + length;
            break;
        }
    }
    let end = cursor.run(year, 5, |byte| byte.is_ascii_digit());
    let full = end - year == 4 && YEARS.contains(&cursor.slice(year, end).parse().ok()?);
    (year > month && (full || end - year == 2) && code::closes(cursor, end)).then_some(end)
}

/// Where the letters end that begin at `at`.
fn letters(cursor: &Cursor<'_>, at: usize) -> usize {
    let mut end = at;
    while end - at < MONTH_BYTES_MAX
        && let Some(c) = cursor.char(end).filter(|c| c.is_alphabetic())
    {
        end += c.len_utf8();
    }
    end
}
