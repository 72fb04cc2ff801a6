//! The comment that silences the findings of its line.
//!
//! Whoever writes a file can write the comment: `--no-allow` is for files of strangers.

use memchr::memmem::Finder;

/// What the comment holds.
const MARK: &[u8] = b"portcullis:allow";

/// Looks for the comment.
#[derive(Debug)]
pub(super) struct Allow(Finder<'static>);

impl Allow {
    pub(super) fn new() -> Self {
        Self(Finder::new(MARK))
    }

    /// Whether a text holds the comment. More of the word would be another word.
    pub(super) fn stands_in(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        self.0.find_iter(bytes).any(|at| {
            let next = bytes.get(at + MARK.len());
            !next.is_some_and(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Allow;

    #[test]
    fn the_comment_is_a_word_of_its_own() {
        for (text, expected) in [
            ("", false),
            ("x # portcullis:allow", true),
            ("x // portcullis:allow: a made-up number", true),
            ("<!-- portcullis:allow -->", true),
            ("portcullis:allowed", false),
            ("portcullis:allow-next portcullis:allow", true),
            ("portcullis: allow", false),
        ] {
            assert_eq!(Allow::new().stands_in(text), expected, "{text}");
        }
    }
}
