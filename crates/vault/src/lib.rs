//! Surrogates: what stands for a value, and the stores behind it.

#![forbid(unsafe_code)]
