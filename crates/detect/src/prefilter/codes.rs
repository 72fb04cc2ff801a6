//! Which recognizers are asked about a code of letters and digits: by the letters before its first
//! digits, the number of these, and what follows them.
//!
//! It is for codes that no template describes.

use crate::recognizer::{Next, Shape};

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
    pub(crate) fn of(&self, lead: (usize, usize), next: Next) -> &[usize] {
        self.table.get(slot(lead, next)).map_or(&[], Vec::as_slice)
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

    fn add(&mut self, lead: (usize, usize), next: Next, recognizer: usize) {
        let slots = (CODE_LETTERS_MAX + 1) * (CODE_DIGITS_MAX + 1) * Next::ALL.len();
        self.table.resize_with(slots, Vec::new);
        let Some(known) = self.table.get_mut(slot(lead, next)) else { return };
        if known.last() != Some(&recognizer) {
            known.push(recognizer);
        }
    }
}

fn slot((letters, digits): (usize, usize), next: Next) -> usize {
    let place = letters * (CODE_DIGITS_MAX + 1) + digits;
    place * Next::ALL.len() + next as usize
}
