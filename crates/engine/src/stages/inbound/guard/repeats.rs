//! What a stream repeats: a text that flowed in pieces comes whole again at its end.
//!
//! The repetition says what the pieces said. A text is guarded anew from where it began; the
//! arguments of a tool are disclosed once, and what was given is given again.

use std::collections::BTreeMap;

use portcullis_model::{Channel, Code, Matter, Piece, Refusal, Role, ToolName};
use portcullis_vault::revealer::Ending;

use super::{CHANNELS_MAX, Guard, Open, Passing, overflow};
use crate::stages::inbound::flow::Flow;
use crate::upstream::Upstream;
use crate::way::Way;

/// What is remembered of the channels of one reply.
#[derive(Default)]
pub(super) struct Repeats {
    /// In what kind of place each text began.
    starts: BTreeMap<Channel, Ending>,
    /// The tool of each call, as it was named first; none if it was named in two ways.
    tools: BTreeMap<Channel, Box<str>>,
    /// Arguments that a rule is about: as they came, and as they were given.
    given: BTreeMap<Channel, (String, String)>,
    /// Bytes of these arguments as they came.
    bytes: usize,
}

impl Repeats {
    /// Notes where a text begins. Beyond the limit nothing is noted: such a text is guarded as
    /// one that follows the last.
    pub(super) fn begin(&mut self, channel: Channel, ending: &Ending) {
        if self.starts.len() < CHANNELS_MAX {
            self.starts.entry(channel).or_insert_with(|| ending.clone());
        }
    }

    /// Notes the tool of a call. `anew` says that another call takes the channel over.
    pub(super) fn name(&mut self, channel: Channel, tool: &str, anew: bool) -> Result<(), Refusal> {
        let full = CHANNELS_MAX <= self.tools.len();
        match self.tools.get_mut(&channel) {
            Some(first) if **first == *tool => {}
            Some(first) => {
                *first = if anew { tool.into() } else { "".into() };
            }
            None if full => return Err(overflow("too many tool calls in one reply")),
            None => {
                self.tools.insert(channel, tool.into());
            }
        }
        if anew && let Some((raw, _)) = self.given.remove(&channel) {
            self.bytes -= raw.len();
        }
        Ok(())
    }

    fn remember(
        &mut self,
        channel: Channel,
        raw: String,
        given: String,
        bytes_max: usize,
    ) -> Result<(), Refusal> {
        self.bytes += raw.len();
        if bytes_max < self.bytes {
            return Err(overflow("arguments of tool calls over the limit"));
        }
        if let Some((old, _)) = self.given.insert(channel, (raw, given)) {
            self.bytes -= old.len();
        }
        Ok(())
    }

    fn given(&self, channel: Channel, raw: &str) -> Option<&str> {
        self.given.get(&channel).filter(|(was, _)| was == raw).map(|(_, given)| given.as_str())
    }
}

impl<U: Upstream> Guard<'_, U> {
    /// Ends a channel with a field that repeats it; what was held back goes before the event.
    pub(super) async fn whole(
        &mut self,
        (channel, index): (Channel, usize),
        passing: &mut Passing,
        out: &mut Vec<Piece>,
        way: &mut Way,
    ) -> Result<(), Refusal> {
        let document = &passing.event.document;
        let Some(field) = document.fields.get(index) else { return Ok(()) };
        let text = document.text(field).to_owned();
        let given = match channel.matter {
            Matter::Arguments => {
                let named = match &field.role {
                    Role::Arguments { tool } | Role::Argument { tool, .. } => Some(tool.clone()),
                    Role::Text | Role::Sealed | Role::Logprobs | Role::Issued { .. } => None,
                };
                self.whole_arguments(channel, named, text, (out, way)).await?
            }
            Matter::Text | Matter::Reasoning | Matter::Refusal => {
                self.close(channel, None, out, way).await?;
                self.whole_text(channel, &text, way)?
            }
        };
        passing.texts.insert(index, given);
        Ok(())
    }

    /// Guards a text again from where it began. What is counted was counted with its pieces.
    fn whole_text(
        &mut self,
        channel: Channel,
        text: &str,
        way: &mut Way,
    ) -> Result<String, Refusal> {
        let known = self.repeats.starts.get(&channel).cloned();
        let counted = known.is_some().then(|| (way.revealed, way.findings.clone()));
        let start = known.unwrap_or_else(|| {
            let start = self.ending(channel);
            self.repeats.begin(channel, &start);
            start
        });
        let mut given = String::with_capacity(text.len());
        let mut flow = Flow::new(channel.matter, start, self.kept, self.parts);
        flow.push(text, &mut given, self.parts, way)?;
        let ending = flow.finish(&mut given, self.parts, way)?;
        match counted {
            Some((revealed, findings)) => (way.revealed, way.findings) = (revealed, findings),
            None if channel.matter == Matter::Text => self.ending = ending,
            None => {}
        }
        Ok(given)
    }

    async fn whole_arguments(
        &mut self,
        channel: Channel,
        named: Option<Box<str>>,
        text: String,
        (out, way): (&mut Vec<Piece>, &mut Way),
    ) -> Result<String, Refusal> {
        let tool = self.one_tool(channel, named)?;
        let max = self.parts.limits.arguments_max;
        if let Some(Open::Assembly { .. }) = self.channels.get(&channel) {
            let Some(Open::Assembly { tool, text }) = self.channels.remove(&channel) else {
                return Ok(text);
            };
            self.assembled -= text.len();
            let given = self.disclose(&tool, text.clone(), way).await?;
            if !given.is_empty() {
                out.push(Piece::Text { channel, text: given.clone() });
            }
            self.repeats.remember(channel, text, given, max)?;
        } else {
            self.close(channel, None, out, way).await?;
        }
        if let Some(given) = self.repeats.given(channel, &text) {
            return Ok(given.to_owned());
        }
        if !self.kept.disclosures.any_for(&ToolName::bare(&tool)) {
            return self.disclose(&tool, text, way).await;
        }
        let given = self.disclose(&tool, text.clone(), way).await?;
        self.repeats.remember(channel, text, given.clone(), max)?;
        Ok(given)
    }

    /// The tool of a call that may have been named before. Clients differ about which of two
    /// names counts, so arguments that a rule discloses to one of them go to neither.
    fn one_tool(&mut self, channel: Channel, named: Option<Box<str>>) -> Result<Box<str>, Refusal> {
        let first = self.repeats.tools.get(&channel);
        let disclosed = |tool: &str| self.kept.disclosures.any_for(&ToolName::bare(tool));
        match (first, named) {
            (Some(first), None) => Ok(first.clone()),
            (None, None) => Ok("".into()),
            (Some(first), Some(named)) if *first == named => Ok(named),
            (Some(first), Some(named))
                if disclosed(first) || disclosed(&named) || first.is_empty() =>
            {
                Err(Refusal::new(
                    Code::UpstreamFailed,
                    "the provider's stream could not be read",
                    "one tool call under two names, one of which a rule discloses values to",
                ))
            }
            (_, Some(named)) => {
                self.repeats.name(channel, &named, true)?;
                Ok(named)
            }
        }
    }
}
