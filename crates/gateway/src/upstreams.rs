//! To be filled: upstreams.
