//! The binary portcullis: doors, upstreams, command line, configuration.

#![forbid(unsafe_code)]
