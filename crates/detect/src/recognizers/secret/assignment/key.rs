//! Reads the key before an operator, as configuration, source code, markup and headers write it.
//!
//! It looks behind only, and no further than a window: what stands there has been read already.

use super::value::{Form, Value};
use super::words::{self, KEY_BYTES_MAX};
use crate::cursor::Cursor;
use crate::recognizers::secret::keyed::REACH_BYTES;

/// LIMIT: bytes before an operator in which its key stands.
pub(crate) const WINDOW_BYTES: usize = 160;
/// LIMIT: types between a key and its operator: `key: Option<String> =`.
const TYPES_MAX: usize = 4;

/// What a value is called.
#[derive(Debug, Clone, Copy)]
pub(in crate::recognizers::secret) struct Key<'t> {
    /// Its name; words before it may stand in front.
    pub(in crate::recognizers::secret) name: &'t str,
    /// Where the word of a vendor may stand,
    pub(in crate::recognizers::secret) near: &'t str,
    /// ending in the last bytes of it.
    pub(in crate::recognizers::secret) reach: usize,
    /// One of a row of fields, as connection strings have them.
    pub(in crate::recognizers::secret) in_row: bool,
    /// An element of a list of settings of .NET.
    pub(in crate::recognizers::secret) in_nuget: bool,
    /// A header that is an argument of a command.
    pub(in crate::recognizers::secret) is_option: bool,
}

impl<'t> Key<'t> {
    fn new(name: &'t str, near: &'t str) -> Self {
        let near = last(near, KEY_BYTES_MAX);
        let own = near.len() - near.trim_end_matches(|c| is_name(c) && c != ' ').len();
        let reach = own.max(REACH_BYTES);
        Self { name, near, reach, in_row: false, in_nuget: false, is_option: false }
    }

    /// What ends a line, before an operator.
    #[cfg(test)]
    pub(in crate::recognizers::secret) fn of_line(line: &'t str) -> Self {
        Self::new(line, line)
    }

    /// A name that is all there is.
    fn alone(name: &'t str) -> Self {
        Self { reach: KEY_BYTES_MAX, ..Self::new(name, name) }
    }
}

/// The key that a text stands under.
pub(in crate::recognizers::secret) fn hinted(key: &str) -> Key<'_> {
    let key = key.trim_end_matches(|c: char| !c.is_alphanumeric());
    Key::alone(last(key, KEY_BYTES_MAX))
}

/// The key before the operator at the cursor.
pub(super) fn before<'t>(cursor: &Cursor<'t>, value: &Value) -> Option<Key<'t>> {
    let left = last(cursor.text.get(..cursor.at)?, WINDOW_BYTES);
    match value.form {
        Form::Tag => element(left),
        Form::Comma => quoted(left.trim_end_matches(' ')),
        Form::Cell => cell(left),
        Form::Call => call(left),
        Form::Equals | Form::Colon | Form::Arrow | Form::Otherwise | Form::None => {
            let left = left.trim_end_matches([':', '?', '|', '.', '+', '&', '=', '-']);
            let key = named(left, value.form)?;
            let next = cursor.text.as_bytes().get(value.end);
            let in_row = key.in_row || (!value.quoted && next == Some(&b';'));
            Some(Key { in_row: in_row && !value.quoted && value.form == Form::Equals, ..key })
        }
    }
}

/// The name that ends a text, less brackets, quotes and types behind it.
fn named(left: &str, form: Form) -> Option<Key<'_>> {
    let line = left.rsplit(['\n', '\r']).next().unwrap_or_default();
    let mut rest = line.trim_end_matches(is_closer);
    if form == Form::Equals {
        rest = untyped(rest);
    }
    let name =
        rest.get(rest.trim_end_matches(is_name).len()..)?.trim_start_matches([' ', '-', '.']);
    if name.is_empty() {
        return None;
    }
    if is_value(name) {
        return described(left);
    }
    let before = rest.get(..rest.len() - name.len())?.trim_end();
    if name == "sig" && before.ends_with(['?', '&']) {
        // The signature of a link to a store of Azure.
        return Some(Key::alone("signing_key"));
    }
    let opened = before.trim_end_matches(['"', '\'', '\\', '$', ' ', '=']);
    let is_option = opened.ends_with("-H") || opened.ends_with("--header");
    Some(Key { in_row: before.ends_with(';'), is_option, ..Key::new(name, rest) })
}

/// Whether a key only says that this is the value of something that is named before.
fn is_value(name: &str) -> bool {
    const VALUES: &[&str] =
        &["value", "val", "content", "default", "string", "secretstring", "stringvalue"];
    let word = name.rsplit([' ', '_', '-', '.']).next().unwrap_or_default();
    VALUES.iter().any(|value| word.eq_ignore_ascii_case(value)) && name.len() <= word.len() + 1
}

/// The name that stands before a value in a pair: `name="token" value=`, `"key": "token", "value":`.
fn described(left: &str) -> Option<Key<'_>> {
    const NAMES: &[&str] = &["name", "key", "variable", "Name", "Key", "NAME", "KEY", "id"];
    let places = NAMES.iter().filter_map(|name| {
        let apart = |at: &usize| {
            let before = left.get(..*at).unwrap_or_default();
            !before.ends_with(is_name) || before.ends_with(' ')
        };
        left.rmatch_indices(name).map(|(at, _)| at).find(apart).map(|at| at + name.len())
    });
    let rest = left.get(places.max()?..)?;
    let opened = rest.trim_start_matches([' ', '"', '\'', '\\', '=', ':', '\t']);
    let signs = rest.get(..rest.len() - opened.len())?;
    if !signs.contains(['=', ':', '"']) {
        return None;
    }
    let end = opened.find(|c| !is_name(c) || c == ' ').unwrap_or(opened.len());
    let name = opened.get(..end)?;
    let in_nuget = left.contains("<add ") && signs.contains('=');
    (!name.is_empty()).then(|| Key { in_nuget, ..Key::alone(name) })
}

/// The name of the element whose opening tag ends here, or the name that is its attribute or
/// stands in the element before it.
fn element(left: &str) -> Option<Key<'_>> {
    let open = left.rfind('<')?;
    let (before, tag) = (left.get(..open)?, left.get(open + 1..)?);
    let end = tag.find(|c| !is_name(c) && c != ':' || c == ' ').unwrap_or(tag.len());
    let name = tag.get(..end)?.rsplit(':').next()?;
    if name.is_empty() || !tag.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        return None;
    }
    if words::kind(name).is_some() || end == tag.len() && !is_value(name) {
        return Some(Key::alone(name));
    }
    if end < tag.len() {
        return described(tag).or(Some(Key::alone(name)));
    }
    let before = before.trim_end();
    let before = before.strip_suffix("</key>").or_else(|| before.strip_suffix("</name>"))?;
    before.rsplit('>').next().map(Key::alone)
}

/// The text of the cell that ends here.
fn cell(left: &str) -> Option<Key<'_>> {
    let name = left.rsplit(['|', '\n']).next()?.trim().trim_matches(['*', '`', '_']);
    (!name.is_empty() && name.chars().all(is_name)).then(|| Key::alone(name))
}

/// The text of the string that ends here.
fn quoted(left: &str) -> Option<Key<'_>> {
    let quote = left.chars().next_back()?;
    let content = left.strip_suffix(quote)?.trim_end_matches('\\');
    let name = content.rsplit(quote).next()?;
    let fits = !name.is_empty() && name.len() <= KEY_BYTES_MAX && name.chars().all(is_name);
    (fits && name.len() < content.len()).then(|| Key::alone(name))
}

/// The name of the function that is called here, or what its result is assigned to.
fn call(left: &str) -> Option<Key<'_>> {
    let line = left.rsplit(['\n', '\r']).next().unwrap_or_default();
    let path = |c: char| is_name(c) && c != ' ' || c == ':';
    let rest = line.trim_end_matches(path);
    let name = line.get(rest.len()..)?.rsplit([':', '.']).next()?;
    if name.is_empty() {
        return None;
    }
    if words::kind_of_argument(name).is_some() {
        return Some(Key::alone(name));
    }
    if WRAPPERS.iter().any(|wrapper| name.eq_ignore_ascii_case(wrapper)) {
        let assigned = rest.trim_end().trim_end_matches("new").trim_end();
        if let Some(assigned) = assigned.strip_suffix(['=', ':']) {
            return named(assigned.trim_end_matches(':'), Form::Equals);
        }
    }
    // Only the word of a vendor can say that this is a secret.
    Some(Key { name: "", ..Key::new(name, line) })
}

/// Functions and types that a value is put into before it is assigned.
const WRAPPERS: &[&str] = &[
    "from",
    "new",
    "of",
    "some",
    "ok",
    "str",
    "string",
    "bytes",
    "secret",
    "secretstr",
    "secretstring",
    "secretbox",
    "password",
    "token",
    "credential",
    "apikey",
    "azurekeycredential",
    "literal",
    "buffer",
    "quote",
    "tostring",
    "to_string",
    "nonsensitive",
    "sensitive",
    "required",
    "pointer",
    "ptr",
    "plaintext",
    "unsafe_raw",
    "securestring",
    "converttosecurestring",
];

/// A text without the types that stand at its end.
fn untyped(text: &str) -> &str {
    const TYPES: &[&str] = &[
        "string",
        "str",
        "String",
        "char",
        "bytes",
        "Bytes",
        "text",
        "NSString",
        "static",
        "any",
        "Optional",
        "Option",
        "Final",
        "final",
        "SecretStr",
        "SecretString",
        "const",
        "u8",
        "byte",
        "object",
        "var",
        "auto",
        "wstring",
        "std",
        "Str",
        "STRING",
        "VARCHAR",
        "literal",
        "Literal",
    ];
    let mut rest = text;
    for _ in 0..TYPES_MAX {
        let before = rest.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
        let word = rest.get(before.len()..).unwrap_or_default();
        let shorter =
            before.trim_end_matches(|c| is_closer(c) || matches!(c, ':' | '&' | '[' | '<' | '.'));
        if !TYPES.contains(&word) || shorter.is_empty() || shorter.len() == before.len() {
            break;
        }
        rest = shorter;
    }
    rest
}

/// What may stand between a key and its operator.
fn is_closer(c: char) -> bool {
    matches!(c, ' ' | '\t' | '"' | '\'' | '`' | '\\' | '[' | ']' | ')' | '*' | '>' | '?' | '!')
}

/// What a key is made of; words of prose before it belong to it.
fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '$')
}

/// The last bytes of a text, whole characters.
pub(in crate::recognizers::secret) fn last(text: &str, bytes: usize) -> &str {
    let from = text.len().saturating_sub(bytes);
    let from = (from..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(from..).unwrap_or_default()
}
