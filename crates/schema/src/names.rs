//! Names of arguments in hints: which may be repeated, and which one was probably meant.
//!
//! A name that somebody sent may be somebody's data, so only those that look like names are
//! repeated. Names of the schema are public.

use std::borrow::Cow;

use serde_json::Value;

use crate::graph::Graph;
use crate::limits::{NAME_BYTES_MAX, NAME_DIGITS_MAX, QUOTED_CHARS_MAX};

/// Appends a name to a JSON pointer.
pub(crate) fn step(pointer: &mut String, name: &str) {
    pointer.push('/');
    pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
}

/// Reads a name of a JSON pointer.
pub(crate) fn unescape(segment: &str) -> Cow<'_, str> {
    if !segment.contains('~') {
        return Cow::Borrowed(segment);
    }
    Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
}

/// A place in words: `files/0/path`, with what may not be repeated left out.
pub(crate) fn place(graph: &Graph, arguments: &Value, pointer: &str) -> String {
    let mut words = Vec::new();
    let mut value = Some(arguments);
    for segment in pointer.split('/').skip(1) {
        let name = unescape(segment);
        let is_index = value.is_some_and(Value::is_array);
        value = match value {
            Some(Value::Object(object)) => object.get(name.as_ref()),
            Some(Value::Array(items)) => name.parse().ok().and_then(|it: usize| items.get(it)),
            _ => None,
        };
        if is_index || is_repeatable(graph, &name) {
            words.push(name.into_owned());
        } else {
            words.push("…".to_owned());
        }
    }
    words.join("/")
}

/// Whether a name may stand in a hint.
pub(crate) fn is_repeatable(graph: &Graph, name: &str) -> bool {
    if graph.declared.contains(name) {
        return name.len() <= NAME_BYTES_MAX
            && !name.contains(|it: char| it.is_control() || it == '`');
    }
    let is_plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-' | '.');
    let digits = name.split(|it: char| !it.is_ascii_digit()).map(str::len).max();
    !name.is_empty()
        && name.len() <= NAME_BYTES_MAX
        && name.chars().all(is_plain)
        && !name.starts_with(|it: char| it.is_ascii_digit())
        && digits.is_none_or(|digits| digits <= NAME_DIGITS_MAX)
}

/// The known name that was probably meant.
pub(crate) fn nearest<'a>(name: &str, known: &'a [Box<str>]) -> Option<&'a str> {
    if name.len() > NAME_BYTES_MAX {
        return None;
    }
    let sent = folded(name);
    let scored = known.iter().filter(|it| it.len() <= NAME_BYTES_MAX).map(|candidate| {
        let other = folded(candidate);
        let alike = strsim::normalized_damerau_levenshtein(&sent, &other);
        let contained =
            sent.len() >= 3 && other.contains(&sent) || other.len() >= 3 && sent.contains(&other);
        (if contained { alike.max(0.7) } else { alike }, candidate)
    });
    let best = scored.max_by(|left, right| left.0.total_cmp(&right.0).then(right.1.cmp(left.1)))?;
    (best.0 >= 0.6).then_some(best.1.as_ref())
}

/// A name without what differs between styles of writing.
fn folded(name: &str) -> String {
    name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A piece of the schema as it may stand in a hint: cut, on one line, without backticks.
pub(crate) fn quoted(text: &str) -> String {
    let clean = |it: char| if it.is_control() || it == '`' { ' ' } else { it };
    let mut short: String = text.chars().take(QUOTED_CHARS_MAX).map(clean).collect();
    if text.chars().nth(QUOTED_CHARS_MAX).is_some() {
        short.push('…');
    }
    short
}
