//! Rows of JSON from standard input: one a line, bounded.
//!
//! It says what is wrong with a line; what a row means is the command's business.

use std::io::{self, BufRead, BufReader, Read};

use serde_json::json;

use super::failure::Failure;
use super::output::Output;

/// LIMIT: bytes of a row; that of a call.
pub(super) const ROW_BYTES_MAX: usize = 16 << 20;
/// Bytes that are read at once.
const BUFFER_BYTES: usize = 256 * 1024;

/// What is wrong with a row. Holds no value.
#[derive(Debug)]
pub(super) struct Problem {
    /// What is wrong.
    pub(super) message: String,
    /// The output failed: then it is not the row.
    pub(super) output: Option<io::Error>,
}

impl Problem {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), output: None }
    }

    /// The answer could not be written.
    pub(super) fn output(error: io::Error) -> Self {
        Self { message: String::new(), output: Some(error) }
    }
}

/// Answers a bad row in its place.
///
/// # Errors
/// If the output cannot be written.
pub(super) fn answer_problem(problem: &Problem, output: &mut Output) -> Result<(), Failure> {
    match &problem.output {
        Some(error) => Err(Failure::io("cannot write the output", error)),
        None => output.line(json!({ "error": problem.message })),
    }
}

/// Reads rows. Empty lines are no rows.
pub(super) struct Rows<R> {
    from: BufReader<R>,
    line: Vec<u8>,
    last_line: bool,
}

impl<R: Read> Rows<R> {
    pub(super) fn new(from: R) -> Self {
        let from = BufReader::with_capacity(BUFFER_BYTES, from);
        Self { from, line: Vec::new(), last_line: false }
    }

    /// The next row; or what is wrong with it; or that reading failed. `None` at the end.
    pub(super) fn next(&mut self) -> Option<io::Result<Result<&str, Problem>>> {
        let whole = loop {
            if self.last_line {
                return None;
            }
            match self.read_line() {
                Ok(whole) if whole && self.line.trim_ascii().is_empty() => {}
                Ok(whole) => break whole,
                Err(error) => return Some(Err(error)),
            }
        };
        if !whole {
            let message = format!("a row must not be longer than {ROW_BYTES_MAX} bytes");
            return Some(Ok(Err(Problem::new(message))));
        }
        let line = self.line.trim_ascii();
        let text = std::str::from_utf8(line).map_err(|error| {
            Problem::new(format!("not UTF-8 at byte {}", error.valid_up_to() + 1))
        });
        Some(Ok(text))
    }

    /// Whether another row has been read already: then writing may wait.
    pub(super) fn has_more_at_hand(&self) -> bool {
        !self.from.buffer().is_empty()
    }

    /// Reads a line; `false` if it is over the limit, and then it is skipped.
    fn read_line(&mut self) -> io::Result<bool> {
        self.line.clear();
        let mut whole = true;
        loop {
            let at_hand = match self.from.fill_buf() {
                Ok(at_hand) => at_hand,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if at_hand.is_empty() {
                self.last_line = true;
                return Ok(whole);
            }
            let end = memchr::memchr(b'\n', at_hand);
            let piece = at_hand.get(..end.unwrap_or(at_hand.len())).unwrap_or_default();
            whole = whole && self.line.len() + piece.len() <= ROW_BYTES_MAX;
            if whole {
                self.line.extend_from_slice(piece);
            } else {
                self.line.clear();
            }
            let used = piece.len() + usize::from(end.is_some());
            self.from.consume(used);
            if end.is_some() {
                return Ok(whole);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &[u8], expected: &[Result<&str, &str>]) {
        let mut rows = Rows::new(text);
        let mut found = Vec::new();
        while let Some(row) = rows.next() {
            found.push(row.unwrap().map(str::to_owned).map_err(|problem| problem.message));
        }
        let expected: Vec<Result<String, String>> =
            expected.iter().map(|row| row.map(str::to_owned).map_err(str::to_owned)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn rows_are_lines() {
        check(b"", &[]);
        check(b"a", &[Ok("a")]);
        check(b"a\nb\n", &[Ok("a"), Ok("b")]);
        check(b"a\r\n\n  \nb", &[Ok("a"), Ok("b")]);
        check(b"a\n\xff\nb", &[Ok("a"), Err("not UTF-8 at byte 1"), Ok("b")]);
    }

    #[test]
    fn a_row_at_the_limit_passes_and_one_byte_more_does_not() {
        let at = vec![b'x'; ROW_BYTES_MAX];
        let mut over = at.clone();
        over.extend_from_slice(b"x\nnext");
        check(&at, &[Ok(std::str::from_utf8(&at).unwrap())]);
        check(&over, &[Err("a row must not be longer than 16777216 bytes"), Ok("next")]);
    }
}
