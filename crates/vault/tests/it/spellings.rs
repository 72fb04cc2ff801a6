//! Which spelling a surrogate has, and that each spelling of a value comes back as it was.

use std::collections::HashSet;

use portcullis_model::Entity;
use portcullis_vault::Settings;

use crate::behaviour::Case;
use crate::scene::{Stage, alice, conceal, conceal_one, reveal, reveal_one, settings};

pub(crate) const CASES: &[Case] = &[(
    "one_value_in_many_spellings_is_one_surrogate",
    one_value_in_many_spellings_is_one_surrogate,
)];

/// Every digit as `9`, every lower-case letter as `x`, every upper-case one as `X`.
fn outline(text: &str) -> String {
    let class = |letter: char| match letter {
        '0'..='9' => '9',
        'a'..='z' => 'x',
        'A'..='Z' => 'X',
        other => other,
    };
    text.chars().map(class).collect()
}

#[test]
fn surrogates_keep_the_format() {
    let cases = [
        (Entity::US_SSN, "078-05-1120", "999-99-9999"),
        (Entity::US_SSN, "078 05 1120", "999 99 9999"),
        (Entity::US_SSN, "078.05.1120", "999.99.9999"),
        (Entity::US_SSN, "078\u{2011}05\u{2011}1120", "999\u{2011}99\u{2011}9999"),
        (Entity::US_SSN, "078051120", "999999999"),
        (Entity::CREDIT_CARD, "4111 1111 1111 1111", "9999 9999 9999 9999"),
        (Entity::CREDIT_CARD, "4111-1111-1111-1111", "9999-9999-9999-9999"),
        (Entity::CREDIT_CARD, "3782 822463 10005", "9999 999999 99999"),
        (Entity::CREDIT_CARD, "4111 1111-11111111", "9999 9999-99999999"),
        (Entity::CREDIT_CARD, "4222222222222", "9999999999999"),
        (Entity::CREDIT_CARD, "6304000000000000000", "9999999999999999999"),
        (Entity::PHONE_NUMBER, "4155550199", "+99999999999"),
        (Entity::PHONE_NUMBER, "(415) 555-0199", "+9 (999) 999-9999"),
        (Entity::PHONE_NUMBER, "415.555.0199", "+9.999.999.9999"),
        (Entity::PHONE_NUMBER, "415-555-0199", "+9-999-999-9999"),
        (Entity::PHONE_NUMBER, "+1 415 555 0199", "+9 999 999 9999"),
        (Entity::PHONE_NUMBER, "+1 (415) 555-0199 ext. 12", "+9 (999) 999-9999"),
        (Entity::ABA_ROUTING_NUMBER, "021000021", "999999999"),
        (Entity::ABA_ROUTING_NUMBER, "0210-0002-1", "9999-9999-9"),
        (Entity::IBAN_CODE, "DE89370400440532013000", "XX99999999999999999999"),
        (Entity::IBAN_CODE, "GB29 NWBK 6016 1331 9268 19", "XX99 XXXX 9999 9999 9999 99"),
        (Entity::IBAN_CODE, "gb29nwbk60161331926819", "xx99xxxx99999999999999"),
        (Entity::IBAN_CODE, "NO93-8601-1117-947", "XX99-9999-9999-999"),
    ];
    for (entity, value, form) in &cases {
        // A vault for each: spellings of one value must not meet here.
        let (vault, person) = (Stage::memory().vault(settings()), alice());
        let surrogate = conceal_one(&vault, &person.at(0), entity, value);
        assert_eq!(outline(&surrogate), *form, "{surrogate}");
        assert_eq!(reveal_one(&vault, &person.at(0), &surrogate).as_deref(), Some(*value));
    }
}

fn one_value_in_many_spellings_is_one_surrogate(stage: &Stage) {
    let cases: [(Entity, &[&str]); 6] = [
        (
            Entity::PHONE_NUMBER,
            &[
                "4155550199",
                "415-555-0199",
                "(415) 555-0199",
                "415.555.0199",
                "415 555 0199",
                "+14155550199",
                "+1 415 555 0199",
                "+1-415-555-0199",
                "+1 (415) 555-0199",
                "+1(415)5550199",
                "1-415-555-0199",
                "001 415 555 0199",
                "415/555/0199",
                "(415)555-0199",
                "+1\u{a0}415\u{a0}555\u{a0}0199",
            ],
        ),
        (Entity::US_SSN, &["078-05-1120", "078051120", "078 05 1120", "078\u{2013}05-1120"]),
        (Entity::CREDIT_CARD, &["4111111111111111", "4111 1111 1111 1111", "41-11 1111.11111111"]),
        (
            Entity::IBAN_CODE,
            &["DE89370400440532013000", "DE89 3704 0044 0532 0130 00", "de89370400440532013000"],
        ),
        (Entity::EMAIL_ADDRESS, &["ada@example.org", "Ada@Example.ORG", "ADA@EXAMPLE.ORG"]),
        (
            Entity::IP_ADDRESS,
            &[
                "fe80::1",
                "FE80::1",
                "fe80:0:0:0:0:0:0:1",
                "fe80:0000:0000:0000:0000:0000:0000:0001",
            ],
        ),
    ];
    let (vault, person) = (stage.vault(settings()), alice());
    for (entity, spellings) in &cases {
        // Half of them come together, the others later.
        let (early, late) = spellings.split_at(spellings.len() / 2 + 1);
        let mut surrogates = conceal(&vault, &person.at(0), entity, early);
        surrogates.extend(conceal(&vault, &person.at(1), entity, late));
        let core = |surrogate: &String| -> String {
            let code = surrogate.split('@').next().unwrap().replace("2001:0db8", "2001:db8");
            let code = code.replace("2001:0DB8", "2001:db8").to_ascii_lowercase();
            code.chars().filter(char::is_ascii_alphanumeric).collect()
        };
        let cores: HashSet<String> = surrogates.iter().map(core).collect();
        assert_eq!(cores.len(), 1, "{surrogates:?}");
        assert_eq!(surrogates.iter().collect::<HashSet<_>>().len(), spellings.len());
        let texts: Vec<&str> = surrogates.iter().map(String::as_str).collect();
        let back: Vec<String> =
            reveal(&vault, &person.at(2), &texts).into_iter().flatten().collect();
        assert_eq!(back, *spellings);
        assert_eq!(conceal(&vault, &person.at(2), entity, spellings), surrogates);
    }
}

#[test]
fn odd_spellings_come_back_too() {
    let cases = [
        (Entity::US_SSN, "07-8051-120"),
        (Entity::US_SSN, "０78-05-1120"),
        (Entity::US_SSN, "078--05--1120"),
        (Entity::CREDIT_CARD, "4111\u{200b}1111 1111 1111"),
        (Entity::CREDIT_CARD, "1234"),
        (Entity::IBAN_CODE, "Gb29 nwbk 6016 1331 9268 19"),
        (Entity::IBAN_CODE, "GB 29 NWBK 60161331926819"),
        (Entity::IBAN_CODE, "not an iban"),
        (Entity::PHONE_NUMBER, "+44 20 7946 0958"),
        (Entity::PHONE_NUMBER, "020 7946 0958"),
        (Entity::PHONE_NUMBER, "415-555-0199 x12"),
        (Entity::PHONE_NUMBER, "415-555-0199 x13"),
        (Entity::PHONE_NUMBER, "1-800-FLOWERS"),
        (Entity::PHONE_NUMBER, "+1 415 555 01 99"),
        (Entity::IP_ADDRESS, "10.0.0.1/8"),
        (Entity::IP_ADDRESS, "010.000.000.001"),
        (Entity::IP_ADDRESS, "fe80::1%eth0"),
        (Entity::EMAIL_ADDRESS, " ada@example.org "),
        (Entity::EMAIL_ADDRESS, "ДА@пример.рф"),
        (Entity::known("PERSON"), ""),
        (Entity::known("PERSON"), "  Ada\n"),
        (Entity::known("employee id!"), "E-1"),
        (Entity::known(""), "E-2"),
    ];
    let (vault, person) = (Stage::memory().vault(settings()), alice());
    let mut seen = HashSet::new();
    for (entity, value) in &cases {
        let surrogate = conceal_one(&vault, &person.at(0), entity, value);
        assert_eq!(reveal_one(&vault, &person.at(0), &surrogate).as_deref(), Some(*value));
        assert_eq!(conceal_one(&vault, &person.at(1), entity, value), surrogate);
        assert!(seen.insert(surrogate.clone()), "{surrogate} twice");
        let mentions = vault.mentions(&surrogate);
        assert_eq!(mentions.len(), 1, "{surrogate}");
        assert_eq!(mentions[0].range, 0..surrogate.len(), "{surrogate}");
    }
}

#[test]
fn an_own_domain_is_used_and_recognised() {
    let own = Settings { email_domain: Some("Mask.Example.com".to_owned()), ..settings() };
    let (vault, person) = (Stage::memory().vault(own), alice());
    let entity = Entity::EMAIL_ADDRESS;
    let texts = conceal(&vault, &person.at(0), &entity, &["ada@example.org", "Ada@example.org"]);
    assert!(texts[0].ends_with("@mask.example.com") && texts[0].starts_with("tkn-"));
    assert!(texts[1].ends_with("@mail1.mask.example.com"));
    let back = reveal(&vault, &person.at(0), &[&texts[0], &texts[1]]);
    assert_eq!(back, [Some("ada@example.org".to_owned()), Some("Ada@example.org".to_owned())]);
    let said = format!("{}, {}.", texts[0], texts[1]);
    assert_eq!(vault.mentions(&said).len(), 2);
    assert_eq!(portcullis_vault::mentions(&said).len(), 0);
}
