//! Only its own stage makes the proof that a call went through it.

use portcullis_engine::stages::authorize::Permitted;
use portcullis_engine::stages::execute::Raw;
use portcullis_engine::stages::outbound::Prepared;
use portcullis_engine::stages::validate::Validated;
use portcullis_engine::{Answer, Cleared, ClearedBody, Outgoing};
use portcullis_model::Head;
use portcullis_policy::Permit;

fn permitted(call: Validated, permit: Permit) -> Permitted {
    Permitted { call, permit }
}

fn prepared(outgoing: Outgoing) -> Prepared {
    Prepared { outgoing, kept: any() }
}

fn outgoing(call: Outgoing) -> Outgoing {
    Outgoing { edited: any(), ..call }
}

fn raw(answer: Answer) -> Raw {
    Raw { answer, kept: any() }
}

fn cleared(head: Head, body: ClearedBody) -> Cleared {
    Cleared { head, body, warnings: Vec::new(), pump: None }
}

fn main() {}

/// Stands for whatever is wanted, so that only what is shown here is wrong.
fn any<T>() -> T {
    loop {}
}
