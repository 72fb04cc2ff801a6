//! Which branch of `anyOf` or `oneOf` was probably meant, so that its errors help.
//!
//! It only chooses among what the validator reports, and where it cannot tell, it says so.

use jsonschema::JsonType;
use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};

/// What can be said about a value that fits no branch.
pub(crate) enum Guess<'a> {
    /// Each branch wants another type.
    Types(Vec<JsonType>),
    /// Each branch lacks one member.
    OneOf(Vec<String>),
    /// Each branch wants other values.
    Options(Vec<&'a serde_json::Value>),
    /// This branch was probably meant.
    Branch(&'a [ValidationError<'static>]),
    /// It cannot be told.
    Unclear,
}

/// Looks at what each branch says of the value at a place.
pub(crate) fn guess<'a>(branches: &'a [Vec<ValidationError<'static>>], place: &str) -> Guess<'a> {
    if let Some(types) = all(branches, |error| types_at(error, place)) {
        let mut types: Vec<_> = types.into_iter().flatten().collect();
        types.dedup();
        return Guess::Types(types);
    }
    if let Some(names) = all(branches, |error| missing_at(error, place)) {
        return Guess::OneOf(names);
    }
    if let Some(options) = all(branches, |error| options_at(error, place)) {
        return Guess::Options(options.into_iter().flatten().collect());
    }
    let mut ranked: Vec<_> = branches.iter().map(|errors| (rank(errors, place), errors)).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    match ranked.as_slice() {
        [(first, errors), (second, _), ..] if first < second => Guess::Branch(errors),
        [(_, errors)] => Guess::Branch(errors),
        _ => Guess::Unclear,
    }
}

/// What `read` finds in every branch, if each has exactly one error and it finds something.
fn all<'a, T>(
    branches: &'a [Vec<ValidationError<'static>>],
    read: impl Fn(&'a ValidationError<'static>) -> Option<T>,
) -> Option<Vec<T>> {
    let found: Vec<_> = branches
        .iter()
        .map_while(|errors| match errors.as_slice() {
            [error] => read(error),
            _ => None,
        })
        .collect();
    (!found.is_empty() && found.len() == branches.len()).then_some(found)
}

/// How far a branch is from what was sent: another type, then another kind of object, then the
/// number of errors.
fn rank(errors: &[ValidationError<'static>], place: &str) -> (bool, bool, usize) {
    let other_type = errors.iter().any(|error| types_at(error, place).is_some());
    let other_kind = errors.iter().any(|error| match error.kind() {
        ValidationErrorKind::Constant { .. } => true,
        ValidationErrorKind::Enum { options } => {
            options.as_array().is_some_and(|options| options.len() == 1)
        }
        _ => false,
    });
    (other_type, other_kind, errors.len())
}

fn types_at(error: &ValidationError<'_>, place: &str) -> Option<Vec<JsonType>> {
    let ValidationErrorKind::Type { kind } = error.kind() else { return None };
    (error.instance_path().as_str() == place).then(|| match kind {
        TypeKind::Single(one) => vec![*one],
        TypeKind::Multiple(several) => several.iter().collect(),
    })
}

fn missing_at(error: &ValidationError<'_>, place: &str) -> Option<String> {
    let ValidationErrorKind::Required { property } = error.kind() else { return None };
    let name = property.as_str()?;
    (error.instance_path().as_str() == place).then(|| name.to_owned())
}

fn options_at<'a>(
    error: &'a ValidationError<'_>,
    place: &str,
) -> Option<Vec<&'a serde_json::Value>> {
    if error.instance_path().as_str() != place {
        return None;
    }
    match error.kind() {
        ValidationErrorKind::Constant { expected_value } => Some(vec![expected_value.as_ref()]),
        ValidationErrorKind::Enum { options } => Some(options.as_array()?.iter().collect()),
        _ => None,
    }
}
