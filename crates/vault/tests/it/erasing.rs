//! Erasing a value: all its surrogates, in every spelling and place, and nobody else's.

use portcullis_model::{Entity, Secret};
use portcullis_vault::store::Stats;
use portcullis_vault::{Issue, Item, Place, Subject, Vault, Written};

use crate::scene::{Person, Stage, alice, conceal, conceal_one, reveal_one, settings, text, wait};

fn subject(value: &str, entity: Option<Entity>) -> Subject {
    Subject { value: Secret::new(value.to_owned()), entity }
}

/// Conceals each kept and each erased value, erases one, and looks at what is left.
fn check(entity: &str, erased: &str, gone: &[&str], kept: &[&str]) {
    let entity = Entity::named(entity.to_owned());
    for stage in Stage::all() {
        let (vault, person) = (stage.vault(settings()), alice());
        let place = person.at(0);
        let gone: Vec<String> = conceal(&vault, &place, &entity, gone);
        let left = conceal(&vault, &place, &entity, kept);
        let done = wait(vault.erase_value(&[place], &subject(erased, None))).unwrap();
        assert!(done.total() > 0 && done.unreadable == 0, "{entity:?} {done:?}");
        assert_eq!(done.entities.get(entity.name()), Some(&done.total()));
        for surrogate in &gone {
            assert_eq!(reveal_one(&vault, &place, surrogate), None, "{entity:?} {surrogate}");
        }
        for (surrogate, value) in left.iter().zip(kept) {
            assert_eq!(reveal_one(&vault, &place, surrogate).as_deref(), Some(*value));
        }
        let again = wait(vault.erase_value(&[place], &subject(erased, None))).unwrap();
        assert_eq!(again.total(), 0);
        let anew = conceal_one(&vault, &place, &entity, erased);
        assert!(!gone.contains(&anew), "{anew} was issued again");
    }
}

#[test]
fn a_value_goes_in_every_spelling() {
    let phones = ["4155550199", "+14155550199", "1 415 555 0199", "415-555-0199"];
    check("PHONE_NUMBER", "(415) 555-0199", &phones, &["415-555-0198"]);
    check("US_SSN", "078051120", &["078-05-1120", "078 05 1120", "078051120"], &["078-05-1121"]);
    let mails = ["ada@example.org", "Ada@Example.org", "ADA@EXAMPLE.ORG"];
    check("EMAIL_ADDRESS", "Ada@example.ORG", &mails, &["a.da@example.org", "bob@example.org"]);
    let names = ["Ada Lovelace", "ada lovelace", "ADA  LOVELACE"];
    check("PERSON", "Ada Lovelace", &names, &["Adal Ovelace", "Ada"]);
    check("DE_TAX_ID", "86095742719", &["86 095 742 719", "86095742719"], &["86095742718"]);
    check("IP_ADDRESS", "10.1.2.34", &["10.1.2.34"], &["10.12.3.4"]);
    check("DATE_OF_BIRTH", "1.12.1990", &["1.12.1990"], &["11.2.1990"]);
}

#[test]
fn numbers_and_texts_and_all_entities_or_one() {
    for stage in Stage::all() {
        let (vault, person) = (stage.vault(settings()), alice());
        let place = person.at(0);
        let (phone, other) = (Entity::PHONE_NUMBER, Entity::named("EMPLOYEE_ID".to_owned()));
        let item = |entity, written| Item { entity, value: "4155550199", source: "crm", written };
        let items = [
            item(&phone, Written::Text),
            item(&phone, Written::Number),
            item(&other, Written::Text),
        ];
        let all: Vec<String> =
            wait(vault.conceal(&place, &items)).unwrap().iter().map(text).collect();
        let one = subject("4155550199", Some(other.clone()));
        assert_eq!(wait(vault.erase_value(&[place], &one)).unwrap().total(), 1);
        assert!(reveal_one(&vault, &place, &all[0]).is_some());
        let every = subject("4155550199", None);
        assert_eq!(wait(vault.erase_value(&[place], &every)).unwrap().total(), 2);
        assert!(all.iter().all(|surrogate| reveal_one(&vault, &place, surrogate).is_none()));
    }
}

#[test]
fn only_the_places_that_are_named_and_no_ids() {
    for stage in Stage::all() {
        let (vault, ada, bob, eve) =
            (stage.vault(settings()), alice(), Person::new("bob", 2), Person::new("eve", 3));
        let mail = |vault: &Vault, place: &Place<'_>| {
            conceal_one(vault, place, &Entity::EMAIL_ADDRESS, "ada@example.org")
        };
        let places = [ada.at(0), bob.at(0)];
        let (first, second, third) =
            (mail(&vault, &places[0]), mail(&vault, &places[1]), mail(&vault, &eve.at(0)));
        let id = Issue { issuer: "openai", kind: "response", id: "resp_1" };
        wait(vault.issue_ids(&places[0], &[id], b"note")).unwrap();
        let done = wait(vault.erase_value(&places, &subject("ada@example.org", None))).unwrap();
        assert_eq!((done.places.as_slice(), done.unreadable), (&[1, 1][..], 0));
        assert_eq!(reveal_one(&vault, &places[0], &first), None);
        assert_eq!(reveal_one(&vault, &places[1], &second), None);
        assert!(reveal_one(&vault, &eve.at(0), &third).is_some());
        assert!(wait(vault.issued_ids(&places[0], &[id])).unwrap()[0].is_some());
        assert_eq!(wait(stage.store().stats()).unwrap(), Stats { rows: 2, tombstones: 2 });
        assert_eq!(wait(vault.erase_all()).unwrap(), 2);
        assert_eq!(wait(stage.store().stats()).unwrap(), Stats { rows: 0, tombstones: 4 });
    }
}
