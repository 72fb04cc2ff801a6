//! Is it a tool that there is?

use portcullis_model::{Call, Code, Refusal};

use crate::parts::Parts;

/// Checks what is asked of a tool against what its server says of it.
///
/// # Errors
///
/// [`Code::UnknownTool`].
pub(in crate::stages) fn check<U>(call: &Call, _parts: &Parts<U>) -> Result<(), Refusal> {
    let definition = call.tool.as_ref().and_then(|used| used.definition.as_ref());
    definition.map_or_else(|| Err(unknown_tool()), |_| Ok(()))
}

fn unknown_tool() -> Refusal {
    Refusal::new(
        Code::UnknownTool,
        "there is no tool of this name",
        "the server lists no such tool, or several",
    )
    .hint("use a name exactly as the list of tools has it")
}
