//! The product from outside: the door to models over real sockets, and the command line.
//!
//! What the gate's parts do by themselves is tested beside them.

#![forbid(unsafe_code)]

#[cfg(test)]
mod it {
    mod gate;
    mod compare;
    mod conversation;
    mod faithful;
    mod users;
    mod own_entities;
    mod owned;
    mod clients;
    mod reload;
    mod tls;
    mod attacks;
    mod secrets;
    mod faults;
    mod hang_ups;
    mod examples;
    mod cli;
    mod mcp;
    mod planted_secrets;
    mod stores;
    mod two_doors;
}
