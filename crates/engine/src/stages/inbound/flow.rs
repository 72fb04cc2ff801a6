//! One channel of text of a streamed reply: secrets out, own values back, whatever the cuts.

use portcullis_detect::Released;
use portcullis_model::{Matter, Refusal};
use portcullis_vault::revealer::{Ending, Stream};

use crate::parts::Parts;
use crate::stages::crossing::leaks;
use crate::stages::outbound::Kept;
use crate::way::Way;

/// The machines of one channel, one behind the other.
pub(super) struct Flow {
    /// Secrets that are kept here; none where there are none.
    known: Option<portcullis_secrets::Machine>,
    /// What looks like a secret.
    formats: portcullis_detect::Machine,
    /// None where nothing may be revealed: the arguments of tools.
    reveal: Option<Stream>,
    cleaned: portcullis_secrets::Released,
    released: Released,
}

impl Flow {
    /// Begins in the kind of place that `ending` says.
    pub(super) fn new<U>(matter: Matter, ending: Ending, kept: &Kept, parts: &Parts<U>) -> Self {
        let reveal = match matter {
            Matter::Text | Matter::Reasoning | Matter::Refusal => {
                Some(kept.revealer.stream_behind(ending))
            }
            Matter::Arguments => None,
        };
        Self {
            known: (!kept.known.scanner.is_empty()).then(|| kept.known.scanner.stream()),
            formats: parts.protection(&kept.scope.tenant).formats.stream(),
            reveal,
            cleaned: portcullis_secrets::Released::default(),
            released: Released::default(),
        }
    }

    /// Takes a piece of text and appends what may be delivered now.
    pub(super) fn push<U>(
        &mut self,
        text: &str,
        out: &mut String,
        parts: &Parts<U>,
        way: &mut Way,
    ) -> Result<(), Refusal> {
        self.released.clear();
        match &mut self.known {
            None => self.formats.push(text, &mut self.released),
            Some(known) => {
                self.cleaned.clear();
                known.push(text, &mut self.cleaned);
                let clean = without(&self.cleaned, parts, way)?;
                self.formats.push(&clean, &mut self.released);
            }
        }
        self.pass(out, parts, way)
    }

    /// Appends all that is left, and says in what kind of place the text ended.
    pub(super) fn finish<U>(
        mut self,
        out: &mut String,
        parts: &Parts<U>,
        way: &mut Way,
    ) -> Result<Ending, Refusal> {
        if let Some(known) = &mut self.known {
            self.cleaned.clear();
            known.finish(&mut self.cleaned);
            let clean = without(&self.cleaned, parts, way)?;
            self.released.clear();
            self.formats.push(&clean, &mut self.released);
            self.pass(out, parts, way)?;
        }
        self.released.clear();
        self.formats.finish(&mut self.released);
        self.pass(out, parts, way)?;
        let Some(mut reveal) = self.reveal else { return Ok(Ending::default()) };
        let mut revealed = Vec::new();
        let ending = reveal.finish(out, &mut revealed);
        way.revealed += revealed.len() as u64;
        Ok(ending)
    }

    fn pass<U>(
        &mut self,
        out: &mut String,
        parts: &Parts<U>,
        way: &mut Way,
    ) -> Result<(), Refusal> {
        let mut at = 0;
        let Self { reveal, released, .. } = self;
        for finding in &released.findings {
            let Some(with) = leaks::format(finding, parts, way)? else { continue };
            let before = released.text.get(at..finding.start).unwrap_or_default();
            deliver(reveal, before, out, way);
            deliver(reveal, &with, out, way);
            at = finding.end;
        }
        deliver(reveal, released.text.get(at..).unwrap_or_default(), out, way);
        Ok(())
    }
}

/// The text that was released, with the names of our secrets in their places.
fn without<U>(
    released: &portcullis_secrets::Released,
    parts: &Parts<U>,
    way: &mut Way,
) -> Result<String, Refusal> {
    let mut clean = String::with_capacity(released.text.len());
    let mut at = 0;
    for hit in &released.hits {
        clean.push_str(released.text.get(at..hit.range.start).unwrap_or_default());
        clean.push_str(&leaks::named(&hit.name, parts, way)?);
        at = hit.range.end;
    }
    clean.push_str(released.text.get(at..).unwrap_or_default());
    Ok(clean)
}

fn deliver(reveal: &mut Option<Stream>, text: &str, out: &mut String, way: &mut Way) {
    match reveal {
        None => out.push_str(text),
        Some(stream) => {
            let mut revealed = Vec::new();
            stream.push(text, out, &mut revealed);
            way.revealed += revealed.len() as u64;
        }
    }
}
