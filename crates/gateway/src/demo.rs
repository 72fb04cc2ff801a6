//! To be filled: demo.
