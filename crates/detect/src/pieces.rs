//! Searches the pieces of a structured document: each under its key, and together where the keys
//! say that they are parts of one value.
//!
//! It knows JSON pointers (RFC 6901); of the formats of documents, only JSON in the text of a piece.

mod keys;
mod nested;
mod parts;
mod search;

use portcullis_model::Finding;

use self::keys::Key;
use self::search::Search;
use crate::detector::{Detector, Hint};
use crate::recognizers::whole_digits;

/// A piece of text of a structured document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Where it stands: a JSON pointer.
    pub pointer: &'a str,
    /// Its text.
    pub text: &'a str,
    /// It is the key of a member: a value of its own, and no part of what stands beside it.
    pub is_key: bool,
}

/// LIMIT: bytes of a number that is written as a decimal.
const DECIMAL_BYTES_MAX: usize = 32;

impl Detector {
    /// Finds what is sensitive in the pieces of a document, which come in its order; each finding
    /// with the index of its piece, sorted.
    #[must_use]
    pub fn find_pieces(&self, pieces: &[Piece<'_>]) -> Vec<(usize, Finding)> {
        let mut all = Vec::new();
        let mut search = Search::new(self);
        for (index, piece) in pieces.iter().enumerate() {
            let found = search.find(Key::of(pieces, index), piece.text);
            all.extend(found.iter().map(|finding| (index, finding.clone())));
        }
        let values = pieces.iter().enumerate().filter(|(_, piece)| !piece.is_key);
        let (places, values): (Vec<_>, Vec<_>) = values.map(|(at, piece)| (at, *piece)).unzip();
        let split =
            parts::split_values(self, &values).into_iter().filter_map(|(value, finding)| {
                let index = *places.get(value)?;
                let alone = all.binary_search_by_key(&index, |(other, _)| *other).is_err();
                alone.then_some((index, finding))
            });
        let split: Vec<_> = split.collect();
        all.extend(split);
        all.sort_by_key(|(index, finding)| (*index, finding.start));
        let values = pieces.iter().enumerate().filter(|(_, piece)| !piece.is_key);
        let within = values.map(|(index, piece)| (index, self.split_within(piece)));
        merged(all, within.filter(|(_, found)| !found.is_empty()))
    }

    /// A whole number that is written as a decimal or with a minus, if its key names what it is:
    /// no part of a number is to be left.
    fn decimal(&self, text: &str, hint: &Hint<'_>) -> Option<Finding> {
        let number = text.strip_prefix('-').unwrap_or(text);
        let plain = || number.len() < text.len() && number.bytes().all(|it| it.is_ascii_digit());
        if number.len() > DECIMAL_BYTES_MAX || !(number.contains(['.', 'e', 'E']) || plain()) {
            return None;
        }
        let digits = whole_digits(number).or_else(|| plain().then(|| number.to_owned()))?;
        let mut found = self.find(&digits, hint).into_iter();
        let finding = found.find(|it| it.start == 0 && it.end == digits.len())?;
        let mut known = self.recognizers.iter();
        let recognizer = known.position(|known| known.name == finding.recognizer)?;
        let named = self.cues.name(hint.key?, recognizer);
        named.then_some(Finding { start: 0, end: text.len(), ..finding })
    }

    /// Values that were split over the pieces of a document in the text of a piece.
    fn split_within(&self, piece: &Piece<'_>) -> Vec<Finding> {
        let nested = nested::pieces(piece.text);
        if nested.len() < 2 {
            return Vec::new();
        }
        let pieces: Vec<_> = nested.iter().map(|it| it.piece(piece.text)).collect();
        let found = parts::split_values(self, &pieces).into_iter();
        let placed = found.filter_map(|(index, finding)| {
            let place = nested.get(index)?;
            Some(Finding { start: place.start, end: place.end, ..finding })
        });
        placed.collect()
    }
}

/// All findings with those over several values of a document in a text, by the index of its
/// piece; both are sorted.
fn merged(
    all: Vec<(usize, Finding)>,
    within: impl Iterator<Item = (usize, Vec<Finding>)>,
) -> Vec<(usize, Finding)> {
    let mut made = Vec::with_capacity(all.len());
    let mut rest = all.into_iter().peekable();
    for (piece, found) in within {
        made.extend(std::iter::from_fn(|| rest.next_if(|(index, _)| *index < piece)));
        let own = std::iter::from_fn(|| rest.next_if(|(index, _)| *index == piece));
        let mut own: Vec<_> = own.map(|(_, finding)| finding).collect();
        found.into_iter().for_each(|finding| add_within(finding, &mut own));
        own.sort_by_key(|finding| finding.start);
        made.extend(own.into_iter().map(|finding| (piece, finding)));
    }
    made.extend(rest);
    made
}

/// Adds what is found in one value of a document in a text, in the place of what reaches over
/// several of them: that would take away what parts them.
fn add_within(finding: Finding, own: &mut Vec<Finding>) {
    let over = |it: &Finding| {
        let covers = it.start <= finding.start && finding.end <= it.end;
        covers && (it.start, it.end) != (finding.start, finding.end)
    };
    own.retain(|it| !over(it));
    if own.iter().all(|it| it.end <= finding.start || finding.end <= it.start) {
        own.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    /// What is found, as the indices of pieces and the entities there.
    fn check(pieces: &[(&str, &str)], expected: &[(usize, &str)]) {
        let detector = Detector::new(Settings::standard()).unwrap();
        let of = |(pointer, text)| Piece { pointer, text, is_key: false };
        let alone: Vec<_> = pieces.iter().copied().map(of).collect();
        let found = |pieces: &[Piece<'_>]| -> Vec<(usize, String)> {
            let found = detector.find_pieces(pieces).into_iter();
            found.map(|(index, finding)| (index, finding.entity.name().to_owned())).collect()
        };
        let expected: Vec<_> =
            expected.iter().map(|(index, name)| (*index, (*name).to_owned())).collect();
        assert_eq!(found(&alone), expected, "{alone:?}");
        // Documents name the key of each member before its value.
        let keyed: Vec<_> = alone
            .iter()
            .flat_map(|piece| {
                let text = piece.pointer.rsplit('/').next().unwrap_or_default();
                [Piece { pointer: piece.pointer, text, is_key: true }, *piece]
            })
            .collect();
        let expected: Vec<_> =
            expected.into_iter().map(|(index, name)| (2 * index + 1, name)).collect();
        assert_eq!(found(&keyed), expected, "{keyed:?}");
    }

    #[test]
    fn a_key_above_an_index_or_a_value_counts() {
        check(&[("/user/ssn", "536904399")], &[(0, "US_SSN")]);
        check(&[("/user/ssn/value", "536904399")], &[(0, "US_SSN")]);
        check(&[("/phones/0", "4155552671")], &[(0, "PHONE_NUMBER")]);
        check(&[("/phones/0/number", "4155552671")], &[(0, "PHONE_NUMBER")]);
        check(&[("/ssn/value/raw", "536904399")], &[(0, "US_SSN")]);
        check(&[("/ssn/0/value/data/raw", "536904399")], &[(0, "US_SSN")]);
        check(&[("/order/id", "536904399")], &[]);
        check(&[("/order/value/raw", "536904399")], &[]);
    }

    #[test]
    fn numbers_are_read_however_they_are_written() {
        check(&[("/card", "4012888888881881.0")], &[(0, "CREDIT_CARD")]);
        check(&[("/card", "4.012888888881881e15")], &[(0, "CREDIT_CARD")]);
        check(&[("/ssn", "5.36904399E+8")], &[(0, "US_SSN")]);
        check(&[("/phone/number", "4155552671.0")], &[(0, "PHONE_NUMBER")]);
        check(&[("/ssn", "-536904399")], &[(0, "US_SSN")]);
        check(&[("/amount", "4012888888881881.0")], &[]);
        check(&[("/amount", "4.012888888881881e15")], &[]);
        check(&[("/card", "4.012888888881881")], &[]);
    }

    #[test]
    fn records_of_a_list_do_not_speak_for_each_other() {
        check(
            &[
                ("/0/ssn", "536904399"),
                ("/0/id", "536904399"),
                ("/1/ssn", "536904399"),
                ("/1/id", "536904399"),
            ],
            &[(0, "US_SSN"), (2, "US_SSN")],
        );
    }

    #[test]
    fn a_key_and_the_text_may_make_a_phrase() {
        check(&[("/contact", "number 2025550143")], &[(0, "PHONE_NUMBER")]);
        check(&[("/contact", "2025550143"), ("/other", "number 2025550143")], &[]);
    }

    #[test]
    fn a_name_beside_a_value_counts() {
        check(&[("/0/name", "ssn"), ("/0/value", "536904399")], &[(1, "US_SSN")]);
        check(&[("/0/value", "536904399"), ("/0/label", "SSN")], &[(0, "US_SSN")]);
        check(&[("/0/name", "ssn"), ("/1/value", "536904399")], &[]);
        check(&[("/0/name", "count"), ("/0/value", "536904399")], &[]);
    }

    #[test]
    fn parts_of_one_value_are_found_where_keys_say_so() {
        let all = |entity: &'static str, count: usize| -> Vec<(usize, &'static str)> {
            (0..count).map(|index| (index, entity)).collect()
        };
        check(
            &[("/card/0", "4111"), ("/card/1", "1111"), ("/card/2", "1111"), ("/card/3", "1111")],
            &all("CREDIT_CARD", 4),
        );
        check(
            &[("/ssn_area", "536"), ("/ssn_group", "90"), ("/ssn_serial", "4399")],
            &all("US_SSN", 3),
        );
        check(
            &[("/phone_area", "415"), ("/phone_prefix", "555"), ("/phone_line", "2671")],
            &all("PHONE_NUMBER", 3),
        );
        check(
            &[("/email_user", "ada.lovelace"), ("/email_domain", "example.com")],
            &all("EMAIL_ADDRESS", 2),
        );
        check(
            &[
                ("/sizes/0", "4111"),
                ("/sizes/1", "1111"),
                ("/sizes/2", "1111"),
                ("/sizes/3", "1111"),
            ],
            &[],
        );
        check(&[("/a", "415"), ("/b", "555"), ("/c", "2671")], &[]);
        check(&[("/user", "ada"), ("/host", "db1.internal.example.com")], &[]);
        check(&[("/email_provider", "sendgrid.com")], &[]);
    }

    /// Members of one object or list, all of which are a value of this entity; or none is.
    fn check_all(above: &str, members: &[(&str, &str)], entity: Option<&str>) {
        let pointers: Vec<_> = members.iter().map(|(key, _)| format!("{above}/{key}")).collect();
        let texts = members.iter().map(|(_, text)| *text);
        let pieces: Vec<_> = pointers.iter().map(String::as_str).zip(texts).collect();
        let places = || 0..pieces.len();
        let all = entity.into_iter().flat_map(|entity| places().map(move |at| (at, entity)));
        check(&pieces, &all.collect::<Vec<_>>());
    }

    fn check_list(above: &str, texts: &[&str], entity: Option<&str>) {
        let indices: Vec<_> = (0..texts.len()).map(|index| index.to_string()).collect();
        let members: Vec<_> =
            indices.iter().map(String::as_str).zip(texts.iter().copied()).collect();
        check_all(above, &members, entity);
    }

    #[test]
    fn parts_with_letters_and_single_characters_are_found() {
        let iban = ["DE89", "3704", "0044", "0532", "0130", "00"];
        check_list("/iban", &iban, Some("IBAN_CODE"));
        check_list("/rows", &iban, Some("IBAN_CODE"));
        check_list("/iban", &["DE88", "3704", "0044", "0532", "0130", "00"], None);
        check_list("/email", &["a", "@", "b.com"], Some("EMAIL_ADDRESS"));
        check_list("/email", &["ada", "@", "example", ".", "com"], Some("EMAIL_ADDRESS"));
        check_list("/rows", &["a", "@", "b.com"], None);
        let digits = ["5", "3", "6", "9", "0", "4", "3", "9", "9"];
        check_list("/ssn", &digits, Some("US_SSN"));
        check_list("/bits", &digits, None);
        let card = "4012888888881881".chars().map(String::from).collect::<Vec<_>>();
        let card: Vec<_> = card.iter().map(String::as_str).collect();
        check_list("/card", &card, Some("CREDIT_CARD"));
        check_list("/versions", &card, None);
    }

    #[test]
    fn keys_that_count_or_name_a_part_are_read() {
        let card = [("card_1", "4012"), ("card_2", "8888"), ("card_3", "8888"), ("card_4", "1881")];
        check_all("", &card, Some("CREDIT_CARD"));
        let date = [("year", "1980"), ("month", "5"), ("day", "17")];
        check_all("/date_of_birth", &date, Some("DATE_OF_BIRTH"));
        check_all("/created", &date, None);
        let date = [("birth_day", "17"), ("birth_month", "05"), ("birth_year", "1980")];
        check_all("/person", &date, Some("DATE_OF_BIRTH"));
        check_all("", &[("email_1", "ada"), ("email_2", "@example.com")], Some("EMAIL_ADDRESS"));
    }

    #[test]
    fn parts_in_a_document_in_a_text_are_found() {
        let detector = Detector::new(Settings::standard()).unwrap();
        let check = |text: &str, expected: &[&str]| {
            let found = detector.find_pieces(&[Piece { pointer: "/a", text, is_key: false }]);
            let found: Vec<_> =
                found.iter().filter_map(|(_, it)| text.get(it.start..it.end)).collect();
            assert_eq!(found, expected, "{text}");
        };
        check(
            r#"{"card_1":"4012","card_2":"8888","card_3":"8888","card_4":"1881"}"#,
            &["4012", "8888", "8888", "1881"],
        );
        check(r#"{"card": [4012, 8888, 8888, 1881]}"#, &["4012", "8888", "8888", "1881"]);
        check(r#"{"b": {"email": ["ada", "@", "example.com"]}}"#, &["ada", "@", "example.com"]);
        check(r#"{"dob": {"year": 1980, "month": 5, "day": 17}}"#, &["1980", "5", "17"]);
        check(r#"{"a_1":"4012","a_2":"8888","a_3":"8888","a_4":"1881"}"#, &[]);
    }

    #[test]
    fn what_stands_behind_something_found_in_a_list_is_read_too() {
        let mut texts: Vec<_> = "ada@x.com".bytes().map(|byte| byte.to_string()).collect();
        texts.extend(["4012", "8888", "8888", "1881"].map(str::to_owned));
        let pointers: Vec<_> = (0..texts.len()).map(|index| format!("/card/{index}")).collect();
        let pieces: Vec<_> =
            pointers.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
        let mut all: Vec<_> = (0..9).map(|index| (index, "EMAIL_ADDRESS")).collect();
        all.extend((9..13).map(|index| (index, "CREDIT_CARD")));
        check(&pieces, &all);
    }

    #[test]
    fn bytes_in_a_list_are_read() {
        let bytes: Vec<_> = "ada@example.com".bytes().map(|byte| byte.to_string()).collect();
        let pointers: Vec<_> = (0..bytes.len()).map(|index| format!("/body/{index}")).collect();
        let pieces: Vec<_> =
            pointers.iter().map(String::as_str).zip(bytes.iter().map(String::as_str)).collect();
        let all: Vec<_> = (0..bytes.len()).map(|index| (index, "EMAIL_ADDRESS")).collect();
        check(&pieces, &all);
    }
}
