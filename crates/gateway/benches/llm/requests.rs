//! What is asked: chat requests of 2 KB with five findings.
//!
//! Values are made up from a seed; no two requests share any.

use bytes::Bytes;
use portcullis_testkit::{Kind, Random};

/// How many different requests there are; they come again and again, as turns of a
/// conversation do.
pub(crate) const DISTINCT: usize = 512;

/// Bytes of a request.
const BYTES: usize = 2_048;

const PROSE: &str = "The customer wrote on Tuesday that the second parcel of the order had not \
                     arrived and asked whether it could be sent to the office instead. ";

/// All requests to `model`, whole or streamed.
pub(crate) fn all(model: &str, stream: bool) -> Vec<Bytes> {
    (0..DISTINCT).map(|number| one(model, stream, number)).collect()
}

fn one(model: &str, stream: bool, number: usize) -> Bytes {
    let mut random = Random::new(number as u64);
    let mut value = |kind: Kind| kind.value(&mut random);
    let text = format!(
        "Answer to the mail <<{}>> of the person with social security number <<{}>>, who paid \
         by credit card {} and can be called at {} or be paid at IBAN {}. ",
        value(Kind::Email),
        value(Kind::Ssn),
        value(Kind::Card),
        value(Kind::Phone),
        value(Kind::Iban),
    );
    let body = |prose: &str| {
        format!(
            r#"{{"model":"{model}","stream":{stream},"temperature":0.2,"messages":[{{"role":"system","content":"You are a helpful clerk of a small shop."}},{{"role":"user","content":"{text}"}},{{"role":"assistant","content":"I have looked it up."}},{{"role":"user","content":"{prose}"}}]}}"#
        )
    };
    let missing = BYTES.saturating_sub(body("").len());
    let prose: String = PROSE.chars().cycle().take(missing).collect();
    Bytes::from(body(&prose))
}
