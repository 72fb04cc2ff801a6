//! One file per stage, in the order of the way.

pub mod validate;
pub mod authorize;
pub mod record;
pub mod outbound;
pub mod execute;
pub mod inbound;
mod crossing;
