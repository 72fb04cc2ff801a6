//! For generated values in generated spellings: what is concealed comes back exactly, and a
//! surrogate is found in text.

use portcullis_model::Entity;
use portcullis_vault::Concealed;
use proptest::prelude::*;

use crate::behaviour::Case;
use crate::scene::{Stage, alice, conceal, conceal_one, item, reveal, reveal_one, settings, wait};

fn separator() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", " ", "-", ".", "\u{a0}", "\u{2011}"])
}

/// Digits in groups with separators between them.
fn grouped(groups: &'static [usize]) -> impl Strategy<Value = String> {
    let digits = prop::collection::vec(0_u32..10, groups.iter().sum::<usize>());
    let separators = prop::collection::vec(separator(), groups.len());
    (digits, separators).prop_map(|(digits, separators)| {
        let mut digits = digits.into_iter().map(|digit| digit.to_string());
        let mut out = String::new();
        for (count, separator) in groups.iter().zip(separators) {
            if !out.is_empty() {
                out.push_str(separator);
            }
            out.extend(digits.by_ref().take(*count));
        }
        out
    })
}

fn iban() -> impl Strategy<Value = String> {
    let spelled = (separator(), any::<bool>(), 1_usize..6);
    ("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", spelled).prop_map(|(text, (separator, lower, every))| {
        let text = if lower { text.to_lowercase() } else { text };
        let mut out = String::new();
        for (at, letter) in text.chars().enumerate() {
            if at > 0 && at % every == 0 {
                out.push_str(separator);
            }
            out.push(letter);
        }
        out
    })
}

fn phone() -> impl Strategy<Value = String> {
    let prefix = prop::sample::select(vec!["", "+1", "+1 ", "1-", "001 ", "+1.", "+1 (", "("]);
    let extension = prop::sample::select(vec!["", " x12", " ext. 3", "#4"]);
    (prefix, grouped(&[3, 3, 4]), extension).prop_map(|(prefix, number, extension)| {
        let number = if prefix.ends_with('(') {
            format!("{}){}", &number[..3], &number[3..])
        } else {
            number
        };
        format!("{prefix}{number}{extension}")
    })
}

fn value() -> impl Strategy<Value = (Entity, String)> {
    prop_oneof![
        grouped(&[3, 2, 4]).prop_map(|value| (Entity::US_SSN, value)),
        grouped(&[2, 3, 4]).prop_map(|value| (Entity::US_SSN, value)),
        grouped(&[4, 4, 4, 4]).prop_map(|value| (Entity::CREDIT_CARD, value)),
        grouped(&[4, 6, 5]).prop_map(|value| (Entity::CREDIT_CARD, value)),
        grouped(&[4, 4, 4, 4, 3]).prop_map(|value| (Entity::CREDIT_CARD, value)),
        grouped(&[5, 8]).prop_map(|value| (Entity::CREDIT_CARD, value)),
        grouped(&[4, 4, 1]).prop_map(|value| (Entity::ABA_ROUTING_NUMBER, value)),
        phone().prop_map(|value| (Entity::PHONE_NUMBER, value)),
        "\\+[2-9][0-9 ]{6,14}".prop_map(|value| (Entity::PHONE_NUMBER, value)),
        iban().prop_map(|value| (Entity::IBAN_CODE, value)),
        "[A-Za-z0-9.+_-]{1,20}@[A-Za-z0-9-]{1,12}\\.[A-Za-z]{2,6}"
            .prop_map(|value| (Entity::EMAIL_ADDRESS, value)),
        any::<std::net::Ipv4Addr>().prop_map(|value| (Entity::IP_ADDRESS, value.to_string())),
        any::<std::net::Ipv6Addr>().prop_map(|value| (Entity::IP_ADDRESS, value.to_string())),
        "[0-9A-Fa-f:]{2,39}".prop_map(|value| (Entity::IP_ADDRESS, value)),
        any::<String>().prop_map(|value| (Entity::known("PERSON"), value)),
        any::<String>().prop_map(|value| (Entity::CREDIT_CARD, value)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_concealed_value_comes_back(values in prop::collection::vec(value(), 1..40)) {
        let (vault, person) = (Stage::memory().vault(settings()), alice());
        let items: Vec<_> = values.iter().map(|(entity, value)| item(entity, value)).collect();
        let concealed = wait(vault.conceal(&person.at(0), &items)).unwrap();
        for ((entity, value), concealed) in values.iter().zip(&concealed) {
            let Concealed::Surrogate(surrogate) = concealed else {
                return Err(TestCaseError::fail("a value was taken for a surrogate"));
            };
            let back = reveal_one(&vault, &person.at(0), surrogate);
            prop_assert_eq!(back.as_deref(), Some(value.as_str()), "{} {}", entity, surrogate);
            let text = format!("x {surrogate} 7, {surrogate}.");
            let found = vault.mentions(&text);
            prop_assert_eq!(found.len(), 2, "{}", text);
            prop_assert_eq!(&text[found[0].range.clone()], surrogate.as_str());
            prop_assert_eq!(&text[found[1].range.clone()], surrogate.as_str());
        }
    }

    /// Spellings of few values, so that they meet.
    #[test]
    fn spellings_that_meet_come_back(
        spellings in prop::collection::vec(
            prop::sample::select(vec![
                "4155550199", "+14155550199", "1 415 555 0199", "+1 415 555 0199", "415-555-0199",
                "1-415-555-0199", "+1-415-555-0199", "(415) 555-0199", "+1 (415) 555-0199",
                "1 (415) 555-0199", "001-415-555-0199", "415/555-0199", "415/555/0199",
            ]), 1..20),
        cut in 0_usize..20,
    ) {
        let (vault, person) = (Stage::memory().vault(settings()), alice());
        let (early, late) = spellings.split_at(cut.min(spellings.len()));
        let mut texts = conceal(&vault, &person.at(0), &Entity::PHONE_NUMBER, early);
        texts.extend(conceal(&vault, &person.at(0), &Entity::PHONE_NUMBER, late));
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let back: Vec<String> = reveal(&vault, &person.at(0), &texts).into_iter().flatten().collect();
        prop_assert_eq!(back, spellings);
    }

    #[test]
    fn no_text_panics(text in any::<String>(), shaped in "[tT0-9X+:@.\\[\\]() -]{0,60}") {
        for text in [text, shaped] {
            for mention in portcullis_vault::mentions(&text) {
                prop_assert!(text.get(mention.range).is_some());
            }
            let (vault, person) = (Stage::memory().vault(settings()), alice());
            prop_assert_eq!(reveal_one(&vault, &person.at(0), &text), None);
        }
    }
}

pub(crate) const CASES: &[Case] = &[("an_empty_batch_is_fine", an_empty_batch_is_fine)];

fn an_empty_batch_is_fine(stage: &Stage) {
    let vault = stage.vault(settings());
    assert!(conceal(&vault, &alice().at(0), &Entity::US_SSN, &[]).is_empty());
    assert!(reveal(&vault, &alice().at(0), &[]).is_empty());
    let one = conceal_one(&vault, &alice().at(0), &Entity::US_SSN, "078-05-1120");
    let many = conceal(&vault, &alice().at(0), &Entity::US_SSN, &["078-05-1120"; 5]);
    assert!(many.iter().all(|surrogate| *surrogate == one));
}
