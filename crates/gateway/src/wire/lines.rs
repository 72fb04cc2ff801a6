//! Cuts a byte stream into lines: one message each, however the bytes arrive.
//!
//! It reads nothing of what a line says. A line over the limit is given up, not kept.

/// Bytes of one line.
// LIMIT: a message holds at most what a call may hold; more would only fill the memory.
pub const LINE_BYTES_MAX: usize = 32 << 20;
/// Bytes that are kept of a line over the limit, so that its id can be found and it be answered.
pub const HEAD_BYTES: usize = 4096;

/// One line, without the byte that ends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A text.
    Text(String),
    /// Bytes that are no UTF-8.
    NotText(Vec<u8>),
    /// More than [`LINE_BYTES_MAX`]; its first bytes.
    TooLong(Vec<u8>),
}

/// Cuts lines.
#[derive(Debug)]
pub struct Lines {
    held: Vec<u8>,
    /// Whether the line that is held is over the limit, and only its head is kept.
    over: bool,
    bytes_max: usize,
}

impl Default for Lines {
    fn default() -> Self {
        Self::limited(LINE_BYTES_MAX)
    }
}

impl Lines {
    /// With a limit of its own.
    #[must_use]
    pub fn limited(bytes_max: usize) -> Self {
        Self { held: Vec::new(), over: false, bytes_max }
    }

    /// Takes bytes, cut anywhere, and appends the lines that they complete. Blank ones are left
    /// out: they say nothing on any protocol of lines.
    pub fn push(&mut self, mut bytes: &[u8], out: &mut Vec<Line>) {
        while let Some(end) = memchr::memchr(b'\n', bytes) {
            let (line, rest) = bytes.split_at(end);
            self.hold(line);
            out.extend(self.cut());
            bytes = rest.get(1..).unwrap_or_default();
        }
        self.hold(bytes);
    }

    /// Takes the end of the stream; a line that nothing ended counts.
    pub fn finish(&mut self) -> Option<Line> {
        self.cut()
    }

    fn hold(&mut self, bytes: &[u8]) {
        if !self.over {
            self.held.extend_from_slice(bytes);
        }
        if self.bytes_max < self.held.len() {
            self.over = true;
            self.held.truncate(HEAD_BYTES.min(self.bytes_max));
            self.held.shrink_to_fit();
        }
    }

    fn cut(&mut self) -> Option<Line> {
        let held = std::mem::take(&mut self.held);
        if std::mem::take(&mut self.over) {
            return Some(Line::TooLong(held));
        }
        if held.iter().all(u8::is_ascii_whitespace) {
            return None;
        }
        Some(match String::from_utf8(held) {
            Ok(text) => Line::Text(text),
            Err(broken) => Line::NotText(broken.into_bytes()),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The lines of `bytes`, which arrive in pieces of this size.
    fn cut(bytes: &[u8], piece: usize, bytes_max: usize) -> Vec<Line> {
        let (mut lines, mut out) = (Lines::limited(bytes_max), Vec::new());
        for piece in bytes.chunks(piece) {
            lines.push(piece, &mut out);
        }
        out.extend(lines.finish());
        out
    }

    #[track_caller]
    fn check(bytes: &str, want: &[&str]) {
        for piece in 1..=bytes.len() {
            let want: Vec<Line> = want.iter().map(|line| Line::Text((*line).to_owned())).collect();
            assert_eq!(cut(bytes.as_bytes(), piece, 100), want, "{bytes:?} by {piece}");
        }
    }

    #[test]
    fn lines_end_where_they_end() {
        check("{}\n[]\n", &["{}", "[]"]);
        check("{}\r\n\r\n\n  \n[] ", &["{}\r", "[] "]);
        check("one", &["one"]);
    }

    #[test]
    fn what_is_no_line_of_text_does_not_stop_the_next() {
        let long = "x".repeat(101);
        let lines = cut(format!("{long}\nok\n").as_bytes(), 7, 100);
        assert!(matches!(&lines[..], [Line::TooLong(_), Line::Text(ok)] if ok == "ok"));
        let lines = cut(b"\xff\xfe\nok", 1, 100);
        assert!(matches!(&lines[..], [Line::NotText(_), Line::Text(ok)] if ok == "ok"));
    }

    #[test]
    fn a_line_over_the_limit_is_not_kept() {
        let (mut lines, mut out) = (Lines::default(), Vec::new());
        let piece = vec![b'x'; 1 << 20];
        for _ in 0..40 {
            lines.push(&piece, &mut out);
            assert!(lines.held.len() <= LINE_BYTES_MAX);
        }
        assert!(lines.held.capacity() <= LINE_BYTES_MAX);
        lines.push(b"\n", &mut out);
        assert!(matches!(&out[..], [Line::TooLong(head)] if head.len() == HEAD_BYTES));
    }

    proptest! {
        #[test]
        fn any_cutting_gives_the_same_lines(
            bytes in proptest::collection::vec(prop_oneof![Just(b'\n'), Just(b'a'), any::<u8>()], 0..200),
            piece in 1_usize..50,
        ) {
            prop_assert_eq!(cut(&bytes, piece, 20), cut(&bytes, bytes.len().max(1), 20));
        }
    }
}
