//! One permit is one execution: what left is gone.

use portcullis_engine::{Outgoing, Upstream};

async fn twice<U: Upstream>(upstream: &U, call: Outgoing) {
    drop(upstream.run(call).await);
    drop(upstream.run(call).await);
}

fn copied(call: &Outgoing) -> Outgoing {
    call.clone()
}

fn main() {}
