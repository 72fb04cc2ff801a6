//! The channels of a streamed response, and the event that continues each.
//!
//! An output item has one channel for each of its parts.

use portcullis_model::{Channel, Matter};

/// Parts from here on are reasoning itself; before it, its summary.
const REASONING: u32 = 1 << 28;
/// The part of the program that a code interpreter is to run.
const CODE: u32 = 1 << 29;
/// The part of the transcript of spoken text.
const TRANSCRIPT: u32 = 1 << 29;
/// The part of the input of a custom tool.
const CUSTOM: u32 = 1 << 28;
/// The part of the arguments of a tool on a remote server.
const REMOTE: u32 = (1 << 28) + 1;
/// Parts from here on are commands of a shell.
const SHELL: u32 = 1 << 29;
/// LIMIT: the highest number that a part may have, so that the ranges stay apart.
const PART_MAX: u32 = (1 << 28) - 1;

/// What a channel of an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Text(u32),
    Refusal(u32),
    Summary(u32),
    Reasoning(u32),
    Code,
    Transcript,
    Arguments,
    Custom,
    Remote,
    Shell(u32),
}

impl Part {
    /// The channel of this part of the output item `index`.
    pub(super) fn of(self, index: u32) -> Channel {
        let (part, matter) = match self {
            Self::Text(part) => (part.min(PART_MAX), Matter::Text),
            Self::Transcript => (TRANSCRIPT, Matter::Text),
            Self::Refusal(part) => (part.min(PART_MAX), Matter::Refusal),
            Self::Summary(part) => (part.min(PART_MAX), Matter::Reasoning),
            Self::Reasoning(part) => (REASONING + part.min(PART_MAX), Matter::Reasoning),
            Self::Code => (CODE, Matter::Reasoning),
            Self::Arguments => (0, Matter::Arguments),
            Self::Custom => (CUSTOM, Matter::Arguments),
            Self::Remote => (REMOTE, Matter::Arguments),
            Self::Shell(part) => (SHELL + part.min(PART_MAX), Matter::Arguments),
        };
        Channel { index, part, matter }
    }
}

/// The event that continues a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::dialects) struct Delta {
    /// Its type.
    pub(in crate::dialects) kind: &'static str,
    /// The member that counts the parts of an item, and which part it is.
    pub(in crate::dialects) part: Option<(&'static str, u32)>,
}

/// The event that continues this channel.
pub(in crate::dialects) fn delta(channel: Channel) -> Delta {
    let Channel { part, matter, .. } = channel;
    let (kind, part) = match matter {
        Matter::Text if part == TRANSCRIPT => ("response.audio.transcript.delta", None),
        Matter::Text => ("response.output_text.delta", Some(("content_index", part))),
        Matter::Refusal => ("response.refusal.delta", Some(("content_index", part))),
        Matter::Reasoning if part == CODE => ("response.code_interpreter_call_code.delta", None),
        Matter::Reasoning if REASONING <= part => {
            ("response.reasoning_text.delta", Some(("content_index", part - REASONING)))
        }
        Matter::Reasoning => {
            ("response.reasoning_summary_text.delta", Some(("summary_index", part)))
        }
        Matter::Arguments if SHELL <= part => {
            ("response.shell_call_command.delta", Some(("command_index", part - SHELL)))
        }
        Matter::Arguments if part == REMOTE => ("response.mcp_call_arguments.delta", None),
        Matter::Arguments if part == CUSTOM => ("response.custom_tool_call_input.delta", None),
        Matter::Arguments => ("response.function_call_arguments.delta", None),
    };
    Delta { kind, part }
}
