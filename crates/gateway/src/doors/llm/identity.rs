//! Who calls: from headers that are proved or that only this machine can send, and from the body
//! only which of its users a known agent acts for.

use std::sync::Arc;

use http::{HeaderMap, header};
use portcullis_model::{Code, Labels, Refusal, Scope, Secret};

use crate::assemble::clients::{Agent, KEY_START, Registry, Users};

/// Characters of a label.
const LABEL_MAX: usize = 64;
/// The header for a Portcullis key that leaves the others to the provider's.
const OWN_HEADER: &str = "x-portcullis-key";
/// The header that names a user.
const USER_HEADER: &str = "x-portcullis-user";
/// The warning for a user whom a key does not let a request name.
const USER_IGNORED: &str = "user-ignored";

/// Where a listener can be reached from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listener {
    /// This machine only: as long as nobody was given a key, everybody is `local`, or `local` and
    /// the user they name.
    Loopback,
    /// Other machines: everybody needs a Portcullis key.
    Elsewhere,
}

/// How callers are told apart.
#[derive(Debug)]
pub struct Identity {
    listener: Listener,
    clients: Arc<Registry>,
}

/// A caller.
#[derive(Debug)]
pub(super) struct Who {
    pub(super) scope: Scope,
    pub(super) labels: Labels,
    /// The caller's own key for the provider.
    pub(super) credential: Option<Secret>,
    /// What the caller should know of.
    pub(super) warning: Option<&'static str>,
    user: User,
}

/// Whether the body is asked for the user.
#[derive(Debug, Clone, Copy)]
enum User {
    /// No: it is known who acts.
    Settled,
    /// By the dialect's own field.
    InBody,
}

/// The keys in the headers of a request.
struct Presented<'a> {
    /// Of Portcullis.
    ours: Option<&'a str>,
    /// Of a provider.
    theirs: Option<&'a str>,
}

impl Identity {
    /// At this listener, the holders of these keys.
    #[must_use]
    pub fn new(listener: Listener, clients: Arc<Registry>) -> Self {
        Self { listener, clients }
    }

    /// Tells who sent these headers.
    ///
    /// # Errors
    ///
    /// [`Code::Unauthenticated`], [`Code::InvalidRequest`] for a label that is none.
    pub(super) fn of(&self, headers: &HeaderMap) -> Result<Who, Refusal> {
        let Presented { ours, theirs } = presented(headers)?;
        let nobody_has_one = self.listener == Listener::Loopback && self.clients.is_empty();
        let agent = match ours {
            Some(key) => self.clients.agent(key).ok_or_else(|| match nobody_has_one {
                true => not_set_up(),
                false => unknown_key(),
            })?,
            None if nobody_has_one => Agent::local(),
            None => return Err(no_key()),
        };
        let named = label(headers, USER_HEADER)?;
        let labels = Labels {
            session: label(headers, "x-portcullis-session")?,
            run: label(headers, "x-portcullis-run")?,
            step: label(headers, "x-portcullis-step")?,
        };
        let credential = theirs.map(|key| Secret::new(key.to_owned()));
        let mut scope = agent.scope;
        let (user, warning) = match (agent.users, named) {
            (Users::Request, Some(name)) => {
                scope.principal = format!("{}/{name}", scope.principal).into();
                (User::Settled, None)
            }
            // On this machine without keys, only the header names a user.
            (Users::Request, None) if ours.is_none() => (User::Settled, None),
            (Users::Request, None) => (User::InBody, None),
            (Users::Key, named) => (User::Settled, named.map(|_| USER_IGNORED)),
        };
        Ok(Who { scope, labels, credential, warning, user })
    }
}

impl Who {
    /// The same caller, acting for the user that the body names, where the key lets it. A name
    /// that is no label stands there as its digest.
    pub(super) fn with_user(self, named: Option<&str>, digest: impl Fn(&str) -> String) -> Self {
        let (User::InBody, Some(named)) = (self.user, named.filter(|name| !name.is_empty())) else {
            return self;
        };
        let Scope { tenant, principal } = self.scope;
        let principal = match is_label(named) {
            true => format!("{principal}/{named}").into(),
            // `~` is in no label, so that nobody can name the digest of another.
            false => format!("{principal}/~{}", digest(named)).into(),
        };
        Self { scope: Scope { tenant, principal }, user: User::Settled, ..self }
    }
}

/// Sorts the keys of a request: a Portcullis key is never taken for a provider's.
fn presented(headers: &HeaderMap) -> Result<Presented<'_>, Refusal> {
    let bearer = text(headers, header::AUTHORIZATION.as_str())?
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, bearer)| bearer.trim());
    let api_key = text(headers, "x-api-key")?;
    let own = text(headers, OWN_HEADER)?;
    let (ours, theirs): (Vec<&str>, Vec<&str>) =
        [bearer, api_key].into_iter().flatten().partition(|key| is_ours(key));
    let mut ours = own.into_iter().chain(ours);
    let first = ours.next();
    if ours.any(|other| Some(other) != first) {
        let text = "two Portcullis keys in one request";
        return Err(invalid(text.to_owned()));
    }
    Ok(Presented { ours: first, theirs: theirs.first().copied() })
}

/// Whether this is meant to be a Portcullis key, however it is spelled.
fn is_ours(key: &str) -> bool {
    key.get(..KEY_START.len()).is_some_and(|start| start.eq_ignore_ascii_case(KEY_START))
}

/// The scope in which a caller stands whom we do not know.
pub(super) fn nobody() -> Scope {
    Scope { tenant: "default".into(), principal: "nobody".into() }
}

/// The one value of a header, as text.
fn text<'a>(headers: &'a HeaderMap, name: &str) -> Result<Option<&'a str>, Refusal> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(invalid(format!("two `{name}` headers")));
    }
    let value = value.to_str().map_err(|_| invalid(format!("`{name}` is no text")))?;
    Ok(Some(value.trim()))
}

fn label(headers: &HeaderMap, name: &str) -> Result<Option<Box<str>>, Refusal> {
    let Some(label) = text(headers, name)? else { return Ok(None) };
    if !is_label(label) {
        return Err(invalid(format!("`{name}` must match [A-Za-z0-9_-]{{1,64}}")));
    }
    Ok(Some(label.into()))
}

fn is_label(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    (1..=LABEL_MAX).contains(&text.len()) && text.bytes().all(plain)
}

fn invalid(text: String) -> Refusal {
    Refusal::new(Code::InvalidRequest, text.clone(), text)
}

fn unknown_key() -> Refusal {
    let reason = "an unknown Portcullis key";
    Refusal::new(Code::Unauthenticated, "this Portcullis key is not known", reason)
}

fn not_set_up() -> Refusal {
    let public = "no Portcullis keys are set up here, so none can be checked";
    let reason = "a Portcullis key, but none is set up";
    Refusal::new(Code::Unauthenticated, public, reason)
        .hint("leave the key away: on this machine nobody needs one")
}

pub(super) fn no_key() -> Refusal {
    let reason = "no Portcullis key";
    Refusal::new(Code::Unauthenticated, "a valid Portcullis key is needed", reason)
        .hint("send it as `x-portcullis-key`, or as the API key of your client")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_is_known_by_its_headers() {
        check(&[], Ok("local"));
        check(&[("x-portcullis-user", "alice")], Ok("local/alice"));
        check(&[("x-portcullis-user", "al/ice")], Err(Code::InvalidRequest));
        check(&[("x-portcullis-user", "")], Err(Code::InvalidRequest));
        check(&[("x-portcullis-user", &"a".repeat(64))], Ok(&format!("local/{}", "a".repeat(64))));
        check(&[("x-portcullis-user", &"a".repeat(65))], Err(Code::InvalidRequest));
        check(&[("x-portcullis-user", "a"), ("x-portcullis-user", "b")], Err(Code::InvalidRequest));
        check(&[("authorization", "Bearer sk-anything")], Ok("local"));
        check(&[("authorization", "Bearer pck_x")], Err(Code::Unauthenticated));
        check(&[("x-api-key", "pck_x")], Err(Code::Unauthenticated));
        check(&[("x-portcullis-key", "x")], Err(Code::Unauthenticated));
    }

    #[test]
    fn without_a_key_nobody_enters_from_elsewhere() {
        let identity = Identity::new(Listener::Elsewhere, Arc::new(Registry::none()));
        let refusal = identity.of(&HeaderMap::new()).unwrap_err();
        assert_eq!(refusal.code, Code::Unauthenticated);
    }

    #[test]
    fn a_portcullis_key_is_never_taken_for_a_providers() {
        let check = |headers: &[(&'static str, &str)], want: (Option<&str>, Option<&str>)| {
            let map = map(headers);
            let got = presented(&map).unwrap();
            assert_eq!((got.ours, got.theirs), want, "{headers:?}");
        };
        check(&[], (None, None));
        check(&[("authorization", "Bearer pck_a")], (Some("pck_a"), None));
        check(&[("authorization", "bearer  PCK_a")], (Some("PCK_a"), None));
        check(
            &[("authorization", "Bearer sk"), ("x-api-key", "pck_a")],
            (Some("pck_a"), Some("sk")),
        );
        check(
            &[("x-portcullis-key", "pck_a"), ("authorization", "Bearer sk")],
            (Some("pck_a"), Some("sk")),
        );
        check(&[("x-portcullis-key", "pck_a"), ("x-api-key", "pck_a")], (Some("pck_a"), None));
        check(&[("x-portcullis-key", "else")], (Some("else"), None));
        let two = map(&[("x-portcullis-key", "pck_a"), ("x-api-key", "pck_b")]);
        assert!(presented(&two).is_err());
    }

    #[test]
    fn the_body_names_a_user_only_where_the_key_lets_it() {
        let check = |user: User, named: Option<&str>, want: &str| {
            let scope = Scope { tenant: "t".into(), principal: "bot".into() };
            let labels = Labels::default();
            let who = Who { scope, labels, credential: None, warning: None, user };
            let who = who.with_user(named, |_| "digest".to_owned());
            assert_eq!(&*who.scope.principal, want);
        };
        check(User::Settled, Some("alice"), "bot");
        check(User::InBody, Some("alice"), "bot/alice");
        check(User::InBody, Some("alice@example.com"), "bot/~digest");
        check(User::InBody, Some(&"a".repeat(65)), "bot/~digest");
        check(User::InBody, Some("a/b"), "bot/~digest");
        check(User::InBody, Some(""), "bot");
        check(User::InBody, None, "bot");
    }

    #[track_caller]
    fn check(headers: &[(&'static str, &str)], want: Result<&str, Code>) {
        let identity = Identity::new(Listener::Loopback, Arc::new(Registry::none()));
        let got = identity.of(&map(headers));
        let got = got.as_ref().map(|who| &*who.scope.principal).map_err(|refusal| refusal.code);
        assert_eq!(got, want);
    }

    fn map(headers: &[(&'static str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        map
    }
}
