//! A read JSON text: its values in order, each with its place.
//!
//! It borrows the text and decodes only what is asked for.

use std::borrow::Cow;
use std::ops::Range;

use super::JsonError;
use super::scan::{Node, scan};
use super::text::decode;

/// The kinds of JSON values, and keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An object.
    Object,
    /// An array.
    Array,
    /// The key of a member of an object.
    Key,
    /// A string.
    Str,
    /// A number.
    Number,
    /// `true`.
    True,
    /// `false`.
    False,
    /// `null`.
    Null,
}

/// Room for reading; reused from text to text, so that a stream allocates it once.
#[derive(Debug, Default)]
pub struct Tape {
    nodes: Vec<Node>,
    open: Vec<u32>,
}

impl Tape {
    /// Reads one JSON text.
    ///
    /// # Errors
    /// What is wrong with the text, and where.
    pub fn read<'t>(&'t mut self, text: &'t str) -> Result<Value<'t>, JsonError> {
        scan(text, &mut self.nodes, &mut self.open)?;
        Ok(Value { text, nodes: &self.nodes, index: 0 })
    }
}

/// One value (or key) of a JSON text.
#[derive(Debug, Clone, Copy)]
pub struct Value<'t> {
    text: &'t str,
    nodes: &'t [Node],
    index: usize,
}

impl<'t> Value<'t> {
    fn node(&self) -> Option<&'t Node> {
        self.nodes.get(self.index)
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.node().map_or(Kind::Null, |node| node.kind)
    }

    /// Whether it says nothing: `null`, or a list without items.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        match self.kind() {
            Kind::Null => true,
            Kind::Array => self.items().next().is_none(),
            _ => false,
        }
    }

    /// Its bytes in the text; of a string or key without the quotes.
    #[must_use]
    pub fn place(&self) -> Range<usize> {
        self.node().map_or(0..0, |node| node.start as usize..node.end as usize)
    }

    /// Its bytes in the text, quotes included.
    #[must_use]
    pub fn whole(&self) -> Range<usize> {
        let place = self.place();
        match self.kind() {
            Kind::Str | Kind::Key => place.start.saturating_sub(1)..place.end + 1,
            _ => place,
        }
    }

    /// What stands at its [`place`](Self::place).
    #[must_use]
    pub fn raw(&self) -> &'t str {
        self.text.get(self.place()).unwrap_or_default()
    }

    /// Whether escapes stand in it.
    #[must_use]
    pub fn escaped(&self) -> bool {
        self.node().is_some_and(|node| node.escaped)
    }

    /// Its text: of a string or key what it stands for, of a number its spelling.
    #[must_use]
    pub fn text(&self) -> Cow<'t, str> {
        if self.escaped() { decode(self.raw()) } else { Cow::Borrowed(self.raw()) }
    }

    /// Its text, where it is a string.
    #[must_use]
    pub fn string(&self) -> Option<Cow<'t, str>> {
        (self.kind() == Kind::Str).then(|| self.text())
    }

    /// Whether it is the string `word`.
    #[must_use]
    pub fn is(&self, word: &str) -> bool {
        self.kind() == Kind::Str && self.text() == word
    }

    /// Its value, where it is an integer that fits.
    #[must_use]
    pub fn index(&self) -> Option<u32> {
        if self.kind() == Kind::Number { self.raw().parse().ok() } else { None }
    }

    /// Its members, keys first; none where it is no object.
    pub fn members(&self) -> impl Iterator<Item = (Self, Self)> + use<'t> {
        let mut rest = self.children(Kind::Object);
        std::iter::from_fn(move || Some((rest.next()?, rest.next()?)))
    }

    /// Its items; none where it is no array.
    pub fn items(&self) -> impl Iterator<Item = Self> + use<'t> {
        self.children(Kind::Array)
    }

    /// The member with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<Self> {
        self.members().find(|(name, _)| name.text() == key).map(|(_, value)| value)
    }

    /// Itself and all that is in it, in the order of the text.
    pub fn all(&self) -> impl Iterator<Item = Self> + use<'t> {
        let (text, nodes) = (self.text, self.nodes);
        let end = self.node().map_or(self.index, |node| node.next as usize);
        (self.index..end).map(move |index| Self { text, nodes, index })
    }

    fn children(&self, kind: Kind) -> Children<'t> {
        let (text, nodes) = (self.text, self.nodes);
        let end = self.node().filter(|node| node.kind == kind).map_or(0, |node| node.next as usize);
        Children { text, nodes, index: self.index + 1, end }
    }
}

/// Keys and values (or items), one after the other.
struct Children<'t> {
    text: &'t str,
    nodes: &'t [Node],
    index: usize,
    end: usize,
}

impl<'t> Iterator for Children<'t> {
    type Item = Value<'t>;

    fn next(&mut self) -> Option<Value<'t>> {
        if self.index >= self.end {
            return None;
        }
        let child = Value { text: self.text, nodes: self.nodes, index: self.index };
        self.index = child.node()?.next as usize;
        Some(child)
    }
}
