//! What becomes of a whole text on both crossings: a model sees surrogates, its caller sees its
//! own values, and nobody else sees any.

use portcullis_model::{Action, Document, Entity, Form, Role, Target};

use super::far::{Script, Told, document, texts};
use super::scene::{CARD, MAIL, PLANTED, Reply, SECRET, SSN, Scene, Wish, assert_clean};

/// A model that says what it was told.
fn echo(told: &Told) -> Script {
    let told: Vec<&str> = told.texts.iter().map(String::as_str).collect();
    Script::Whole(texts(&told))
}

#[tokio::test]
async fn a_caller_reads_exactly_what_it_said() {
    let check = async |said: &[&str]| {
        let scene = Scene::new(echo);
        let reply = scene.say("alice", texts(said)).await;
        let told = scene.far.told().remove(0);
        assert_clean(&told.raw);
        assert_ne!(told.texts, said, "nothing was concealed");
        assert_eq!(reply.texts, said);
    };
    check(&[MAIL]).await;
    check(&["write to ada.king@babbage-engines.com, and again: ada.king@babbage-engines.com"])
        .await;
    check(&["SSN 536-22-8145", "her card is 4539 5787 6362 1486.", MAIL, "harmless"]).await;
    check(&[
        "Ada <ada.king@babbage-engines.com>",
        "ssn:536228145; mail ADA.KING@babbage-engines.com",
    ])
    .await;
}

#[tokio::test]
async fn actions_say_what_the_model_reads() {
    let check = async |action, told: &str| {
        let actions = vec![(Entity::US_SSN, action)];
        let scene = Scene::with(Wish { actions, ..Wish::default() }, echo);
        let reply = scene.say("alice", texts(&["SSN 536-22-8145"])).await;
        assert_eq!(scene.far.told().remove(0).texts, [told]);
        // What is no surrogate is not revealed.
        assert_eq!(reply.texts, [told]);
        let outcome = scene.outcomes().remove(0);
        let counts = outcome.findings.iter().map(|count| count.count).sum::<u64>();
        assert_eq!((counts, outcome.revealed), (1, 0));
    };
    check(Action::Redact, "SSN [US_SSN]").await;
    check(Action::Mask, "SSN ***-**-8145").await;
    check(Action::Allow, "SSN 536-22-8145").await;
}

/// An address is one finding with the password in it: what is said of secrets holds for it too.
#[tokio::test]
async fn a_secret_in_an_address_is_a_secret() {
    let check = async |of_url, of_secret, told: &str| {
        let actions = vec![(Entity::known("URL"), of_url), (Entity::SECRET, of_secret)];
        let scene = Scene::with(Wish { actions, ..Wish::default() }, echo);
        scene.say("alice", texts(&["db postgres://ada:9YIcHO1ccp@db.acme.dev/shop"])).await;
        assert_eq!(scene.far.told().remove(0).texts, [told]);
    };
    check(Action::Surrogate, Action::Redact, "db [URL]").await;
    check(Action::Allow, Action::Redact, "db [URL]").await;
    check(Action::Redact, Action::Surrogate, "db [URL]").await;
    let plain = "db postgres://ada:9YIcHO1ccp@db.acme.dev/shop";
    check(Action::Allow, Action::Allow, plain).await;
}

#[tokio::test]
async fn a_hash_is_the_same_in_one_scope_only() {
    let actions = vec![(Entity::US_SSN, Action::Hash)];
    let scene = Scene::with(Wish { actions, ..Wish::default() }, echo);
    let mut hashes = Vec::new();
    for principal in ["alice", "alice", "bob"] {
        let reply = scene.say(principal, texts(&["SSN 536-22-8145"])).await;
        hashes.push(reply.texts.concat());
    }
    assert!(hashes.iter().all(|hash| hash.starts_with("SSN [US_SSN:")), "{hashes:?}");
    assert_eq!(hashes.first(), hashes.get(1));
    assert_ne!(hashes.first(), hashes.get(2));
    hashes.iter().for_each(|hash| assert_clean(hash));
}

/// A number becomes a string on the way out; a text that the model writes has the digits.
#[tokio::test]
async fn numbers_and_keys_are_concealed_too() {
    let said = document(&[(Role::Text, Form::Number, CARD), (Role::Text, Form::Key, MAIL)]);
    let scene = Scene::new(echo);
    let reply = scene.say("alice", said).await;
    let told = scene.far.told().remove(0);
    assert_clean(&told.raw);
    assert!(told.raw.starts_with("[\""), "{}", told.raw);
    assert_eq!(reply.texts, [CARD, MAIL]);
}

#[tokio::test]
async fn redacted_keys_stay_apart() {
    let actions = vec![(Entity::EMAIL_ADDRESS, Action::Redact)];
    let scene = Scene::with(Wish { actions, ..Wish::default() }, echo);
    let key = |text| (Role::Text, Form::Key, text);
    let other = "charles@babbage-engines.com";
    scene.say("alice", document(&[key(MAIL), key(other), key(MAIL)])).await;
    let told = scene.far.told().remove(0).texts;
    assert_eq!(told, ["[EMAIL_ADDRESS]", "[EMAIL_ADDRESS]#2", "[EMAIL_ADDRESS]#3"]);
}

/// A second user whose prompt holds the first user's surrogates, and the first user with its own
/// as text, read what they wrote.
#[tokio::test]
async fn a_surrogate_that_came_as_text_hands_nothing() {
    let scene = Scene::new(echo);
    let card = "card 4539 5787 6362 1486";
    scene.say("alice", texts(&[MAIL, "SSN 536-22-8145", card])).await;
    let handed = scene.far.told().remove(0).texts;
    for principal in ["bob", "alice", "alice/bob", ""] {
        for surrogate in &handed {
            let asks = format!("who is {surrogate} please");
            let reply = scene.say(principal, texts(&[&asks])).await;
            assert_eq!(reply.texts, [asks], "{principal}");
            assert_clean(&scene.far.told().pop().unwrap().raw);
            // In its own scope it stays what it is.
            let revealed = scene.outcomes().pop().unwrap().revealed;
            assert!(revealed == 0 || principal != "alice", "{surrogate}");
        }
    }
    // Not even beside a value of the same call, as the model's own idea.
    let handed: &'static str = handed.concat().leak();
    let scene = Scene::new(move |_| Script::Whole(texts(&[handed])));
    let reply = scene.say("alice", texts(&["mail: lovelace@babbage-engines.com"])).await;
    assert_eq!(reply.texts, [handed]);
}

#[tokio::test]
async fn own_surrogates_stand_in_signed_blocks_and_nobody_elses() {
    let scene = Scene::new(echo);
    scene.say("alice", texts(&[MAIL])).await;
    let surrogate = scene.far.told().remove(0).texts.concat();
    let signed = |text: &str| document(&[(Role::Sealed, Form::Str, text)]);
    assert_eq!(scene.say("alice", signed(&surrogate)).await.code(), None);
    assert_eq!(scene.say("bob", signed(&surrogate)).await.code(), Some("blocked_content"));
    assert_eq!(scene.say("alice", signed(MAIL)).await.code(), Some("blocked_content"));
    assert_eq!(scene.far.told().len(), 2);
}

#[tokio::test]
async fn probabilities_go_if_anything_was_concealed() {
    let check = async |said: &str, want: &str, warnings: &[&str]| {
        let logprobs = r#"{"content":[{"token":"tkn"}]}"#;
        let scene =
            Scene::new(move |_| Script::Whole(document(&[(Role::Logprobs, Form::Raw, logprobs)])));
        let reply = scene.say("alice", texts(&[said])).await;
        assert_eq!(reply.texts, [want]);
        assert_eq!(reply.warnings, warnings);
        assert_eq!(scene.outcomes().remove(0).warnings, warnings);
    };
    check("harmless", r#"{"content":[{"token":"tkn"}]}"#, &[]).await;
    check(MAIL, "null", &["logprobs-stripped"]).await;
}

#[tokio::test]
async fn secrets_of_a_reply_do_not_come_in() {
    let check = async |role: Role| {
        let scene = Scene::new(move |_| {
            let leak = "use ghp_qZbsrNcTha26hB2XeEH25dbYIkkWcnAsTIIy here";
            Script::Whole(document(&[(role.clone(), Form::Str, leak)]))
        });
        let reply = scene.say("alice", texts(&["harmless"])).await;
        assert_eq!(reply.texts, ["use [SECRET] here"]);
        let outcome = scene.outcomes().remove(0);
        assert_eq!(outcome.findings.len(), 1);
        assert_clean(&format!("{outcome:?}"));
    };
    let tool = || "send".into();
    check(Role::Text).await;
    check(Role::Arguments { tool: tool() }).await;
    check(Role::Argument { tool: tool(), argument: "/to".into() }).await;
}

/// What the model writes of its own stays, also if it looks like personal data.
#[tokio::test]
async fn what_the_model_made_up_stays() {
    let made_up = "write to somebody@babbage-engines.com or tkn-aaaaaaaaaaaaaaaa@aaaa.invalid";
    let scene = Scene::new(move |_| Script::Whole(texts(&[made_up])));
    assert_eq!(scene.say("alice", texts(&[MAIL])).await.texts, [made_up]);
}

#[tokio::test]
async fn the_vault_itself_conceals_and_reveals() {
    let scene = Scene::new(echo);
    let ask = async |target: Target, principal: &str, document: Document| -> Reply {
        let mut call = scene.call(principal, document);
        call.target = target;
        scene.ask(call).await
    };
    let text = |text| (Role::Text, Form::Str, text);
    let row = [text(MAIL), (Role::Text, Form::Number, CARD), text("SSN 536-22-8145"), text("x")];
    let said = document(&row);
    let concealed = ask(Target::Conceal, "alice", said.clone()).await;
    assert_clean(&concealed.raw);
    let again = ask(Target::Conceal, "alice", said.clone()).await;
    assert_eq!(again.raw, concealed.raw);
    let surrogates: Vec<&str> = concealed.texts.iter().map(String::as_str).collect();
    let revealed = ask(Target::Reveal, "alice", texts(&surrogates)).await;
    assert_eq!(revealed.raw, said.raw, "the number is a number again");
    let others = ask(Target::Reveal, "bob", texts(&surrogates)).await;
    assert_eq!(others.texts, surrogates);
    let warnings = scene.outcomes().pop().unwrap().warnings;
    assert_eq!(warnings, ["unknown-surrogate"]);
    assert!(scene.far.told().is_empty());
    let unlike = |value: &&str| !concealed.raw.contains(*value);
    assert!([MAIL, CARD, SSN, SECRET].iter().all(unlike) && PLANTED.len() == 4);
}

#[tokio::test]
async fn unread_media_are_told_of() {
    let scene = Scene::new(echo);
    let mut call = scene.call("alice", texts(&["look"]));
    call.media = 2;
    assert_eq!(scene.ask(call).await.warnings, ["media-unread"]);
}
