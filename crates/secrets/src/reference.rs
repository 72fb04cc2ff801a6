//! Where a text refers to a secret: `{{secret:NAME}}`, `secret://NAME`, `lantern.secret/NAME`.
//!
//! It resolves nothing by itself and looks at a text once: what stands in a value that was put
//! in is never read as a reference.
//!
//! The braced form ends with its braces; spaces and tabs may stand inside them. The two others
//! end before the first character that no name can have, and what ends in `.` or `/` ends
//! before that: in `see secret://mail/key.` the name is `mail/key`. They begin where no name
//! could go on: `mysecret://a` refers to nothing.

use std::ops::Range;

use portcullis_model::Secret;
use zeroize::Zeroizing;

use crate::name::is_name_byte;
use crate::{NotAName, SecretName};

const BRACES: &str = "{{";
const BRACED: &str = "secret:";
const UNBRACED: [&str; 2] = ["secret://", "lantern.secret/"];

/// A place in a text that stands for a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The bytes of the whole reference.
    pub range: Range<usize>,
    /// Which secret.
    pub name: SecretName,
}

/// A text that begins a reference and does not finish it, or names what cannot be a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a reference to a secret is malformed; write {{{{secret:NAME}}}}: {NotAName}")]
pub struct Malformed {
    /// Where it begins.
    pub at: usize,
}

/// Why a text cannot be given its secrets.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResolveError<E> {
    /// A reference is no reference.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// Whoever was asked for a value does not give it.
    #[error("{error}")]
    Lookup {
        /// The secret.
        name: SecretName,
        /// Its answer.
        error: E,
    },
}

/// All references in a text, in order.
///
/// # Errors
///
/// The first [`Malformed`] one: it must not leave as if it were text.
pub fn find(text: &str) -> Result<Vec<Reference>, Malformed> {
    let is_brace = |at: &usize| text.get(*at..).is_some_and(|rest| rest.starts_with(BRACES));
    let braces = text.match_indices('{').map(|(at, _)| at);
    let mut begins: Vec<usize> = braces.filter(is_brace).collect();
    for marker in UNBRACED {
        begins.extend(text.match_indices(marker).map(|(at, _)| at));
    }
    begins.sort_unstable();
    let mut found: Vec<Reference> = Vec::new();
    for at in begins {
        if found.last().is_some_and(|last| at < last.range.end) {
            continue;
        }
        let reference = match braced(text, at) {
            Shape::None => unbraced(text, at),
            shape => shape,
        };
        match reference {
            Shape::None => {}
            Shape::Malformed => return Err(Malformed { at }),
            Shape::Reference(reference) => found.push(reference),
        }
    }
    Ok(found)
}

/// Puts values in the places of all references, in one pass: a value that looks like a reference
/// stays as it is. A text without references is given back as it came.
///
/// # Errors
///
/// [`ResolveError`]; nothing is resolved then.
pub fn resolve<E>(
    text: &str,
    mut lookup: impl FnMut(&SecretName) -> Result<Secret, E>,
) -> Result<Secret, ResolveError<E>> {
    let mut values = Vec::new();
    for reference in find(text)? {
        let value = lookup(&reference.name)
            .map_err(|error| ResolveError::Lookup { name: reference.name.clone(), error })?;
        values.push((reference.range, value));
    }
    let more: usize = values.iter().map(|(_, value)| value.expose().len()).sum();
    // Room for all of it at once: a text that grew would leave copies behind.
    let mut out = Zeroizing::new(String::with_capacity(text.len() + more));
    let mut copied = 0;
    for (range, value) in &values {
        out.push_str(text.get(copied..range.start).unwrap_or_default());
        out.push_str(value.expose());
        copied = range.end;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Ok(Secret::new(std::mem::take(&mut *out)))
}

enum Shape {
    None,
    Malformed,
    Reference(Reference),
}

fn braced(text: &str, at: usize) -> Shape {
    let after = |part: &str| text.len() - part.len();
    let Some(inside) = text.get(at..).and_then(|rest| rest.strip_prefix(BRACES)) else {
        return Shape::None;
    };
    let Some(rest) = inside.trim_start_matches(BLANK).strip_prefix(BRACED) else {
        return Shape::None;
    };
    let rest = rest.trim_start_matches(BLANK);
    let (name, rest) = split_name(rest);
    let Some(rest) = rest.trim_start_matches(BLANK).strip_prefix("}}") else {
        return Shape::Malformed;
    };
    match name.parse() {
        Ok(name) => Shape::Reference(Reference { range: at..after(rest), name }),
        Err(NotAName) => Shape::Malformed,
    }
}

const BLANK: [char; 2] = [' ', '\t'];

fn unbraced(text: &str, at: usize) -> Shape {
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    // A `/` before it is fine: a path may stand there.
    if before.bytes().next_back().is_some_and(|byte| byte != b'/' && is_name_byte(byte)) {
        return Shape::None;
    }
    let Some(rest) = UNBRACED.iter().find_map(|marker| rest.strip_prefix(marker)) else {
        return Shape::None;
    };
    let (name, _) = split_name(rest);
    let name = name.trim_end_matches(['.', '/']);
    if name.is_empty() {
        return Shape::None;
    }
    let end = text.len() - rest.len() + name.len();
    match name.parse() {
        Ok(name) => Shape::Reference(Reference { range: at..end, name }),
        Err(NotAName) => Shape::Malformed,
    }
}

/// The characters of a name that a text begins with, and what follows.
fn split_name(text: &str) -> (&str, &str) {
    let length = text.bytes().take_while(|byte| is_name_byte(*byte)).count();
    text.split_at_checked(length).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests;
