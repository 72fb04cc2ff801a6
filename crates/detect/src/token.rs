//! Tokens: a known beginning, then runs of characters. How a row of a table says so, and how
//! it is read.
//!
//! Only data differs from rule to rule. Nothing here goes back: what a run has taken it keeps, so
//! reading is linear.

mod class;
mod plausible;

use crate::cursor::Cursor;
use crate::recognizer::Match;

pub(crate) use self::class::Class;
pub(crate) use self::plausible::{entropy, is_documented, is_filling, is_plausible, is_varied};

/// A form that only machines make, and that says whose it is.
pub(crate) const SCORE: f32 = 0.99;

/// LIMIT: signs that fill the last block of base64; RFC 4648 has two, some encoders write three.
const PADDING_MAX: usize = 3;

/// A piece of a token, after its beginning.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Part {
    /// Characters of a class: so many at least, so many at most.
    Run(Class, usize, usize),
    /// This, as written.
    Text(&'static str),
    /// The first of these forms that fits; an empty one always does.
    Either(&'static [&'static [Self]]),
    /// The equals signs that fill base64, if there are any.
    Padding,
    /// What stands before names the value and is no part of it.
    Here,
}

/// How far a token is read.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Where the finding begins.
    start: usize,
    /// What is read.
    end: usize,
    /// The class that the last run was of.
    class: Option<Class>,
}

/// Reads a token at the cursor: the longest of `leads` that stands there, then all `parts`.
pub(crate) fn find(cursor: &Cursor<'_>, leads: &[&str], parts: &[Part]) -> Option<Match> {
    let leads = leads.iter().filter(|lead| cursor.literal(cursor.at, lead));
    let body = cursor.at + leads.map(|lead| lead.len()).max()?;
    if !cursor.opens(cursor.at) || continues(cursor, parts) {
        return None;
    }
    let place = read(cursor, Place { start: cursor.at, end: body, class: None }, parts)?;
    (ends(cursor, place) && is_plausible(cursor.slice(body, place.end)))
        .then(|| Match::new(place.start, place.end, SCORE))
}

/// Whether the cursor stands within a run that these parts would go on with: a token begins it.
/// This also keeps rows of beginnings linear.
fn continues(cursor: &Cursor<'_>, parts: &[Part]) -> bool {
    let Some([before, joint]) =
        cursor.text.as_bytes().get(..cursor.at).and_then(<[u8]>::last_chunk)
    else {
        return false;
    };
    let joins = |part: &Part| matches!(part, Part::Run(class, ..) if class.has(*joint));
    let joint = matches!(joint, b'-' | b'.' | b'/' | b'+') && parts.iter().any(joins);
    joint && (before.is_ascii_alphanumeric() || *before == b'_')
}

/// Where a token ends whose `parts` begin at `from`, if nothing goes on there.
pub(crate) fn end(cursor: &Cursor<'_>, from: usize, parts: &[Part]) -> Option<usize> {
    let place = read(cursor, Place { start: from, end: from, class: None }, parts)?;
    ends(cursor, place).then_some(place.end)
}

/// Reads `parts` from a place on.
fn read(cursor: &Cursor<'_>, place: Place, parts: &[Part]) -> Option<Place> {
    let mut place = place;
    for part in parts {
        place = match part {
            Part::Run(class, least, most) => run(cursor, place, *class, (*least, *most))?,
            Part::Text(text) => {
                let end = place.end + text.len();
                cursor.literal(place.end, text).then_some(Place { end, class: None, ..place })?
            }
            Part::Either(forms) => forms.iter().find_map(|form| read(cursor, place, form))?,
            Part::Padding => {
                let end = cursor.run(place.end, PADDING_MAX, |byte| byte == b'=');
                Place { end, class: None, ..place }
            }
            Part::Here => Place { start: place.end, ..place },
        };
    }
    Some(place)
}

fn run(
    cursor: &Cursor<'_>,
    place: Place,
    class: Class,
    (least, most): (usize, usize),
) -> Option<Place> {
    let stop = place.end + most;
    let mut end = place.end;
    while end < stop && cursor.byte(end).is_some_and(|byte| class.has(byte)) {
        end += 1;
    }
    // A dot behind a token ends a sentence.
    while end > place.end && end < stop && cursor.slice(end - 1, end) == "." {
        end -= 1;
    }
    (end - place.end >= least).then_some(Place { end, class: Some(class), ..place })
}

/// Whether a token may end there: no word goes on, and no run that is too long.
fn ends(cursor: &Cursor<'_>, place: Place) -> bool {
    let goes_on = |class: Class| cursor.byte(place.end).is_some_and(|byte| class.joins(byte));
    cursor.closes(place.end) && !place.class.is_some_and(goes_on)
}
