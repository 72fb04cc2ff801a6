//! Kinds of sensitive values, where they were found, and what is done about them.

use std::borrow::Cow;
use std::fmt;

/// A kind of sensitive value, named as Presidio names it (`EMAIL_ADDRESS`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Entity(Cow<'static, str>);

impl Entity {
    /// `EMAIL_ADDRESS`.
    pub const EMAIL_ADDRESS: Self = Self::known("EMAIL_ADDRESS");
    /// `PHONE_NUMBER`.
    pub const PHONE_NUMBER: Self = Self::known("PHONE_NUMBER");
    /// `US_SSN`.
    pub const US_SSN: Self = Self::known("US_SSN");
    /// `CREDIT_CARD`.
    pub const CREDIT_CARD: Self = Self::known("CREDIT_CARD");
    /// `IBAN_CODE`.
    pub const IBAN_CODE: Self = Self::known("IBAN_CODE");
    /// `IP_ADDRESS`.
    pub const IP_ADDRESS: Self = Self::known("IP_ADDRESS");
    /// `ABA_ROUTING_NUMBER`.
    pub const ABA_ROUTING_NUMBER: Self = Self::known("ABA_ROUTING_NUMBER");
    /// `SECRET`: a credential; which kind stands in [`Finding::rule`].
    pub const SECRET: Self = Self::known("SECRET");

    /// Names an entity that the program itself knows.
    #[must_use]
    pub const fn known(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// Names an entity from the configuration or from an analyzer.
    #[must_use]
    pub fn named(name: String) -> Self {
        Self(Cow::Owned(name))
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A span of a text that a recognizer takes for sensitive. Offsets are bytes of that text.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What it is.
    pub entity: Entity,
    /// For `SECRET`: which kind, by gitleaks' rule id where one exists.
    pub rule: Option<Cow<'static, str>>,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// How sure the recognizer is, 0 to 1.
    pub score: f32,
    /// Who found it.
    pub recognizer: Cow<'static, str>,
}

/// What is done with a finding on its way to a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Replace it by its surrogate.
    Surrogate,
    /// Replace it by the name of its entity.
    Redact,
    /// Keep the last four characters.
    Mask,
    /// Replace it by a keyed hash.
    Hash,
    /// Refuse the call.
    Block,
    /// Let it through.
    Allow,
}
