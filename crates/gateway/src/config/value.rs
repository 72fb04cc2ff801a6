//! Reads one value by its kind; says what would be right, never what was written.

use std::time::Duration;

use toml::de::DeValue;

use super::declare::{About, Choice, Kind, Status, listed};
use super::similar::did_you_mean;

/// LIMIT: items of a list or table; more is a mistake of whoever generates the file.
pub(super) const ITEMS_MAX: usize = 1_000;
/// LIMIT: bytes of a text; the longest that anyone needs is a URL.
const TEXT_BYTES_MAX: usize = 4_096;

/// Reads a text.
///
/// # Errors
/// If it is no text, or too long.
pub(super) fn text(_: &About, value: &DeValue<'_>) -> Result<String, String> {
    let text = value.as_str().ok_or_else(|| wrong_type("a text in quotes", value))?;
    if text.len() > TEXT_BYTES_MAX {
        return Err(format!("must not be longer than {TEXT_BYTES_MAX} bytes"));
    }
    if text.chars().any(char::is_control) {
        return Err("must not hold control characters".to_owned());
    }
    Ok(text.to_owned())
}

/// Reads a list of texts.
///
/// # Errors
/// If it is no list, or an item is no text.
pub(super) fn texts(about: &About, value: &DeValue<'_>) -> Result<Vec<String>, String> {
    let items = value.as_array().ok_or_else(|| wrong_type("a list of texts", value))?;
    if items.iter().count() > ITEMS_MAX {
        return Err(format!("must not hold more than {ITEMS_MAX} items"));
    }
    let numbered = items.iter().enumerate();
    numbered
        .map(|(at, item)| {
            text(about, item.get_ref()).map_err(|what| format!("item {} {what}", at + 1))
        })
        .collect()
}

/// Reads `true` or `false`.
///
/// # Errors
/// If it is neither.
pub(super) fn flag(_: &About, value: &DeValue<'_>) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| wrong_type("`true` or `false`", value))
}

/// Reads a number from 0 to 1.
///
/// # Errors
/// If it is no number, or out of bounds.
pub(super) fn ratio(_: &About, value: &DeValue<'_>) -> Result<f32, String> {
    let number = match value {
        DeValue::Float(number) => number.as_str().parse::<f32>().ok(),
        DeValue::Integer(number) => number.as_str().parse::<f32>().ok(),
        _ => return Err(wrong_type("a number from 0 to 1", value)),
    };
    number
        .filter(|number| (0.0..=1.0).contains(number))
        .ok_or_else(|| "must be a number from 0 to 1".to_owned())
}

/// Reads one of the words that the key declares, and gives what `meaning` makes of it.
///
/// # Errors
/// If it is none of them, or one that is not built.
pub(super) fn choice<T>(
    about: &About,
    value: &DeValue<'_>,
    meaning: fn(&str) -> Option<T>,
) -> Result<T, String> {
    let (Kind::Choice(choices) | Kind::PerEntity(choices)) = about.kind else {
        return Err("takes no word".to_owned());
    };
    let written = value.as_str().ok_or_else(|| wrong_type("a text in quotes", value))?;
    let right = listed(choices);
    let Some(known) = choices.iter().find(|choice| choice.name == written) else {
        let names = choices.iter().map(|choice: &Choice| choice.name);
        return Err(format!("must be {right}{}", did_you_mean(written, names)));
    };
    if known.status == Status::Later {
        return Err(format!("`{}` is not available in this version: use {right}", known.name));
    }
    meaning(known.name).ok_or_else(|| format!("must be {right}"))
}

/// Reads a time: a whole number with `s`, `m`, `h` or `d`.
///
/// # Errors
/// If it is none, or out of the key's bounds.
pub(super) fn duration(about: &About, value: &DeValue<'_>) -> Result<Duration, String> {
    let Kind::Duration { min, max } = about.kind else {
        return Err("takes no time".to_owned());
    };
    let form = "a time such as `45s`, `30m`, `12h` or `30d`";
    let written = value.as_str().ok_or_else(|| wrong_type(form, value))?;
    let seconds = seconds(written).ok_or_else(|| format!("must be {form}"))?;
    if (min..=max).contains(&seconds) {
        Ok(Duration::from_secs(seconds))
    } else {
        Err(format!("must be from {} to {}", spelled(min), spelled(max)))
    }
}

/// The seconds of `30d`.
fn seconds(written: &str) -> Option<u64> {
    let (count, unit) = written.split_at_checked(written.len().checked_sub(1)?)?;
    let factor = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return None,
    };
    if count.is_empty() || !count.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    count.parse::<u64>().ok()?.checked_mul(factor)
}

/// `30d` of its seconds: the largest unit that leaves no rest.
#[must_use]
pub(super) fn spelled(seconds: u64) -> String {
    let units = [(86_400, 'd'), (3_600, 'h'), (60, 'm')];
    match units.iter().find(|(factor, _)| seconds > 0 && seconds.is_multiple_of(*factor)) {
        Some((factor, unit)) => format!("{}{unit}", seconds / factor),
        None => format!("{seconds}s"),
    }
}

/// Says which type is right, and which was written.
pub(super) fn wrong_type(right: &str, value: &DeValue<'_>) -> String {
    let written = match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a fraction",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    format!("must be {right}, not {written}")
}
