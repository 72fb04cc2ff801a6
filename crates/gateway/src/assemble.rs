//! To be filled: assemble.
