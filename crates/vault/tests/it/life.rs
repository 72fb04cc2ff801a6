//! How surrogates end, and that none is ever given out twice.

use std::time::Duration;

use portcullis_model::Entity;
use portcullis_vault::store::Stats;
use portcullis_vault::{Concealed, Renewal, Settings};

use crate::behaviour::Case;
use crate::scene::{
    Person, Stage, alice, conceal, conceal_one, item, reveal_one, second, settings, wait,
};

pub(crate) const CASES: &[Case] = &[
    ("a_surrogate_ends_with_its_time", a_surrogate_ends_with_its_time),
    ("use_prolongs_where_that_is_wanted", use_prolongs_where_that_is_wanted),
    (
        "sweeping_leaves_tombstones_and_takes_the_rest",
        sweeping_leaves_tombstones_and_takes_the_rest,
    ),
    ("concealing_sweeps_by_itself", concealing_sweeps_by_itself),
    (
        "what_is_erased_is_gone_with_all_its_spellings",
        what_is_erased_is_gone_with_all_its_spellings,
    ),
];

fn short(renewal: Renewal) -> Settings {
    Settings { ttl: Some(Duration::from_secs(100)), renewal, email_domain: None }
}

fn a_surrogate_ends_with_its_time(stage: &Stage) {
    let (vault, person) = (stage.vault(short(Renewal::Fixed)), alice());
    let entity = Entity::US_SSN;
    let first = conceal_one(&vault, &person.at(0), &entity, "078-05-1120");
    assert_eq!(conceal_one(&vault, &person.at(99), &entity, "078-05-1120"), first);
    assert!(reveal_one(&vault, &person.at(99), &first).is_some());
    assert_eq!(reveal_one(&vault, &person.at(100), &first), None);
    // Ended, it is a value like any other.
    assert_ne!(conceal_one(&vault, &person.at(100), &entity, &first), first);
    let second_life = conceal_one(&vault, &person.at(100), &entity, "078-05-1120");
    assert_ne!(second_life, first, "an issued surrogate is never issued again");
    assert_eq!(reveal_one(&vault, &person.at(150), &second_life).as_deref(), Some("078-05-1120"));
    assert_eq!(reveal_one(&vault, &person.at(150), &first), None);
}

fn use_prolongs_where_that_is_wanted(stage: &Stage) {
    let (vault, person) = (stage.vault(short(Renewal::OnUse)), alice());
    let first = conceal_one(&vault, &person.at(0), &Entity::US_SSN, "078-05-1120");
    assert_eq!(conceal_one(&vault, &person.at(60), &Entity::US_SSN, "078-05-1120"), first);
    assert!(reveal_one(&vault, &person.at(130), &first).is_some());
    assert!(reveal_one(&vault, &person.at(229), &first).is_some());
    assert_eq!(reveal_one(&vault, &person.at(330), &first), None);
}

fn sweeping_leaves_tombstones_and_takes_the_rest(stage: &Stage) {
    let store = stage.store();
    let vault = portcullis_vault::Vault::new(store.clone(), short(Renewal::Fixed));
    let person = alice();
    let values: Vec<String> = (0..50).map(|n| format!("078-05-{n:04}")).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let old = conceal(&vault, &person.at(0), &Entity::US_SSN, &values);
    let mixed = conceal_one(&vault, &person.at(50), &Entity::EMAIL_ADDRESS, "ada@example.org");
    assert_eq!(wait(vault.expire(second(99))).unwrap(), 0);
    assert_eq!(wait(vault.expire(second(100))).unwrap(), 50);
    assert_eq!(wait(store.stats()).unwrap(), Stats { rows: 1, tombstones: 50 });
    assert!(reveal_one(&vault, &person.at(100), &mixed).is_some());
    let new = conceal(&vault, &person.at(100), &Entity::US_SSN, &values);
    assert!(new.iter().all(|surrogate| !old.contains(surrogate)));
    assert_eq!(wait(store.stats()).unwrap(), Stats { rows: 51, tombstones: 50 });
}

fn concealing_sweeps_by_itself(stage: &Stage) {
    let store = stage.store();
    let vault = portcullis_vault::Vault::new(store.clone(), short(Renewal::Fixed));
    let person = alice();
    for round in 0..4 {
        let values: Vec<String> =
            (0..1500).map(|n| format!("user{n}@{round}.example.org")).collect();
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        let at = round * 1000;
        conceal(&vault, &person.at(at), &Entity::EMAIL_ADDRESS, &values);
    }
    let stats = wait(store.stats()).unwrap();
    assert!(stats.rows <= 1500 && stats.tombstones >= 4500, "{stats:?}");
}

fn what_is_erased_is_gone_with_all_its_spellings(stage: &Stage) {
    let (vault, person, bob) = (stage.vault(settings()), alice(), Person::new("bob", 2));
    let phones = ["4155550199", "+14155550199", "1 415 555 0199"];
    let phones = conceal(&vault, &person.at(0), &Entity::PHONE_NUMBER, &phones);
    let mail = conceal_one(&vault, &person.at(0), &Entity::EMAIL_ADDRESS, "ada@example.org");
    let of_bob = conceal_one(&vault, &bob.at(0), &Entity::EMAIL_ADDRESS, "ada@example.org");
    assert_eq!(wait(vault.erase(&person.at(0), &[&phones[0], "no such"])).unwrap(), 3);
    assert!(phones.iter().all(|text| reveal_one(&vault, &person.at(0), text).is_none()));
    assert!(reveal_one(&vault, &person.at(0), &mail).is_some());
    assert_eq!(wait(vault.erase_scope(&person.at(0))).unwrap(), 1);
    assert_eq!(wait(vault.erase_scope(&person.at(0))).unwrap(), 0);
    assert_eq!(reveal_one(&vault, &person.at(0), &mail), None);
    assert!(reveal_one(&vault, &bob.at(0), &of_bob).is_some(), "bob keeps his");
    let anew = wait(vault.conceal(
        &person.at(0),
        &[item(&Entity::EMAIL_ADDRESS, "ada@example.org"), item(&Entity::EMAIL_ADDRESS, &mail)],
    ))
    .unwrap();
    let is_new = |c: &Concealed| matches!(c, Concealed::Surrogate(text) if *text != mail);
    assert!(anew.iter().all(is_new), "{anew:?}");
}
