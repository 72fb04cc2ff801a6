//! The joint to the far side: a model provider today, a tool server or a sandbox tomorrow.

use std::pin::Pin;

use futures_util::Stream;
use portcullis_model::{Document, Edited, Event, Head, Refusal};

use crate::stages::outbound::Outgoing;

/// The far side.
pub trait Upstream: Send + Sync + 'static {
    /// Runs the call. Only a call that was prepared can be run.
    ///
    /// Dropping the future ends the request.
    fn run(&self, call: Outgoing) -> impl Future<Output = Result<Answer, Refusal>> + Send;

    /// Reads the arguments of a tool call, as the model wrote them: JSON text.
    ///
    /// The roles of the fields do not matter; pointers start at the root of the arguments.
    /// `None` if they are not well-formed.
    fn read_arguments(&self, text: &str) -> Option<Document>;

    /// Writes arguments that [`Self::read_arguments`] read.
    fn write_arguments(&self, arguments: &Edited) -> String;
}

/// What the far side answered.
pub struct Answer {
    /// What stands before the body.
    pub head: Head,
    /// The body.
    pub body: Body,
    /// Parts of a tool's answer that no recognizer can read: images, audio, files.
    pub media: usize,
}

/// The body of an [`Answer`].
pub enum Body {
    /// All of it.
    Whole(Document),
    /// Events, in groups as they arrive.
    Stream(EventStream),
}

/// Events of a reply, in groups as they arrive; ends with the reply.
pub type EventStream = Pin<Box<dyn Stream<Item = Result<Vec<Event>, Refusal>> + Send>>;

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer").field("status", &self.head.status).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Whole(_) => "Whole(..)",
            Self::Stream(_) => "Stream(..)",
        })
    }
}
