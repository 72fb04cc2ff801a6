//! Where commands write: results to standard output, all else to standard error.
//!
//! Colours only on a terminal that wants them; what passes through unchanged is never styled.

use std::fmt;
use std::io::{self, BufWriter, Stderr, Stdout, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use serde_json::Value;

use super::failure::Failure;

/// LIMIT: bytes that wait to be written; large enough that writing costs nothing.
const BUFFER_BYTES: usize = 256 * 1024;

/// Standard output and standard error.
pub struct Output {
    out: BufWriter<Stdout>,
    err: Stderr,
    out_colors: bool,
    err_colors: bool,
    /// Whether results are to be JSON.
    pub json: bool,
}

impl Output {
    /// The streams of this process.
    #[must_use]
    pub fn standard() -> Self {
        let (out, err) = (io::stdout(), io::stderr());
        let out_colors = AutoStream::choice(&out) != ColorChoice::Never;
        let err_colors = AutoStream::choice(&err) != ColorChoice::Never;
        let out = BufWriter::with_capacity(BUFFER_BYTES, out);
        Self { out, err, out_colors, err_colors, json: false }
    }

    /// Where results go.
    pub fn out(&mut self) -> &mut impl Write {
        &mut self.out
    }

    /// Where results with styles go: they are left out where they are not wanted.
    pub fn styled_out(&mut self) -> Box<dyn Write + '_> {
        if self.out_colors {
            Box::new(&mut self.out)
        } else {
            Box::new(anstream::StripStream::new(&mut self.out as &mut dyn Write))
        }
    }

    /// Writes a line of a result.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn line(&mut self, line: impl fmt::Display) -> Result<(), Failure> {
        writeln!(self.out, "{line}")?;
        Ok(())
    }

    /// Writes a result as JSON, spread over lines.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn value(&mut self, value: &Value) -> Result<(), Failure> {
        writeln!(self.out, "{value:#}")?;
        Ok(())
    }

    /// Writes out what waits.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn flush(&mut self) -> Result<(), Failure> {
        self.out.flush()?;
        Ok(())
    }

    /// Says something that is not the result. If nobody listens, it is lost.
    ///
    /// On a terminal it stands behind the part of the result that was written before it. That
    /// this part cannot be written is found out again when the command ends.
    pub fn note(&mut self, text: impl fmt::Display) {
        drop(self.out.flush());
        drop(writeln!(self.err, "{text}"));
    }

    /// Warns.
    pub fn warn(&mut self, text: impl fmt::Display) {
        let style = AnsiColor::Yellow.on_default().bold();
        let label = styled("warning", style, self.err_colors);
        self.note(format_args!("{label}: {text}"));
    }

    /// Says why the command failed.
    pub fn failure(&mut self, failure: &Failure) {
        let error = styled("error", AnsiColor::Red.on_default().bold(), self.err_colors);
        let hint = styled("hint", AnsiColor::Cyan.on_default().bold(), self.err_colors);
        for line in &failure.lines {
            self.note(format_args!("{error}: {line}"));
        }
        if let Some(advice) = &failure.hint {
            self.note(format_args!("{hint}: {advice}"));
        }
    }

    /// Whether results may have colours.
    #[must_use]
    pub(super) fn colors(&self) -> bool {
        self.out_colors
    }

    /// A piece of a result, styled where colours are wanted.
    #[must_use]
    pub fn emphasised(&self, text: &str, style: Style) -> String {
        styled(text, style, self.out_colors)
    }
}

/// A text in a style, if colours are wanted.
fn styled(text: &str, style: Style, wanted: bool) -> String {
    if wanted { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

/// A text for a terminal: what could move its cursor or change its title is spelled out.
#[must_use]
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .flat_map(|character| {
            let escaped =
                if character.is_control() { Some(character.escape_default()) } else { None };
            let kept = if escaped.is_none() { Some(character) } else { None };
            escaped.into_iter().flatten().chain(kept)
        })
        .collect()
}

/// Columns as wide as their widest text.
pub(super) fn aligned<const N: usize>(rows: &[[String; N]]) -> Vec<String> {
    let width = |text: &String| text.chars().count();
    let mut widths = [0; N];
    for row in rows {
        for (widest, text) in widths.iter_mut().zip(row) {
            *widest = width(text).max(*widest);
        }
    }
    let line = |row: &[String; N]| {
        let padded = row.iter().zip(widths).map(|(text, width)| format!("{text:width$}"));
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output").field("json", &self.json).finish_non_exhaustive()
    }
}
