//! The outside world for tests: a scripted model provider, an HTTP client, realistic values, real
//! servers.
//!
//! Knows nothing of the inside of Portcullis and asserts nothing; tests do. Everything is
//! bounded, seeded and on loopback, and nothing sleeps.
//!
//! ```
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
//! # runtime.block_on(async {
//! use portcullis_testkit::{Answer, Client, Reply, Upstream};
//!
//! let upstream = Upstream::start(|request| Reply::Answer(Answer::text(request.last_text()))).await?;
//! let client = Client::new(upstream.address());
//! let body = r#"{"model":"m","messages":[{"role":"user","content":"hello"}]}"#;
//! let response = client.post("/v1/chat/completions", &[], body).await?;
//! assert_eq!(response.json()["choices"][0]["message"]["content"], "hello");
//! assert_eq!(upstream.exchanges().len(), 1);
//! # std::io::Result::Ok(())
//! # })?;
//! # std::io::Result::Ok(())
//! ```

#![forbid(unsafe_code)]

mod random;
mod values;
mod spelling;
mod cutting;
mod asking;
mod answer;
mod dialects;
mod request;
mod upstream;
mod recorder;
mod scenes;
mod client;
mod services;

pub use answer::{Answer, End, Part, Raw, Reply};
pub use asking::Asking;
pub use client::{Client, Response};
pub use cutting::cut;
pub use dialects::events_of;
pub use random::Random;
pub use request::Received;
pub use scenes::scene;
pub use services::{PostgresServer, RedisServer};
pub use upstream::{Exchange, Upstream};
pub use values::{Kind, Planted, SecretKind};
