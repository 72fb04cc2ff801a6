//! A door encodes what is cleared; what the far side said is not.

use portcullis_engine::stages::execute::Raw;
use portcullis_engine::{Answer, Body, Cleared, ClearedBody};
use portcullis_model::{Document, Edited};

fn encode(_: Cleared) {}
fn encode_body(_: ClearedBody) {}

fn raw(raw: Raw) {
    encode(raw);
}

fn answer(answer: Answer) {
    encode(answer);
}

fn edited(document: Document) {
    encode(Edited::unchanged(document));
}

fn body(body: Body) {
    encode_body(body);
}

fn main() {}
