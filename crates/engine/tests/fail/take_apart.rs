//! What a stage holds back cannot be reached past it.

use portcullis_engine::Outgoing;
use portcullis_engine::stages::authorize::Permitted;
use portcullis_engine::stages::execute::Raw;
use portcullis_engine::stages::outbound::Prepared;
use portcullis_engine::stages::record::Recorded;

fn permitted(call: Permitted) {
    drop(call.into_parts());
}

fn recorded(call: Recorded) {
    drop(call.into_parts());
}

fn prepared(call: Prepared) {
    drop(call.split());
}

fn sent(call: Prepared) -> Outgoing {
    call.outgoing
}

fn raw(reply: Raw) {
    drop(reply.answer);
}

fn main() {}
