//! JSON text inside a JSON string: tool arguments, structured answers, results of tools.
//!
//! It keeps such a text well formed when pieces of it are replaced. A text that was not well
//! formed before stays in the hands of whoever replaces.

use std::borrow::Cow;
use std::iter::Peekable;
use std::ops::Range;

use portcullis_model::{Document, Edit, Edited, Form};

use super::fields::texts;
use super::text::{Step, Steps, decode, escape_into, is_number, quote_into};
use super::{Kind, Tape};

/// Reads the text of a field as JSON of its own; `None` where it is none.
#[must_use]
pub fn nested(text: &str) -> Option<Document> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let fields = texts(text).ok()?;
    Some(Document { raw: text.to_owned(), fields, ..Document::default() })
}

/// Turns the edits of a nested document into edits of the text of the outer field it stands in.
#[must_use]
pub fn outward(inner: &Edited, field: usize) -> Vec<Edit> {
    let document = &inner.document;
    let mut outer: Vec<Edit> = Vec::with_capacity(inner.edits.len());
    let mut last_number = None;
    let mut places: Option<(usize, Places<'_>)> = None;
    for edit in &inner.edits {
        let Some(of) = document.fields.get(edit.field) else { continue };
        match of.form {
            Form::Str | Form::Key => {
                let raw = document.raw.get(of.place.clone()).unwrap_or_default();
                let mut walk = match places.take() {
                    Some((index, walk)) if index == edit.field => walk,
                    _ => Places::new(raw),
                };
                let range = walk.find(&edit.range);
                places = Some((edit.field, walk));
                let range = range.start + of.place.start..range.end + of.place.start;
                let mut with = String::with_capacity(edit.with.len());
                escape_into(&mut with, &edit.with);
                outer.push(Edit { field, range, with });
            }
            // Several edits of one number make one string of it.
            Form::Number if last_number == Some(edit.field) => {}
            Form::Number => {
                last_number = Some(edit.field);
                let mut with = String::new();
                quote_into(&mut with, &inner.text(edit.field));
                outer.push(Edit { field, range: of.place.clone(), with });
            }
            Form::Raw => {
                outer.push(Edit { field, range: of.place.clone(), with: edit.with.clone() });
            }
            Form::Plain => outer.push(Edit { field, ..edit.clone() }),
        }
    }
    outer
}

/// Finds where pieces of a string's text stand between its quotes, piece after piece.
///
/// A piece that cuts a character or an escape is widened to the whole of it, so that what is to
/// be replaced never stays in part. All pieces of a string together cost one walk over it.
pub(crate) struct Places<'a> {
    inside: &'a str,
    steps: Steps<'a>,
    step: Option<Step<'a>>,
    decoded: usize,
    raw: usize,
}

impl<'a> Places<'a> {
    /// Starts at the first byte between the quotes.
    pub(crate) fn new(inside: &'a str) -> Self {
        let mut steps = Steps::new(inside);
        let step = steps.next();
        Self { inside, steps, step, decoded: 0, raw: 0 }
    }

    /// The place of the bytes `piece` of the text; pieces come in order.
    pub(crate) fn find(&mut self, piece: &Range<usize>) -> Range<usize> {
        self.skip_while(|end| end <= piece.start);
        let cut = piece.start.saturating_sub(self.decoded);
        let start = match self.step {
            Some(Step::Plain(_)) => floor(self.inside, self.raw + cut),
            Some(Step::Escape { .. }) | None => self.raw,
        };
        self.skip_while(|end| end < piece.end);
        let cut = piece.end.saturating_sub(self.decoded);
        let end = match self.step {
            Some(Step::Plain(_)) => ceiling(self.inside, self.raw + cut),
            Some(Step::Escape { raw, .. }) if cut > 0 => self.raw + raw,
            Some(Step::Escape { .. }) | None => self.raw,
        };
        start..end.max(start)
    }

    /// The other way: where the byte `raw` between the quotes stands in the text. Bytes come in
    /// order.
    fn inward(&mut self, raw: usize) -> usize {
        while let Some((step, (_, width))) = self.step.map(|step| (step, widths(step))) {
            if raw < self.raw + width {
                let plain = matches!(step, Step::Plain(_));
                return self.decoded + if plain { raw - self.raw } else { 0 };
            }
            self.leave(step);
        }
        self.decoded
    }

    /// Leaves the steps behind whose end in the text is such.
    fn skip_while(&mut self, behind: impl Fn(usize) -> bool) {
        while let Some(step) = self.step.filter(|step| behind(self.decoded + widths(*step).0)) {
            self.leave(step);
        }
    }

    fn leave(&mut self, step: Step<'a>) {
        let (decoded, raw) = widths(step);
        self.decoded += decoded;
        self.raw += raw;
        self.step = self.steps.next();
    }
}

/// How many bytes a step is in the text, and between the quotes.
fn widths(step: Step<'_>) -> (usize, usize) {
    match step {
        Step::Plain(plain) => (plain.len(), plain.len()),
        Step::Escape { raw, character } => (character.len_utf8(), raw),
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn ceiling(text: &str, mut at: usize) -> usize {
    while at < text.len() && !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Bytes of a text, and what stands there instead.
pub type Replacement<'a> = (Range<usize>, Cow<'a, str>);

/// LIMIT: documents within strings of one another that are kept well formed.
const DEEP_MAX: usize = 8;

/// Makes replacements in `text` keep it JSON where it is JSON: what goes into a string is
/// escaped, and a number that is no number any more becomes a string; so in documents within its
/// strings.
///
/// Replacements that reach over more than one value stay as they are, but for numbers in a row.
#[must_use]
pub fn mend<'a>(text: &str, edits: Vec<Replacement<'a>>) -> Vec<Replacement<'a>> {
    mend_at(text, edits, 0)
}

fn is_document(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

fn mend_at<'a>(text: &str, edits: Vec<Replacement<'a>>, deep: usize) -> Vec<Replacement<'a>> {
    if deep > DEEP_MAX || !is_document(text) {
        return edits;
    }
    let mut tape = Tape::default();
    let Ok(root) = tape.read(text) else { return edits };
    let mut leaves =
        root.all().filter(|value| matches!(value.kind(), Kind::Str | Kind::Key | Kind::Number));
    let mut leaf = leaves.next();
    let mut mended: Vec<Replacement<'a>> = Vec::with_capacity(edits.len());
    let mut edits = edits.into_iter().peekable();
    while let Some((range, with)) = edits.next() {
        let mut start = range.start;
        while let Some(passed) = leaf.map(|leaf| leaf.place()).filter(|it| it.end < range.end) {
            start = if passed.contains(&range.start) { passed.start } else { start };
            leaf = leaves.next();
        }
        let place = leaf.map_or(0..0, |leaf| leaf.place());
        let inside = place.start <= range.start && range.end <= place.end;
        match leaf.map(|leaf| leaf.kind()) {
            Some(Kind::Number) if inside => {
                let group = group((range, with), &mut edits, place.end);
                mended.extend(number(text, place, group));
            }
            Some(_) if inside => {
                let group = group((range, with), &mut edits, place.end);
                mended.extend(string(text, place, group, deep));
            }
            _ if is_row_of_numbers(text.get(range.clone()).unwrap_or_default()) => {
                // The first and the last number go as a whole: of neither a sign may stay.
                let end = if place.start < range.end { place.end } else { range.end };
                let group = group((range, with), &mut edits, end);
                mended.push(one_string(text, start..end, &group));
            }
            _ => mended.push((range, with)),
        }
    }
    mended
}

/// This edit and those after it that end before a place.
fn group<'a>(
    first: Replacement<'a>,
    edits: &mut Peekable<impl Iterator<Item = Replacement<'a>>>,
    end: usize,
) -> Vec<Replacement<'a>> {
    let mut group = vec![first];
    while let Some(next) = edits.next_if(|next| next.0.end <= end) {
        group.push(next);
    }
    group
}

fn is_row_of_numbers(text: &str) -> bool {
    let within = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_whitespace();
    text.contains(',') && text.bytes().all(|byte| within(byte) || b",.-+eE".contains(&byte))
}

/// The edits of one string, escaped for it. What it says may be a document again.
fn string<'a>(
    text: &str,
    place: Range<usize>,
    edits: Vec<Replacement<'a>>,
    deep: usize,
) -> Vec<Replacement<'a>> {
    let escaped = |(range, with): Replacement<'a>| {
        let mut escaped = String::with_capacity(with.len());
        escape_into(&mut escaped, &with);
        (range, Cow::Owned(escaped))
    };
    let inside = text.get(place.clone()).unwrap_or_default();
    let said = decode(inside);
    if !is_document(&said) {
        return edits.into_iter().map(escaped).collect();
    }
    let mut inward = Places::new(inside);
    let inner = edits.into_iter().map(|(range, with)| {
        let start = inward.inward(range.start - place.start);
        (start..inward.inward(range.end - place.start), with)
    });
    let mut places = Places::new(inside);
    let mended = mend_at(&said, inner.collect(), deep + 1).into_iter();
    let outward = mended.map(|(range, with)| {
        let range = places.find(&range);
        escaped((range.start + place.start..range.end + place.start, with))
    });
    outward.collect()
}

/// The edits of one number: as they are while it stays a number, else one string of it.
fn number<'a>(
    text: &str,
    place: Range<usize>,
    edits: Vec<Replacement<'a>>,
) -> Vec<Replacement<'a>> {
    let result = replaced(text, &place, &edits);
    if is_number(&result) { edits } else { vec![one_string(text, place, &edits)] }
}

/// A place and the edits in it as one string.
fn one_string<'a>(text: &str, place: Range<usize>, edits: &[Replacement<'a>]) -> Replacement<'a> {
    let mut quoted = String::new();
    quote_into(&mut quoted, &replaced(text, &place, edits));
    (place, Cow::Owned(quoted))
}

/// What a place says with these edits made.
fn replaced(text: &str, place: &Range<usize>, edits: &[Replacement<'_>]) -> String {
    let mut result = String::new();
    let mut at = place.start;
    for (range, with) in edits {
        result.push_str(text.get(at..range.start).unwrap_or_default());
        result.push_str(with);
        at = range.end;
    }
    result.push_str(text.get(at..place.end).unwrap_or_default());
    result
}
