//! References to secrets in the arguments of a tool: where it is allowed, the secret takes their
//! place.
//!
//! One pass over what was written: what is put in is never read again. Whether a secret exists
//! makes no difference to a caller who may not use it.

use portcullis_model::{Code, Document, Edit, Form, Refusal, Role, Target};
use portcullis_secrets::Allowed;
use portcullis_secrets::reference::{self, Reference};

use super::Place;
use super::addresses;
use super::deliver::Destination;
use crate::stages::record;
use crate::way::Way;

/// LIMIT: references in the arguments of one call.
const REFERENCES_MAX: usize = 100;

/// A reference in one argument.
struct Wanted<'a> {
    field: usize,
    form: Form,
    argument: &'a str,
    reference: Reference,
}

/// Says what stands in the arguments in place of references.
///
/// # Errors
///
/// [`Code::SecretNotAllowed`], [`Code::TooLarge`]; [`Code::Unavailable`] if the store or the log
/// is.
pub(crate) async fn references<U>(
    document: &Document,
    to: &Destination<'_>,
    place: &Place<'_, U>,
    way: &mut Way,
) -> Result<Vec<Edit>, Refusal> {
    let wanted = wanted(document, to, place)?;
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let hosts = addresses::hosts(document);
    let mut edits = Vec::with_capacity(wanted.len());
    for it in &wanted {
        let name = &it.reference.name;
        // A key is no argument: what a rule grants is a value.
        let allowed = place.known.allowed(name).filter(|_| it.form != Form::Key);
        let allowed = allowed.filter(|it_is| is_allowed(it_is, it.argument, &hosts, to.target));
        let value = allowed.and_then(|_| place.known.value(name));
        let value = value.ok_or_else(|| not_allowed(it, to, place))?;
        used(it, to, place, way).await?;
        let range = it.reference.range.clone();
        edits.push(Edit { field: it.field, range, with: value.expose().to_owned() });
    }
    Ok(edits)
}

fn wanted<'d, U>(
    document: &'d Document,
    to: &Destination<'_>,
    place: &Place<'_, U>,
) -> Result<Vec<Wanted<'d>>, Refusal> {
    let mut wanted = Vec::new();
    for (field, it) in document.fields.iter().enumerate() {
        let Role::Argument { argument, .. } = &it.role else { continue };
        let found = reference::find(document.text(it)).map_err(|_| malformed(to, place))?;
        let found =
            found.into_iter().map(|reference| Wanted { field, form: it.form, argument, reference });
        wanted.extend(found);
    }
    if REFERENCES_MAX < wanted.len() {
        return Err(too_many(to, place));
    }
    Ok(wanted)
}

fn is_allowed(allowed: &Allowed, argument: &str, hosts: &[String], target: &Target) -> bool {
    let Target::Tool { server, tool } = target else { return false };
    let at_server = format!("{server}__{tool}");
    // A server chooses the names of its tools: one that it calls `mail__send` is not that of the
    // server `mail`.
    let names = [at_server.as_str(), tool];
    // As names are compared: without white space.
    let is_posing = tool.split_whitespace().collect::<String>().contains("__");
    let names = if is_posing { names.get(..1) } else { names.get(..) };
    allowed.permits_argument(names.unwrap_or_default(), argument)
        && (allowed.hosts.is_empty() || hosts.iter().all(|host| allowed.permits_host(host)))
}

/// Records that a secret is about to be used: on disk when this returns.
async fn used<U>(
    it: &Wanted<'_>,
    to: &Destination<'_>,
    place: &Place<'_, U>,
    way: &mut Way,
) -> Result<(), Refusal> {
    let Target::Tool { tool, .. } = to.target else { return Ok(()) };
    let name = it.reference.name.as_str();
    let told = record::Reveal {
        tool,
        argument: it.argument,
        rule: format!("secret:{name}"),
        entity: "SECRET",
        surrogate: name,
    };
    record::reveal(&told, place.parts, way).await?;
    way.revealed += 1;
    let now = place.parts.clock.now();
    place.parts.secrets.used(&place.scope.tenant, &it.reference.name, now);
    Ok(())
}

fn not_allowed<U>(it: &Wanted<'_>, to: &Destination<'_>, place: &Place<'_, U>) -> Refusal {
    let argument = place.name(it.argument);
    let named = to.named(place);
    Refusal::new(
        Code::SecretNotAllowed,
        format!("{named} was not run: a secret may not be used in its arguments"),
        format!("there is no such secret, or it is not allowed to {named} at `{argument}`, or not for a host that the arguments name; `portcullis secret set --tool` allows it"),
    )
    .hint("use a secret only where the user said that it is for; else tell the user")
}

fn malformed<U>(to: &Destination<'_>, place: &Place<'_, U>) -> Refusal {
    let named = to.named(place);
    Refusal::new(
        Code::SecretNotAllowed,
        format!("{named} was not run: a reference to a secret is not written as one"),
        "a malformed reference to a secret",
    )
    .hint("write it as {{secret:NAME}}, with the name exactly as the user gave it")
}

fn too_many<U>(to: &Destination<'_>, place: &Place<'_, U>) -> Refusal {
    let named = to.named(place);
    let public = format!("{named} was not run: its arguments hold too many references to secrets");
    let reason = format!("more than {REFERENCES_MAX} references to secrets");
    Refusal::new(Code::TooLarge, public, reason).hint("send less at once")
}
