//! A reply that comes in pieces.
//!
//! The upstream cuts the wire into [`Event`]s and says which field continues which channel of
//! text; the engine guards the channels; the door writes [`Piece`]s. No wire format here.

use crate::{Document, Edited};

/// What a reply says before its body: plain values, from an exact allow-list of the upstream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// An HTTP status.
    pub status: u16,
    /// Headers for the caller.
    pub headers: Vec<(Box<str>, Box<str>)>,
}

/// One event of a stream, as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event {
    /// The event, whole, with the bytes that end it. Fields that no mark names are texts of
    /// their own, complete in this event.
    pub document: Document,
    /// What it means for the channels, in order.
    pub marks: Vec<Mark>,
    /// An event that this door does not know and that holds text.
    pub unknown: bool,
}

/// Names one run of text that a stream delivers in pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Channel {
    /// Which choice, content block or output item.
    pub index: u32,
    /// Which part of it (which tool call of a choice).
    pub part: u32,
    /// What flows in it.
    pub matter: Matter,
}

/// What flows in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Matter {
    /// The answer's text.
    Text,
    /// The model's reasoning, unsigned.
    Reasoning,
    /// The text of the model's own refusal.
    Refusal,
    /// The arguments of a tool call: JSON text.
    Arguments,
}

/// What an event means for a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    /// A tool call begins: its arguments will flow in this channel.
    Open {
        /// The channel.
        channel: Channel,
        /// The tool, as the model names it.
        tool: Box<str>,
    },
    /// The field continues the channel.
    Delta {
        /// The channel.
        channel: Channel,
        /// Index into the fields of the event's document.
        field: usize,
    },
    /// Nothing follows in this channel, and the field repeats all that flowed in it.
    Whole {
        /// The channel.
        channel: Channel,
        /// Index into the fields of the event's document.
        field: usize,
    },
    /// Nothing follows in this channel.
    Close {
        /// The channel.
        channel: Channel,
    },
    /// Nothing follows in any channel of this index.
    CloseIndex {
        /// The index.
        index: u32,
    },
    /// Nothing follows in any channel.
    CloseAll,
}

/// One piece of a stream that is fit for the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// An event, with the edits that make it fit.
    Event(Edited),
    /// Text of a channel that was held back and is released now; the door makes an event of it.
    Text {
        /// The channel.
        channel: Channel,
        /// What to deliver in it.
        text: String,
    },
}
