//! Only what went through every stage before it can be run at the far side.

use portcullis_engine::Upstream;
use portcullis_engine::stages::authorize::Permitted;
use portcullis_engine::stages::record::Recorded;
use portcullis_engine::stages::validate::Validated;
use portcullis_model::Call;

async fn asked<U: Upstream>(upstream: &U, call: Call) {
    drop(upstream.run(call).await);
}

async fn unpermitted<U: Upstream>(upstream: &U, call: Validated) {
    drop(upstream.run(call).await);
}

async fn unrecorded<U: Upstream>(upstream: &U, call: Permitted) {
    drop(upstream.run(call).await);
}

async fn unconcealed<U: Upstream>(upstream: &U, call: Recorded) {
    drop(upstream.run(call).await);
}

fn main() {}
