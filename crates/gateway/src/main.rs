//! The program `portcullis`.
//!
//! It hands its words to the command line and ends with the exit code that comes back.

#![forbid(unsafe_code)]

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    portcullis_gateway::cli::main(std::env::args_os().collect())
}
