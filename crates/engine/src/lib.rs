//! The way of a call: the stages, in the only order there is.

#![forbid(unsafe_code)]
