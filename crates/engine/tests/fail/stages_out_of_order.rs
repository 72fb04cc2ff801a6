//! No stage can be left out: each takes nothing but what the one before it gave.

use portcullis_engine::stages::authorize::{Permitted, authorize};
use portcullis_engine::stages::execute::execute;
use portcullis_engine::stages::inbound::inbound;
use portcullis_engine::stages::outbound::{Prepared, outbound};
use portcullis_engine::stages::record::{Recorded, intent};
use portcullis_engine::stages::validate::Validated;
use portcullis_engine::{Answer, Parts, Upstream};
use portcullis_model::Call;

fn unvalidated<U>(call: Call, parts: &Parts<U>) {
    drop(authorize(call, parts, any()));
}

async fn unpermitted<U>(call: Validated, parts: &Parts<U>) {
    drop(intent(call, parts, any()).await);
}

async fn unrecorded<U: Upstream>(call: Permitted, parts: &Parts<U>) {
    drop(outbound(call, parts, any()).await);
}

async fn unconcealed<U: Upstream>(call: Recorded, parts: &Parts<U>) {
    drop(execute(call, &parts.upstream, any()).await);
}

async fn unexecuted<U: Upstream>(call: Prepared, parts: &Parts<U>) {
    drop(inbound(call, parts, any()).await);
}

async fn answered_elsewhere<U: Upstream>(answer: Answer, parts: &Parts<U>) {
    drop(inbound(answer, parts, any()).await);
}

fn main() {}

/// Stands for whatever is wanted, so that only what is shown here is wrong.
fn any<T>() -> T {
    loop {}
}
