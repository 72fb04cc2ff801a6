//! Finds the known word that a mistaken one most resembles.

/// LIMIT: changed letters that still count as a slip of the finger, by the word's length.
fn distance_max(length: usize) -> usize {
    match length {
        0..=3 => 1,
        4..=7 => 2,
        _ => 3,
    }
}

/// ``; did you mean `x`?`` for the nearest of `known`; empty if none is near.
#[must_use]
pub(super) fn did_you_mean<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> String {
    let written = written.trim().to_ascii_lowercase();
    // LIMIT: a longer word is no slip, and the comparison is quadratic.
    if written.len() > 64 {
        return String::new();
    }
    known
        .map(|name| (strsim::damerau_levenshtein(&written, &name.to_ascii_lowercase()), name))
        .filter(|(distance, name)| *distance <= distance_max(name.len()))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| format!("; did you mean `{name}`?"))
        .unwrap_or_default()
}
