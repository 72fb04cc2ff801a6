//! What every store and every shape must do, through the public words of the crate alone.

#![forbid(unsafe_code)]
#![expect(
    clippy::string_slice,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests are tests: what does not hold here must fail"
)]

#[path = "it/behaviour.rs"]
mod behaviour;
#[path = "it/corpus.rs"]
mod corpus;
#[path = "it/disk.rs"]
mod disk;
#[path = "it/issued.rs"]
mod issued;
#[path = "it/life.rs"]
mod life;
#[path = "it/mentions.rs"]
mod mentions;
#[path = "it/postgres.rs"]
mod postgres;
#[path = "it/processes.rs"]
mod processes;
#[path = "it/redis.rs"]
mod redis;
#[path = "it/round_trips.rs"]
mod round_trips;
#[path = "it/scene.rs"]
mod scene;
#[path = "it/scopes.rs"]
mod scopes;
#[path = "it/spellings.rs"]
mod spellings;
