//! Looks for what the operator named: patterns and values, beside the recognizers.
//!
//! A place of a text decides by itself whether a match begins there, from a few characters before
//! it and at most [`MATCH_BYTES_MAX`](crate::MATCH_BYTES_MAX) bytes behind it; so streams and
//! whole texts agree however they are cut. Of matches of one pattern that begin at neighbouring
//! characters and end alike only the first counts.

use portcullis_model::Entity;

use crate::allow::Allow;
use crate::context::Cues;
use crate::custom::Custom;
use crate::deny::Deny;
use crate::detector::Hint;
use crate::pattern::{FIRST_BYTES, Run, Trace};
use crate::scan::Stretch;
use crate::settings::Settings;
use crate::settle::{DENIED, Scored};

/// LIMIT: patterns of one detector: as many as there are bits to tell them apart.
pub const CUSTOM_MAX: usize = 64;

/// What the operator named, compiled. What is not there costs nothing.
#[derive(Debug, Default)]
pub(crate) struct Own {
    pub(crate) names: Vec<Name>,
    /// The name of each entity of `deny`, where it is wanted.
    denied: Vec<Option<usize>>,
    deny: Deny,
    allow: Allow,
    patterns: Vec<Known>,
    masks: Option<Box<Masks>>,
    cues: Option<Cues>,
}

/// How findings of one kind are named.
#[derive(Debug)]
pub(crate) struct Name {
    pub(crate) entity: Entity,
    pub(crate) recognizer: String,
    /// For `SECRET`: which kind.
    pub(crate) rule: Option<&'static str>,
    /// From which score on it is reported.
    pub(crate) least: f32,
}

#[derive(Debug)]
struct Known {
    custom: Custom,
    name: usize,
}

/// What may begin where, by its first bytes.
#[derive(Debug)]
struct Masks {
    /// By place and byte: which patterns may have that byte there, a bit each.
    patterns: [[u64; 256]; FIRST_BYTES],
    /// By place and byte: whether a denied value may have that byte there.
    values: [[bool; 256]; 2],
    /// Whether anything may.
    any: [bool; 256],
}

impl Own {
    /// The words that raise the score of the operator's own patterns, if any do.
    pub(crate) fn cues(&self) -> Option<&Cues> {
        self.cues.as_ref()
    }

    /// Compiles what `settings` name and want.
    pub(crate) fn new(settings: &Settings) -> Self {
        let (allow, deny) = (settings.allow.clone(), settings.deny.clone());
        let mut made = Self { allow, deny, ..Self::default() };
        for entity in settings.deny.entities() {
            let name = settings.wants(entity).then(|| made.name(settings, entity, "denied"));
            made.denied.push(name);
        }
        for custom in settings.custom.iter().filter(|custom| settings.wants(&custom.entity)) {
            let name = made.name(settings, &custom.entity, "custom");
            made.patterns.push(Known { custom: custom.clone(), name });
        }
        if !made.names.is_empty() {
            made.masks = Some(Box::new(Masks::of(&made)));
        }
        let contexts: Vec<Vec<String>> =
            made.patterns.iter().map(|it| lower(&it.custom.context)).collect();
        if contexts.iter().any(|context| !context.is_empty()) {
            let contexts: Vec<Vec<&str>> =
                contexts.iter().map(|words| words.iter().map(String::as_str).collect()).collect();
            made.cues = Some(Cues::new(&contexts));
        }
        made
    }

    /// Adds a name; gives its number.
    fn name(&mut self, settings: &Settings, entity: &Entity, kind: &'static str) -> usize {
        let recognizer = format!("{kind}/{}", entity.name().to_ascii_lowercase());
        let rule = (*entity == Entity::SECRET).then_some(kind);
        let least = settings.least(entity);
        self.names.push(Name { entity: entity.clone(), recognizer, rule, least });
        self.names.len() - 1
    }
}

fn lower(words: &[String]) -> Vec<String> {
    words.iter().map(|word| word.to_lowercase()).collect()
}

impl Masks {
    fn of(own: &Own) -> Self {
        let mut patterns = [[0; 256]; FIRST_BYTES];
        for (index, known) in own.patterns.iter().enumerate() {
            for (table, first) in patterns.iter_mut().zip(known.custom.pattern.first()) {
                for (mask, may) in table.iter_mut().zip(first) {
                    *mask |= u64::from(*may) << index;
                }
            }
        }
        let wanted = own.denied.iter().any(Option::is_some);
        let values = if wanted { own.deny.first() } else { [[false; 256]; 2] };
        let mut any = [false; 256];
        let [first, ..] = &patterns;
        let [value, _] = &values;
        for ((any, mask), value) in any.iter_mut().zip(first).zip(value) {
            *any = *mask != 0 || *value;
        }
        Self { patterns, values, any }
    }

    /// The first of these bytes with which anything may begin.
    fn next(&self, bytes: &[u8]) -> Option<usize> {
        bytes.iter().position(|byte| self.any.get(usize::from(*byte)).is_some_and(|any| *any))
    }

    /// Whether a denied value may begin at a place, by its first bytes.
    fn value_at(&self, bytes: &[u8]) -> bool {
        let tables = self.values.iter().zip(bytes);
        tables.fold(true, |may, (table, byte)| {
            may && table.get(usize::from(*byte)).is_some_and(|known| *known)
        })
    }

    /// The patterns that may begin at a place, by its first bytes.
    fn at(&self, bytes: &[u8]) -> u64 {
        let tables = self.patterns.iter().zip(bytes);
        tables.fold(u64::MAX, |mask, (table, byte)| {
            mask & table.get(usize::from(*byte)).copied().unwrap_or_default()
        })
    }
}

/// Adds the matches that begin in a stretch before `hold`; moves `hold` to the first place that
/// more text could decide otherwise.
pub(crate) fn search(
    own: &Own,
    stretch: Stretch<'_>,
    hint: &Hint<'_>,
    (matches, hold): (&mut Vec<Scored>, &mut usize),
) {
    let Some(masks) = &own.masks else { return };
    let traces = own.patterns.iter().map(|_| Track::default()).collect();
    let mut search = Search { own, stretch, hint, traces, matches };
    let bytes = stretch.text.as_bytes();
    // The character before is looked at as well: what begins there may be the same match.
    let before = stretch.text.get(..stretch.from).and_then(|left| left.chars().next_back());
    let mut at = stretch.from - before.map_or(0, char::len_utf8);
    while let Some(next) = bytes.get(at..*hold).and_then(|bytes| masks.next(bytes)) {
        at += next;
        let next = bytes.get(at..).unwrap_or_default();
        let mut mask = masks.at(next);
        if masks.value_at(next) && search.value(at) && stretch.from <= at {
            *hold = at;
            return;
        }
        while mask != 0 {
            let index = usize::try_from(mask.trailing_zeros()).unwrap_or(usize::MAX);
            mask &= mask - 1;
            if search.pattern(at, index) && stretch.from <= at {
                *hold = at;
                return;
            }
        }
        at += 1;
    }
}

struct Search<'a, 'm> {
    own: &'a Own,
    stretch: Stretch<'a>,
    hint: &'a Hint<'a>,
    traces: Vec<Track>,
    matches: &'m mut Vec<Scored>,
}

/// What is kept of a pattern from place to place.
#[derive(Default)]
struct Track {
    trace: Trace,
    /// The last match: where the character behind its first one stands, and its end.
    last: Option<(usize, usize)>,
}

impl Search<'_, '_> {
    /// Looks for a denied value; says whether that takes more text.
    fn value(&mut self, at: usize) -> bool {
        let (run, entity) = self.own.deny.run(self.stretch, at);
        let name = self.own.denied.get(entity).copied().flatten();
        if let (Some(end), Some(name), true) = (run.end, name, self.stretch.from <= at) {
            self.matches.push(Scored {
                origin: at,
                start: at,
                end,
                score: DENIED,
                recognizer: name,
                rule: None,
            });
        }
        run.starved
    }

    /// Looks for a match of one pattern; says whether that takes more text.
    fn pattern(&mut self, at: usize, index: usize) -> bool {
        let (Some(known), Some(track)) = (self.own.patterns.get(index), self.traces.get_mut(index))
        else {
            return false;
        };
        let Run { end, starved } = known.custom.pattern.run(self.stretch, at, &mut track.trace);
        let Some(end) = end.filter(|_| !starved) else { return starved };
        let text = self.stretch.text.get(at..end).unwrap_or_default();
        let next = at + text.chars().next().map_or(1, char::len_utf8);
        let same = track.last.replace((next, end)) == Some((at, end));
        if !same && self.stretch.from <= at {
            self.weigh(at..end, text, index);
        }
        false
    }

    fn weigh(&mut self, range: std::ops::Range<usize>, text: &str, index: usize) {
        let Some(Known { custom, name }) = self.own.patterns.get(index) else { return };
        if custom.validator.is_some_and(|validator| !validator.accepts(text)) {
            return;
        }
        let cues = self.own.cues.as_ref().filter(|_| !custom.context.is_empty());
        let boost = cues.map_or(0.0, |cues| {
            cues.boost(&cues.before(self.stretch.text, range.start, self.hint), index)
        });
        let score = (custom.base() + boost).min(1.0);
        let allowed = || self.own.allow.lists(&custom.entity, text);
        if self.own.names.get(*name).is_some_and(|name| score >= name.least) && !allowed() {
            let (start, end) = (range.start, range.end);
            self.matches.push(Scored {
                origin: start,
                start,
                end,
                score,
                recognizer: *name,
                rule: None,
            });
        }
    }
}
