//! What a newcomer is asked, and what is taken where nobody answers.
//!
//! It offers nothing that weakens the protection; who wants that writes it.

use std::io::BufRead;

use clap::ValueEnum;

use crate::cli::arguments::{Init, KeyFrom, StartLevel, StartPreset, Supplier};
use crate::cli::failure::Failure;
use crate::cli::output::Output;

/// LIMIT: how often one question is asked.
const TRIES: usize = 3;
/// LIMIT: bytes of an answer.
const ANSWER_BYTES_MAX: u64 = 1_024;

/// The answers.
#[derive(Debug, Clone)]
pub(super) struct Answers {
    pub(super) providers: Vec<Supplier>,
    pub(super) key: KeyFrom,
    pub(super) level: StartLevel,
    pub(super) preset: StartPreset,
}

impl Answers {
    /// What the command line says, else the defaults.
    pub(super) fn of(wish: &Init) -> Self {
        let mut providers = wish.provider.clone();
        providers.dedup();
        if providers.is_empty() {
            providers = vec![Supplier::OpenAi, Supplier::Anthropic];
        }
        // A local server takes every model, so it comes after those that name theirs.
        providers.sort();
        providers.dedup();
        Self {
            providers,
            key: wish.key.unwrap_or(KeyFrom::Client),
            level: wish.level.unwrap_or(StartLevel::Standard),
            preset: wish.preset.unwrap_or(StartPreset::Guarded),
        }
    }
}

/// Asks for all that the command line does not say.
///
/// # Errors
/// If an answer cannot be read, or none fits.
pub(super) fn asked(
    wish: &Init,
    input: &mut impl BufRead,
    output: &mut Output,
) -> Result<Answers, Failure> {
    let mut answers = Answers::of(wish);
    output.note("A few questions; Enter takes what stands in brackets.\n");
    if wish.provider.is_empty() {
        let text = "Which model providers? openai, anthropic, local (Ollama, vLLM, ...), several with commas";
        answers.providers = question(text, "openai,anthropic", several, input, output)?;
        answers.providers.sort();
        answers.providers.dedup();
    }
    let remote = answers.providers.iter().any(|one| *one != Supplier::Local);
    if wish.key.is_none() && remote {
        let text = "Whose provider key? client: each program sends its own; secret: Portcullis \
                    keeps it sealed; env: from an environment variable";
        answers.key = question(text, "client", one, input, output)?;
    }
    if wish.level.is_none() {
        let text = "Privacy level? standard; strict also refuses images, audio and files, which \
                    nothing can search";
        answers.level = question(text, "standard", one, input, output)?;
    }
    if wish.preset.is_none() {
        let text = "Tools? guarded: dangerous ones are refused until a rule allows them; \
                    strict: all are; read-only: only those that read";
        answers.preset = question(text, "guarded", one, input, output)?;
    }
    Ok(answers)
}

/// Asks whether to go on.
///
/// # Errors
/// If the answer cannot be read.
pub(super) fn agreed(input: &mut impl BufRead, output: &mut Output) -> Result<bool, Failure> {
    let read = |answer: &str| match answer {
        "y" | "yes" => Some(true),
        "n" | "no" => Some(false),
        _ => None,
    };
    question("Write these files? yes or no", "yes", read, input, output)
}

/// Asks until an answer fits.
fn question<T>(
    text: &str,
    usual: &str,
    read: impl Fn(&str) -> Option<T>,
    input: &mut impl BufRead,
    output: &mut Output,
) -> Result<T, Failure> {
    for _ in 0..TRIES {
        output.note(format_args!("{text} [{usual}]"));
        let mut line = String::new();
        let mut bounded = std::io::Read::take(&mut *input, ANSWER_BYTES_MAX);
        let bytes =
            bounded.read_line(&mut line).map_err(|error| Failure::io("standard input", &error))?;
        if bytes == 0 {
            return Err(Failure::usage("the input ended before all was answered")
                .hint("`portcullis init --yes` takes the defaults"));
        }
        let answer = line.trim().to_ascii_lowercase();
        let answer = if answer.is_empty() { usual } else { &answer };
        if let Some(answer) = read(answer) {
            return Ok(answer);
        }
        output.note("that is none of the words above\n");
    }
    Err(Failure::usage("no answer fits; nothing was written"))
}

/// One word of a choice.
fn one<T: ValueEnum>(answer: &str) -> Option<T> {
    T::from_str(answer, true).ok()
}

/// Several words, with commas or spaces.
fn several(answer: &str) -> Option<Vec<Supplier>> {
    let words = answer.split([',', ' ']).filter(|word| !word.is_empty());
    words.map(one).collect::<Option<Vec<_>>>().filter(|found| !found.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The answers to these lines, or what went wrong.
    fn check(lines: &str, expected: Result<(usize, StartLevel), &str>) {
        let (wish, mut output) = (Init::default(), Output::standard());
        let result = asked(&wish, &mut lines.as_bytes(), &mut output);
        match (result, expected) {
            (Ok(answers), Ok(wanted)) => {
                assert_eq!((answers.providers.len(), answers.level), wanted, "{lines:?}");
            }
            (Err(failure), Err(part)) => assert!(failure.lines[0].contains(part), "{failure:?}"),
            (got, wanted) => panic!("{lines:?}: {got:?}, not {wanted:?}"),
        }
    }

    #[test]
    fn answers_are_words_of_the_question_or_nothing() {
        check("\n\n\n\n", Ok((2, StartLevel::Standard)));
        check("local, openai\nenv\nSTRICT\nread-only\n", Ok((2, StartLevel::Strict)));
        // Without a provider elsewhere nobody is asked for its key.
        check("local\nstrict\n\n", Ok((1, StartLevel::Strict)));
        check("nobody\nopenai\n\n\n\n", Ok((1, StartLevel::Standard)));
        check("a\nb\nc\n", Err("no answer fits"));
        check("\n", Err("the input ended"));
        check("openai\n\nparanoid\npermissive\nx\n", Err("no answer fits"));
    }
}
