//! A wire document, the pieces of text in it, and edits of those pieces.
//!
//! The document stays as it came: whoever guards it says which piece to replace, and the door
//! or upstream that knows the wire format splices the replacement in. So what no guard touched
//! is identical to the byte.

use std::ops::Range;

use crate::Thing;

use crate::Listed;

/// A document as it came over the wire, with its pieces of text located.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The whole document.
    pub raw: String,
    /// Its pieces of text, in the order in which they stand there.
    pub fields: Vec<Field>,
    /// Tools that it offers, in the order in which they stand there.
    pub listed: Vec<Listed>,
}

/// One piece of text of a [`Document`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Where it stands: a JSON pointer (RFC 6901), for rules, logs and hints.
    pub pointer: Box<str>,
    /// What it is for.
    pub role: Role,
    /// How it is written.
    pub form: Form,
    /// Its bytes in [`Document::raw`]: of a string or key what stands between the quotes.
    pub place: Range<usize>,
    /// Its text, where that differs from what stands at `place` (escapes); else `None`.
    pub decoded: Option<Box<str>>,
}

/// How a field is written in the wire document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// A JSON string; an edit is escaped and spliced in between the quotes.
    Str,
    /// A JSON object key; edited like a string.
    Key,
    /// A JSON number; an edited number becomes a JSON string.
    Number,
    /// Any JSON value; an edit replaces the whole of it and is JSON itself.
    Raw,
    /// Plain text outside JSON; an edit is spliced in as it is.
    Plain,
}

/// What a field is for: this decides what may be done with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Text: concealed for a model, revealed in its reply by the rules of the vault.
    Text,
    /// The whole arguments of a call of `tool`, as JSON text inside a JSON string; in a reply
    /// they are revealed only where a rule discloses them.
    Arguments {
        /// The tool, as the model names it.
        tool: Box<str>,
    },
    /// One value inside the arguments of a call of `tool`, where they are JSON in place.
    Argument {
        /// The tool, as the model names it.
        tool: Box<str>,
        /// Where in the arguments: a JSON pointer that starts at their root.
        argument: Box<str>,
    },
    /// Text that must not change (a signed block): a finding in it refuses the call.
    Sealed,
    /// Probabilities of the pieces of a text (`logprobs`): they would show what was concealed.
    Logprobs,
    /// An id that the provider gives out in a reply: from now on it is this caller's.
    Issued {
        /// What it names.
        thing: Thing,
    },
}

impl Document {
    /// A document that is one plain text.
    #[must_use]
    pub fn plain(text: String) -> Self {
        let field = Field {
            pointer: "".into(),
            role: Role::Text,
            form: Form::Plain,
            place: 0..text.len(),
            decoded: None,
        };
        Self { raw: text, fields: vec![field], listed: Vec::new() }
    }

    /// The text of `field`, which must be one of this document.
    #[must_use]
    pub fn text<'a>(&'a self, field: &'a Field) -> &'a str {
        match &field.decoded {
            Some(text) => text,
            None => self.raw.get(field.place.clone()).unwrap_or_default(),
        }
    }
}

/// Replaces a part of one field's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Index into [`Document::fields`].
    pub field: usize,
    /// Bytes of the field's text (decoded, not as it stands in the wire document).
    pub range: Range<usize>,
    /// What stands there instead.
    pub with: String,
}

/// A document with the edits that make it fit for the other side.
///
/// Edits are sorted by field, then by range, and do not overlap. Cuts are sorted and apart; what
/// is edited inside of them is cut.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edited {
    /// As it came.
    pub document: Document,
    /// What to replace.
    pub edits: Vec<Edit>,
    /// Bytes of the raw document that are left out.
    pub cuts: Vec<Range<usize>>,
}

impl Edited {
    /// A document that stays as it is.
    #[must_use]
    pub fn unchanged(document: Document) -> Self {
        Self::new(document, Vec::new())
    }

    /// A document with edits.
    #[must_use]
    pub fn new(document: Document, edits: Vec<Edit>) -> Self {
        Self { document, edits, cuts: Vec::new() }
    }

    /// The text of the field with this index, edits applied.
    #[must_use]
    pub fn text(&self, index: usize) -> String {
        let Some(field) = self.document.fields.get(index) else { return String::new() };
        let text = self.document.text(field);
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for edit in self.edits.iter().filter(|edit| edit.field == index) {
            out.push_str(text.get(at..edit.range.start).unwrap_or_default());
            out.push_str(&edit.with);
            at = edit.range.end;
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }
}
