//! `demo`: shows the gate at work, with nothing set up.

use super::exit::Exit;
use super::failure::Failure;
use super::gate::runtime;
use super::output::Output;
use crate::demo::{self, DemoError};

/// Runs the command. Exit 5 if the log of the conversation does not verify.
pub(super) fn run(output: &mut Output) -> Result<Exit, Failure> {
    let views = runtime()?.block_on(demo::run())?;
    let as_json = output.json;
    demo::print(&views, as_json, &mut output.styled_out())?;
    Ok(if views.verified { Exit::Done } else { Exit::Integrity })
}

impl From<DemoError> for Failure {
    fn from(error: DemoError) -> Self {
        match error {
            DemoError::Start(error) => error.into(),
            DemoError::Io(error) => Self::io("the demonstration", &error),
            DemoError::Conversation(_) => Self::new(Exit::Fault, error.to_string()),
        }
    }
}
