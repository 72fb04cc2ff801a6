//! Arguments on their way to a tool: what a rule discloses becomes itself.
//!
//! Nothing else passes as if it were real: a surrogate that no rule discloses, or that stands
//! for nothing, refuses the call. What was not handed to the caller looks the same to it as what
//! does not exist.

use portcullis_model::{Code, Document, Edit, Form, Refusal, Role, Target, ToolName};
use portcullis_policy::Disclosures;
use portcullis_vault::Claim;

use super::open::{self, Found, Revealing};
use super::{Place, disclose};
use crate::parts::down;
use crate::stages::record;
use crate::way::Way;

/// Where arguments go.
pub(crate) struct Destination<'a> {
    pub(crate) target: &'a Target,
    pub(crate) disclosures: &'a Disclosures,
}

impl<'a> Destination<'a> {
    /// The tool as rules name it; one without a name, which no rule names, for other messages.
    fn tool(&self) -> ToolName<'a> {
        match self.target {
            Target::Tool { server, tool } => ToolName { server: Some(server), tool },
            Target::Server { .. }
            | Target::Client { .. }
            | Target::Model { .. }
            | Target::Conceal
            | Target::Reveal => ToolName::bare(""),
        }
    }

    /// The tool's name for texts.
    pub(crate) fn named<U>(&self, place: &Place<'_, U>) -> String {
        match self.target {
            Target::Tool { tool, .. } => format!("`{}`", place.name(tool)),
            Target::Server { .. }
            | Target::Client { .. }
            | Target::Model { .. }
            | Target::Conceal
            | Target::Reveal => "the message".to_owned(),
        }
    }
}

/// A surrogate in an argument, with the rule that discloses it.
struct Wanted<'a> {
    found: Found<'a>,
    argument: &'a str,
    rule: Option<String>,
}

/// Says what becomes of the surrogates in the arguments.
///
/// # Errors
///
/// [`Code::UndisclosedSurrogate`], [`Code::UnknownSurrogate`], [`Code::TooLarge`];
/// [`Code::Unavailable`] if the vault or the log is.
pub(crate) async fn deliver<U>(
    document: &mut Document,
    to: &Destination<'_>,
    place: &Place<'_, U>,
    way: &mut Way,
) -> Result<Vec<Edit>, Refusal> {
    let wanted = wanted(document, to, place).await?;
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    if disclose::DISCLOSED_MAX < wanted.len() {
        return Err(too_many(&to.named(place)));
    }
    // Before the vault is asked: whether a surrogate exists makes no difference here.
    if let Some(no) = wanted.iter().find(|it| it.rule.is_none() && is_certain(&it.found)) {
        way.unknown += 1;
        return Err(undisclosed(no, to, place));
    }
    let (disclosed, bare): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|it| it.rule.is_some());
    refuse_live(&bare, to, place).await?;
    let revealing = reveal(&disclosed, to, place, way).await?;
    Ok(open::with_numbers(document, revealing))
}

fn is_certain(found: &Found<'_>) -> bool {
    found.mention.claim == Claim::Certain
}

async fn wanted<'d, U>(
    document: &'d Document,
    to: &Destination<'_>,
    place: &Place<'_, U>,
) -> Result<Vec<Wanted<'d>>, Refusal> {
    let argument = |index: usize| match document.fields.get(index).map(|field| &field.role) {
        Some(Role::Argument { argument, .. }) => Some(argument.as_ref()),
        Some(
            Role::Text
            | Role::Arguments { .. }
            | Role::Sealed
            | Role::Logprobs
            | Role::Issued { .. },
        )
        | None => None,
    };
    let tool = to.tool();
    let mut found = open::find(document, place, |field, _| argument(field).is_some());
    if found.len() <= disclose::DISCLOSED_MAX {
        open::name(&mut found, place).await?;
    }
    let wanted = found.into_iter().filter_map(|found| {
        let argument = argument(found.field)?;
        // A key is no argument: what a rule discloses is a value.
        let is_key = document.fields.get(found.field).is_some_and(|field| field.form == Form::Key);
        let rule = (!is_key)
            .then(|| to.disclosures.allows(&tool, argument, &found.mention.entity))
            .flatten();
        Some(Wanted { argument, rule: rule.map(ToString::to_string), found })
    });
    Ok(wanted.collect())
}

/// Refuses what has the shape of a surrogate, could be an ordinary value too, and is a surrogate
/// of this caller. What the vault does not know is just a value, and stays.
async fn refuse_live<U>(
    bare: &[Wanted<'_>],
    to: &Destination<'_>,
    place: &Place<'_, U>,
) -> Result<(), Refusal> {
    if bare.is_empty() {
        return Ok(());
    }
    let surrogates: Vec<&str> = bare.iter().map(|it| it.found.surrogate).collect();
    let live = place.parts.vault.reveal(&place.vault(), &surrogates).await;
    let live = live.map_err(|fault| down(&fault))?;
    let first = bare.iter().zip(live).find(|(_, live)| live.is_some());
    first.map_or(Ok(()), |(it, _)| Err(undisclosed(it, to, place)))
}

/// The values of what rules disclose, each on record before it leaves.
async fn reveal<U>(
    disclosed: &[Wanted<'_>],
    to: &Destination<'_>,
    place: &Place<'_, U>,
    way: &mut Way,
) -> Result<Vec<Revealing>, Refusal> {
    let found: Vec<Found<'_>> = disclosed.iter().map(|it| it.found.clone()).collect();
    let revealing = open::reveal(&found, place, way).await?;
    let tool = to.tool();
    for it in disclosed {
        let was = |one: &Revealing| {
            one.edit.field == it.found.field && one.edit.range == it.found.mention.range
        };
        if !revealing.iter().any(was) {
            match it.found.mention.claim {
                Claim::Certain => return Err(unknown(&to.named(place))),
                Claim::Possible => continue,
            }
        }
        let told = record::Reveal {
            tool: tool.tool,
            argument: it.argument,
            rule: it.rule.clone().unwrap_or_default(),
            entity: it.found.mention.entity.name(),
            surrogate: it.found.surrogate,
        };
        record::reveal(&told, place.parts, way).await?;
    }
    Ok(revealing)
}

/// Tells the caller where, and only the operator which line of the policy would allow it.
fn undisclosed<U>(it: &Wanted<'_>, to: &Destination<'_>, place: &Place<'_, U>) -> Refusal {
    let (argument, entity) = (place.name(it.argument), &it.found.mention.entity);
    let named = to.named(place);
    // As hints about the schema name it.
    let shown = argument.trim_start_matches('/');
    Refusal::new(
        Code::UndisclosedSurrogate,
        format!("{named} was not run: an argument holds a surrogate that it may not have the value of"),
        format!("no rule of {named} has `reveal = [{{ entity = \"{entity}\", arg = \"{argument}\" }}]`"),
    )
    .hint(format!("`{shown}` may not be given this value: leave it out, or tell the user that it is not permitted"))
}

fn unknown(named: &str) -> Refusal {
    Refusal::new(
        Code::UnknownSurrogate,
        format!("{named} was not run: an argument holds a surrogate that stands for nothing"),
        "a surrogate that is unknown, expired or another caller's",
    )
    .hint("copy surrogates exactly as they were given, or ask the user for the value again")
}

fn too_many(named: &str) -> Refusal {
    Refusal::new(
        Code::TooLarge,
        format!("{named} was not run: its arguments hold too many surrogates"),
        format!("more than {} surrogates", disclose::DISCLOSED_MAX),
    )
    .hint("send less at once")
}
