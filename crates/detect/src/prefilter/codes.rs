//! Which recognizers are asked about a code of letters and digits: by the letters before its first
//! digits, the number of these, and what follows them.
//!
//! The table is made of the templates, so that a recognizer says but once what it looks for.

use crate::recognizer::{After, Next, Shape};

/// LIMIT: letters of a code before its first digit.
pub(crate) const CODE_LETTERS_MAX: usize = 8;
/// LIMIT: digits in a row with which a code may begin; a longer row is none.
pub(crate) const CODE_DIGITS_MAX: usize = 20;

/// Recognizers of codes, by how these begin.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    table: Vec<Vec<usize>>,
}

impl Codes {
    /// The recognizers for so many letters and so many digits before this.
    pub(crate) fn of(&self, lead: (usize, usize), next: Next, after: After) -> &[usize] {
        self.table.get(slot(lead, next, after)).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// Adds a recognizer for each of these shapes.
    pub(super) fn add_shapes(&mut self, shapes: &[Shape], recognizer: usize) {
        for shape in shapes {
            for letters in shape.letters {
                for digits in shape.digits {
                    shape
                        .next
                        .iter()
                        .for_each(|next| self.add((*letters, *digits), *next, recognizer));
                }
            }
        }
    }

    /// Adds a recognizer for every way in which codes of these templates begin.
    pub(super) fn add_templates(&mut self, templates: &[&str], recognizer: usize) {
        for template in templates {
            self.expand(template.as_bytes(), 0, 0, recognizer);
        }
    }

    /// Follows a template from here on, where so many letters and digits stand before.
    fn expand(&mut self, template: &[u8], letters: usize, digits: usize, recognizer: usize) {
        let Some((place, rest)) = template.split_first() else {
            Next::ENDS.iter().for_each(|next| self.add((letters, digits), *next, recognizer));
            return;
        };
        match place {
            b'9' => self.expand(rest, letters, digits + 1, recognizer),
            b'A' if digits == 0 => self.expand(rest, letters + 1, digits, recognizer),
            b'A' => self.add((letters, digits), Next::Letter, recognizer),
            b'X' => {
                self.expand(rest, letters, digits + 1, recognizer);
                match digits {
                    0 if letters < CODE_LETTERS_MAX => {
                        self.expand(rest, letters + 1, 0, recognizer)
                    }
                    0 => {}
                    _ => self.add((letters, digits), Next::Letter, recognizer),
                }
            }
            separator => {
                let next: &[Next] = match separator {
                    b'-' | b'=' => &[Next::Dash],
                    b' ' | b'_' => &[Next::Space, Next::Dash],
                    b'.' => &[Next::Space, Next::Dash, Next::Dot],
                    _ => &[Next::Space, Next::Dash, Next::Dot, Next::Slash],
                };
                let after: &[After] = match rest.first() {
                    Some(b'9') => &[After::Digit],
                    Some(b'A') => &[After::Letter],
                    Some(b'X') => &[After::Letter, After::Digit],
                    _ => &After::ALL,
                };
                for next in next.iter().filter(|_| digits > 0) {
                    for after in after {
                        self.put((letters, digits), *next, *after, recognizer);
                    }
                }
                if digits == 0 || !matches!(separator, b'=' | b'_') {
                    self.expand(rest, letters, digits, recognizer);
                }
            }
        }
    }

    /// Adds a recognizer whatever follows `next`.
    fn add(&mut self, lead: (usize, usize), next: Next, recognizer: usize) {
        After::ALL.iter().for_each(|after| self.put(lead, next, *after, recognizer));
    }

    fn put(&mut self, lead: (usize, usize), next: Next, after: After, recognizer: usize) {
        let slots = (CODE_LETTERS_MAX + 1) * (CODE_DIGITS_MAX + 1) * FOLLOWERS;
        self.table.resize_with(slots, Vec::new);
        let Some(known) = self.table.get_mut(slot(lead, next, after)) else { return };
        if known.last() != Some(&recognizer) {
            known.push(recognizer);
        }
    }
}

/// In how many ways a code goes on after its first digits.
const FOLLOWERS: usize = Next::ALL.len() * After::ALL.len();

fn slot((letters, digits): (usize, usize), next: Next, after: After) -> usize {
    let place = letters * (CODE_DIGITS_MAX + 1) + digits;
    place * FOLLOWERS + next as usize * After::ALL.len() + after as usize
}
