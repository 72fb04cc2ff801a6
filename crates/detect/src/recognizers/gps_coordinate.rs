//! Geographical coordinates (ISO 6709): latitude and longitude in decimal degrees, with three decimals
//! or more, and a word before that says so.

use portcullis_model::Entity;

use crate::boundary::{byte_before, opens_number};
use crate::code;
use crate::context::word_before;
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
pub(super) const NAMED: Recognizer = Recognizer {
    name: "gps_coordinate_named",
    entity: Entity::known("GPS_COORDINATE"),
    rule: None,
    trigger: Trigger::Quad,
    context: &["latitude", "longitude", "lat", "lon", "lng", "breitengrad", "längengrad"],
    find: find_named,
};

const LATITUDES: &[&str] = &["lat", "latitude", "breitengrad"];
const LONGITUDES: &[&str] = &["lon", "lng", "longitude", "längengrad"];

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
    let is = |names: &[&str], word: &str| names.iter().any(|name| word.eq_ignore_ascii_case(name));
    let end = match word_before(cursor.text, start) {
        Some(word) if is(LATITUDES, word) => degrees(cursor, cursor.at, 90)?,
        Some(word) if is(LONGITUDES, word) => degrees(cursor, cursor.at, 180)?,
        Some(_) => return None,
        // The key says what it is.
        None => degrees(cursor, cursor.at, 180)?,
    };
    code::closes(cursor, end).then(|| Match::new(start, end, Worth::cued(0.15)))
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
