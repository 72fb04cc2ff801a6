//! One MCP server behind the gate, and its client before it: a session over pipes.
//!
//! Nothing is written to either that did not come through `Engine::run`. The server is a child of
//! this process and dies with it.

mod catalog;
mod child;
mod pending;
mod pipe;
mod session;
mod threads;

pub use catalog::Catalog;
pub use child::{Child, ChildError, Inherit, Server, become_server};
pub use pending::{Arrival, Asked, Full, Page, Pending};
pub use pipe::{Pipe, Room, Ticket};
pub use session::{Back, Ends, Passage, Session};
pub use threads::Arriving;
