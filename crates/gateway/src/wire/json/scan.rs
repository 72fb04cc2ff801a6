//! Turns JSON text into a flat list of nodes, checking all of the grammar on the way.
//!
//! It keeps its own stack, so that no nesting overflows the thread's, and copies no text.

use std::collections::HashSet;

use super::text::{decode, escape, number_end};
use super::{JsonError, Kind, Problem};

/// How deep arrays and objects may be nested.
// LIMIT: deeper than any tool schema; small enough for readers that recurse, ours downstream too.
pub const DEPTH_MAX: usize = 128;
/// How many strings, keys and numbers a document may hold.
// LIMIT: a conversation of a million model tokens holds some 20,000.
pub const FIELDS_MAX: usize = 100_000;
/// How many nodes a document may hold, those without text included.
// LIMIT: bounds the memory of `[[],[],…]`, 20 bytes a node.
const NODES_MAX: usize = 4 * FIELDS_MAX;
/// Up to how many members are compared pair by pair, which is faster than a set.
const PAIRWISE_MAX: usize = 12;

/// One value or key. Places are bytes of the text, of a string without its quotes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) escaped: bool,
    pub(super) start: u32,
    pub(super) end: u32,
    /// The node after this one and all that is in it.
    pub(super) next: u32,
}

/// What may stand next.
#[derive(Clone, Copy)]
enum Expect {
    Value,
    FirstItem,
    FirstKey,
    Key,
    After,
}

/// Reads `text` into `nodes`, which it empties first; `open` is scratch.
pub(super) fn scan(
    text: &str,
    nodes: &mut Vec<Node>,
    open: &mut Vec<u32>,
) -> Result<(), JsonError> {
    nodes.clear();
    open.clear();
    if u32::try_from(text.len()).is_err() {
        return Err(JsonError { problem: Problem::Size, at: 0 });
    }
    if text.starts_with('\u{feff}') {
        return Err(JsonError { problem: Problem::ByteOrderMark, at: 0 });
    }
    Scanner { text, bytes: text.as_bytes(), at: 0, fields: 0, nodes, open }.run()
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    fields: usize,
    nodes: &'a mut Vec<Node>,
    open: &'a mut Vec<u32>,
}

impl Scanner<'_> {
    fn run(&mut self) -> Result<(), JsonError> {
        let mut expect = Expect::Value;
        loop {
            let byte = self.byte();
            expect = match (expect, byte) {
                (Expect::After, None) if self.open.is_empty() => return Ok(()),
                (Expect::After, Some(_)) if self.open.is_empty() => {
                    return Err(self.error(Problem::Trailing));
                }
                (_, None) => return Err(self.error(Problem::End)),
                (Expect::FirstItem, Some(b']')) | (Expect::FirstKey, Some(b'}')) => self.close()?,
                (Expect::Value | Expect::FirstItem, Some(byte)) => self.value(byte)?,
                (Expect::FirstKey | Expect::Key, Some(b'"')) => self.key()?,
                (Expect::FirstKey | Expect::Key, Some(_)) => {
                    return Err(self.error(Problem::Syntax));
                }
                (Expect::After, Some(byte)) => self.after(byte)?,
            };
        }
    }

    /// The next byte that is no blank; `at` stands on it.
    fn byte(&mut self) -> Option<u8> {
        loop {
            match self.bytes.get(self.at).copied() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other,
            }
        }
    }

    fn value(&mut self, byte: u8) -> Result<Expect, JsonError> {
        match byte {
            b'"' => self.string(Kind::Str)?,
            b'{' => {
                self.open(Kind::Object)?;
                return Ok(Expect::FirstKey);
            }
            b'[' => {
                self.open(Kind::Array)?;
                return Ok(Expect::FirstItem);
            }
            b'-' | b'0'..=b'9' => self.number()?,
            b't' => self.literal("true", Kind::True)?,
            b'f' => self.literal("false", Kind::False)?,
            b'n' => self.literal("null", Kind::Null)?,
            _ => return Err(self.error(Problem::Syntax)),
        }
        Ok(Expect::After)
    }

    fn key(&mut self) -> Result<Expect, JsonError> {
        self.string(Kind::Key)?;
        match self.byte() {
            Some(b':') => self.at += 1,
            Some(_) => return Err(self.error(Problem::Syntax)),
            None => return Err(self.error(Problem::End)),
        }
        Ok(Expect::Value)
    }

    fn after(&mut self, byte: u8) -> Result<Expect, JsonError> {
        let parent = self.open.last().and_then(|index| self.nodes.get(*index as usize));
        let in_object = parent.is_some_and(|node| node.kind == Kind::Object);
        match (in_object, byte) {
            (true, b'}') | (false, b']') => self.close(),
            (true, b',') => {
                self.at += 1;
                Ok(Expect::Key)
            }
            (false, b',') => {
                self.at += 1;
                Ok(Expect::Value)
            }
            _ => Err(self.error(Problem::Syntax)),
        }
    }

    fn open(&mut self, kind: Kind) -> Result<(), JsonError> {
        if self.open.len() >= DEPTH_MAX {
            return Err(self.error(Problem::Depth));
        }
        self.open.push(place(self.nodes.len()));
        self.push(kind, self.at, self.at, false)?;
        self.at += 1;
        Ok(())
    }

    fn close(&mut self) -> Result<Expect, JsonError> {
        self.at += 1;
        let (end, next) = (place(self.at), place(self.nodes.len()));
        let index = self.open.pop().unwrap_or_default() as usize;
        if let Some(node) = self.nodes.get_mut(index) {
            (node.end, node.next) = (end, next);
            if node.kind == Kind::Object {
                self.unique(index + 1)?;
            }
        }
        Ok(Expect::After)
    }

    fn string(&mut self, kind: Kind) -> Result<(), JsonError> {
        let start = self.at + 1;
        self.at = start;
        let mut escaped = false;
        loop {
            self.at += plain(self.bytes.get(self.at..).unwrap_or_default());
            match self.bytes.get(self.at) {
                None => return Err(self.error(Problem::End)),
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(_) => return Err(self.error(Problem::Control)),
            }
        }
        self.push(kind, start, self.at, escaped)?;
        self.at += 1;
        Ok(())
    }

    fn escape(&mut self) -> Result<(), JsonError> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if let Some((length, _)) = escape(rest) {
            self.at += length;
            return Ok(());
        }
        let digits = rest.get(2..6).and_then(super::text::hex4);
        let half = rest.get(1) == Some(&b'u') && digits.is_some();
        Err(self.error(if half { Problem::LoneSurrogate } else { Problem::Escape }))
    }

    fn number(&mut self) -> Result<(), JsonError> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let Some(length) = number_end(rest) else { return Err(self.error(Problem::Number)) };
        self.push(Kind::Number, self.at, self.at + length, false)?;
        self.at += length;
        Ok(())
    }

    fn literal(&mut self, word: &str, kind: Kind) -> Result<(), JsonError> {
        let end = self.at + word.len();
        if self.bytes.get(self.at..end) != Some(word.as_bytes()) {
            return Err(self.error(Problem::Syntax));
        }
        self.push(kind, self.at, end, false)?;
        self.at = end;
        Ok(())
    }

    fn push(
        &mut self,
        kind: Kind,
        start: usize,
        end: usize,
        escaped: bool,
    ) -> Result<(), JsonError> {
        self.fields += usize::from(matches!(kind, Kind::Key | Kind::Str | Kind::Number));
        if self.fields > FIELDS_MAX || self.nodes.len() >= NODES_MAX {
            return Err(self.error(Problem::Count));
        }
        let next = place(self.nodes.len() + 1);
        self.nodes.push(Node { kind, escaped, start: place(start), end: place(end), next });
        Ok(())
    }

    /// Refuses an object whose members start at node `first` and two of which share a key.
    fn unique(&self, first: usize) -> Result<(), JsonError> {
        let mut few = [(0_u32, 0_u32); PAIRWISE_MAX];
        let mut filled = 0;
        for key in self.keys(first) {
            let Some(slot) = few.get_mut(filled).filter(|_| !key.escaped) else {
                return self.unique_among_many(first);
            };
            *slot = (key.start, key.end);
            filled += 1;
            let (slot, inside) = (*slot, self.inside(key));
            let same = |earlier: &&(u32, u32)| {
                earlier.1 - earlier.0 == slot.1 - slot.0
                    && self.bytes.get(earlier.0 as usize..earlier.1 as usize)
                        == Some(inside.as_bytes())
            };
            if few.iter().take(filled - 1).find(same).is_some() {
                return Err(JsonError { problem: Problem::DuplicateKey, at: key.start as usize });
            }
        }
        Ok(())
    }

    /// The same in linear time, and for keys with escapes. The set is randomly keyed, so that
    /// no choice of keys makes it slow.
    fn unique_among_many(&self, first: usize) -> Result<(), JsonError> {
        let mut seen = HashSet::new();
        for key in self.keys(first) {
            if !seen.insert(decode(self.inside(key))) {
                return Err(JsonError { problem: Problem::DuplicateKey, at: key.start as usize });
            }
        }
        Ok(())
    }

    /// The keys of the object whose members start at node `first`, up to the last node.
    fn keys(&self, first: usize) -> impl Iterator<Item = &Node> {
        let mut index = first;
        std::iter::from_fn(move || {
            let key = self.nodes.get(index)?;
            index = self.nodes.get(index + 1).map_or(usize::MAX, |value| value.next as usize);
            Some(key)
        })
    }

    fn inside(&self, node: &Node) -> &str {
        self.text.get(node.start as usize..node.end as usize).unwrap_or_default()
    }

    fn error(&self, problem: Problem) -> JsonError {
        JsonError { problem, at: self.at }
    }
}

/// How many bytes stand for themselves before a quote, a backslash or a control character.
fn plain(bytes: &[u8]) -> usize {
    /// Most strings are short; only for longer ones the vectorised search pays.
    const SHORT: usize = 24;
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
    let head = bytes.get(..SHORT).unwrap_or(bytes);
    if let Some(at) = head.iter().position(special) {
        return at;
    }
    let tail = bytes.get(head.len()..).unwrap_or_default();
    let end = memchr::memchr2(b'"', b'\\', tail).unwrap_or(tail.len());
    let span = tail.get(..end).unwrap_or_default();
    if span.iter().fold(false, |found, byte| found | (*byte < 0x20)) {
        return head.len() + span.iter().position(special).unwrap_or(end);
    }
    head.len() + end
}

/// A place in the text; the scanner refuses texts in which it would not fit.
fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
