//! Stage 1: is this a call we understand, and within limits?

use portcullis_model::{Call, Code, Level, Refusal, Target};

use crate::parts::Parts;
use crate::way::{Warning, Way};

mod arguments;

pub(super) use arguments::check_final;

/// A call within limits. Only this file makes one.
#[derive(Debug)]
pub struct Validated(Call);

impl Validated {
    pub(super) fn call(&self) -> &Call {
        &self.0
    }

    pub(super) fn into_call(self) -> Call {
        self.0
    }
}

/// Checks the limits, and that every part of the call is one that can be guarded.
///
/// # Errors
///
/// [`Code::TooLarge`], [`Code::BlockedContent`]; of a tool [`Code::UnknownTool`],
/// [`Code::UnknownArguments`], [`Code::InvalidArguments`].
pub fn validate<U>(call: Call, parts: &Parts<U>, way: &mut Way) -> Result<Validated, Refusal> {
    let limits = &parts.limits;
    let level = parts.protection(&call.origin.scope.tenant).privacy.level;
    let bytes = call.document.raw.len();
    if limits.bytes_max < bytes {
        return Err(too_large(format!("{bytes} bytes, {} allowed", limits.bytes_max)));
    }
    let fields = call.document.fields.len();
    if limits.fields_max < fields {
        return Err(too_large(format!("{fields} fields, {} allowed", limits.fields_max)));
    }
    media(call.media, level, way)?;
    if let Target::Tool { .. } = &call.target {
        arguments::check(&call, parts)?;
    }
    Ok(Validated(call))
}

/// Lets parts that no recognizer reads pass with a warning, or refuses them, by the level.
///
/// # Errors
///
/// [`Code::BlockedContent`].
pub(super) fn media(count: usize, level: Level, way: &mut Way) -> Result<(), Refusal> {
    match level {
        _ if count == 0 => Ok(()),
        Level::Standard => {
            way.warn(Warning::MediaUnread);
            Ok(())
        }
        Level::Strict => Err(unreadable()),
    }
}

fn too_large(reason: String) -> Refusal {
    Refusal::new(Code::TooLarge, "the call is too large", reason).hint("send less at once")
}

fn unreadable() -> Refusal {
    Refusal::new(
        Code::BlockedContent,
        "images, audio and files are not allowed here",
        "level strict refuses what no recognizer reads",
    )
    .hint("send the content as text")
}
