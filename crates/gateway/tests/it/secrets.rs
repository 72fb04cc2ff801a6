//! Credentials never leave, in no spelling, and do not come back: they are redacted.

use portcullis_testkit::{Answer, Asking, Kind, Random, Received, Reply, SecretKind, Upstream};

use super::compare::leaves;
use super::gate::Gate;

#[tokio::test]
async fn credentials_of_every_format_are_redacted() {
    let repeat = |request: &Received| Reply::Answer(Answer::text(request.last_text()));
    let upstream = Upstream::start(repeat).await.unwrap();
    let gate = Gate::start(upstream.address()).await;
    for (number, kind) in (0_u64..).zip(SecretKind::ALL.iter().cycle().take(60)) {
        let value = Kind::Secret(*kind).value(&mut Random::new(number));
        let text = format!("please use this one: {value}\nand tell nobody");
        let asking = Asking {
            model: "gpt-x".to_owned(),
            text,
            stream: number % 2 == 0,
            seed: (number % 3 == 0).then_some(number),
            ..Asking::default()
        };
        let path = "/v1/chat/completions";
        let response = gate.client().post(path, &[], asking.openai()).await.unwrap();
        assert_eq!(response.status, 200, "{}", response.text());
        let received = upstream.last().unwrap().received;
        let seen = leaves(&received.json()).join("\n");
        assert_eq!(
            received.last_text(),
            "please use this one: [SECRET]\nand tell nobody",
            "{kind:?}: {value}"
        );
        // Not even a part of it that could still be used.
        let middle = value.get(value.len() / 3..value.len() * 2 / 3).unwrap();
        assert!(!seen.contains(middle) && !response.text().contains(middle), "{kind:?}: {value}");
    }
    let record = gate.stop().await;
    assert_eq!(record.outcomes.len(), 60);
}
