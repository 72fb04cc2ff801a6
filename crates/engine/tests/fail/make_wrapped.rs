//! Only its own stage wraps a call or a stream as what it made of it.

use portcullis_engine::Pieces;
use portcullis_engine::stages::authorize::Permitted;
use portcullis_engine::stages::record::Recorded;
use portcullis_engine::stages::validate::Validated;
use portcullis_model::{Call, Piece, Refusal};
use tokio::sync::mpsc;

fn validated(call: Call) -> Validated {
    Validated(call)
}

fn recorded(call: Permitted) -> Recorded {
    Recorded(call)
}

fn streamed(receiver: mpsc::Receiver<Result<Vec<Piece>, Refusal>>) -> Pieces {
    Pieces(receiver)
}

fn main() {}
