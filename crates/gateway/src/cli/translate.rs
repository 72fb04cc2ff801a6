//! `conceal` and `reveal`: standard input to standard output through the engine.
//!
//! Everything takes the way of a call, with its rules and its record; nothing here opens the
//! vault.

use std::io::{self, Read, Write as _};

use portcullis_engine::{Cleared, ClearedBody, Engine, Upstream, Warning};
use portcullis_model::{
    Call, Code, Document, Door, Edited, Labels, Origin, Refusal, Scope, Target,
};

use super::arguments::Translate;
use super::exit::Exit;
use super::failure::Failure;
use super::gate;
use super::output::Output;
use super::setting::Setting;
use crate::wire;

mod batch;
mod flow;

/// LIMIT: bytes of a text that is not cut into rows; that of a call.
const TEXT_BYTES_MAX: u64 = 32 << 20;
/// How long one call may take.
const TIME_MAX: std::time::Duration = std::time::Duration::from_secs(300);
/// The tenant where none are set up.
const TENANT: &str = "default";

/// Replaces personal data by surrogates.
pub(super) fn conceal(
    wish: &Translate,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    run(wish, &Target::Conceal, setting, output)
}

/// Turns surrogates back into values.
pub(super) fn reveal(
    wish: &Translate,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    run(wish, &Target::Reveal, setting, output)
}

fn run(
    wish: &Translate,
    target: &Target,
    setting: &Setting<'_>,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let principal = principal(wish.user.as_deref())?;
    let opened = gate::open(setting, output)?;
    let desk = Desk { engine: opened.engine.clone(), principal, target: target.clone() };
    let result = opened.runtime.block_on(async {
        if wish.batch { flow::run(&desk, output).await } else { whole(&desk, output).await }
    });
    drop(desk);
    opened.close()?;
    result
}

/// Who acts: `local`, or one of its users.
fn principal(user: Option<&str>) -> Result<Box<str>, Failure> {
    let Some(user) = user else { return Ok("local".into()) };
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if (1..=64).contains(&user.len()) && user.bytes().all(fits) {
        Ok(format!("local/{user}").into())
    } else {
        Err(Failure::usage("`--user` takes 1 to 64 letters, digits, `-` and `_`"))
    }
}

/// Where calls of the command line are made.
struct Desk<U> {
    engine: Engine<U>,
    principal: Box<str>,
    target: Target,
}

impl<U> Clone for Desk<U> {
    fn clone(&self) -> Self {
        Self {
            engine: self.engine.clone(),
            principal: self.principal.clone(),
            target: self.target.clone(),
        }
    }
}

impl<U: Upstream> Desk<U> {
    /// Whether an analyzer reads along.
    fn is_analyzed(&self) -> bool {
        self.engine.parts().protection(TENANT).analysis.is_some()
    }

    /// Takes one document all the way.
    async fn pass(&self, document: Document) -> Result<Passed, Refusal> {
        let scope = Scope { tenant: TENANT.into(), principal: self.principal.clone() };
        let call = Call {
            id: self.engine.call_id(),
            origin: Origin { scope, door: Door::Cli, labels: Labels::default() },
            target: self.target.clone(),
            document,
            headers: Vec::new(),
            credential: None,
            media: 0,
            provider_tools: Vec::new(),
            references: Vec::new(),
            tool: None,
            time_max: TIME_MAX,
        };
        passed(self.engine.handle(call).await?)
    }
}

/// What came of one document.
struct Passed {
    edited: Edited,
    said: Said,
}

/// What is to be said of documents although they passed.
#[derive(Default)]
struct Said(Vec<Warning>);

impl Said {
    fn add(&mut self, more: &Self) {
        let new = more.0.iter().filter(|warning| !self.0.contains(warning));
        let new: Vec<Warning> = new.copied().collect();
        self.0.extend(new);
    }

    fn warn(&self, output: &mut Output) {
        if self.0.contains(&Warning::UnknownSurrogate) {
            output.warn("surrogates that are unknown, expired or of another user stay as they are");
        }
        if self.0.contains(&Warning::NotAnalyzed) {
            output.warn("the analyzer failed: what only it finds stays as it is");
        }
    }
}

/// Takes a reply apart.
fn passed(cleared: Cleared) -> Result<Passed, Refusal> {
    let said = Said(cleared.warnings().to_vec());
    match cleared.into_body() {
        ClearedBody::Whole(edited) => Ok(Passed { edited, said }),
        ClearedBody::Stream(_) => {
            let public = "the engine answered in a form that is not known here";
            Err(Refusal::new(Code::Unavailable, public, "a stream for a document"))
        }
    }
}

/// One text, whole.
async fn whole<U: Upstream>(desk: &Desk<U>, output: &mut Output) -> Result<Exit, Failure> {
    let mut text = String::new();
    let mut input = io::stdin().lock().take(TEXT_BYTES_MAX + 1);
    if let Err(error) = input.read_to_string(&mut text) {
        let exit =
            if error.kind() == io::ErrorKind::InvalidData { Exit::Usage } else { Exit::Fault };
        return Err(Failure::new(
            exit,
            format!("standard input: {}", super::failure::reason(&error)),
        ));
    }
    if input.limit() == 0 {
        let message = format!("standard input is longer than {TEXT_BYTES_MAX} bytes");
        return Err(Failure::usage(message).hint("cut it into rows and use `--batch`"));
    }
    let passed = desk.pass(Document::plain(text)).await?;
    let text = wire::splice(&passed.edited);
    if output.json {
        // The form of a row of `--batch`.
        output.line(serde_json::json!({ "text": text }))?;
    } else {
        output.out().write_all(text.as_bytes())?;
    }
    passed.said.warn(output);
    Ok(Exit::Done)
}
