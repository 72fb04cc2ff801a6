//! The search of the pieces of one document, each under its key.
//!
//! It looks at each text and key once. What neighbours are together it does not know.

use std::collections::HashMap;

use portcullis_model::Finding;

use super::keys::{Key, NAMES_MAX};
use crate::context::key_end;
use crate::detector::{Detector, Hint};
use crate::layers;
use crate::recognizer::START_MAX;
use crate::recognizers;

/// LIMIT: bytes of a text that is looked for among those before it: longer ones do not come back.
const KNOWN_BYTES_MAX: usize = 64;

/// The search of the pieces of one document. Records of one kind have the same keys and many of
/// the same values, which need not be searched twice.
pub(super) struct Search<'d, 'a> {
    detector: &'d Detector,
    /// The numbers of keys, from 1 on, by their names.
    numbers: HashMap<[&'a str; NAMES_MAX], usize>,
    /// What each of them is.
    keys: Vec<(&'a str, Says)>,
    /// What was found in short texts, by the number of their key; 0 is none that matters.
    known: HashMap<(usize, &'a str), Vec<Finding>>,
    /// What was found in the last text that was long.
    long: Vec<Finding>,
}

/// What a key says of the text under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Nothing,
    /// With words of the text it may make a phrase.
    Half,
    Something,
}

impl<'d, 'a> Search<'d, 'a> {
    pub(super) fn new(detector: &'d Detector) -> Self {
        let (numbers, known) = (HashMap::new(), HashMap::new());
        Self { detector, numbers, keys: Vec::new(), known, long: Vec::new() }
    }

    pub(super) fn find(&mut self, key: Option<Key<'a>>, text: &'a str) -> &[Finding] {
        let detector = self.detector;
        let number = key.map_or(0, |key| self.number(key, text));
        let known = number.checked_sub(1).and_then(|at| self.keys.get(at));
        let key = known.map(|(key, _)| *key);
        let hint = Hint { key };
        let found = || match detector.decimal(text, &hint) {
            Some(found) => vec![found],
            None => detector.find(text, &hint),
        };
        if text.len() > KNOWN_BYTES_MAX {
            self.long = found();
            return &self.long;
        }
        self.known.entry((number, text)).or_insert_with(found)
    }

    /// The number of a key; 0 if it changes nothing in this text.
    fn number(&mut self, key: Key<'a>, text: &str) -> usize {
        let (detector, keys) = (self.detector, &mut self.keys);
        let number = *self.numbers.entry(key.names).or_insert_with(|| {
            keys.push((key.text, detector.said(key.text)));
            keys.len()
        });
        let worded = || text.bytes().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
        let silent = match number.checked_sub(1).and_then(|at| keys.get(at)) {
            Some((_, Says::Nothing)) => true,
            Some((_, Says::Half)) => !worded(),
            _ => false,
        };
        if silent { 0 } else { number }
    }
}

impl Detector {
    /// What a key says of any text under it.
    fn said(&self, key: &str) -> Says {
        let key = key_end(key);
        let plain = layers::plain_key(key);
        let key = plain.as_deref().unwrap_or(key);
        let own = self.own.cues().is_none_or(|cues| cues.says_nothing(key));
        let alone = self.prefilter.start.iter().filter_map(|index| self.least.get(*index));
        let silent = own && self.cues.names_none(key) && recognizers::names_none(key);
        if !silent || alone.into_iter().any(|least| *least <= START_MAX) {
            return Says::Something;
        }
        if self.cues.says_nothing(key) { Says::Nothing } else { Says::Half }
    }
}
