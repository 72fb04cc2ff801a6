//! Prints the views of a conversation side by side, for people and for machines.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde_json::json;

use super::Views;

const BOLD: Style = Style::new().bold();
const SAFE: Style = AnsiColor::Green.on_default();
const DIM: Style = Style::new().dimmed();
/// Letters in a column; two columns and their border fit a terminal of 80.
const COLUMN: usize = 38;

/// Prints the views, as JSON or for people.
///
/// # Errors
///
/// What `out` could not take.
pub fn print(views: &Views, as_json: bool, out: &mut dyn Write) -> io::Result<()> {
    if as_json {
        let all = json!({
            "user_wrote": views.user_wrote,
            "model_saw": views.model_saw,
            "tool_got": views.tool_got,
            "user_read": views.user_read,
            "audit": { "records": views.records, "verified": views.verified },
        });
        return writeln!(out, "{all}");
    }
    writeln!(out, "{BOLD}One conversation through the gate, seen from four sides{BOLD:#}\n")?;
    pair(out, ("The user wrote", &views.user_wrote), ("The model saw", &views.model_saw))?;
    pair(out, ("The tool got", &views.tool_got), ("The user read", &views.user_read))?;
    let verdict = if views.verified { "verified" } else { "DOES NOT VERIFY" };
    writeln!(
        out,
        "{BOLD}The audit log{BOLD:#}: {} records, {SAFE}{verdict}{SAFE:#} with its public key.",
        views.records
    )?;
    writeln!(out, "{DIM}The model got surrogates: the same form, no value. The tool got the one")?;
    writeln!(out, "address that a rule discloses to it, and nothing else. The key that slipped")?;
    writeln!(out, "in never left. Keys and surrogates of this demonstration were in memory")?;
    writeln!(out, "only and are gone now.{DIM:#}")
}

/// Two texts side by side, each under its title.
fn pair(out: &mut dyn Write, left: (&str, &str), right: (&str, &str)) -> io::Result<()> {
    writeln!(out, "{BOLD}{:<COLUMN$}{BOLD:#} │ {BOLD}{}{BOLD:#}", left.0, right.0)?;
    let (left, right) = (wrap(left.1), wrap(right.1));
    for row in 0..left.len().max(right.len()) {
        let cell = |lines: &[String]| lines.get(row).cloned().unwrap_or_default();
        writeln!(out, "{:<COLUMN$} │ {}", cell(&left), cell(&right))?;
    }
    writeln!(out)
}

/// Breaks a text into lines of a column; words that are longer are cut.
fn wrap(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let mut letters: Vec<char> = word.chars().collect();
        while !letters.is_empty() {
            let Some(line) = lines.last_mut() else { return lines };
            let used = line.chars().count();
            let space = usize::from(used != 0);
            if used + space + letters.len() <= COLUMN {
                if space == 1 {
                    line.push(' ');
                }
                line.extend(letters.drain(..));
            } else if used == 0 {
                line.extend(letters.drain(..COLUMN.min(letters.len())));
            } else {
                lines.push(String::new());
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_is_lost_and_no_line_too_long() {
        for text in
            ["", "one", "a word or two that go beyond one line of the column", &"x".repeat(100)]
        {
            let lines = wrap(text);
            assert!(lines.iter().all(|line| line.chars().count() <= COLUMN), "{lines:?}");
            let letters = |text: &str| text.replace(' ', "");
            assert_eq!(letters(&lines.join(" ")), letters(text));
        }
    }
}
