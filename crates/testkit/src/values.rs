//! Values that look like a person's or a company's own, made up from a seed.
//!
//! Checksums are right and ranges are those that issuers use, so a detector must take them for
//! real; none is taken from anywhere.

use std::fmt::Write as _;

use crate::Random;

const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const BASE32: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const MIXED: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const HEX: &str = "0123456789abcdef";

/// What kind of value is planted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `EMAIL_ADDRESS`.
    Email,
    /// `PHONE_NUMBER`, North American.
    Phone,
    /// `US_SSN`.
    Ssn,
    /// `CREDIT_CARD`.
    Card,
    /// `IBAN_CODE`.
    Iban,
    /// `IP_ADDRESS`, version 4.
    Ipv4,
    /// `IP_ADDRESS`, version 6.
    Ipv6,
    /// `ABA_ROUTING_NUMBER`.
    Aba,
    /// `SECRET`.
    Secret(SecretKind),
}

/// Formats of credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SecretKind {
    /// AWS access key id.
    Aws,
    /// GitHub personal access token.
    GitHub,
    /// GitLab personal access token.
    GitLab,
    /// Slack bot token.
    Slack,
    /// Stripe secret key.
    Stripe,
    /// Google API key.
    Google,
    /// npm access token.
    Npm,
    /// Anthropic API key.
    Anthropic,
    /// OpenAI project key.
    OpenAi,
    /// SendGrid API key.
    SendGrid,
    /// JSON web token.
    Jwt,
    /// PEM private key.
    PrivateKey,
}

impl Kind {
    /// The kinds of personal data.
    pub const PERSONAL: &'static [Self] = &[
        Self::Email,
        Self::Phone,
        Self::Ssn,
        Self::Card,
        Self::Iban,
        Self::Ipv4,
        Self::Ipv6,
        Self::Aba,
    ];

    /// The name of the entity.
    #[must_use]
    pub fn entity(self) -> &'static str {
        match self {
            Self::Email => "EMAIL_ADDRESS",
            Self::Phone => "PHONE_NUMBER",
            Self::Ssn => "US_SSN",
            Self::Card => "CREDIT_CARD",
            Self::Iban => "IBAN_CODE",
            Self::Ipv4 | Self::Ipv6 => "IP_ADDRESS",
            Self::Aba => "ABA_ROUTING_NUMBER",
            Self::Secret(_) => "SECRET",
        }
    }

    /// A value of this kind in one of its usual spellings.
    #[must_use]
    pub fn value(self, random: &mut Random) -> String {
        match self {
            Self::Email => email(random),
            Self::Phone => phone(random),
            Self::Ssn => ssn(random),
            Self::Card => card(random),
            Self::Iban => iban(random),
            Self::Ipv4 => ipv4(random),
            Self::Ipv6 => ipv6(random),
            Self::Aba => aba(random),
            Self::Secret(kind) => kind.value(random),
        }
    }

    /// Words that people write before such a value; detectors look for some of them.
    #[must_use]
    pub fn lead(self) -> &'static str {
        match self {
            Self::Email => "write to ",
            Self::Phone => "call me at ",
            Self::Ssn => "my social security number is ",
            Self::Card => "charge my credit card ",
            Self::Iban => "transfer it to IBAN ",
            Self::Ipv4 | Self::Ipv6 => "the server's IP address is ",
            Self::Aba => "the ABA routing number is ",
            Self::Secret(_) => "the key is ",
        }
    }
}

/// A value and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planted {
    /// What it is.
    pub kind: Kind,
    /// How it is spelled.
    pub value: String,
}

impl Planted {
    /// A value of personal data.
    #[must_use]
    pub fn personal(random: &mut Random) -> Self {
        let index = usize::try_from(random.below(Kind::PERSONAL.len() as u64)).unwrap_or(0);
        let kind = Kind::PERSONAL.get(index).copied().unwrap_or(Kind::Email);
        Self { kind, value: kind.value(random) }
    }

    /// A clause that holds it, as a person would write it.
    #[must_use]
    pub fn clause(&self) -> String {
        format!("{}{}", self.kind.lead(), self.value)
    }
}

fn email(random: &mut Random) -> String {
    let (name_length, host_length) = (random.within(3, 9), random.within(4, 10));
    let mut local = random.text(usize::try_from(name_length).unwrap_or(5), LOWER);
    if random.one_in(2) {
        let _written = write!(local, "{}{}", random.pick(&['.', '_', '-', '+']), random.digits(3));
    }
    let host = random.text(usize::try_from(host_length).unwrap_or(6), LOWER);
    format!("{local}@{host}.{}", random.pick(&["com", "org", "co.uk", "de", "io"]))
}

/// Area codes and exchanges begin with 2 to 9; 555 is no area code and N11 are services.
fn phone(random: &mut Random) -> String {
    let area = random.pick(&["212", "303", "415", "512", "617", "718", "808", "916"]);
    let exchange = format!("{}{}", random.within(2, 9), random.pick(&["23", "47", "68", "90"]));
    let line = random.digits(4);
    match random.below(6) {
        0 => format!("({area}) {exchange}-{line}"),
        1 => format!("{area}-{exchange}-{line}"),
        2 => format!("{area}.{exchange}.{line}"),
        3 => format!("+1 {area} {exchange} {line}"),
        4 => format!("+1-{area}-{exchange}-{line}"),
        _ => format!("+1{area}{exchange}{line}"),
    }
}

/// Areas 000, 666 and 900 up, group 00 and serial 0000 were never issued.
fn ssn(random: &mut Random) -> String {
    let area = random.within(1, 898);
    let area = if area < 666 { area } else { area + 1 };
    let (group, serial) = (random.within(1, 99), random.within(1, 9999));
    match random.below(3) {
        0 => format!("{area:03} {group:02} {serial:04}"),
        _ => format!("{area:03}-{group:02}-{serial:04}"),
    }
}

/// Issuer prefixes in use; never 4000 00, which stands for surrogates.
fn card(random: &mut Random) -> String {
    let (prefix, length) = match random.below(4) {
        0 => (format!("4{}", random.within(10_001, 99_999)), 16),
        1 => (format!("5{}{}", random.within(1, 5), random.digits(4)), 16),
        2 => (format!("3{}{}", random.pick(&[4, 7]), random.digits(4)), 15),
        _ => (format!("6011{}", random.digits(2)), 16),
    };
    let mut digits = format!("{prefix}{}", random.digits(length - prefix.len() - 1));
    digits.push(luhn_digit(&digits));
    match random.below(3) {
        0 => grouped(&digits, 4, ' '),
        1 => grouped(&digits, 4, '-'),
        _ => digits,
    }
}

/// The digit that makes the number valid (ISO/IEC 7812-1, annex B).
fn luhn_digit(digits: &str) -> char {
    let sum: u32 = digits
        .chars()
        .rev()
        .enumerate()
        .filter_map(|(index, digit)| Some((index, digit.to_digit(10)?)))
        .map(|(index, digit)| if index % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit })
        .sum();
    char::from_digit((10 - sum % 10) % 10, 10).unwrap_or('0')
}

fn grouped(text: &str, size: usize, separator: char) -> String {
    let mut out = String::new();
    for (index, character) in text.chars().enumerate() {
        if index > 0 && index % size == 0 {
            out.push(separator);
        }
        out.push(character);
    }
    out
}

/// Country, check digits, account: the remainder by 97 is 1 (ISO 13616).
fn iban(random: &mut Random) -> String {
    let (country, account) = match random.below(4) {
        0 => ("DE", random.digits(18)),
        1 => ("GB", format!("{}{}", random.text(4, UPPER), random.digits(14))),
        2 => ("NL", format!("{}{}", random.text(4, UPPER), random.digits(10))),
        _ => ("ES", random.digits(20)),
    };
    let check = 98 - remainder_97(&format!("{account}{country}00"));
    let iban = format!("{country}{check:02}{account}");
    if random.one_in(2) { grouped(&iban, 4, ' ') } else { iban }
}

/// The remainder by 97 with letters as 10 to 35.
fn remainder_97(text: &str) -> u32 {
    text.chars().filter_map(|character| character.to_digit(36)).fold(0, |remainder, value| {
        let shift = if value > 9 { 100 } else { 10 };
        (remainder * shift + value) % 97
    })
}

/// Public unicast: not private, not loopback, not multicast, not for documentation.
fn ipv4(random: &mut Random) -> String {
    let first = random.pick(&[31, 52, 81, 93, 104, 151, 185, 212]);
    let (second, third) = (random.within(20, 90), random.within(0, 255));
    format!("{first}.{second}.{third}.{}", random.within(1, 254))
}

fn ipv6(random: &mut Random) -> String {
    let groups: Vec<String> = (0..6).map(|_| random.text(4, HEX)).collect();
    format!("2a0{}:4{}:{}", random.within(1, 9), random.text(3, HEX), groups.join(":"))
}

/// Federal Reserve prefixes; 3, 7, 1 times the digits is a multiple of ten.
fn aba(random: &mut Random) -> String {
    let prefix = random.pick(&["01", "02", "06", "09", "11", "12", "26", "31"]);
    let mut digits = format!("{prefix}{}", random.digits(6));
    let weights = [3, 7, 1].into_iter().cycle();
    let values = digits.chars().filter_map(|digit| digit.to_digit(10));
    let sum: u32 = values.zip(weights).map(|(digit, weight)| digit * weight).sum();
    digits.push(char::from_digit((10 - sum % 10) % 10, 10).unwrap_or('0'));
    digits
}

impl SecretKind {
    /// All formats.
    pub const ALL: &'static [Self] = &[
        Self::Aws,
        Self::GitHub,
        Self::GitLab,
        Self::Slack,
        Self::Stripe,
        Self::Google,
        Self::Npm,
        Self::Anthropic,
        Self::OpenAi,
        Self::SendGrid,
        Self::Jwt,
        Self::PrivateKey,
    ];

    /// A credential of this format. Prefixes are put together at run time, so that no scanner
    /// takes this file for a leak.
    #[must_use]
    pub fn value(self, random: &mut Random) -> String {
        match self {
            Self::Aws => format!("{}{}", "AKIA", random.text(16, BASE32)),
            Self::GitHub => format!("{}_{}", "ghp", random.text(36, MIXED)),
            Self::GitLab => format!("{}-{}", "glpat", random.text(20, MIXED)),
            Self::Slack => {
                let (team, bot) = (random.digits(12), random.digits(12));
                format!("{}-{team}-{bot}-{}", "xoxb", random.text(24, MIXED))
            }
            Self::Stripe => format!("{}_{}_{}", "sk", "live", random.text(24, MIXED)),
            Self::Google => format!("{}{}", "AIza", random.text(35, MIXED)),
            Self::Npm => format!("{}_{}", "npm", random.text(36, MIXED)),
            Self::Anthropic => format!("{}-{}-{}AA", "sk-ant", "api03", random.text(93, MIXED)),
            Self::OpenAi => {
                let (front, back) = (random.text(74, MIXED), random.text(74, MIXED));
                format!("{}-{front}{}{back}", "sk-proj", "T3BlbkFJ")
            }
            Self::SendGrid => {
                format!("{}.{}.{}", "SG", random.text(22, MIXED), random.text(43, MIXED))
            }
            Self::Jwt => jwt(random),
            Self::PrivateKey => private_key(random),
        }
    }
}

/// Header and claims are base64 of `{"`, as every such token's are.
fn jwt(random: &mut Random) -> String {
    let (header, claims) = ("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "eyJzdWIiOiI");
    format!("{header}.{claims}{}.{}", random.text(40, MIXED), random.text(43, MIXED))
}

fn private_key(random: &mut Random) -> String {
    let lines: Vec<String> = (0..6).map(|_| random.text(64, MIXED)).collect();
    let name = "PRIVATE KEY";
    format!("-----BEGIN {name}-----\n{}\n-----END {name}-----", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: Kind, holds: fn(&str) -> bool) {
        for seed in 0..500 {
            let value = kind.value(&mut Random::new(seed));
            assert!(holds(&value), "{kind:?} of seed {seed}: {value}");
            assert_eq!(value, kind.value(&mut Random::new(seed)), "the same seed");
            assert_ne!(value, kind.value(&mut Random::new(seed + 1000)), "another seed");
        }
    }

    fn bare(text: &str) -> String {
        text.chars().filter(char::is_ascii_alphanumeric).collect()
    }

    #[test]
    fn checksums_are_right() {
        check(Kind::Card, |value| {
            let digits = bare(value);
            let (front, last) = digits.split_at(digits.len() - 1);
            luhn_digit(front).to_string() == last && !digits.starts_with("400000")
        });
        check(Kind::Iban, |value| {
            let iban = bare(value);
            let (head, account) = iban.split_at(4);
            remainder_97(&format!("{account}{head}")) == 1
        });
        check(Kind::Aba, |value| {
            let digits: Vec<u32> = value.chars().filter_map(|c| c.to_digit(10)).collect();
            let weights = [3, 7, 1].into_iter().cycle();
            digits.len() == 9
                && digits.iter().zip(weights).map(|(d, w)| d * w).sum::<u32>().is_multiple_of(10)
        });
        // The usual textbook examples.
        assert_eq!(luhn_digit("7992739871"), '3');
        assert_eq!(remainder_97("WEST12345698765432GB82"), 1);
    }

    #[test]
    fn ranges_are_those_in_use() {
        check(Kind::Ssn, |value| {
            let digits = bare(value);
            let area: u32 = digits.get(..3).unwrap().parse().unwrap();
            digits.len() == 9
                && area != 0
                && area != 666
                && area < 900
                && digits.get(3..5) != Some("00")
        });
        check(Kind::Phone, |value| matches!(bare(value).len(), 10 | 11));
        check(Kind::Email, |value| value.matches('@').count() == 1 && !value.ends_with(".invalid"));
        check(Kind::Ipv4, |value| value.parse::<std::net::Ipv4Addr>().is_ok());
        check(Kind::Ipv6, |value| value.parse::<std::net::Ipv6Addr>().is_ok());
        for kind in SecretKind::ALL {
            check(Kind::Secret(*kind), |value| value.len() >= 20);
        }
    }
}
