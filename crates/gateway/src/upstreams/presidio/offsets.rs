//! Code points to bytes: Python counts the characters of a text, we its bytes.

/// Code points between two that are remembered.
const STEP: usize = 64;

/// Where the code points of one text begin.
pub(super) struct Offsets<'a> {
    text: &'a str,
    /// The byte at which every [`STEP`]th code point begins.
    marks: Vec<usize>,
}

impl<'a> Offsets<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let marks = text.char_indices().step_by(STEP).map(|(byte, _)| byte).collect();
        Self { text, marks }
    }

    /// The byte at which the code point of this number begins, or the text ends behind its last;
    /// `None` past that.
    pub(super) fn byte(&self, code_point: usize) -> Option<usize> {
        let from = self.marks.get(code_point / STEP).copied();
        // Right behind a last code point that fills a step.
        let Some(from) = from else { return self.end(code_point) };
        let mut rest = self.text.get(from..)?.char_indices().map(|(byte, _)| from + byte);
        rest.nth(code_point % STEP).or_else(|| self.end(code_point))
    }

    /// The end of the text, if this is the number of its code points.
    fn end(&self, code_point: usize) -> Option<usize> {
        let last = self.marks.len().saturating_sub(1);
        let from = self.marks.last().copied().unwrap_or_default();
        let count = last * STEP + self.text.get(from..)?.chars().count();
        (code_point == count).then_some(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_point_of_every_text() {
        let letters = ['a', '\u{e9}', '\u{65e5}', '\u{1f600}', '\u{301}'];
        for len in [0, 1, 2, STEP - 1, STEP, STEP + 1, 3 * STEP, 3 * STEP + 7] {
            let text: String = letters.iter().cycle().take(len).collect();
            let offsets = Offsets::new(&text);
            let mut bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).collect();
            bytes.push(text.len());
            for (code_point, byte) in bytes.iter().enumerate() {
                assert_eq!(offsets.byte(code_point), Some(*byte), "{code_point} of {len}");
            }
            for past in [len + 1, len + STEP, usize::MAX] {
                assert_eq!(offsets.byte(past), None, "{past} of {len}");
            }
        }
    }
}
