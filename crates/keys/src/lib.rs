//! The master-key envelope, its slots, and the store of wrapped keys.

#![forbid(unsafe_code)]
