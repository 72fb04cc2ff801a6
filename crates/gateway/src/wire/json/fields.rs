//! Collects fields of a JSON document, each with its pointer.
//!
//! It keeps the way to where it stands and makes a pointer only of what is kept.

use portcullis_model::{Document, Field, Form, Refusal, Role};

use super::{JsonError, Kind, Problem, Tape, Value};

/// How many bytes all pointers of one document may take together.
// LIMIT: one long key over many values would otherwise fill the memory.
pub const POINTER_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Fields in the order of the document.
#[derive(Debug, Default)]
pub struct Fields {
    base: usize,
    path: String,
    pointer_bytes: usize,
    list: Vec<Field>,
}

impl Fields {
    /// Fields of a JSON text that starts at byte `base` of its document.
    #[must_use]
    pub fn based(base: usize) -> Self {
        Self { base, ..Self::default() }
    }

    /// How many there are: the index of the next.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The way to where it stands: a JSON pointer.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Goes into the member `key`; what it gives brings back out.
    pub fn enter(&mut self, key: &str) -> usize {
        let length = self.path.len();
        self.path.push('/');
        for character in key.chars() {
            match character {
                '~' => self.path.push_str("~0"),
                '/' => self.path.push_str("~1"),
                other => self.path.push(other),
            }
        }
        length
    }

    /// Goes back out to where [`enter`](Self::enter) went in.
    pub fn leave(&mut self, outside: usize) {
        self.path.truncate(outside);
    }

    /// Goes into the member `key`, and back out.
    pub fn under<R>(&mut self, key: &str, visit: impl FnOnce(&mut Self) -> R) -> R {
        let outside = self.enter(key);
        let result = visit(self);
        self.leave(outside);
        result
    }

    /// Goes into item `index`; what it gives brings back out.
    pub fn enter_item(&mut self, index: usize) -> usize {
        let mut digits = [0_u8; 20];
        let mut rest = index;
        let mut length = 0;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + u8::try_from(rest % 10).unwrap_or(0);
            rest /= 10;
            length += 1;
            if rest == 0 {
                break;
            }
        }
        let shown = digits.get(digits.len() - length..).unwrap_or_default();
        self.enter(std::str::from_utf8(shown).unwrap_or_default())
    }

    /// Visits the members of an object in order, each with the path set to it.
    pub fn members<'t>(
        &mut self,
        object: Value<'t>,
        mut visit: impl FnMut(&mut Self, Value<'t>, Value<'t>),
    ) {
        for (key, value) in object.members() {
            self.under(&key.text(), |fields| visit(fields, key, value));
        }
    }

    /// Visits the items of an array in order, each with the path set to it.
    pub fn items<'t>(
        &mut self,
        array: Value<'t>,
        mut visit: impl FnMut(&mut Self, usize, Value<'t>),
    ) {
        for (index, item) in array.items().enumerate() {
            let outside = self.enter_item(index);
            visit(self, index, item);
            self.leave(outside);
        }
    }

    /// Visits every string, key and number in `value`, itself included.
    ///
    /// It recurses, at most as deep as the scanner lets a document be.
    pub fn leaves<'t>(&mut self, value: Value<'t>, visit: &mut dyn FnMut(&mut Self, Value<'t>)) {
        match value.kind() {
            Kind::Object => self.members(value, |fields, key, value| {
                visit(fields, key);
                fields.leaves(value, visit);
            }),
            Kind::Array => self.items(value, |fields, _, item| fields.leaves(item, visit)),
            Kind::Str | Kind::Key | Kind::Number => visit(self, value),
            Kind::True | Kind::False | Kind::Null => {}
        }
    }

    /// Keeps a string, key or number as a field at the present path; its index.
    pub fn push(&mut self, value: Value<'_>, role: Role) -> usize {
        let form = match value.kind() {
            Kind::Key => Form::Key,
            Kind::Number => Form::Number,
            Kind::Str => Form::Str,
            Kind::Object | Kind::Array | Kind::True | Kind::False | Kind::Null => {
                return self.push_raw(value, role);
            }
        };
        let decoded = value.escaped().then(|| value.text().into());
        let place = value.place();
        let place = place.start + self.base..place.end + self.base;
        self.add(Field { pointer: "".into(), role, form, place, decoded })
    }

    /// Keeps a value whole, to be replaced by other JSON or not at all; its index.
    pub fn push_raw(&mut self, value: Value<'_>, role: Role) -> usize {
        let place = value.whole();
        let place = place.start + self.base..place.end + self.base;
        self.add(Field { pointer: "".into(), role, form: Form::Raw, place, decoded: None })
    }

    fn add(&mut self, mut field: Field) -> usize {
        self.pointer_bytes += self.path.len();
        if self.pointer_bytes <= POINTER_BYTES_MAX {
            field.pointer = self.path.as_str().into();
        }
        self.list.push(field);
        self.list.len() - 1
    }

    /// The fields, all of them.
    ///
    /// # Errors
    /// [`Problem::Pointers`] where their pointers together are too long.
    pub fn finish(self) -> Result<Vec<Field>, JsonError> {
        if self.pointer_bytes > POINTER_BYTES_MAX {
            let at = self.list.last().map_or(0, |field| field.place.start);
            return Err(JsonError { problem: Problem::Pointers, at });
        }
        Ok(self.list)
    }
}

/// Reads a JSON text of which every string, key and number is a text.
///
/// # Errors
/// `invalid_request` for what is no strict JSON, `too_large` for what is over a limit.
pub fn read(text: String) -> Result<Document, Refusal> {
    let fields = texts(&text).map_err(JsonError::of_request)?;
    Ok(Document { raw: text, fields, ..Document::default() })
}

/// The fields of a JSON text of which every string, key and number is a text.
pub(super) fn texts(text: &str) -> Result<Vec<Field>, JsonError> {
    let mut tape = Tape::default();
    let root = tape.read(text)?;
    let mut fields = Fields::default();
    fields.leaves(root, &mut |fields, leaf| {
        fields.push(leaf, Role::Text);
    });
    fields.finish()
}
