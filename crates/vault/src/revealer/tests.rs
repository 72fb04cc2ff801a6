//! What comes back and what does not, whole and cut.
