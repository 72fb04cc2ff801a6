//! Are the arguments of a tool what its server says that they are?
//!
//! A surrogate may stand where its value belongs: what is said of it here is said again, of the
//! value, before the call leaves.

use portcullis_model::{Call, Code, Document, Edit, Edited, Field, Refusal, Role, Tool, ToolUse};
use portcullis_schema::{Kind, Violation};

use crate::parts::Parts;
use crate::stages::record;
use crate::upstream::Upstream;

/// Checks what is asked of a tool against what its server says of it.
///
/// # Errors
///
/// [`Code::UnknownTool`], [`Code::UnknownArguments`], [`Code::InvalidArguments`].
pub(in crate::stages) fn check<U>(call: &Call, parts: &Parts<U>) -> Result<(), Refusal> {
    let Some(ToolUse { definition: Some(tool), arguments }) = &call.tool else {
        return Err(unknown_tool());
    };
    let said = call.document.raw.get(arguments.clone()).unwrap_or_default();
    let mut wrong = against(tool, said, parts)?;
    wrong.retain(|violation| !awaits_a_value(violation, &call.document, parts));
    refuse(&wrong, || record::name(&tool.name, &call.origin.scope.tenant, parts))
}

/// Checks the arguments as they are about to leave, with the edits made.
///
/// # Errors
///
/// As [`check`].
pub(in crate::stages) fn check_final<U: Upstream>(
    used: &ToolUse,
    document: &Document,
    edits: &[Edit],
    (tenant, parts): (&str, &Parts<U>),
) -> Result<(), Refusal> {
    let ToolUse { definition: Some(tool), arguments } = used else { return Err(unknown_tool()) };
    let raw = document.raw.get(arguments.clone()).unwrap_or_default().to_owned();
    let mut alone = Document { raw, ..Document::default() };
    let mut of_alone = Vec::with_capacity(edits.len());
    for (index, field) in document.fields.iter().enumerate() {
        let (start, end) = (field.place.start, field.place.end);
        if start < arguments.start || arguments.end < end {
            continue;
        }
        let place = start - arguments.start..end - arguments.start;
        let edits = edits.iter().filter(|edit| edit.field == index);
        let field_of_alone = alone.fields.len();
        of_alone.extend(edits.map(|edit| Edit { field: field_of_alone, ..edit.clone() }));
        alone.fields.push(Field { place, ..field.clone() });
    }
    let told = parts.upstream.write_arguments(&Edited::new(alone, of_alone));
    refuse(&against(tool, &told, parts)?, || record::name(&tool.name, tenant, parts))
}

fn against<U>(tool: &Tool, said: &str, parts: &Parts<U>) -> Result<Vec<Violation>, Refusal> {
    let schema = parts.schemas.get(&tool.input).map_err(|fault| unusable(&fault.to_string()))?;
    Ok(schema.check(said))
}

/// Whether what is wrong is wrong of a surrogate or a reference, and not of what it stands for.
fn awaits_a_value<U>(violation: &Violation, document: &Document, parts: &Parts<U>) -> bool {
    let about_value = matches!(violation.kind, Kind::Type | Kind::Value);
    let stands_there = |field: &&Field| match &field.role {
        Role::Argument { argument, .. } => **argument == *violation.pointer,
        Role::Text
        | Role::Arguments { .. }
        | Role::Sealed
        | Role::Logprobs
        | Role::Issued { .. } => false,
    };
    let holds = |field: &Field| {
        let text = document.text(field);
        !parts.vault.mentions(text).is_empty()
            || !matches!(portcullis_secrets::reference::find(text).as_deref(), Ok([]))
    };
    about_value && document.fields.iter().filter(stands_there).any(holds)
}

fn refuse(wrong: &[Violation], name: impl Fn() -> String) -> Result<(), Refusal> {
    if wrong.is_empty() {
        return Ok(());
    }
    let code = match wrong.iter().all(|violation| violation.kind == Kind::Unknown) {
        true => Code::UnknownArguments,
        false => Code::InvalidArguments,
    };
    let name = name();
    let public = match wrong.len() {
        1 => format!("`{name}` was not run: an argument is wrong"),
        count => format!("`{name}` was not run: {count} arguments are wrong"),
    };
    let reason = format!("{} violations of the tool's schema", wrong.len());
    let mut refusal = Refusal::new(code, public, reason);
    refusal.hints.extend(wrong.iter().map(|violation| violation.hint.clone().into()));
    Err(refusal)
}

fn unknown_tool() -> Refusal {
    Refusal::new(
        Code::UnknownTool,
        "there is no tool of this name",
        "the server lists no such tool, or several",
    )
    .hint("use a name exactly as the list of tools has it")
}

/// A tool whose schema cannot be used is not run: its arguments could be anything.
fn unusable(fault: &str) -> Refusal {
    Refusal::new(
        Code::UnknownTool,
        "the schema of this tool cannot be used, so it is not run",
        format!("the schema that the server gives for the tool is unusable: {fault}"),
    )
    .hint("continue without it, or tell the user that the server's definition is broken")
}
