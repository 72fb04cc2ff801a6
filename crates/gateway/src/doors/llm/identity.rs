//! Who calls: from headers that are proved or that only this machine can send, never from the
//! body.

use http::{HeaderMap, header};
use portcullis_model::{Code, Labels, Refusal, Scope, Secret};

/// What a Portcullis key begins with.
const KEY_START: &str = "pck_";
/// Characters of a label.
const LABEL_MAX: usize = 64;

/// How callers are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// Loopback without keys: everybody is `local`, or `local` and the user they name.
    Local,
    /// Everybody needs a Portcullis key.
    Keys,
}

/// A caller.
#[derive(Debug)]
pub(super) struct Who {
    pub(super) scope: Scope,
    pub(super) labels: Labels,
    /// The caller's own key for the provider.
    pub(super) credential: Option<Secret>,
}

impl Identity {
    /// Tells who sent these headers.
    ///
    /// # Errors
    ///
    /// [`Code::Unauthenticated`], [`Code::InvalidRequest`] for a label that is none.
    pub(super) fn of(self, headers: &HeaderMap) -> Result<Who, Refusal> {
        let bearer = text(headers, header::AUTHORIZATION.as_str())?
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, bearer)| bearer.trim());
        let api_key = text(headers, "x-api-key")?;
        let own = text(headers, "x-portcullis-key")?;
        let presented = [bearer, api_key].into_iter().flatten();
        if own.is_some() || presented.clone().any(|key| key.starts_with(KEY_START)) {
            return Err(self.unknown_key());
        }
        match self {
            Self::Keys => return Err(no_key()),
            Self::Local => {}
        }
        let user = label(headers, "x-portcullis-user")?;
        let principal = user.map_or("local".into(), |user| format!("local/{user}").into());
        Ok(Who {
            scope: Scope { tenant: "default".into(), principal },
            labels: Labels {
                session: label(headers, "x-portcullis-session")?,
                run: label(headers, "x-portcullis-run")?,
                step: label(headers, "x-portcullis-step")?,
            },
            credential: bearer.or(api_key).map(|key| Secret::new(key.to_owned())),
        })
    }

    /// The answer to a Portcullis key: none can be known as long as none can be made.
    fn unknown_key(self) -> Refusal {
        let reason = "a Portcullis key, but none is set up";
        match self {
            Self::Keys => {
                Refusal::new(Code::Unauthenticated, "this Portcullis key is not known", reason)
            }
            Self::Local => {
                let public = "no Portcullis keys are set up here, so none can be checked";
                Refusal::new(Code::Unauthenticated, public, reason)
                    .hint("leave the key away: on this machine nobody needs one")
            }
        }
    }
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
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if label.is_empty() || LABEL_MAX < label.len() || !label.bytes().all(plain) {
        return Err(invalid(format!("`{name}` must match [A-Za-z0-9_-]{{1,64}}")));
    }
    Ok(Some(label.into()))
}

fn invalid(text: String) -> Refusal {
    Refusal::new(Code::InvalidRequest, text.clone(), text)
}

fn no_key() -> Refusal {
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
        let refusal = Identity::Keys.of(&HeaderMap::new()).unwrap_err();
        assert_eq!(refusal.code, Code::Unauthenticated);
    }

    #[track_caller]
    fn check(headers: &[(&'static str, &str)], want: Result<&str, Code>) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().unwrap());
        }
        let got = Identity::Local.of(&map);
        let got = got.as_ref().map(|who| &*who.scope.principal).map_err(|refusal| refusal.code);
        assert_eq!(got, want);
    }
}
