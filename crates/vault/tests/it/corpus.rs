//! Fifty thousand values of a kind in one scope, there and back, over each store.

use std::collections::HashSet;
use std::sync::Barrier;

use portcullis_model::Entity;
use portcullis_vault::Vault;

use crate::behaviour::Case;
use crate::scene::{Person, Stage, alice, conceal, reveal, settings};

pub(crate) const CASES: &[Case] =
    &[("a_race_gives_one_surrogate_to_a_value", a_race_gives_one_surrogate_to_a_value)];

const COUNT: u64 = 50_000;
const BATCH: usize = 2_000;

/// A value of a kind by its number, spelled one way or another.
fn value(entity: &Entity, n: u64) -> String {
    let spelling = n % 3;
    match (entity.name(), spelling) {
        ("US_SSN", 0) => format!("{:03}-{:02}-{:04}", 100 + n / 9999, n % 99 + 1, n % 9999 + 1),
        ("US_SSN", 1) => format!("{:03} {:02} {:04}", 100 + n / 9999, n % 99 + 1, n % 9999 + 1),
        ("US_SSN", _) => format!("{:03}{:02}{:04}", 100 + n / 9999, n % 99 + 1, n % 9999 + 1),
        ("CREDIT_CARD", 0) => {
            format!("4111 11{:02} {:04} {:04}", n / 100_000_000, n / 10_000, n % 10_000)
        }
        ("CREDIT_CARD", 1) => {
            format!("4111-11{:02}-{:04}-{:04}", n / 100_000_000, n / 10_000, n % 10_000)
        }
        ("CREDIT_CARD", _) => format!("411111{n:010}"),
        ("PHONE_NUMBER", 0) => {
            format!("({}) {:03}-{:04}", 212 + n / 90_000, 200 + n / 9_000, n % 9_000)
        }
        ("PHONE_NUMBER", 1) => {
            format!("+1 {} {:03} {:04}", 212 + n / 90_000, 200 + n / 9_000, n % 9_000)
        }
        ("PHONE_NUMBER", _) => {
            format!("{}{:03}{:04}", 212 + n / 90_000, 200 + n / 9_000, n % 9_000)
        }
        _ => format!("user{n}@example.com"),
    }
}

/// The digits of a text.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn luhn(digits: &str) -> bool {
    let double = |n: u32| if n > 4 { 2 * n - 9 } else { 2 * n };
    let numbers = digits.chars().rev().map(|c| c.to_digit(10).unwrap());
    numbers.enumerate().map(|(i, n)| if i % 2 == 1 { double(n) } else { n }).sum::<u32>() % 10 == 0
}

/// The characters of a text that are not digits.
fn frame(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// Whether a surrogate has the form of the table in the specification.
fn has_form(entity: &Entity, value: &str, surrogate: &str) -> bool {
    let digits = digits(surrogate);
    match entity.name() {
        "US_SSN" => {
            frame(surrogate) == frame(value) && digits.len() == 9 && digits.starts_with("000")
        }
        "CREDIT_CARD" => {
            frame(surrogate) == frame(value)
                && surrogate.len() == value.len()
                && digits.starts_with("400000")
                && luhn(&digits)
        }
        "PHONE_NUMBER" => {
            let exchange = digits.as_bytes()[4];
            surrogate.starts_with("+1")
                && digits.len() == 11
                && &digits[..4] == "1555"
                && (b'2'..=b'9').contains(&exchange)
                && surrogate.chars().all(|c| c.is_ascii_digit() || "+-. ()".contains(c))
        }
        _ => {
            let code = surrogate.strip_prefix("tkn-").unwrap();
            let (code, host) = code.split_once('@').unwrap();
            code.len() == 16
                && code.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'))
                && host == "mail.invalid"
        }
    }
}

fn conceal_all(vault: &Vault, person: &Person, entity: &Entity, values: &[&str]) -> Vec<String> {
    let batches = values.chunks(BATCH);
    batches.flat_map(|batch| conceal(vault, &person.at(0), entity, batch)).collect()
}

fn check(entity: &Entity) {
    let values: Vec<String> = (0..COUNT).map(|n| value(entity, n)).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    assert_eq!(values.iter().map(|v| digits(v)).collect::<HashSet<_>>().len(), values.len());
    let person = alice();
    let mut of_stores = Vec::new();
    for stage in Stage::local() {
        let vault = stage.vault(settings());
        let surrogates = conceal_all(&vault, &person, entity, &values);
        let cores: HashSet<String> = match entity.name() {
            "EMAIL_ADDRESS" => surrogates.iter().cloned().collect(),
            _ => surrogates.iter().map(|s| digits(s)).collect(),
        };
        assert_eq!(cores.len(), values.len(), "every value has its own surrogate");
        for (value, surrogate) in values.iter().zip(&surrogates) {
            assert!(has_form(entity, value, surrogate), "form of {surrogate}");
        }
        drop(vault);
        let vault = stage.vault(settings());
        let texts: Vec<&str> = surrogates.iter().map(String::as_str).collect();
        for (values, texts) in values.chunks(BATCH).zip(texts.chunks(BATCH)) {
            let revealed = reveal(&vault, &person.at(1), texts);
            let right = revealed.iter().zip(values).all(|(r, v)| r.as_deref() == Some(*v));
            assert!(right, "every surrogate gives its value back");
        }
        assert_eq!(conceal_all(&vault, &person, entity, &values), surrogates, "stable");
        of_stores.push(surrogates);
    }
    assert_eq!(of_stores[0], of_stores[1], "surrogates depend on keys, not on the store");
    let other = Person::new("alice", 2);
    let vault = Stage::memory().vault(settings());
    let unrelated = conceal_all(&vault, &other, entity, &values);
    let same = unrelated.iter().zip(&of_stores[0]).filter(|(a, b)| a == b).count();
    assert!(same < 10, "{same} surrogates are the same under other keys");
}

#[test]
fn fifty_thousand_social_security_numbers() {
    check(&Entity::US_SSN);
}

#[test]
fn fifty_thousand_cards() {
    check(&Entity::CREDIT_CARD);
}

#[test]
fn fifty_thousand_addresses() {
    check(&Entity::EMAIL_ADDRESS);
}

#[test]
fn fifty_thousand_phones() {
    check(&Entity::PHONE_NUMBER);
}

/// Cards of twelve digits have room for not quite 100,000 surrogates, and here come more.
#[test]
fn a_full_space_spills_over_and_stays_right() {
    let person = alice();
    let vault = Stage::memory().vault(settings());
    let values: Vec<String> = (0..104_000).map(|n| format!("5018{n:08}")).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let surrogates = conceal_all(&vault, &person, &Entity::CREDIT_CARD, &values);
    assert_eq!(surrogates.iter().collect::<HashSet<_>>().len(), values.len());
    let spilled = surrogates.iter().filter(|s| s.starts_with("[[CREDIT_CARD:")).count();
    assert!(spilled > 4_000, "{spilled} spilled over");
    assert_eq!(vault.spilled(), spilled as u64);
    assert!(surrogates.iter().all(|s| s.starts_with("[[") || (s.len() == 12 && luhn(s))));
    let texts: Vec<&str> = surrogates.iter().map(String::as_str).collect();
    let revealed = reveal(&vault, &person.at(0), &texts);
    assert!(revealed.iter().zip(&values).all(|(r, v)| r.as_deref() == Some(*v)));
    // A value that spilled over keeps its surrogate; another spelling of it has its own.
    let at = surrogates.iter().position(|s| s.starts_with("[[")).unwrap();
    let spaced = format!("{} {} {}", &values[at][..4], &values[at][4..8], &values[at][8..]);
    let again = conceal(&vault, &person.at(1), &Entity::CREDIT_CARD, &[values[at], &spaced]);
    assert_eq!(again[0], surrogates[at]);
    let back = reveal(&vault, &person.at(1), &[&again[0], &again[1]]);
    assert_eq!(back, [Some(values[at].to_owned()), Some(spaced)]);
}

fn a_race_gives_one_surrogate_to_a_value(stage: &Stage) {
    const THREADS: usize = 32;
    let values: Vec<String> = (0..60).map(|n| value(&Entity::US_SSN, n)).collect();
    // Each thread with a vault of its own; on disk that is a process of its own, as far as
    // the file is concerned, for every fourth.
    let shared = stage.store();
    let barrier = Barrier::new(THREADS);
    let race = |index: usize| {
        let store = if index.is_multiple_of(4) { stage.store() } else { shared.clone() };
        let vault = Vault::new(store, settings());
        let mut mine: Vec<&str> = values.iter().map(String::as_str).collect();
        mine.rotate_left(index);
        barrier.wait();
        let mut texts = Vec::new();
        for batch in mine.chunks(7) {
            texts.extend(conceal(&vault, &alice().at(0), &Entity::US_SSN, batch));
        }
        texts.rotate_right(index);
        texts
    };
    let all: Vec<Vec<String>> = std::thread::scope(|scope| {
        let race = &race;
        let threads: Vec<_> = (0..THREADS).map(|index| scope.spawn(move || race(index))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(all.iter().all(|texts| *texts == all[0]));
    assert_eq!(all[0].iter().collect::<HashSet<_>>().len(), values.len());
}
