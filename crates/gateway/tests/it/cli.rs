//! The program `portcullis` as its users meet it: words and standard input in, standard output,
//! standard error and an exit code out.
//!
//! It looks at no internals; the commands that serve are tested with the doors.

mod support;
mod vaulting;
mod copying;
mod migrating;

mod beginning;
mod doctoring;
mod explaining;
mod helping;
mod importing;
mod clients;
mod installing;
mod keeping;
mod keeping_secrets;
mod record;
mod reloading;
mod own_entities;
mod scanning;
mod scanning_directories;
mod scanning_reports;
mod settings;
mod starting;
