//! Which `format`s are asserted, and what each is in words.
//!
//! Asserted is what has one form in JSON. Other formats say what a value means, not how it must
//! look, and are left to the tool.

use jsonschema::ValidationOptions;

/// Formats that the validator knows and that are not asserted here.
const IGNORED: &[&str] = &[
    "duration",
    "hostname",
    "idn-email",
    "idn-hostname",
    "iri",
    "iri-reference",
    "json-pointer",
    "regex",
    "relative-json-pointer",
    "uri-reference",
    "uri-template",
];

/// Makes the validator assert what is asserted here.
pub(crate) fn set(options: ValidationOptions<'_>) -> ValidationOptions<'_> {
    let mut options = options.should_validate_formats(true).should_ignore_unknown_formats(true);
    for name in IGNORED {
        options = options.with_format(*name, |_: &str| true);
    }
    options.with_format("email", is_email)
}

/// What a value of a format looks like.
pub(crate) fn in_words(format: &str) -> &'static str {
    match format {
        "date" => "a date in the form YYYY-MM-DD",
        "date-time" => "a date and time in the form YYYY-MM-DDThh:mm:ssZ, with its time zone",
        "time" => "a time in the form hh:mm:ssZ, with its time zone",
        "uuid" => "a UUID of 32 hexadecimal digits in the form 8-4-4-4-12",
        "email" => "an e-mail address",
        "uri" => "a URI with its scheme, as in https://host/path",
        "ipv4" => "an IPv4 address",
        "ipv6" => "an IPv6 address",
        _ => "in the form that the schema asks for",
    }
}

/// Whether a text can be an address: something on both sides of an `@`, and no white space.
/// Surrogates and internal names are addresses too, so nothing more is asked.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    !local.is_empty()
        && !domain.is_empty()
        && !text.contains(|it: char| it.is_whitespace() || it.is_control())
        && !domain.starts_with('.')
        && !domain.ends_with('.')
}
