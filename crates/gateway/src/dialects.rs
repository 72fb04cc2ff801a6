//! To be filled: dialects.
