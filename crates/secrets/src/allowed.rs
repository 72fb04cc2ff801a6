//! Who may have a secret: which tools, in which of their arguments, and which hosts.
//!
//! Pure: it compares names and gives no value. What is not granted is not permitted.

/// What a secret may be used for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allowed {
    /// The tools that get it; none if empty.
    pub tools: Vec<ToolGrant>,
    /// The hosts that it may be sent to, `*.example.com` for all below one; any if empty.
    pub hosts: Vec<String>,
}

/// Some tools, and one argument of theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolGrant {
    /// A tool's name, or its server's and its name (`mail__send`), with `*` and `?`.
    pub tool: String,
    /// The JSON pointer of the argument, where `*` is any one segment; any argument if absent.
    pub argument: Option<String>,
}

/// LIMIT: grants and hosts of one secret.
pub const GRANTS_MAX: usize = 64;
/// LIMIT: bytes of one grant or host.
pub const GRANT_BYTES_MAX: usize = 512;

impl Allowed {
    /// Whether a tool may have the secret in an argument: `names` are the names by which rules
    /// know the tool (`send`, `mail__send`), `argument` is a JSON pointer into its arguments.
    ///
    /// Names are compared without case and white space, as rules do; one with characters past
    /// ASCII is nobody's.
    #[must_use]
    pub fn permits_argument(&self, names: &[&str], argument: &str) -> bool {
        let names: Vec<String> = names.iter().filter_map(|name| fold(name)).collect();
        self.tools.iter().any(|grant| {
            let Some(glob) = fold(&grant.tool) else { return false };
            names.iter().any(|name| glob_matches(&glob, name))
                && grant.argument.as_deref().is_none_or(|pattern| covers(pattern, argument))
        })
    }

    /// Whether some argument of a tool may have the secret.
    #[must_use]
    pub fn permits_tool(&self, names: &[&str]) -> bool {
        let names: Vec<String> = names.iter().filter_map(|name| fold(name)).collect();
        let globs = self.tools.iter().filter_map(|grant| fold(&grant.tool));
        globs.into_iter().any(|glob| names.iter().any(|name| glob_matches(&glob, name)))
    }

    /// Whether the secret may be sent to a host: any, if none is named.
    #[must_use]
    pub fn permits_host(&self, host: &str) -> bool {
        let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
        self.hosts.is_empty()
            || self.hosts.iter().any(|pattern| {
                let pattern = pattern.to_ascii_lowercase();
                match pattern.strip_prefix("*.") {
                    Some(parent) => host.strip_suffix(parent).is_some_and(|child| {
                        child.strip_suffix('.').is_some_and(|child| !child.is_empty())
                    }),
                    None => host == pattern,
                }
            })
    }
}

/// A name as it is compared; `None` where it has characters that only look the part.
fn fold(name: &str) -> Option<String> {
    let seen = name.chars().filter(|c| !c.is_whitespace());
    let folded: String = seen.map(|c| c.to_ascii_lowercase()).collect();
    (folded.is_ascii() && !folded.is_empty()).then_some(folded)
}

/// Whether `pattern` with `*` and `?` is `name`. Linear for each star: on a mismatch only the
/// last star takes one more.
fn glob_matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut at, mut seen) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while seen < name.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, seen));
                at += 1;
            }
            Some(byte) if *byte == b'?' || name.get(seen) == Some(byte) => {
                at += 1;
                seen += 1;
            }
            _ => {
                let Some((after, taken)) = star else { return false };
                star = Some((after, taken + 1));
                at = after + 1;
                seen = taken + 1;
            }
        }
    }
    pattern.iter().skip(at).all(|byte| *byte == b'*')
}

/// Whether a pointer has the segments of a pattern.
fn covers(pattern: &str, pointer: &str) -> bool {
    let mut segments = pointer.split('/');
    let mut fits = |wanted: &str| {
        segments.next().is_some_and(|it| if wanted == "*" { !it.is_empty() } else { it == wanted })
    };
    pattern.split('/').all(&mut fits) && segments.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(tool: &str, argument: Option<&str>) -> Allowed {
        let grant = ToolGrant { tool: tool.into(), argument: argument.map(str::to_owned) };
        Allowed { tools: vec![grant], hosts: Vec::new() }
    }

    #[test]
    fn tools() {
        let check = |tool: &str, names: &[&str], expected: bool| {
            let permitted = allowed(tool, None).permits_argument(names, "/a");
            assert_eq!(permitted, expected, "{tool} {names:?}");
            assert_eq!(allowed(tool, None).permits_tool(names), expected);
        };
        check("send", &["send"], true);
        check("mail__send", &["send", "mail__send"], true);
        check("mail__*", &["send", "mail__send"], true);
        check("s?nd", &["Send "], true);
        check("*", &["x"], true);
        check("a*b*c", &["aXbXbXc"], true);
        check("a*b*c", &["aXbXbX"], false);
        check("send", &["resend"], false);
        check("send", &["sеnd"], false);
        check("", &["send"], false);
        assert!(!Allowed::default().permits_argument(&["send"], "/a"));
    }

    #[test]
    fn arguments() {
        let check = |pattern: &str, argument: &str, expected: bool| {
            let permitted = allowed("*", Some(pattern)).permits_argument(&["t"], argument);
            assert_eq!(permitted, expected, "{pattern} {argument}");
        };
        check("/key", "/key", true);
        check("/key", "/Key", false);
        check("/key", "/key/more", false);
        check("/key", "", false);
        check("/*/token", "/0/token", true);
        check("/*/token", "//token", false);
        check("/*", "/a/b", false);
        check("", "", true);
    }

    #[test]
    fn hosts() {
        let check = |hosts: &[&str], host: &str, expected: bool| {
            let hosts = hosts.iter().map(ToString::to_string).collect();
            let permitted = Allowed { tools: Vec::new(), hosts }.permits_host(host);
            assert_eq!(permitted, expected, "{host}");
        };
        check(&[], "any.example", true);
        check(&["api.example.com"], "API.example.com", true);
        check(&["api.example.com"], "api.example.com.", true);
        check(&["api.example.com"], "api.example.com.evil", false);
        check(&["*.example.com"], "a.b.example.com", true);
        check(&["*.example.com"], "example.com", false);
        check(&["*.example.com"], "evilexample.com", false);
        check(&["*.example.com"], ".example.com", false);
    }
}
