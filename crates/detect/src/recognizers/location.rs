//! Names of places where something before them says so: `City: Springfield`, `born in …`, a key such
//! as `city`. Regions and countries alone name nobody and are shown only.
//!
//! A place in free text is not recognised: that takes a language model.

use portcullis_model::Entity;

use super::cue;
use super::person::name;
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger};

const ENTITY: Entity = Entity::known("LOCATION");

/// After a word that names a place.
pub(super) const NAMED: Recognizer = Recognizer {
    name: "location_named",
    entity: ENTITY,
    rule: None,
    trigger: Trigger::Literals(&[
        "city",
        "City",
        "CITY",
        "town",
        "Town",
        "hometown",
        "Hometown",
        "birthplace",
        "Birthplace",
        "birth_place",
        "birthPlace",
        "place_of_birth",
        "placeOfBirth",
        "home_city",
        "homeCity",
        "country",
        "Country",
        "state",
        "State",
        "province",
        "Province",
        "county",
        "County",
        "Wohnort",
        "wohnort",
        "Geburtsort",
        "geburtsort",
        "Stadt",
        "Ville",
        "ville",
        "Ciudad",
        "ciudad",
        "Città",
        "Cidade",
        "cidade",
        "Woonplaats",
        "Miasto",
        "Ort",
        "Город",
        "город",
    ]),
    context: &[],
    find: find_named,
};

/// After a verb of living.
pub(super) const LIVED_IN: Recognizer = Recognizer {
    name: "location_lived_in",
    entity: ENTITY,
    rule: None,
    trigger: Trigger::Literals(&[
        "lives", "lived", "living", "resides", "resided", "residing", "resident", "born",
    ]),
    context: &[],
    find: find_lived_in,
};

/// Alone under a key.
pub(super) const KEYED: Recognizer = Recognizer {
    name: "location_keyed",
    entity: ENTITY,
    rule: None,
    trigger: Trigger::Start,
    context: &[
        "city",
        "town",
        "hometown",
        "home town",
        "birthplace",
        "birth place",
        "place of birth",
        "birth city",
        "wohnort",
        "geburtsort",
        "ville",
        "ciudad",
        "città",
        "cidade",
        "woonplaats",
    ],
    find: find_keyed,
};

const REGIONS: &[&str] = &["country", "state", "province", "county"];
const CITIES: &[&str] = &[
    "city",
    "town",
    "hometown",
    "birthplace",
    "placeofbirth",
    "homecity",
    "wohnort",
    "geburtsort",
    "stadt",
    "ville",
    "ciudad",
    "città",
    "cidade",
    "woonplaats",
    "miasto",
    "ort",
    "город",
];

/// What else one is born in, or lives in.
const TIMES: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "fear",
    "peace",
    "god",
];

/// LIMIT: words of the name of a place.
const WORDS_MAX: usize = 3;

fn find_named(cursor: &Cursor<'_>) -> Option<Match> {
    let word = cursor
        .run(cursor.at, 24, |byte| byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80);
    let plain = cursor.slice(cursor.at, word).replace('_', "").to_lowercase();
    let score = match () {
        () if CITIES.contains(&plain.as_str()) => 0.6,
        () if REGIONS.contains(&plain.as_str()) => 0.3,
        () => return None,
    };
    let at = cue::assigned(cursor, word)?;
    let place = name::read(cursor, at)?;
    let fits = place.capital && place.words <= WORDS_MAX && cursor.slice(at, place.end).len() > 2;
    (fits && place.ends(cursor)).then(|| Match::new(at, place.end, score))
}

fn find_lived_in(cursor: &Cursor<'_>) -> Option<Match> {
    let word = cursor.run(cursor.at, 10, |byte| byte.is_ascii_alphabetic());
    let links: &[&str] = match cursor.slice(cursor.at, word) {
        "lives" | "lived" | "living" | "resides" | "resided" | "residing" => &[" in ", " at "],
        "born" => &[" in "],
        "resident" => &[" of "],
        _ => return None,
    };
    let link = links.iter().find(|link| cursor.literal(word, link))?;
    let at = word + link.len();
    let place = name::read(cursor, at)?;
    let fits = place.capital && (1..=WORDS_MAX).contains(&place.words);
    let long = cursor.slice(at, place.end).chars().count() > 2;
    let time = TIMES.iter().any(|time| place.first.eq_ignore_ascii_case(time));
    (fits && long && !time && place.ends(cursor)).then(|| Match::new(at, place.end, 0.55))
}

fn find_keyed(cursor: &Cursor<'_>) -> Option<Match> {
    let place = name::read(cursor, 0).filter(|place| cursor.byte(place.end).is_none())?;
    let fits = place.capital && place.words <= WORDS_MAX && place.end > 2;
    fits.then(|| Match::new(0, place.end, 0.2))
}
