//! How a section and its keys are declared: once, as data.
//!
//! From the declarations come the parser, the JSON Schema, `docs/config.md` and `config show`.
//! What a value means to the program is the section's own business.

use toml::de::DeValue;

use super::sections;

/// A table of the file.
#[derive(Debug)]
pub(super) struct Section {
    /// Its name, with that of its parent: `privacy.presidio`; `*` stands for a name that the file
    /// gives: `tenants.*.privacy`.
    pub(super) name: &'static str,
    /// How often it may stand in the file.
    pub(super) shape: Shape,
    /// Whether it is built.
    pub(super) status: Status,
    /// What it is for, one sentence.
    pub(super) doc: &'static str,
    /// Its keys, in the order of the documentation.
    pub(super) keys: &'static [&'static About],
}

/// How often a section may stand in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Once: `[vault]`.
    Single,
    /// Once for each name: `[providers.NAME]`.
    Named(Letters),
    /// A list of tables: `[[audit.export]]`.
    Listed,
}

/// What the names of a section are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// `a-z`, `0-9` and `-`: rules put `__` between a server and its tool.
    Hyphen,
    /// The same and `_`.
    Underscore,
    /// The same and `A-Z`: what may be a tenant's name.
    Label,
}

impl Section {
    /// The section of this name inside this one.
    pub(super) fn inner(&self, name: &str) -> Option<&'static Self> {
        self.inside().find(|(known, _)| *known == name).map(|(_, inner)| inner)
    }

    /// All sections inside this one, with their names there.
    pub(super) fn inside(&self) -> impl Iterator<Item = (&'static str, &'static Self)> {
        let named = |inner: &&'static Self| Some((self.name_of(inner)?, *inner));
        sections::ALL.iter().filter_map(named)
    }

    /// The name that a section has inside this one.
    fn name_of(&self, inner: &'static Self) -> Option<&'static str> {
        let rest = inner.name.strip_prefix(self.name)?.strip_prefix('.')?;
        let rest = match self.shape {
            Shape::Named(_) => rest.strip_prefix("*.")?,
            Shape::Single | Shape::Listed => rest,
        };
        (!rest.contains('.')).then_some(rest)
    }
}

impl Letters {
    /// Whether this may be a name.
    pub(super) fn fit(self, name: &str) -> bool {
        let fits = |byte: u8| match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' => true,
            b'_' => matches!(self, Self::Underscore | Self::Label),
            b'A'..=b'Z' => self == Self::Label,
            _ => false,
        };
        (1..=64).contains(&name.len()) && name.bytes().all(fits)
    }

    /// The same in words.
    pub(super) fn said(self) -> &'static str {
        match self {
            Self::Hyphen => "a name here is of `a-z`, `0-9` and `-`, at most 64",
            Self::Underscore => "a name here is of `a-z`, `0-9`, `-` and `_`, at most 64",
            Self::Label => "a name here is of letters, digits, `-` and `_`, at most 64",
        }
    }

    /// The same as a regular expression.
    pub(super) fn pattern(self) -> &'static str {
        match self {
            Self::Hyphen => "^[a-z0-9-]{1,64}$",
            Self::Underscore => "^[a-z0-9_-]{1,64}$",
            Self::Label => "^[A-Za-z0-9_-]{1,64}$",
        }
    }
}

/// Whether something is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// It works.
    Built,
    /// It is reserved; writing anything but its default is an error.
    Later,
}

/// A key with the type that its value becomes.
#[derive(Debug)]
pub(super) struct Key<T: 'static> {
    /// What is said of it.
    pub(super) about: About,
    /// Turns what was written into what is meant, or says what would be right.
    pub(super) read: fn(&About, &DeValue<'_>) -> Result<T, String>,
}

/// What is said of a key.
#[derive(Debug)]
pub(super) struct About {
    /// Its name.
    pub(super) name: &'static str,
    /// What may be written.
    pub(super) kind: Kind,
    /// Its default, as TOML; `None` where there is none.
    pub(super) default: Option<&'static str>,
    /// Whether it is built.
    pub(super) status: Status,
    /// What it does, one sentence.
    pub(super) doc: &'static str,
}

/// What may be written as a value.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// A text of the form that the sentence tells.
    Text(&'static str),
    /// A text that must not be shown.
    Credential,
    /// A text of the form that the sentence tells, which must not be shown.
    Hidden(&'static str),
    /// One of these words.
    Choice(&'static [Choice]),
    /// `true` or `false`.
    Flag,
    /// A number from 0 to 1.
    Ratio,
    /// A whole number.
    Whole,
    /// A time such as `30d`, in seconds, at least and at most.
    Duration {
        /// At least, in seconds.
        min: u64,
        /// At most, in seconds.
        max: u64,
    },
    /// A list of texts of the form that the sentence tells.
    Texts(&'static str),
    /// A table from entities to one of these words.
    PerEntity(&'static [Choice]),
    /// A table from entities to numbers from 0 to 1.
    RatioPerEntity,
    /// A table from entities to lists of texts of the form that the sentence tells.
    TextsPerEntity(&'static str),
    /// A table from variables to texts that must not be shown.
    Variables,
}

/// A word that a key takes.
#[derive(Debug)]
pub(super) struct Choice {
    /// The word.
    pub(super) name: &'static str,
    /// Whether it is built.
    pub(super) status: Status,
}

impl Choice {
    /// A word that works.
    #[must_use]
    pub(super) const fn built(name: &'static str) -> Self {
        Self { name, status: Status::Built }
    }

    /// A word that is reserved.
    #[must_use]
    pub(super) const fn later(name: &'static str) -> Self {
        Self { name, status: Status::Later }
    }
}

/// `` `a`, `b` or `c` ``: the words of `choices` that work.
#[must_use]
pub(super) fn listed(choices: &[Choice]) -> String {
    let built: Vec<&str> =
        choices.iter().filter(|choice| choice.status == Status::Built).map(|c| c.name).collect();
    enumerated(&built, "or")
}

/// `` `a`, `b` and `c` ``, with this word before the last.
#[must_use]
pub(super) fn enumerated(names: &[&str], link: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {link} {last}", rest.join(", ")),
        None => String::new(),
    }
}
