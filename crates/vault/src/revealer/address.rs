//! Follows a URL from what makes it one to its end, and knows its host as far as that is beyond
//! doubt.
//!
//! It is no URL parser: parsers disagree, so a host that two of them could read differently
//! (userinfo with a backslash, encoded dots, letters beyond ASCII) is no host here.

/// LIMIT: RFC 1035, section 2.3.4: a host name.
const HOST_BYTES_MAX: usize = 253;

/// LIMIT: RFC 1738 names no longest scheme; the longest of the list below has twelve letters.
const SCHEME_BYTES_MAX: usize = 32;

/// Schemes that make an address without `//`, as browsers read them. `data:` and `file:` are
/// not among them: they ask nobody, and are ordinary words before a colon.
const FETCHED: [&[u8]; 9] =
    [b"http", b"https", b"ftp", b"ftps", b"ws", b"wss", b"javascript", b"vbscript", b"view-source"];

/// Where in a URL a position is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    /// In none.
    #[default]
    Out,
    /// After `https:`, with so many slashes.
    Scheme { slashes: u8 },
    /// After two backslashes.
    Share,
    /// In `user@host:port`.
    Authority,
    /// After it.
    Path,
    /// After `mailto:` or `tel:`.
    Contact { fresh: bool },
    /// In a URL whose host is not known.
    Unknown,
}

/// The URL that a position is in.
#[derive(Debug, Default, Clone)]
pub(super) struct Address {
    state: State,
    host: String,
    /// Whether the text after the host's last colon, if any, is still a port.
    port: Port,
    /// In a destination or attribute: whether the URL is the whole of it so far.
    whole: bool,
    /// Ends the URL: what closes what was opened before it.
    closer: Option<char>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Port {
    #[default]
    Absent,
    Digits,
    Invalid,
}

impl Address {
    pub(super) fn is_out(&self) -> bool {
        self.state == State::Out
    }

    /// Says whether this is `<https://`: an address in angle brackets, and no tag.
    pub(super) fn is_autolink(&self) -> bool {
        self.state == State::Authority && self.host.is_empty() && self.closer == Some('>')
    }

    /// Says whether a value may stand here; `None` where no URL has a say.
    pub(super) fn permits(&self, hosts: &[Box<str>]) -> Option<bool> {
        match self.state {
            State::Out => None,
            State::Path => Some(self.whole && hosts.iter().any(|host| **host == *self.host)),
            State::Contact { fresh } => Some(fresh && self.whole),
            State::Scheme { .. } | State::Share | State::Authority | State::Unknown => Some(false),
        }
    }

    /// The host, where it is beyond doubt and the position is behind it.
    pub(super) fn host(&self) -> Option<&str> {
        (self.state == State::Path && self.whole).then_some(&*self.host)
    }

    /// Passes over a value that came back.
    pub(super) fn value(&mut self) {
        if let State::Contact { fresh } = &mut self.state {
            *fresh = false;
        }
    }

    /// A destination or attribute begins: what was before is no part of its address.
    pub(super) fn forget(&mut self) {
        // The opening character may itself be the first of the new value, never a whole URL.
        self.state = State::Out;
    }

    /// A destination or attribute ends: what follows may still be read as a part of the URL.
    pub(super) fn distrust(&mut self) {
        if !self.is_out() {
            self.state = State::Unknown;
        }
    }

    /// Passes over `c`; `values` are the lengths of the destination and attribute that it is in.
    pub(super) fn step(&mut self, behind: &[u8], c: char, values: [Option<usize>; 2]) {
        if self.is_out() {
            return self.begin(behind, c, values);
        }
        // GitHub's dialect of Markdown ends a bare address at these, and at nothing else. A
        // quotation mark ends it where it closes one; a closing bracket does not: renderers
        // disagree about it.
        if c.is_ascii_whitespace() || c == '\u{b}' || c == '<' || Some(c) == self.closer {
            self.state = State::Out;
            return;
        }
        self.state = match self.state {
            State::Scheme { slashes: 0 } if c == '/' => State::Scheme { slashes: 1 },
            State::Scheme { slashes: 1 } if c == '/' => State::Authority,
            // No host begins with a quotation mark: it is one of JSON that is quoted twice.
            State::Share if matches!(c, '"' | '\'') => State::Out,
            State::Out | State::Scheme { .. } | State::Share | State::Unknown => State::Unknown,
            State::Authority => self.authority(c),
            State::Path => path(behind, c),
            // The label of a line: `**Tel:**+1…`.
            State::Contact { fresh: true } if matches!(c, '*' | '_' | '`' | '"' | '\'') => {
                State::Out
            }
            State::Contact { .. } => State::Contact { fresh: false },
        };
    }

    fn authority(&mut self, c: char) -> State {
        match c {
            '/' | '?' | '#' => {
                if self.host.ends_with('.') {
                    self.host.pop();
                }
                let sound = !self.host.is_empty() && self.port != Port::Invalid;
                return if sound { State::Path } else { State::Unknown };
            }
            '@' => {
                self.host.clear();
                self.port = Port::Absent;
            }
            ':' if self.port == Port::Absent => self.port = Port::Digits,
            '0'..='9' if self.port == Port::Digits => {}
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' if self.port == Port::Absent => {
                self.host.push(c.to_ascii_lowercase());
            }
            '\\' => return State::Unknown,
            _ => self.port = Port::Invalid,
        }
        if self.host.len() > HOST_BYTES_MAX { State::Unknown } else { State::Authority }
    }

    fn begin(&mut self, behind: &[u8], c: char, values: [Option<usize>; 2]) {
        let Some((state, length)) = self.opening(behind, c) else { return };
        self.state = state;
        self.whole = values.iter().flatten().all(|&before| before == length);
        let opener = behind.len().checked_sub(length + 1).and_then(|at| behind.get(at));
        self.closer = match opener {
            Some(b'<') => Some('>'),
            Some(&quote @ (b'"' | b'\'' | b'`')) => Some(char::from(quote)),
            _ => None,
        };
    }

    /// Whether `c` makes an address of the text before it, and how much of that belongs to it.
    fn opening(&mut self, behind: &[u8], c: char) -> Option<(State, usize)> {
        match c {
            ':' => self.scheme(behind),
            '.' => self.www(behind),
            '/' | '\\' => self.slashes(behind, c).or_else(|| self.bare(behind, c)),
            '?' | '#' => self.bare(behind, c),
            ';' => encoded(behind),
            _ => None,
        }
    }

    fn restart(&mut self, host: &[u8]) {
        self.port = Port::Absent;
        self.host.clear();
        self.host.extend(host.iter().map(|&byte| char::from(byte.to_ascii_lowercase())));
    }

    fn scheme(&mut self, behind: &[u8]) -> Option<(State, usize)> {
        let word = run(behind, |b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
        if word.is_empty() || word.len() > SCHEME_BYTES_MAX {
            return None;
        }
        let is = |name: &&[u8]| word.eq_ignore_ascii_case(name);
        if is(&&b"mailto"[..]) || is(&&b"tel"[..]) {
            return Some((State::Contact { fresh: true }, word.len()));
        }
        if !FETCHED.iter().any(is) {
            return None;
        }
        self.restart(b"");
        let web = is(&&b"http"[..]) || is(&&b"https"[..]);
        Some((if web { State::Scheme { slashes: 0 } } else { State::Unknown }, word.len()))
    }

    fn www(&mut self, behind: &[u8]) -> Option<(State, usize)> {
        let (rest, word) = behind.split_last_chunk::<3>()?;
        let longer = rest.last().is_some_and(|b| b.is_ascii_alphanumeric() || b"-.".contains(b));
        if longer || !word.eq_ignore_ascii_case(b"www") {
            return None;
        }
        self.restart(b"www.");
        Some((State::Authority, word.len()))
    }

    /// `//host`, `scheme://`, and what browsers take for them.
    fn slashes(&mut self, behind: &[u8], c: char) -> Option<(State, usize)> {
        let (&first, before) = behind.split_last()?;
        if !matches!(first, b'/' | b'\\') {
            return None;
        }
        let opened = before.last().is_none_or(|byte| {
            byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'`' | b'(' | b'<' | b'=')
        });
        if first == b'/' && c == '/' {
            self.restart(b"");
            return Some((if opened { State::Authority } else { State::Unknown }, 1));
        }
        let state = if first == b'\\' && c == '\\' { State::Share } else { State::Unknown };
        (opened || before.last() == Some(&b':')).then_some((state, 1))
    }

    /// `host.tld/…` without a scheme, which many renderers turn into a link.
    fn bare(&mut self, behind: &[u8], c: char) -> Option<(State, usize)> {
        let digits = run(behind, |b| b.is_ascii_digit()).len();
        let (port, name) = match behind.len().checked_sub(digits + 1) {
            Some(colon) if digits > 0 && behind.get(colon) == Some(&b':') => {
                (digits + 1, behind.get(..colon).unwrap_or_default())
            }
            _ => (0, behind),
        };
        let host =
            run(name, |b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.') || b >= 0x80);
        let (label, rest) = split_label(host)?;
        let named = label.len() >= 2
            && label.first().is_some_and(|b| b.is_ascii_alphabetic() || *b >= 0x80)
            && rest.iter().any(|&b| b != b'.');
        let plausible = named || std::str::from_utf8(host).is_ok_and(is_numeric);
        if !plausible {
            return None;
        }
        let mail = name.len() > host.len() && name.get(name.len() - host.len() - 1) == Some(&b'@');
        let sound = host.is_ascii() && host.len() <= HOST_BYTES_MAX && !mail && c != '\\';
        self.restart(if sound { host } else { b"" });
        Some((if sound { State::Path } else { State::Unknown }, host.len() + port))
    }
}

/// Characters after which some renderer begins another address, or reads this one differently.
fn path(behind: &[u8], c: char) -> State {
    let twice = c == '/' && behind.last() == Some(&b'/');
    let doubtful = matches!(c, ')' | ']' | '}' | '|' | '>' | '"' | '\'' | '`' | '\\' | ',' | ';');
    if twice || doubtful || !c.is_ascii() { State::Unknown } else { State::Path }
}

/// Whether a host is written as an IPv4 address.
fn is_numeric(host: &str) -> bool {
    host.parse::<std::net::Ipv4Addr>().is_ok()
}

/// The last label of a host name, and what stands before its dot.
fn split_label(host: &[u8]) -> Option<(&[u8], &[u8])> {
    let dot = host.iter().rposition(|&byte| byte == b'.')?;
    Some((host.get(dot + 1..)?, host.get(..dot)?))
}

/// The longest end of `behind` that is made of such bytes.
fn run(behind: &[u8], of: impl Fn(u8) -> bool) -> &[u8] {
    let length = behind.iter().rev().take_while(|&&byte| of(byte)).count();
    behind.get(behind.len() - length..).unwrap_or_default()
}

/// LIMIT: the longest character reference that is looked at.
const REFERENCE_BYTES_MAX: usize = 10;

/// A letter, digit or URL sign written as a character reference hides an address from us, not
/// from a renderer that decodes first and looks for links then.
fn encoded(behind: &[u8]) -> Option<(State, usize)> {
    let body = run(behind, |b| b.is_ascii_alphanumeric() || b == b'#');
    let head = behind.get(..behind.len() - body.len())?;
    if head.last() != Some(&b'&') || body.len() > REFERENCE_BYTES_MAX {
        return None;
    }
    let number = std::str::from_utf8(body.strip_prefix(b"#")?).ok()?;
    let value = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => number.parse().ok()?,
    };
    let hides = char::from_u32(value)
        .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | ':' | '.' | '\\' | '?'));
    hides.then_some((State::Unknown, body.len() + 1))
}
