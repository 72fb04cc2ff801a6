//! Lines `NAME=VALUE`, as a shell or a `.env` file has them: the settings of Mask and Airlock.
//!
//! It expands nothing and runs nothing; a value is given only to who knows its name.

use super::{Import, airlock, mask, unknown};
use crate::cli::failure::Failure;

/// LIMIT: variables of one file.
const VARIABLES_MAX: usize = 1_000;

/// Takes the variables over.
pub(super) fn take(text: &str, import: &mut Import<'_>) -> Result<(), Failure> {
    let path = import.imported.file.display().to_string();
    let mut pairs = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let pair = pair(line).ok_or_else(|| {
            let message = format!("{path}: line {}: is not NAME=VALUE", number + 1);
            Failure::usage(message)
        })?;
        pairs.push(pair);
    }
    if pairs.len() > VARIABLES_MAX {
        return Err(Failure::usage(format!("{path}: holds more than {VARIABLES_MAX} variables")));
    }
    let any = |start: &str| pairs.iter().any(|(name, _)| name.starts_with(start));
    import.imported.product = match (any("MASK_"), any("AIRLOCK_") || any("E2B_")) {
        (true, true) => "Mask and Airlock",
        (true, false) => "Mask",
        (false, true) => "Airlock",
        (false, false) => return Err(unknown(&path)),
    };
    for (name, value) in &pairs {
        if mask::one(name, value, &pairs, import) || airlock::one(name, value, import) {
            continue;
        }
        other(name, import);
    }
    Ok(())
}

/// The name and the value of a line.
fn pair(line: &str) -> Option<(&str, &str)> {
    let line = line.strip_prefix("export ").unwrap_or(line).trim_start();
    let (name, value) = line.split_once('=')?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if name.is_empty() || !name.bytes().all(fits) {
        return None;
    }
    Some((name, unquoted(value.trim())))
}

/// A value without its quotes, or without the comment behind it.
fn unquoted(value: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some((inner, _)) = value.strip_prefix(quote).and_then(|rest| rest.split_once(quote))
        {
            return inner;
        }
    }
    value.split_once(" #").map_or(value, |(value, _)| value.trim_end())
}

/// A variable of nobody that is known here.
fn other(name: &str, import: &mut Import<'_>) {
    const MARKS: [&str; 5] = ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD"];
    let upper = name.to_ascii_uppercase();
    if MARKS.iter().any(|mark| upper.contains(mark)) {
        let secret = name.to_ascii_lowercase().replace('_', "-");
        import.credential(name, &secret);
    } else {
        import.leave(name, "an unknown variable");
    }
}
