//! Makes the events of a streamed reply fit for the caller, one after the other.
//!
//! Each channel of text has machines of its own; arguments of tools that a rule discloses
//! something to are assembled first, since a rule speaks of whole arguments.

use std::collections::BTreeMap;

use portcullis_model::{
    Channel, Code, Edit, Edited, Event, Level, Mark, Matter, Piece, Refusal, ToolName,
};
use portcullis_vault::revealer::Ending;

use self::repeats::Repeats;
use super::flow::Flow;
use crate::parts::Parts;
use crate::stages::crossing::{Place, disclose, leaks, restore};
use crate::stages::outbound::Kept;
use crate::upstream::Upstream;
use crate::way::{Warning, Way};

mod repeats;

/// Channels that may be open at once in one reply.
const CHANNELS_MAX: usize = 1_024;

/// The channels of one streamed reply.
pub(super) struct Guard<'a, U> {
    kept: &'a Kept,
    parts: &'a Parts<U>,
    channels: BTreeMap<Channel, Open>,
    /// Bytes of all arguments that wait.
    assembled: usize,
    /// In what kind of place the last text that was closed ended.
    ending: Ending,
    /// What was said, to say the same where it is repeated.
    repeats: Repeats,
}

/// What happens to the text of one channel.
enum Open {
    /// It flows.
    Flow(Box<Flow>),
    /// It waits until it is complete.
    Assembly { tool: Box<str>, text: String },
}

/// An event on its way, with what has become of its fields.
struct Passing {
    event: Event,
    /// New text of a field, by index.
    texts: BTreeMap<usize, String>,
    /// The field that last continued a channel, so that its rest can follow there.
    last: BTreeMap<Channel, usize>,
}

impl<'a, U: Upstream> Guard<'a, U> {
    pub(super) fn new(kept: &'a Kept, parts: &'a Parts<U>) -> Self {
        let (ending, repeats) = (Ending::default(), Repeats::default());
        Self { kept, parts, channels: BTreeMap::new(), assembled: 0, ending, repeats }
    }

    /// Takes an event and appends what may be delivered now.
    pub(super) async fn push(
        &mut self,
        event: Event,
        out: &mut Vec<Piece>,
        way: &mut Way,
    ) -> Result<(), Refusal> {
        if event.unknown {
            self.unknown(way)?;
        }
        let mut event = event;
        let marks = std::mem::take(&mut event.marks);
        let mut passing = Passing { event, texts: BTreeMap::new(), last: BTreeMap::new() };
        for mark in marks {
            match mark {
                Mark::Open { channel, tool } => self.open(channel, tool)?,
                Mark::Delta { channel, field } => self.delta(channel, field, &mut passing, way)?,
                Mark::Whole { channel, field } => {
                    self.whole((channel, field), &mut passing, out, way).await?;
                }
                Mark::Close { channel } => {
                    self.close(channel, Some(&mut passing), out, way).await?;
                }
                Mark::CloseIndex { index } => {
                    for channel in self.open_channels(|channel| channel.index == index) {
                        self.close(channel, Some(&mut passing), out, way).await?;
                    }
                }
                Mark::CloseAll => {
                    for channel in self.open_channels(|_| true) {
                        self.close(channel, Some(&mut passing), out, way).await?;
                    }
                }
            }
        }
        out.push(Piece::Event(self.settle(passing, way).await?));
        Ok(())
    }

    /// Appends all that is left, of a stream that ended.
    pub(super) async fn finish(
        &mut self,
        out: &mut Vec<Piece>,
        way: &mut Way,
    ) -> Result<(), Refusal> {
        for channel in self.open_channels(|_| true) {
            self.close(channel, None, out, way).await?;
        }
        Ok(())
    }

    fn open_channels(&self, wanted: impl Fn(&Channel) -> bool) -> Vec<Channel> {
        self.channels.keys().copied().filter(|channel| wanted(channel)).collect()
    }

    fn unknown(&self, way: &mut Way) -> Result<(), Refusal> {
        match self.parts.protection(&self.kept.scope.tenant).privacy.level {
            Level::Standard => {
                way.warn(Warning::UnknownEvent);
                Ok(())
            }
            Level::Strict => Err(Refusal::new(
                Code::BlockedContent,
                "the reply holds an event of an unknown type",
                "level strict refuses events whose text cannot be guarded",
            )),
        }
    }

    fn open(&mut self, channel: Channel, tool: Box<str>) -> Result<(), Refusal> {
        let anew = !self.channels.contains_key(&channel);
        self.repeats.name(channel, &tool, anew)?;
        match self.channels.get_mut(&channel) {
            // A call that is given another name in its middle: readers differ about which one
            // counts, and no rule discloses anything to a tool without a name.
            Some(Open::Assembly { tool: first, .. }) if *first != tool => *first = "".into(),
            Some(Open::Assembly { .. } | Open::Flow(_)) => {}
            None if self.kept.disclosures.any_for(&ToolName::bare(&tool)) => {
                self.insert(channel, Open::Assembly { tool, text: String::new() })?;
            }
            None => {}
        }
        Ok(())
    }

    fn insert(&mut self, channel: Channel, open: Open) -> Result<&mut Open, Refusal> {
        if CHANNELS_MAX <= self.channels.len() {
            return Err(overflow("too many channels at once"));
        }
        Ok(self.channels.entry(channel).or_insert(open))
    }

    /// Where the text of a new channel begins. A client may join the texts of one answer, so an
    /// address that one block leaves open is open in the next.
    fn ending(&mut self, channel: Channel) -> Ending {
        match channel.matter {
            Matter::Text => std::mem::take(&mut self.ending),
            Matter::Reasoning | Matter::Refusal | Matter::Arguments => Ending::default(),
        }
    }

    fn delta(
        &mut self,
        channel: Channel,
        field: usize,
        passing: &mut Passing,
        way: &mut Way,
    ) -> Result<(), Refusal> {
        if !self.channels.contains_key(&channel) {
            let ending = self.ending(channel);
            self.repeats.begin(channel, &ending);
            let flow = Flow::new(channel.matter, ending, self.kept, self.parts);
            self.insert(channel, Open::Flow(Box::new(flow)))?;
        }
        let document = &passing.event.document;
        let text = document.fields.get(field).map_or("", |field| document.text(field));
        let now = passing.texts.entry(field).or_default();
        match self.channels.get_mut(&channel) {
            Some(Open::Flow(flow)) => flow.push(text, now, self.parts, way)?,
            Some(Open::Assembly { text: whole, .. }) => {
                if self.parts.limits.arguments_max < self.assembled + text.len() {
                    return Err(overflow("arguments of tool calls over the limit"));
                }
                self.assembled += text.len();
                whole.push_str(text);
            }
            None => {}
        }
        passing.last.insert(channel, field);
        Ok(())
    }

    /// Ends a channel: what is left of it follows in the event itself, or before it.
    async fn close(
        &mut self,
        channel: Channel,
        passing: Option<&mut Passing>,
        out: &mut Vec<Piece>,
        way: &mut Way,
    ) -> Result<(), Refusal> {
        let mut rest = String::new();
        match self.channels.remove(&channel) {
            None => return Ok(()),
            Some(Open::Flow(flow)) => {
                let ending = flow.finish(&mut rest, self.parts, way)?;
                if channel.matter == Matter::Text {
                    self.ending = ending;
                }
            }
            Some(Open::Assembly { tool, text }) => {
                self.assembled -= text.len();
                rest = self.disclose(&tool, text, way).await?;
            }
        }
        let here = passing.and_then(|passing| {
            let field = passing.last.get(&channel)?;
            passing.texts.get_mut(field)
        });
        match here {
            Some(text) => text.push_str(&rest),
            None if rest.is_empty() => {}
            None => out.push(Piece::Text { channel, text: rest }),
        }
        Ok(())
    }

    async fn disclose(&self, tool: &str, text: String, way: &mut Way) -> Result<String, Refusal> {
        let Kept { scope, keys, known, disclosures, .. } = self.kept;
        let place = Place { parts: self.parts, scope, keys, known, source: "model" };
        let told = (tool, text.as_str());
        if let Some(text) = disclose::arguments(told, disclosures, &place, way).await? {
            return Ok(text);
        }
        let mut out = String::with_capacity(text.len());
        let ending = Ending::default();
        let mut flow = Flow::new(Matter::Arguments, ending, self.kept, self.parts);
        flow.push(&text, &mut out, self.parts, way)?;
        flow.finish(&mut out, self.parts, way)?;
        Ok(out)
    }

    /// The event with its edits. Fields that continue no channel are texts of their own.
    async fn settle(&self, passing: Passing, way: &mut Way) -> Result<Edited, Refusal> {
        let Passing { event, texts, .. } = passing;
        let mut document = event.document;
        leaks::nowhere_else(&document, &self.kept.known)?;
        let mut edits = Vec::new();
        if texts.len() < document.fields.len() {
            let whole = |field: usize| !texts.contains_key(&field);
            edits = restore::restore(&mut document, whole, self.kept, self.parts, way).await?;
        }
        for (field, with) in texts {
            let old = document.fields.get(field).map_or("", |field| document.text(field));
            if old != with {
                edits.push(Edit { field, range: 0..old.len(), with });
            }
        }
        edits.sort_by_key(|edit| (edit.field, edit.range.start));
        Ok(Edited::new(document, edits))
    }
}

fn overflow(reason: &'static str) -> Refusal {
    Refusal::new(Code::TooLarge, "the reply is too large", reason)
}
