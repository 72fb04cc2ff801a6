//! Names of people and places, and lines of addresses: made up of syllables of our own, behind
//! them ten base32 characters of which three are a keyed check.
//!
//! `Velwen Faldock-k7q2xmabcd`, `Zorhaven-k7q2xmabcd`, `417 Zorhaven Lane-k7q2xmabcd`. Nobody is
//! called so, as far as we know, and the tail makes it nobody's name. Every spelling of a name is
//! a value of its own: whether two of them are one person, no rule can say.

use super::{Canonical, Draw, Shape, seeded};

/// Of what a pseudonym is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Named {
    /// Of a person.
    Person,
    /// Of a place.
    Place,
    /// Of the line of an address.
    Street,
}

type Syllables = [[&'static str; 8]; 2];

const GIVEN: Syllables = [
    ["Vel", "Zor", "Kel", "Quin", "Var", "Zan", "Kor", "Vim"],
    ["wen", "dra", "mith", "ric", "neth", "lis", "ova", "bry"],
];
const FAMILY: Syllables = [
    ["Fald", "Brov", "Hesk", "Dral", "Morv", "Skel", "Grun", "Pell"],
    ["ock", "ane", "ivar", "edge", "om", "ule", "ish", "ett"],
];
const PLACES: Syllables = [
    ["Zor", "Vel", "Quar", "Kev", "Vorn", "Zel", "Kar", "Quel"],
    ["haven", "mouth", "stow", "dale", "bury", "fell", "mere", "wold"],
];
const STREETS: [&str; 4] = ["Lane", "Row", "Way", "Court"];
/// Numbers of houses: 100 to 999.
const HOUSES: u64 = 900;

/// 64 places times 2^35 is the smallest of the spaces: more than 2^40.
const SEED_CHARS: usize = 7;
const TAIL_CHARS: usize = SEED_CHARS + seeded::CHECK_CHARS;

/// LIMIT: characters of white space between two words: a line break and what indents the next.
const GAP_CHARS_MAX: usize = 4;

pub(super) fn canonical(named: Named) -> Canonical {
    Canonical { shape: Shape::Name(named), text: None }
}

fn made(syllables: &Syllables, number: u64) -> String {
    let at = |list: &[&'static str; 8], number: u64| {
        let index = usize::try_from(number % 8).unwrap_or_default();
        list.get(index).copied().unwrap_or_default()
    };
    let [first, second] = syllables;
    format!("{}{}", at(first, number), at(second, number / 8))
}

pub(super) fn body(named: Named, draw: &Draw) -> String {
    let (name, other) = (draw.word(0), draw.word(1));
    let words = match named {
        Named::Person => format!("{} {}", made(&GIVEN, name), made(&FAMILY, other)),
        Named::Place => made(&PLACES, name),
        Named::Street => {
            let street = usize::try_from(other % 4).ok().and_then(|at| STREETS.get(at));
            let number = 100 + other / 4 % HOUSES;
            format!("{number} {} {}", made(&PLACES, name), street.unwrap_or(&"Lane"))
        }
    };
    let tail = draw.0.iter().skip(16).take(SEED_CHARS).map(|byte| seeded::letter(*byte));
    let tail: String = tail.collect();
    format!("{words}-{tail}")
}

/// Reads a pseudonym word by word, in any case.
struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    fn one_of(&mut self, words: &[&'static str]) -> Option<&'static str> {
        let is = |word: &&&str| {
            self.rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
        };
        let word = words.iter().find(is)?;
        self.rest = self.rest.get(word.len()..)?;
        Some(word)
    }

    fn made(&mut self, syllables: &Syllables) -> Option<String> {
        let [first, second] = syllables;
        Some(format!("{}{}", self.one_of(first)?, self.one_of(second)?))
    }

    fn gap(&mut self) -> Option<()> {
        let rest = self.rest.trim_start();
        let gap = self.rest.len() - rest.len();
        let count = self.rest.get(..gap)?.chars().count();
        self.rest = rest;
        (1..=GAP_CHARS_MAX).contains(&count).then_some(())
    }

    fn house(&mut self) -> Option<&str> {
        let (number, rest) = self.rest.split_at_checked(3)?;
        self.rest = rest;
        let fits = number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0');
        fits.then_some(number)
    }

    fn words(&mut self, named: Named) -> Option<String> {
        match named {
            Named::Person => {
                let given = self.made(&GIVEN)?;
                self.gap()?;
                Some(format!("{given} {}", self.made(&FAMILY)?))
            }
            Named::Place => self.made(&PLACES),
            Named::Street => {
                let house = self.house()?.to_owned();
                self.gap()?;
                let place = self.made(&PLACES)?;
                self.gap()?;
                Some(format!("{house} {place} {}", self.one_of(&STREETS)?))
            }
        }
    }

    /// The hyphen, also as a word processor writes it, and the characters behind it.
    fn tail(&mut self) -> Option<String> {
        let dash = self.rest.chars().next()?;
        matches!(dash, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}').then_some(())?;
        let (tail, rest) = self.rest.get(dash.len_utf8()..)?.split_at_checked(TAIL_CHARS)?;
        self.rest = rest;
        seeded::is_code(tail).then(|| tail.to_ascii_lowercase())
    }
}

pub(super) fn read(named: Named, text: &str) -> Option<(usize, String, u16)> {
    let mut reader = Reader { rest: text };
    let words = reader.words(named)?;
    let tail = reader.tail()?;
    Some((text.len() - reader.rest.len(), format!("{words}-{tail}"), 0))
}

/// Whether the name of a person or a place may begin `text`.
pub(super) fn may_begin(text: &str) -> bool {
    let starts = |list: &[&'static str]| Reader { rest: text }.one_of(list).is_some();
    let [[given, _], [places, _]] = [&GIVEN, &PLACES];
    starts(given) || starts(places)
}

/// Whether a text is a pseudonym.
pub(crate) fn is_name(text: &str) -> bool {
    [Named::Person, Named::Place, Named::Street]
        .into_iter()
        .any(|named| read(named, text).is_some_and(|(len, ..)| len == text.len()))
}
