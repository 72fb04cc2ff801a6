//! References to secrets in the arguments of a tool: where it is allowed, the secret takes their
//! place.
//!
//! One pass over what was written: what is put in is never read again. Whether a secret exists
//! makes no difference to a caller who may not use it.

use portcullis_model::{Code, Document, Edit, Refusal, Role, Target};
use portcullis_secrets::Allowed;
use portcullis_secrets::reference::{self, Reference};

use super::Place;
use super::deliver::Destination;
use crate::stages::record;
use crate::way::Way;

/// LIMIT: references in the arguments of one call.
const REFERENCES_MAX: usize = 100;

/// A reference in one argument.
struct Wanted<'a> {
    field: usize,
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
    let hosts = hosts(document);
    let mut edits = Vec::with_capacity(wanted.len());
    for it in &wanted {
        let name = &it.reference.name;
        let allowed = place.known.allowed(name);
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
        let found = found.into_iter().map(|reference| Wanted { field, argument, reference });
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
    allowed.permits_argument(&[tool, &at_server], argument)
        && (allowed.hosts.is_empty() || hosts.iter().all(|host| allowed.permits_host(host)))
}

/// The hosts of all addresses in the arguments: a secret that is for some hosts goes nowhere in
/// the company of another. Read as the most generous reader of addresses would.
fn hosts(document: &Document) -> Vec<String> {
    let is_argument = |role: &Role| matches!(role, Role::Argument { .. });
    let fields = document.fields.iter().filter(|field| is_argument(&field.role));
    let mut hosts = Vec::new();
    for field in fields {
        let text = document.text(field).replace('\\', "/").to_lowercase();
        for rest in text.split("//").skip(1) {
            let end = |c: char| c.is_whitespace() || "/?#\"'<>".contains(c);
            let authority = rest.split(end).next().unwrap_or_default();
            let host = authority.rsplit('@').next().unwrap_or_default();
            let host = match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
                Some((host, _)) => host,
                None => host.split(':').next().unwrap_or_default(),
            };
            if !host.is_empty() {
                hosts.push(host.to_owned());
            }
        }
    }
    hosts
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
    let argument = record::name(it.argument, place.parts);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::tools::arguments;

    #[test]
    fn hosts_are_read_as_any_reader_would() {
        check("https://api.example.com/v1?x=1", &["api.example.com"]);
        check("see //cdn.example.com:8443/x", &["cdn.example.com"]);
        check("https:\\\\evil.example\\x", &["evil.example"]);
        check("https://api.example.com@evil.example/", &["evil.example"]);
        check("http://[2001:db8::1]:80/", &["2001:db8::1"]);
        check("HTTPS://EVIL.Example?https://api.example.com", &["evil.example", "api.example.com"]);
        check("no address", &[]);
    }

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let escaped = text.to_owned();
        let mut document = arguments(&[("url", "")]);
        if let Some(field) = document.fields.first_mut() {
            field.decoded = Some(escaped.into());
        }
        assert_eq!(hosts(&document), want);
    }
}
