//! Every cryptographic primitive of the product, each behind a type of its own.

#![forbid(unsafe_code)]
