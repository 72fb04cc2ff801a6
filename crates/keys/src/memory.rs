//! Keeps key material out of swap and core dumps, as far as the system lets us.
//!
//! For the whole process: locking single pages needs code that is unsafe.

use rustix::mm::{MlockAllFlags, mlockall};
use rustix::process::{Resource, Rlimit, setrlimit};

/// What the system granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Protection {
    /// Memory that is in use now is not swapped out.
    pub locked: bool,
    /// No core dump is written.
    pub undumped: bool,
}

/// Asks for it; to be called once, early, after which nothing is promised but what it says.
#[must_use]
pub fn protect_memory() -> Protection {
    // Future memory is left out: with a low limit every later allocation would fail.
    let locked = mlockall(MlockAllFlags::CURRENT).is_ok();
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let undumped = setrlimit(Resource::Core, none).is_ok();
    Protection { locked, undumped }
}
