//! Keeps key material out of swap and core dumps, as far as the system lets us.
//!
//! For the whole process: locking single pages needs code that is unsafe.

use rustix::mm::{MlockAllFlags, mlockall};
use rustix::process::{Resource, Rlimit, setrlimit};

/// Locks a page when it is first used, where the system can.
#[cfg(any(target_os = "linux", target_os = "android"))]
const ON_USE: MlockAllFlags = MlockAllFlags::ONFAULT;
/// Locks a page when it is first used, where the system can.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
const ON_USE: MlockAllFlags = MlockAllFlags::empty();

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
    // Future memory is left out: with a low limit every later allocation would fail. Pages are
    // locked when they are used: else what an allocator only reserved would all be filled.
    let locked = mlockall(MlockAllFlags::CURRENT | ON_USE).is_ok();
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let undumped = setrlimit(Resource::Core, none).is_ok();
    Protection { locked, undumped }
}
