//! What one scope must not learn of another, and what must not open.

use portcullis_model::{Entity, Scope};
use portcullis_vault::{Concealed, VALUE_BYTES_MAX, VaultError, Written};

use crate::behaviour::Case;
use crate::scene::{Person, Stage, alice, conceal_one, item, reveal_one, settings, wait};

pub(crate) const CASES: &[Case] = &[
    ("another_scope_gets_nothing", another_scope_gets_nothing),
    ("a_live_surrogate_is_not_concealed_again", a_live_surrogate_is_not_concealed_again),
    ("a_number_comes_back_as_a_number", a_number_comes_back_as_a_number),
    ("the_longest_value_is_kept", the_longest_value_is_kept_and_a_longer_one_refused),
];

const KINDS: [(Entity, &str); 9] = [
    (Entity::EMAIL_ADDRESS, "ada@example.org"),
    (Entity::PHONE_NUMBER, "(415) 555-0199"),
    (Entity::PHONE_NUMBER, "+49 30 901820"),
    (Entity::US_SSN, "078-05-1120"),
    (Entity::CREDIT_CARD, "4111 1111 1111 1111"),
    (Entity::IBAN_CODE, "DE89 3704 0044 0532 0130 00"),
    (Entity::IP_ADDRESS, "10.1.2.3"),
    (Entity::IP_ADDRESS, "fe80::1"),
    (Entity::known("PERSON"), "Ada Lovelace"),
];

fn another_scope_gets_nothing(stage: &Stage) {
    let vault = stage.vault(settings());
    for (entity, value) in &KINDS {
        let surrogate = conceal_one(&vault, &alice().at(0), entity, value);
        assert_eq!(reveal_one(&vault, &alice().at(0), &surrogate).as_deref(), Some(*value));
        let strangers = [
            Person::new("bob", 2),
            // Even if keys were mixed up, the scope is part of every key of the store.
            Person::new("bob", 1),
            Person::new("alice", 2),
            Person {
                scope: Scope { tenant: "other".into(), principal: "alice".into() },
                ..Person::new("", 1)
            },
        ];
        for stranger in &strangers {
            assert_eq!(reveal_one(&vault, &stranger.at(0), &surrogate), None);
            let own = conceal_one(&vault, &stranger.at(0), entity, &surrogate);
            assert_ne!(own, surrogate, "a foreign surrogate is a value like any other");
            assert_eq!(reveal_one(&vault, &stranger.at(0), &own), Some(surrogate.clone()));
        }
    }
}

fn a_live_surrogate_is_not_concealed_again(stage: &Stage) {
    let vault = stage.vault(settings());
    let person = alice();
    for (entity, value) in &KINDS {
        let surrogate = conceal_one(&vault, &person.at(0), entity, value);
        let loud = surrogate.to_ascii_uppercase();
        for text in [&surrogate, &loud] {
            let again = wait(vault.conceal(&person.at(0), &[item(entity, text)])).unwrap();
            assert_eq!(again, [Concealed::AlreadySurrogate], "{text}");
        }
    }
    let placeholders = [
        (Entity::CREDIT_CARD, "4000 0000 0000 0002"),
        (Entity::CREDIT_CARD, "4000007600000002"),
        (Entity::IP_ADDRESS, "240.0.0.0"),
        (Entity::IP_ADDRESS, "255.255.255.0"),
        (Entity::IP_ADDRESS, "2001:db8::1"),
        (Entity::US_SSN, "000-00-0000"),
        (Entity::EMAIL_ADDRESS, "tkn-aaaaaaaaaaaaaaaa@mail.invalid"),
        (Entity::EMAIL_ADDRESS, "tkn-ada@example.invalid"),
    ];
    for (entity, value) in &placeholders {
        let surrogate = conceal_one(&vault, &person.at(0), entity, value);
        assert_ne!(surrogate, *value);
        assert_eq!(reveal_one(&vault, &person.at(0), &surrogate).as_deref(), Some(*value));
    }
}

#[test]
fn guesses_and_changed_checks_are_unknown() {
    let vault = Stage::memory().vault(settings());
    let person = alice();
    let mail = conceal_one(&vault, &person.at(0), &Entity::EMAIL_ADDRESS, "ada@example.org");
    for at in 4..20 {
        let letter = if &mail[at..=at] == "a" { "b" } else { "a" };
        let forged = format!("{}{letter}{}", &mail[..at], &mail[at + 1..]);
        assert_eq!(reveal_one(&vault, &person.at(0), &forged), None, "{forged}");
    }
    let name = conceal_one(&vault, &person.at(0), &Entity::known("PERSON"), "Ada");
    let relabelled = name.replace("PERSON", "LOCATION");
    assert_eq!(reveal_one(&vault, &person.at(0), &relabelled), None);
    for text in ["", "Ada", "ada@example.org", "000-00-0000", "[[PERSON:]]", "+1-555-234-567"] {
        assert_eq!(reveal_one(&vault, &person.at(0), text), None, "{text}");
    }
}

fn a_number_comes_back_as_a_number(stage: &Stage) {
    let vault = stage.vault(settings());
    let person = alice();
    let entity = Entity::CREDIT_CARD;
    let mut number = item(&entity, "4111111111111111");
    let string = number;
    number.written = Written::Number;
    let both = wait(vault.conceal(&person.at(0), &[number, string])).unwrap();
    let texts: Vec<String> = both.iter().map(crate::scene::text).collect();
    assert!(texts[0].starts_with("[[CREDIT_CARD:"), "{}", texts[0]);
    let revealed = wait(vault.reveal(&person.at(0), &[&texts[0], &texts[1]])).unwrap();
    let written: Vec<Written> = revealed.iter().flatten().map(|r| r.written).collect();
    assert_eq!(written, [Written::Number, Written::Text]);
    let labels = revealed.iter().flatten().all(|r| r.entity == entity && &*r.source == "prompt");
    assert!(labels && revealed.iter().flatten().all(|r| r.value.expose() == string.value));
}

fn the_longest_value_is_kept_and_a_longer_one_refused(stage: &Stage) {
    let vault = stage.vault(settings());
    let (person, entity) = (alice(), Entity::SECRET);
    let longest = "k".repeat(VALUE_BYTES_MAX);
    let surrogate = conceal_one(&vault, &person.at(0), &entity, &longest);
    assert!(surrogate.starts_with("[[SECRET:"));
    assert_eq!(reveal_one(&vault, &person.at(0), &surrogate), Some(longest.clone()));
    let longer = format!("{longest}k");
    let refused = wait(vault.conceal(&person.at(0), &[item(&entity, &longer)]));
    assert!(matches!(refused, Err(VaultError::TooLarge)));
}
