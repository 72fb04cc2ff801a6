//! What a structural value looks like, and words that everybody knows.
//!
//! A value in a structural place that does not look the part is text: the place alone is no
//! reason to let it pass unread.

use crate::wire::json::{Kind, Value};

/// From how many digits in a row on a name could be somebody's number.
const DIGITS_MAX: usize = 8;
/// Under how many bytes base64 could as well be a word.
const BASE64_MIN: usize = 64;

/// The shapes of structural values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A word of the dialect: a role, a type, a choice.
    Word,
    /// The name of a tool or of a schema.
    Name,
    /// The name of a model.
    Model,
    /// An id that a provider issued.
    Id,
    /// A number that sets a parameter.
    Number,
    /// Bytes in base64: a picture, a sound, a file, a signature.
    Base64,
    /// The same as a `data:` URL.
    DataUrl,
}

impl Shape {
    /// Whether a value has the shape. Truth values and nothing at all have every shape.
    pub(super) fn fits(self, value: Value<'_>) -> bool {
        match value.kind() {
            Kind::True | Kind::False | Kind::Null => true,
            Kind::Number => self == Self::Number && is_small(value.raw()),
            // An escape in a structural word is no habit of any client.
            Kind::Str if !value.escaped() => self.fits_text(value.raw()),
            Kind::Str | Kind::Key | Kind::Object | Kind::Array => false,
        }
    }

    /// Whether a text is a name that may stand in a log.
    pub(super) fn is_name(text: &str) -> bool {
        Self::Name.fits_text(text)
    }

    fn fits_text(self, text: &str) -> bool {
        let of = |allowed: fn(u8) -> bool| text.bytes().all(allowed);
        match self {
            Self::Word => {
                (1..=40).contains(&text.len())
                    && of(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
                    && is_no_number(text)
            }
            Self::Name => {
                (1..=128).contains(&text.len())
                    && of(|b| b.is_ascii_alphanumeric() || b"_.:-".contains(&b))
                    && is_no_number(text)
            }
            Self::Model => {
                (1..=256).contains(&text.len())
                    && of(|b| b.is_ascii_alphanumeric() || b"_.:/-".contains(&b))
                    && is_no_number(text)
            }
            Self::Id => is_issued(text),
            Self::Number => false,
            Self::Base64 => text.len() >= BASE64_MIN && is_base64(text),
            Self::DataUrl => text
                .strip_prefix("data:")
                .and_then(|rest| rest.split_once(";base64,"))
                .is_some_and(|(kind, bytes)| {
                    kind.len() <= 100 && !kind.contains(',') && Self::Base64.fits_text(bytes)
                }),
        }
    }
}

/// Whether a number is too short to be anybody's.
fn is_small(number: &str) -> bool {
    number.bytes().skip_while(|byte| *byte == b'-').take_while(u8::is_ascii_digit).count()
        <= DIGITS_MAX
}

/// Whether it has a letter, and not so many digits that it could be a number with a name.
pub(super) fn is_no_number(text: &str) -> bool {
    let mut run = 0;
    let mut longest = 0;
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            run += 1;
            longest = longest.max(run);
        } else if byte.is_ascii_alphabetic() {
            run = 0;
        }
    }
    longest <= DIGITS_MAX && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Whether it has the shape in which providers issue ids. Ids of other makers are text, which
/// costs a look and changes nothing unless something is found.
fn is_issued(text: &str) -> bool {
    const PREFIXES: [&str; 31] = [
        "call_",
        "toolu_",
        "srvtoolu_",
        "mcptoolu_",
        "chatcmpl-tool-",
        "file-",
        "file_",
        "audio_",
        "container_",
        "resp_",
        "msg_",
        "rs_",
        "fc_",
        "fco_",
        "ctc_",
        "ctco_",
        "ws_",
        "fs_",
        "ci_",
        "ig_",
        "cu_",
        "lsh_",
        "sh_",
        "mcp_",
        "mcpl_",
        "mcpr_",
        "cmp_",
        "tsc_",
        "apc_",
        "pmpt_",
        "item_",
    ];
    PREFIXES.iter().filter_map(|prefix| text.strip_prefix(prefix)).any(|body| {
        (1..=64).contains(&body.len())
            && body.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && is_no_number(text)
    })
}

fn is_base64(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte))
}

/// A tool's type without the date of its version: `web_search_20250305` and
/// `web_search_2025_08_26` are `web_search`.
pub(super) fn without_date(kind: &str) -> &str {
    let digits = |text: &str, length: usize| {
        text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let Some((name, last)) = kind.rsplit_once('_') else { return kind };
    if digits(last, 8) {
        return name;
    }
    let Some((name, month)) = name.rsplit_once('_') else { return kind };
    match name.rsplit_once('_') {
        Some((name, year)) if digits(year, 4) && digits(month, 2) && digits(last, 2) => name,
        _ => kind,
    }
}

/// Whether a text is a word of JSON Schema or of the dialects: it says nothing about anybody,
/// wherever it stands, so it is no field. This keeps large tool lists cheap.
pub(super) fn is_public(word: &str) -> bool {
    matches!(
        word,
        "type"
            | "text"
            | "description"
            | "properties"
            | "required"
            | "items"
            | "enum"
            | "default"
            | "additionalProperties"
            | "title"
            | "format"
            | "anyOf"
            | "oneOf"
            | "allOf"
            | "not"
            | "const"
            | "examples"
            | "minimum"
            | "maximum"
            | "exclusiveMinimum"
            | "exclusiveMaximum"
            | "minLength"
            | "maxLength"
            | "minItems"
            | "maxItems"
            | "uniqueItems"
            | "pattern"
            | "propertyNames"
            | "$schema"
            | "$defs"
            | "$ref"
            | "definitions"
            | "nullable"
            | "object"
            | "array"
            | "string"
            | "number"
            | "integer"
            | "boolean"
            | "null"
            | "function"
            | "name"
            | "parameters"
            | "strict"
            | "ephemeral"
            | "cache_control"
            | "user"
            | "assistant"
            | "system"
            | "tool"
            | "auto"
            | "none"
            | "http://json-schema.org/draft-07/schema#"
            | "https://json-schema.org/draft/2020-12/schema"
    )
}
