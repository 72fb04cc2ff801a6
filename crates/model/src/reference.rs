//! Ids by which a call names what lies at the provider: earlier replies, files, containers.
//!
//! They say nothing about what is in there, and whether they exist is not told either.

/// One thing at the provider that a call names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reference {
    /// What is named.
    pub thing: Thing,
    /// Its id, as the provider gave it out.
    pub id: Box<str>,
}

/// What lies at a provider and is named by an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Thing {
    /// A reply that the provider keeps.
    Response,
    /// One item of such a reply.
    Item,
    /// A conversation that the provider keeps.
    Conversation,
    /// A file.
    File,
    /// A container in which the provider runs code.
    Container,
    /// A store of files that the provider searches.
    VectorStore,
}

impl Thing {
    /// Its name in the log, and in the store of what was issued: it must not change.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::Item => "item",
            Self::Conversation => "conversation",
            Self::File => "file",
            Self::Container => "container",
            Self::VectorStore => "vector_store",
        }
    }
}
