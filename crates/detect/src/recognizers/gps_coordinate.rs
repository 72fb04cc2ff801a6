//! Geographical coordinates (ISO 6709): latitude and longitude in decimal degrees, with three decimals
//! or more, and a word before that says so.

use portcullis_model::Entity;

use crate::boundary::{byte_before, opens_number};
use crate::code;
use crate::context::{is_among, word_before};
use crate::cursor::Cursor;
use crate::recognizer::{Match, Recognizer, Trigger, Worth};

pub(super) const RECOGNIZER: Recognizer = Recognizer {
    name: "gps_coordinate",
    entity: Entity::known("GPS_COORDINATE"),
    rule: None,
    trigger: Trigger::Quad,
    context: &[
        "gps",
        "coordinates",
        "coordinate",
        "coords",
        "coord",
        "latitude",
        "longitude",
        "lat",
        "lon",
        "lng",
        "long",
        "latlng",
        "latlon",
        "location",
        "position",
        "geo",
        "geolocation",
        "geotag",
        "koordinaten",
        "breitengrad",
        "längengrad",
        "standort",
        "coordonnées",
        "coordonnees",
        "coordenadas",
        "ubicación",
        "ubicacion",
        "coordinate gps",
        "coördinaten",
        "koordinater",
        "座標",
        "坐标",
        "좌표",
    ],
    find,
};

/// Latitude or longitude alone, directly behind its name.
pub(super) const NAMED: Recognizer = alone("gps_coordinate_named", Trigger::Quad, find_named);

/// The same under a key that is its name.
pub(super) const KEYED: Recognizer = alone("gps_coordinate_keyed", Trigger::Start, find_keyed);

const fn alone(
    name: &'static str,
    trigger: Trigger,
    find: fn(&Cursor<'_>) -> Option<Match>,
) -> Recognizer {
    Recognizer {
        name,
        entity: Entity::known("GPS_COORDINATE"),
        rule: None,
        trigger,
        context: &["latitude", "longitude", "lat", "lon", "lng", "breitengrad", "längengrad"],
        find,
    }
}

const LATITUDES: &[&str] = &["lat", "latitude", "breitengrad"];
const LONGITUDES: &[&str] = &["lon", "lng", "longitude", "längengrad"];
/// The name that is short for latency too.
const AMBIGUOUS: &str = "lat";
/// Words near a latency: `p50_lat`, `lat_ms`.
const TIMES: &[&str] =
    &["p", "avg", "average", "mean", "median", "percentile", "latency", "ms", "us", "ns", "msec"];
/// Units of time behind a number.
const UNITS: &[&str] = &["ms", "msec", "s", "sec", "secs", "us", "ns"];
/// LIMIT: words before a value among which one of time counts.
const TIMES_WORDS: usize = 3;
/// LIMIT: bytes behind a latitude in which the longitude is named.
const BESIDE_BYTES: usize = 16;
/// Decimals that tell a coordinate from a latency.
const EXACT_MIN: usize = 4;

/// LIMIT: decimals of a coordinate.
const DECIMALS_MAX: usize = 15;

fn find(cursor: &Cursor<'_>) -> Option<Match> {
    if !opens_number(cursor.text, cursor.at) {
        return None;
    }
    let signed = matches!(byte_before(cursor.text, cursor.at), Some(b'-' | b'+'));
    let start = cursor.at - usize::from(signed);
    let latitude = degrees(cursor, cursor.at, 90)?;
    let latitude = hemisphere(cursor, latitude, b"NSns");
    let comma = usize::from(matches!(cursor.byte(latitude), Some(b',' | b';' | b'/')));
    let second = cursor.run(latitude + comma, 1, |byte| byte == b' ');
    if second == latitude {
        return None;
    }
    let sign = usize::from(matches!(cursor.byte(second), Some(b'-' | b'+')));
    let longitude = degrees(cursor, second + sign, 180)?;
    let end = hemisphere(cursor, longitude, b"EWOewo");
    code::closes(cursor, end).then(|| Match::new(start, end, 0.15))
}

fn find_named(cursor: &Cursor<'_>) -> Option<Match> {
    if !opens_number(cursor.text, cursor.at) {
        return None;
    }
    let signed = matches!(byte_before(cursor.text, cursor.at), Some(b'-' | b'+'));
    let start = cursor.at - usize::from(signed);
    let word = word_before(cursor.text, start)?;
    let is = |names: &[&str]| names.iter().any(|name| word.eq_ignore_ascii_case(name));
    let most = match () {
        () if is(LATITUDES) => 90,
        () if is(LONGITUDES) => 180,
        () => return None,
    };
    let end = degrees(cursor, cursor.at, most)?;
    let times = is_among(cursor.text, start, TIMES_WORDS, TIMES);
    let sure = !is(&[AMBIGUOUS])
        || is_beside(cursor, start, end)
        || !times && is_exact(cursor, cursor.at, end);
    (sure && code::closes(cursor, end)).then(|| Match::new(start, end, Worth::cued(0.15)))
}

fn find_keyed(cursor: &Cursor<'_>) -> Option<Match> {
    let key = cursor.key?;
    let start = cursor.run(cursor.at, 4, |byte| byte == b' ');
    let at = cursor.run(start, 1, |byte| matches!(byte, b'-' | b'+'));
    let end = degrees(cursor, at, 180)?;
    let named = |count, names| is_among(key, key.len(), count, names);
    let times = named(TIMES_WORDS, TIMES);
    let sure = !named(TIMES_WORDS, &[AMBIGUOUS]) || !times && is_exact(cursor, at, end);
    (sure && code::closes(cursor, end)).then(|| Match::new(start, end, Worth::cued(0.15)))
}

/// Whether the degrees at `at..end` have so many decimals that they are no time, and no unit of
/// time.
fn is_exact(cursor: &Cursor<'_>, at: usize, end: usize) -> bool {
    let decimals = cursor.slice(at, end).rsplit('.').next().map_or(0, str::len);
    let unit = cursor.run(end, 1, |byte| byte == b' ');
    let unit_end = cursor.run(unit, 5, |byte| byte.is_ascii_alphabetic());
    decimals >= EXACT_MIN && !UNITS.contains(&cursor.slice(unit, unit_end))
}

/// Whether the longitude is named near the latitude at `start..end`.
fn is_beside(cursor: &Cursor<'_>, start: usize, end: usize) -> bool {
    let named = |at: usize| LONGITUDES.iter().any(|name| cursor.literal(at, name));
    is_among(cursor.text, start, TIMES_WORDS, LONGITUDES)
        || (end..end + BESIDE_BYTES)
            .take_while(|at| cursor.byte(*at).is_some_and(|byte| byte != b'\n'))
            .any(named)
}

/// Where the decimal degrees end that begin at `at`.
fn degrees(cursor: &Cursor<'_>, at: usize, most: u32) -> Option<usize> {
    let whole = cursor.run(at, 4, |byte| byte.is_ascii_digit());
    let value = cursor.slice(at, whole).parse::<u32>().ok()?;
    if value > most || whole - at > 3 || cursor.byte(whole) != Some(b'.') {
        return None;
    }
    let end = cursor.run(whole + 1, DECIMALS_MAX + 1, |byte| byte.is_ascii_digit());
    (3..=DECIMALS_MAX).contains(&(end - whole - 1)).then_some(end)
}

/// Passes over `°` and the letter of the hemisphere.
fn hemisphere(cursor: &Cursor<'_>, at: usize, letters: &[u8]) -> usize {
    let degree = if cursor.literal(at, "°") { at + "°".len() } else { at };
    let space = usize::from(cursor.byte(degree) == Some(b' '));
    match cursor.byte(degree + space) {
        Some(letter) if letters.contains(&letter) && cursor.closes(degree + space + 1) => {
            degree + space + 1
        }
        _ => degree,
    }
}
