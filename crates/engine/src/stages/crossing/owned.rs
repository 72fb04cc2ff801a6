//! Things at the provider that ids name: whose they are, and what was concealed in them.
//!
//! An id works only for the caller it was issued to, through this gate; any other looks like one
//! that does not exist. What an earlier call of a conversation concealed, the reply to a later
//! one may reveal: the note that is kept with an id says which surrogates these are, never what
//! they stand for.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Mutex, PoisonError};

use portcullis_model::{Code, Document, Reference, Refusal, Role, Target, Thing};
use portcullis_vault::revealer::Known;
use portcullis_vault::{Issue, NOTE_BYTES_MAX};

use super::Place;
use crate::parts::down;

/// LIMIT: how many things one call may name.
const REFERENCES_MAX: usize = 1_000;
/// LIMIT: how long an id may be, in bytes; a longer one was never issued.
const ID_BYTES_MAX: usize = 256;
/// LIMIT: how many surrogates one conversation remembers; the newest are kept.
const LINKS_MAX: usize = 10_000;
/// LIMIT: of how many ids one reply remembers that they are issued; others are asked for again.
const ISSUED_MAX: usize = 4_096;

/// A surrogate that stands in a conversation, and in the URLs of which hosts its value was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    surrogate: String,
    hosts: Vec<Box<str>>,
}

/// What is kept of a call for the ids in its reply.
#[derive(Debug, Default)]
pub(crate) struct Conversation {
    /// What the reply's id will stand for.
    note: Vec<u8>,
    /// What was issued already.
    issued: Mutex<BTreeSet<Reference>>,
}

/// Checks that all of these are the caller's, and gives what was concealed in them.
///
/// # Errors
///
/// [`Code::UnknownReference`], [`Code::TooLarge`], [`Code::Unavailable`].
pub(crate) async fn links<U>(
    references: &[Reference],
    target: &Target,
    place: &Place<'_, U>,
) -> Result<Vec<Link>, Refusal> {
    if references.is_empty() {
        return Ok(Vec::new());
    }
    if REFERENCES_MAX < references.len() {
        let reason = format!("more than {REFERENCES_MAX} ids of things at the provider");
        return Err(Refusal::new(Code::TooLarge, "the call names too many ids", reason));
    }
    let ids: Vec<Issue<'_>> = references.iter().map(|it| issue(it, target)).collect();
    let notes = place.parts.vault.issued_ids(&place.vault(), &ids).await;
    let notes = notes.map_err(|fault| down(&fault))?;
    let mut links = Vec::new();
    for (reference, note) in references.iter().zip(notes) {
        let note = note.filter(|_| reference.id.len() <= ID_BYTES_MAX);
        links.extend(read(&note.ok_or_else(|| unknown(reference.thing))?));
    }
    Ok(links)
}

/// What the reply may reveal besides what its own call concealed.
///
/// # Errors
///
/// [`Code::Unavailable`] if the vault is.
pub(crate) async fn known<U>(
    links: &[Link],
    own: &[Known],
    place: &Place<'_, U>,
) -> Result<Vec<Known>, Refusal> {
    let mut seen: HashSet<&str> = own.iter().map(|known| known.surrogate.as_str()).collect();
    let links: Vec<&Link> = links.iter().filter(|link| seen.insert(&link.surrogate)).collect();
    if links.is_empty() {
        return Ok(Vec::new());
    }
    let surrogates: Vec<&str> = links.iter().map(|link| link.surrogate.as_str()).collect();
    let revealed = place.parts.vault.reveal(&place.vault(), &surrogates).await;
    let revealed = revealed.map_err(|fault| down(&fault))?;
    // What has ended or was erased since comes back to nobody.
    let living = links.iter().zip(revealed).filter_map(|(link, revealed)| {
        let hosts = link.hosts.clone();
        Some(Known { surrogate: link.surrogate.clone(), value: revealed?.value, hosts })
    });
    Ok(living.collect())
}

impl Conversation {
    /// What is to be kept of a call that concealed `own` and follows `before`.
    pub(crate) fn new(before: Vec<Link>, own: &[Known]) -> Self {
        let own = own
            .iter()
            .map(|known| Link { surrogate: known.surrogate.clone(), hosts: known.hosts.clone() });
        let links: Vec<Link> = before.into_iter().chain(own).collect();
        Self { note: write(&links), issued: Mutex::default() }
    }

    /// Makes the ids in a reply the caller's, before the caller sees them.
    ///
    /// # Errors
    ///
    /// [`Code::Unavailable`] if the vault is.
    pub(crate) async fn issue<U>(
        &self,
        document: &Document,
        wanted: &impl Fn(usize) -> bool,
        target: &Target,
        place: &Place<'_, U>,
    ) -> Result<(), Refusal> {
        let fields = document.fields.iter().enumerate().filter(|(index, _)| wanted(*index));
        let named = fields.filter_map(|(_, field)| match &field.role {
            Role::Issued { thing } => {
                Some(Reference { thing: *thing, id: document.text(field).into() })
            }
            Role::Text
            | Role::Arguments { .. }
            | Role::Argument { .. }
            | Role::Sealed
            | Role::Logprobs => None,
        });
        let named: BTreeSet<Reference> = named.filter(|it| it.id.len() <= ID_BYTES_MAX).collect();
        let new: Vec<Reference> = {
            let issued = self.issued.lock().unwrap_or_else(PoisonError::into_inner);
            named.into_iter().filter(|reference| !issued.contains(reference)).collect()
        };
        if new.is_empty() {
            return Ok(());
        }
        let is_reply = |it: &&Reference| it.thing == Thing::Response;
        let (replies, others): (Vec<&Reference>, Vec<&Reference>) = new.iter().partition(is_reply);
        for (references, note) in [(replies, self.note.as_slice()), (others, b"".as_slice())] {
            let ids: Vec<Issue<'_>> = references.into_iter().map(|it| issue(it, target)).collect();
            if !ids.is_empty() {
                let issued = place.parts.vault.issue_ids(&place.vault(), &ids, note).await;
                issued.map_err(|fault| down(&fault))?;
            }
        }
        let mut issued = self.issued.lock().unwrap_or_else(PoisonError::into_inner);
        if issued.len() + new.len() <= ISSUED_MAX {
            issued.extend(new);
        }
        Ok(())
    }
}

/// An id as the vault knows it: two providers may give out the same.
fn issue<'a>(reference: &'a Reference, target: &'a Target) -> Issue<'a> {
    let issuer = match target {
        Target::Model { provider, .. } => provider,
        Target::Tool { server, .. }
        | Target::Server { server, .. }
        | Target::Client { server, .. } => server,
        Target::Conceal | Target::Reveal => "",
    };
    Issue { issuer, kind: reference.thing.name(), id: &reference.id }
}

/// The same words whether it exists or not, and whosever it is.
fn unknown(thing: Thing) -> Refusal {
    Refusal::new(
        Code::UnknownReference,
        "an id in the request does not exist, or was not issued to you through this gate",
        format!("the id of a {} that was not issued to this principal", thing.name()),
    )
    .hint("send the conversation itself instead of ids, or begin a new one")
}

/// The newest links, each surrogate once: lengths and texts.
fn write(links: &[Link]) -> Vec<u8> {
    let mut seen = HashSet::new();
    let mut kept: Vec<Vec<u8>> = Vec::new();
    let mut bytes = 0;
    for link in links.iter().rev().filter(|link| seen.insert(link.surrogate.as_str())) {
        let mut one = Vec::new();
        for text in std::iter::once(link.surrogate.as_str())
            .chain(link.hosts.iter().map(AsRef::as_ref).take(usize::from(u8::MAX)))
        {
            one.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
            one.extend(text.as_bytes());
        }
        let count = u32::try_from(one.len()).unwrap_or(u32::MAX).to_be_bytes();
        bytes += one.len() + count.len();
        if LINKS_MAX <= kept.len() || NOTE_BYTES_MAX < bytes {
            break;
        }
        kept.push(count.into_iter().chain(one).collect());
    }
    kept.into_iter().rev().flatten().collect()
}

/// What [`write()`] wrote; nothing of what cannot be read.
fn read(note: &[u8]) -> Vec<Link> {
    let mut links = Vec::new();
    let mut rest = note;
    while let Some((mut one, after)) = split(rest) {
        rest = after;
        let mut texts = Vec::new();
        while let Some((text, after)) = split(one) {
            one = after;
            texts.extend(std::str::from_utf8(text).ok().map(Box::<str>::from));
        }
        if !texts.is_empty() {
            let surrogate = texts.remove(0).into();
            links.push(Link { surrogate, hosts: texts });
        }
    }
    links
}

/// What stands behind a length, and what follows it.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(u32::from_be_bytes(*length) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(number: usize) -> Link {
        Link { surrogate: format!("s-{number}"), hosts: vec!["a.example".into(), "b".into()] }
    }

    #[test]
    fn a_note_says_what_was_written() {
        for count in [0, 1, 2, 100] {
            let links: Vec<Link> = (0..count).map(link).collect();
            assert_eq!(read(&write(&links)), links);
        }
        let again = [link(1), link(2), link(1)];
        assert_eq!(read(&write(&again)), [link(2), link(1)], "each once, the newest last");
        assert_eq!(read(b"\0\0\0\x09\0\0"), [], "what is broken says nothing");
    }

    #[test]
    fn a_note_keeps_the_newest() {
        let links: Vec<Link> = (0..LINKS_MAX + 3).map(link).collect();
        let kept = read(&write(&links));
        assert_eq!(kept.len(), LINKS_MAX);
        assert_eq!((kept.first(), kept.last()), (links.get(3), links.last()));
        let host: Box<str> = "h".repeat(NOTE_BYTES_MAX / 3).into();
        let large: Vec<Link> =
            (0..4).map(|n| Link { surrogate: n.to_string(), hosts: vec![host.clone()] }).collect();
        assert_eq!(read(&write(&large)), large.get(2..).unwrap());
    }
}
