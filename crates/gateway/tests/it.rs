//! The door to models over real sockets: a client, the gate, a scripted model, and no mock between.
//!
//! What the gate's parts do by themselves is tested beside them.

#[cfg(test)]
mod it {
    mod gate;
    mod compare;
    mod conversation;
    mod faithful;
    mod users;
    mod attacks;
    mod secrets;
    mod faults;
    mod hang_ups;
    mod examples;
}
