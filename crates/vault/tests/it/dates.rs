//! Dates of birth: in every format, in every order that a model may turn them into, and when
//! there are more of them than surrogates.

use std::collections::HashSet;

use portcullis_model::Entity;
use proptest::prelude::*;

use crate::scene::{Stage, alice, conceal, conceal_one, reveal, reveal_one, settings};

const DATE: Entity = Entity::known("DATE_OF_BIRTH");
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The ways to write a date whose numbers have two digits, by number.
fn padded(form: usize, (year, month, day): (u32, u32, u32)) -> String {
    match form {
        0 => format!("{year:04}-{month:02}-{day:02}"),
        1 => format!("{year:04}/{month:02}/{day:02}"),
        2 => format!("{year:04}.{month:02}.{day:02}"),
        3 => format!("{month:02}/{day:02}/{year:04}"),
        4 => format!("{day:02}/{month:02}/{year:04}"),
        5 => format!("{day:02}.{month:02}.{year:04}"),
        6 => format!("{month:02}-{day:02}-{year:04}"),
        _ => format!("{year:04}{month:02}{day:02}"),
    }
}

/// Those that show no zeros, or name the month.
fn other(form: usize, (year, month, day): (u32, u32, u32)) -> String {
    let name = MONTHS[month as usize - 1];
    match form {
        0 => format!("{month}/{day}/{year:04}"),
        1 => format!("{day}.{month}.{year:04}"),
        2 => format!("{day} {name} {year:04}"),
        3 => format!("{day:02}-{}-{year:04}", name.to_uppercase()),
        4 => format!("{name} {day}, {year:04}"),
        _ => format!("{year:04}-{month}-{day}"),
    }
}

fn date() -> impl Strategy<Value = (u32, u32, u32)> {
    (1880_u32..2030, 1_u32..13, 1_u32..29)
}

/// The date of an ISO surrogate.
fn numbers(surrogate: &str) -> (u32, u32, u32) {
    let mut numbers = surrogate.split('-').map(|number| number.parse().unwrap());
    (numbers.next().unwrap(), numbers.next().unwrap(), numbers.next().unwrap())
}

/// A date without what a surrogate may not show: zeros before a number, and more of a month than
/// the three letters of May.
fn bare(date: &str) -> Vec<String> {
    let words = date.split(|c: char| !c.is_ascii_alphanumeric());
    let bare = |word: &str| match word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => word[..3].to_lowercase(),
        false => word.trim_start_matches('0').to_owned(),
    };
    words.filter(|word| !word.is_empty()).map(bare).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_format_comes_back(
        dates in prop::collection::vec((date(), 0_usize..14), 1..40),
    ) {
        let (vault, person) = (Stage::all()[0].vault(settings()), alice());
        let values: Vec<String> = dates
            .iter()
            .map(|(date, form)| if *form < 8 { padded(*form, *date) } else { other(form - 8, *date) })
            .collect();
        let texts: Vec<&str> = values.iter().map(String::as_str).collect();
        let surrogates = conceal(&vault, &person.at(0), &DATE, &texts);
        let texts: Vec<&str> = surrogates.iter().map(String::as_str).collect();
        let back: Vec<String> = reveal(&vault, &person.at(0), &texts).into_iter().flatten().collect();
        prop_assert_eq!(back, values);
        for surrogate in &surrogates {
            let text = format!("x {surrogate} 7, {surrogate}.");
            let found = vault.mentions(&text);
            prop_assert_eq!(found.len(), 2, "{}", text);
            prop_assert!(found.iter().all(|m| text[m.range.clone()] == **surrogate), "{}", text);
        }
    }

    /// Whatever format the model turns the surrogate into, the value comes back in that format.
    #[test]
    fn a_date_survives_another_order(
        date in date(),
        first in 0_usize..8,
        then in 0_usize..13,
        others in prop::collection::vec(date(), 0..40),
    ) {
        let (vault, person) = (Stage::all()[0].vault(settings()), alice());
        let others: Vec<String> = others.iter().map(|date| padded(0, *date)).collect();
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        conceal(&vault, &person.at(0), &DATE, &others);
        conceal_one(&vault, &person.at(0), &DATE, &padded(first, date));
        let iso = conceal_one(&vault, &person.at(0), &DATE, &padded(0, date));
        let (rewritten, expected) = match then {
            0..8 => (padded(then, numbers(&iso)), padded(then, date)),
            form => (other(form - 8, numbers(&iso)), other(form - 8, date)),
        };
        let back = reveal_one(&vault, &person.at(0), &rewritten).unwrap();
        prop_assert_eq!(bare(&back), bare(&expected), "{} {}", iso, rewritten);
    }
}

#[test]
fn formats_are_kept() {
    for (value, form) in [
        ("1985-07-03", "0999-99-99"),
        ("07/03/1985", "99/99/0999"),
        ("03.07.1985", "99.99.0999"),
        ("19850703", "09999999"),
    ] {
        let (vault, person) = (Stage::all()[0].vault(settings()), alice());
        let surrogate = conceal_one(&vault, &person.at(0), &DATE, value);
        let outline: String =
            surrogate.chars().map(|c| if ('1'..='9').contains(&c) { '9' } else { c }).collect();
        let fits = outline.chars().zip(form.chars()).all(|(a, b)| a == b || (a == '0' && b == '9'));
        assert!(fits && surrogate.len() == value.len(), "{surrogate}");
    }
    let (vault, person) = (Stage::all()[0].vault(settings()), alice());
    for (value, mark) in [("3 July 1985", " 0"), ("July 3, 1985", ", 0"), ("03-JUL-1985", "-0")] {
        let surrogate = conceal_one(&vault, &person.at(0), &DATE, value);
        assert!(surrogate.contains(mark), "{surrogate}");
        let upper = value.contains("JUL");
        assert_eq!(surrogate, if upper { surrogate.to_uppercase() } else { surrogate.clone() });
    }
    for value in ["3.7.85", "1985-25-03", "31/13/1985", "3rd of July 1985", "3. Juli 1985", "July"]
    {
        let surrogate = conceal_one(&vault, &person.at(0), &DATE, value);
        assert!(surrogate.starts_with("[[DATE_OF_BIRTH:"), "{surrogate}");
        assert_eq!(reveal_one(&vault, &person.at(0), &surrogate).as_deref(), Some(value));
    }
}

/// There are some 52,000 surrogates of this form, and here come more values.
#[test]
fn too_many_dates_spill_over_and_stay_right() {
    let (vault, person) = (Stage::all()[0].vault(settings()), alice());
    let mut values: Vec<String> = (0..168 * 372)
        .map(|n| format!("{}-{:02}-{:02}", 1860 + n / 372, n / 31 % 12 + 1, n % 31 + 1))
        .collect();
    // Two orders of the same numbers are one surrogate, differently written.
    let low: HashSet<&str> = values.iter().map(String::as_str).collect();
    assert_eq!(low.len(), values.len());
    values.truncate(60_000);
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let batches = values.chunks(2000);
    let surrogates: Vec<String> =
        batches.flat_map(|batch| conceal(&vault, &person.at(0), &DATE, batch)).collect();
    assert_eq!(surrogates.iter().collect::<HashSet<_>>().len(), values.len());
    let texts: Vec<&str> = surrogates.iter().map(String::as_str).collect();
    let revealed = reveal(&vault, &person.at(0), &texts);
    assert!(revealed.iter().zip(&values).all(|(r, v)| r.as_deref() == Some(*v)));
    let spilled = surrogates.iter().filter(|s| s.starts_with("[[")).count();
    assert!(spilled > 0 && vault.spilled() > 0, "{spilled}");
}
