//! The program `portcullis` as its users meet it: words and standard input in, standard output,
//! standard error and an exit code out.
//!
//! It looks at no internals; the commands that serve are tested with the doors.

#![forbid(unsafe_code)]

#[cfg(test)]
#[path = "cli/support.rs"]
mod support;

#[cfg(test)]
#[path = "cli/keeping.rs"]
mod keeping;
#[cfg(test)]
#[path = "cli/record.rs"]
mod record;
#[cfg(test)]
#[path = "cli/scanning.rs"]
mod scanning;
#[cfg(test)]
#[path = "cli/settings.rs"]
mod settings;
#[cfg(test)]
#[path = "cli/starting.rs"]
mod starting;
