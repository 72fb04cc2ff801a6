//! What the operator names: patterns, values that are nobody's, values that are always findings.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use portcullis_detect::{
    Allow, CUSTOM_MAX, Custom, Deny, Detector, Hint, MATCH_BYTES_MAX, Pattern, Released, Settings,
    Validator,
};
use portcullis_model::{Entity, Finding};
use proptest::prelude::*;

use crate::streams::{self, Random, chars, pieces};

const EMPLOYEE: &str = r"\bEMP-\d{6}\b";

/// A pattern without context words.
fn custom(entity: &str, pattern: &str) -> Custom {
    let entity = Entity::named(entity.to_owned());
    let pattern = Pattern::parse(pattern).unwrap();
    Custom { entity, pattern, context: Vec::new(), score: None, validator: None }
}

fn allow(entries: &[(Entity, &str)]) -> Allow {
    let mut allow = Allow::default();
    for (entity, entry) in entries {
        allow.add(entity, entry).unwrap();
    }
    allow
}

fn deny(values: &[(&str, &str)]) -> Deny {
    let mut deny = Deny::default();
    for (entity, value) in values {
        deny.add(&Entity::named((*entity).to_owned()), value).unwrap();
    }
    deny
}

/// What is found in a text: entity, value and score.
fn found(settings: &Settings, text: &str, key: Option<&str>) -> Vec<String> {
    let detector = Detector::new(settings.clone()).unwrap();
    let found = detector.find(text, &Hint { key });
    let line =
        |f: &Finding| format!("{} {} {:.2}", f.entity, text.get(f.start..f.end).unwrap(), f.score);
    found.iter().map(line).collect()
}

fn check(settings: &Settings, text: &str, expected: &[&str]) {
    assert_eq!(found(settings, text, None), expected, "{text}");
}

#[test]
fn a_pattern_finds_what_it_says() {
    let settings =
        Settings { custom: vec![custom("EMPLOYEE_ID", EMPLOYEE)], ..Settings::standard() };
    check(
        &settings,
        "EMP-123456, EMP-654321",
        &["EMPLOYEE_ID EMP-123456 0.60", "EMPLOYEE_ID EMP-654321 0.60"],
    );
    check(&settings, "EMP-1234567 TEMP-123456 emp-123456", &[]);
    check(&settings, r#"{"a":"line\nEMP-123456"}"#, &["EMPLOYEE_ID EMP-123456 0.60"]);
    check(&settings, "ＥＭＰ－１２３４５６", &["EMPLOYEE_ID ＥＭＰ－１２３４５６ 0.60"]);
    check(
        &settings,
        "mail ada@example.com about EMP-123456",
        &["EMAIL_ADDRESS ada@example.com 0.95", "EMPLOYEE_ID EMP-123456 0.60"],
    );
    let detector = Detector::new(settings).unwrap();
    let finding = detector.find("EMP-123456", &Hint::NONE).remove(0);
    assert_eq!(finding.recognizer, "custom/employee_id");
    assert_eq!(finding.rule, None);
    let own: Vec<_> = detector.own().collect();
    assert_eq!(own, [(&Entity::known("EMPLOYEE_ID"), None)]);
}

#[test]
fn words_before_a_match_and_its_key_raise_it() {
    let mut employee = custom("EMPLOYEE_ID", r"\b\d{6}\b");
    employee.context = vec!["Badge".into(), "employee number".into(), "社員番号".into()];
    let settings = Settings { custom: vec![employee.clone()], ..Settings::standard() };
    check(&settings, "123456", &[]);
    check(&settings, "badge 123456", &["EMPLOYEE_ID 123456 0.80"]);
    check(&settings, "employee number 123456", &["EMPLOYEE_ID 123456 0.80"]);
    check(&settings, "社員番号は123456です", &["EMPLOYEE_ID 123456 0.79"]);
    check(&settings, "badge of order 123456", &[]);
    assert_eq!(found(&settings, "123456", Some("badgeId")), ["EMPLOYEE_ID 123456 0.79"]);
    employee.score = Some(0.55);
    let settings = Settings { custom: vec![employee], ..Settings::standard() };
    check(&settings, "123456", &["EMPLOYEE_ID 123456 0.55"]);
}

#[test]
fn a_check_digit_decides() {
    let mut member = custom("MEMBER_ID", r"\bM-\d{11}\b");
    member.validator = Some(Validator::Luhn);
    let settings = Settings { custom: vec![member], min_score: 0.0, ..Settings::standard() };
    check(&settings, "M-79927398713", &["MEMBER_ID M-79927398713 0.60"]);
    let wrong = found(&settings, "M-79927398710", None);
    assert!(wrong.iter().all(|line| !line.starts_with("MEMBER_ID")), "{wrong:?}");
}

#[test]
fn a_pattern_adds_to_an_entity_that_is_known() {
    let custom = vec![custom("SECRET", r"\bacme_[a-z0-9]{20}\b"), custom("US_SSN", r"\bS\d{9}\b")];
    let settings = Settings { custom, ..Settings::standard() };
    check(&settings, "acme_0123456789abcdefghij", &["SECRET acme_0123456789abcdefghij 0.60"]);
    let detector = Detector::new(settings).unwrap();
    let secrets = detector.only(&[Entity::SECRET]).unwrap();
    let finding = secrets.find("S123456789 acme_0123456789abcdefghij", &Hint::NONE);
    let [finding] = finding.as_slice() else { panic!("{finding:?}") };
    assert_eq!(finding.rule.as_deref(), Some("custom"));
}

#[test]
fn of_two_alike_the_operators_own_wins() {
    let mut own = custom("OWN_HOST", r"\b10\.1\.2\.3\b");
    own.score = Some(1.0);
    let settings = Settings { custom: vec![own], ..Settings::standard() };
    let text = "ip address 10.1.2.3";
    check(&Settings::standard(), text, &["IP_ADDRESS 10.1.2.3 1.00"]);
    check(&settings, text, &["OWN_HOST 10.1.2.3 1.00"]);
}

#[test]
fn disabled_entities_and_thresholds_hold_for_all() {
    let own = Entity::known("EMPLOYEE_ID");
    let all = Settings {
        custom: vec![custom("EMPLOYEE_ID", EMPLOYEE)],
        deny: deny(&[("CODENAME", "nightfall")]),
        ..Settings::standard()
    };
    let text = "EMP-123456 nightfall 10.1.2.3";
    check(
        &all,
        text,
        &["EMPLOYEE_ID EMP-123456 0.60", "CODENAME nightfall 1.00", "IP_ADDRESS 10.1.2.3 0.70"],
    );
    let disabled = vec![own.clone(), Entity::known("CODENAME")];
    check(&Settings { disabled, ..all.clone() }, text, &["IP_ADDRESS 10.1.2.3 0.70"]);
    let entities = Some(vec![own.clone()]);
    check(&Settings { entities, ..all.clone() }, text, &["EMPLOYEE_ID EMP-123456 0.60"]);
    let min_scores = BTreeMap::from([(own, 0.61), (Entity::IP_ADDRESS, 0.71)]);
    check(&Settings { min_scores, ..all.clone() }, text, &["CODENAME nightfall 1.00"]);
    let min_scores = BTreeMap::from([(Entity::IP_ADDRESS, 0.70)]);
    check(
        &Settings { min_scores, min_score: 1.0, ..all },
        text,
        &["CODENAME nightfall 1.00", "IP_ADDRESS 10.1.2.3 0.70"],
    );
}

#[test]
fn what_is_allowed_is_no_finding() {
    let allow = allow(&[
        (Entity::EMAIL_ADDRESS, "*@ours.example"),
        (Entity::PHONE_NUMBER, "+1 800 555 *"),
        (Entity::known("EMPLOYEE_ID"), "EMP-000000"),
        (Entity::SECRET, "ghp_x7Kq2mZ9pL4vR8tY1wN6bC3dF5gH0jSaQeUi"),
    ]);
    let custom = vec![custom("EMPLOYEE_ID", EMPLOYEE)];
    let settings = Settings { allow, custom, ..Settings::standard() };
    check(&settings, "info@ours.example ada@example.com", &["EMAIL_ADDRESS ada@example.com 0.95"]);
    check(&settings, "call 1-800-555-0142", &[]);
    check(&settings, "EMP-000000 EMP-000001", &["EMPLOYEE_ID EMP-000001 0.60"]);
    check(&settings, "ghp_x7Kq2mZ9pL4vR8tY1wN6bC3dF5gH0jSaQeUi", &[]);
    let detector = Detector::new(settings.clone()).unwrap();
    assert!(detector.allows(&Entity::EMAIL_ADDRESS, "info@ours.example"));
    // An address that is allowed hides no secret in it.
    let other = found(&settings, "ghp_c7Kq2mZ9pL4vR8tY1wN6bC3dF5gH0jSaQeUi@ours.example", None);
    assert!(other.iter().any(|line| line.starts_with("SECRET")), "{other:?}");
}

#[test]
fn what_is_denied_is_found_whatever_is_allowed() {
    let settings = Settings {
        allow: allow(&[
            (Entity::EMAIL_ADDRESS, "*@ours.example"),
            (Entity::known("CODENAME"), "nightfall"),
        ]),
        deny: deny(&[("CODENAME", "Nightfall"), ("CUSTOMER", "Blue Heron")]),
        ..Settings::standard()
    };
    check(
        &settings,
        "NIGHTFALL for blue heron",
        &["CODENAME NIGHTFALL 1.00", "CUSTOMER blue heron 1.00"],
    );
    check(&settings, "nightfall@ours.example", &["CODENAME nightfall 1.00"]);
    // Nothing of an address is left beside a denied value in it.
    check(&settings, "ada.nightfall@example.com", &["CODENAME ada.nightfall@example.com 1.00"]);
    let detector = Detector::new(settings).unwrap();
    let finding = detector.find("nightfall", &Hint::NONE).remove(0);
    assert_eq!(finding.recognizer, "denied/codename");
}

#[test]
fn of_what_others_find_is_taken_what_is_looked_for() {
    let (person, shoe) = (Entity::known("PERSON"), Entity::known("SHOE_SIZE"));
    let all = Settings { others: vec![shoe.clone()], min_score: 0.9, ..Settings::standard() };
    let takes = |settings: &Settings, entity: &Entity| {
        let entity = entity.clone();
        let recognizer = "another".into();
        let finding = Finding { entity, rule: None, start: 0, end: 2, score: 0.7, recognizer };
        Detector::new(settings.clone()).unwrap().takes(&finding, "42")
    };
    for entity in [person, shoe] {
        assert!(takes(&all, &entity));
        let disabled = vec![entity.clone()];
        assert!(!takes(&Settings { disabled, ..all.clone() }, &entity));
        for (score, is_taken) in [(0.7, true), (0.71, false)] {
            let min_scores = BTreeMap::from([(entity.clone(), score)]);
            assert_eq!(takes(&Settings { min_scores, ..all.clone() }, &entity), is_taken);
        }
        let listed = allow(&[(entity.clone(), "42")]);
        assert!(!takes(&Settings { allow: listed, ..all.clone() }, &entity));
        let listed = allow(&[(Entity::US_SSN, "42"), (entity.clone(), "43")]);
        assert!(takes(&Settings { allow: listed, ..all.clone() }, &entity));
    }
}

#[test]
fn impossible_settings_are_errors() {
    let error = |settings| Detector::new(settings).unwrap_err().to_string();
    let all = Settings::standard();
    let unknown = Entity::known("SHOE_SIZE");
    let expected = "no recognizer finds the entity `SHOE_SIZE`";
    let min_scores = BTreeMap::from([(unknown.clone(), 0.3)]);
    assert_eq!(error(Settings { min_scores, ..all.clone() }), expected);
    // What others find can be named, and not be asked for.
    let (entities, others) = (Some(vec![unknown.clone()]), vec![unknown]);
    assert_eq!(error(Settings { entities, others, ..all.clone() }), expected);
    let score = "the least score is not a number from 0 to 1";
    let min_scores = BTreeMap::from([(Entity::US_SSN, 1.5)]);
    assert_eq!(error(Settings { min_scores, ..all.clone() }), score);
    let mut wrong = custom("X", "x1");
    wrong.score = Some(-0.1);
    assert_eq!(error(Settings { custom: vec![wrong], ..all.clone() }), score);
    let many = |count| vec![custom("X", "x1"); count];
    assert!(Detector::new(Settings { custom: many(CUSTOM_MAX), ..all.clone() }).is_ok());
    let error = error(Settings { custom: many(CUSTOM_MAX + 1), ..all });
    assert_eq!(error, "there are more than 64 custom patterns");
}

#[test]
fn a_long_match_is_found_in_parts() {
    let settings = Settings { custom: vec![custom("LONG", "[a-z]+")], ..Settings::standard() };
    let detector = Detector::new(settings).unwrap();
    for (length, parts) in
        [(MATCH_BYTES_MAX, 1), (MATCH_BYTES_MAX + 1, 1), (4 * MATCH_BYTES_MAX, 4)]
    {
        let found = detector.find(&"a".repeat(length), &Hint::NONE);
        let covered: usize = found.iter().map(|f| f.end - f.start).sum();
        assert_eq!(found.len(), parts, "{length}");
        assert_eq!(covered, length.min(parts * MATCH_BYTES_MAX));
    }
}

/// Detectors with patterns that are hard to cut.
static NASTY: LazyLock<Vec<Arc<Detector>>> = LazyLock::new(|| {
    let patterns = [
        EMPLOYEE,
        "[a-z]+",
        "(a|ab)(c|bcd)",
        "x{1,40}y",
        r"\p{Lu}\p{L}{1,5}",
        "(?i)straße|äö",
        r"^[ab]+|[xy]+$",
        r"(?m)^a.*$",
        r"\w+@\w+|\d+",
        r"a\b.|b\Bx",
        "a[^b]{3,600}b",
        r"\d{4}-\d{4}",
    ];
    let values = [("CODENAME", "ab"), ("CODENAME", "ab cd"), ("PLACE", "Ä-1"), ("PLACE", "xyz")];
    let alone = patterns.map(|pattern| vec![custom("OWN", pattern)]);
    let together = patterns.iter().enumerate().map(|(at, it)| custom(&format!("OWN_{at}"), it));
    let mut sets: Vec<_> = alone.into_iter().map(|it| (it, Deny::default())).collect();
    sets.push((Vec::new(), deny(&values)));
    sets.push((together.collect(), deny(&values)));
    let detector = |(mut custom, deny): (Vec<Custom>, Deny)| {
        if let [.., last] = custom.as_mut_slice() {
            last.context = vec!["abc".into()];
        }
        Arc::new(Detector::new(Settings { custom, deny, ..Settings::standard() }).unwrap())
    };
    sets.into_iter().map(detector).collect()
});

proptest! {
    #[test]
    fn any_text_in_any_pieces(
        text in "[a-dxyAB ÄäöÖß日\n@.0-9-]{0,200}",
        cuts in prop::collection::vec(any::<usize>(), 0..20),
    ) {
        for detector in &*NASTY {
            streams::check(detector, &text, pieces(&text, &cuts).into_iter());
            streams::check(detector, &text, chars(&text));
        }
    }
}

#[test]
fn long_texts_of_few_letters_in_random_pieces() {
    let scraps = [
        "a",
        "b",
        "ab",
        "abc",
        "x",
        "xx",
        "y",
        " ",
        "\n",
        "EMP-123456",
        "1234-5678",
        "-9012",
        "é",
        "Ä-1",
    ];
    for seed in 1..=40 {
        let mut random = Random(0x2545_f491_4f6c_dd1d_u64.wrapping_mul(seed));
        let mut text = String::new();
        while text.len() < 4000 {
            let scrap = scraps[random.below(scraps.len())];
            // Some runs are longer than any match may be.
            let count = if random.below(20) == 0 { random.below(900) } else { 1 };
            text.push_str(&scrap.repeat(count));
        }
        let cuts: Vec<_> = (0..random.below(80)).map(|_| random.below(text.len() + 1)).collect();
        for detector in &*NASTY {
            streams::check(detector, &text, pieces(&text, &cuts).into_iter());
        }
    }
}

#[test]
fn hostile_runs_in_pieces() {
    for detector in &*NASTY {
        for text in ["a".repeat(4_000), "xa".repeat(2_000), "x".repeat(4_000), "1234-".repeat(800)]
        {
            let cuts: Vec<_> = (0..text.len()).step_by(397).collect();
            streams::check(detector, &text, pieces(&text, &cuts).into_iter());
        }
    }
}

#[test]
fn text_that_no_pattern_begins_in_is_released_at_once() {
    let settings = Settings {
        custom: vec![custom("EMPLOYEE_ID", EMPLOYEE)],
        deny: deny(&[("CODENAME", "Project Nightfall")]),
        ..Settings::standard()
    };
    let detector = Arc::new(Detector::new(settings).unwrap());
    let mut machine = detector.stream();
    let mut out = Released::default();
    for (piece, released) in [
        ("the number EM", "the number "),
        ("P-123 stays. So", "the number EMP-123 stays. "),
        (" project n", "the number EMP-123 stays. So "),
        ("ow. Again", "the number EMP-123 stays. So project now. "),
    ] {
        machine.push(piece, &mut out);
        assert_eq!(out.text, released);
    }
}
