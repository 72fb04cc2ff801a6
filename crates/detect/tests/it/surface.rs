//! Settings, errors and the weighing of matches.

use expect_test::{Expect, expect};
use portcullis_detect::{Detector, Hint, Settings};
use portcullis_model::Entity;

/// What is found at any score.
fn check(text: &str, expected: &Expect) {
    let detector = Detector::new(Settings { min_score: 0.0, ..Settings::standard() }).unwrap();
    let lines: Vec<_> = detector
        .find(text, &Hint::NONE)
        .iter()
        .map(|f| format!("{} {:?} {:.2}", f.recognizer, text.get(f.start..f.end).unwrap(), f.score))
        .collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn words_before_a_number_decide() {
    check("SSN 536904399", &expect![[r#"us_ssn "536904399" 0.60"#]]);
    check("routing number 021000021", &expect![[r#"aba_routing "021000021" 0.60"#]]);
    check("phone 4155552671", &expect![[r#"phone_nanp "4155552671" 0.60"#]]);
    check("phone for order 4155552671", &expect![[r#"phone_nanp "4155552671" 0.20"#]]);
}

#[test]
fn the_entity_named_last_wins() {
    check(
        "routing number 031201360 and ssn 031201360",
        &expect![[r#"
            aba_routing "031201360" 0.60
            us_ssn "031201360" 0.60"#]],
    );
}

#[test]
fn a_failed_checksum_is_no_finding_at_any_score() {
    let entities = [Entity::CREDIT_CARD, Entity::IBAN_CODE, Entity::ABA_ROUTING_NUMBER];
    let settings = Settings { min_score: 0.0, ..Settings::standard() };
    let detector = Detector::new(settings).unwrap().only(&entities).unwrap();
    let text = "card 4111 1111 1111 1112, iban DE89 3704 0044 0532 0130 01, routing 021000022";
    assert_eq!(detector.find(text, &Hint::NONE), []);
}

#[test]
fn a_key_counts_as_words_before() {
    let detector = Detector::new(Settings::standard()).unwrap();
    let find = |key| detector.find("536904399", &Hint { key }).len();
    assert_eq!(find(None), 0);
    assert_eq!(find(Some("ssn")), 1);
    assert_eq!(find(Some("customerSsn")), 1);
    assert_eq!(find(Some("social_security_number")), 1);
    assert_eq!(find(Some("orderId")), 0);
    for disguised in ["ｓｓｎ", "s\u{200b}sn", "%73sn", "ѕѕn"] {
        assert_eq!(find(Some(disguised)), 1, "{disguised}");
    }
}

#[test]
fn settings_choose_entities() {
    let names = |settings: Settings| {
        let detector = Detector::new(settings).unwrap();
        let found = detector.find("ada@example.com, 10.1.2.3", &Hint::NONE);
        found.iter().map(|f| f.entity.name().to_owned()).collect::<Vec<_>>()
    };
    let all = Settings::standard();
    assert_eq!(names(all.clone()), ["EMAIL_ADDRESS", "IP_ADDRESS"]);
    let disabled = vec![Entity::IP_ADDRESS];
    assert_eq!(names(Settings { disabled, ..all.clone() }), ["EMAIL_ADDRESS"]);
    let entities = Some(vec![Entity::IP_ADDRESS]);
    assert_eq!(names(Settings { entities, ..all }), ["IP_ADDRESS"]);
}

#[test]
fn only_restricts_and_never_widens() {
    let disabled = vec![Entity::SECRET];
    let detector = Detector::new(Settings { disabled, ..Settings::standard() }).unwrap();
    assert_eq!(detector.only(&[Entity::SECRET]).unwrap().recognizers().count(), 0);
    let only = detector.only(&[Entity::EMAIL_ADDRESS]).unwrap();
    assert!(only.recognizers().all(|recognizer| *recognizer.entity() == Entity::EMAIL_ADDRESS));
    assert_eq!(only.find("ada@example.com 10.1.2.3", &Hint::NONE).len(), 1);
}

#[test]
fn impossible_settings_are_errors() {
    let error = |settings| Detector::new(settings).unwrap_err().to_string();
    let all = Settings::standard();
    let entities = Some(vec![Entity::known("SHOE_SIZE")]);
    expect!["no recognizer finds the entity `SHOE_SIZE`"]
        .assert_eq(&error(Settings { entities, ..all.clone() }));
    for min_score in [-0.1, 1.1, f32::NAN] {
        expect!["the least score is not a number from 0 to 1"]
            .assert_eq(&error(Settings { min_score, ..all.clone() }));
    }
}

#[test]
fn every_recognizer_has_a_name_of_its_own() {
    let detector = Detector::new(Settings::standard()).unwrap();
    let mut names: Vec<_> = detector.recognizers().map(|recognizer| recognizer.name()).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
    let secret = |r: &&portcullis_detect::Recognizer| *r.entity() == Entity::SECRET;
    assert!(detector.recognizers().filter(secret).all(|recognizer| recognizer.rule().is_some()));
}
