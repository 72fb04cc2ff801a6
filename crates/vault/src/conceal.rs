//! Values to surrogates.
//!
//! It says what needs a surrogate and how the surrogate is spelled for each item; which
//! surrogate a value gets is the business of `issue`.

use std::collections::HashMap;

use zeroize::Zeroizing;

use crate::identity::{self, Meaning};
use crate::issue::Settled;
use crate::payload::{Kind, Payload};
use crate::shape::{self, Core, Relation, Shape};
use crate::store::{Fingerprint, Handle, Keeping, Moment, ScopeId};
use crate::vault::{Concealed, Item, Place, VALUE_BYTES_MAX, Vault, VaultError, Written};

/// LIMIT: how many values go to the store at once, so that no batch holds up the others.
pub(crate) const BATCH_ITEMS_MAX: usize = 8192;

/// Something that needs a surrogate.
pub(crate) struct Want<'a> {
    pub(crate) item: Item<'a>,
    pub(crate) kind: Kind,
    pub(crate) shape: Shape,
    /// What the value is reduced to.
    pub(crate) text: Zeroizing<String>,
    /// For a further spelling: the surrogate of the value, and the dress of its first spelling.
    pub(crate) parent: Option<(Core, u16)>,
    pub(crate) fingerprint: Fingerprint,
}

/// What one settled want means for one item.
enum Answer<'a> {
    Surrogate(String),
    /// This spelling needs something of its own.
    Again(Want<'a>),
}

/// Where a batch is concealed.
pub(crate) struct Batch<'a> {
    pub(crate) place: Place<'a>,
    pub(crate) scope: ScopeId,
    pub(crate) now: Moment,
    pub(crate) keeping: Keeping,
}

impl<'a> Want<'a> {
    pub(crate) fn meaning(&self) -> Meaning<'_> {
        Meaning { entity: self.item.entity, kind: self.kind, text: &self.text }
    }
}

impl Batch<'_> {
    /// What an item needs at first.
    fn want<'a>(&self, item: Item<'a>) -> Want<'a> {
        if item.written == Written::Number {
            // A number gets an opaque surrogate of its own, or its type would be lost.
            let text = Zeroizing::new(item.value.to_owned());
            return self.wanted(item, Kind::Number, Shape::Opaque, text);
        }
        let canonical = shape::canonical(item.entity, item.value);
        if self.keeping == Keeping::Loose && !canonical.shape.is_vast() {
            return self.exact(item, Shape::Opaque);
        }
        match canonical.text {
            Some(text) => self.wanted(item, Kind::Canonical, canonical.shape, text),
            None => self.exact(item, canonical.shape),
        }
    }

    /// A surrogate for this spelling alone.
    fn exact<'a>(&self, item: Item<'a>, shape: Shape) -> Want<'a> {
        self.wanted(item, Kind::Exact, shape, Zeroizing::new(item.value.to_owned()))
    }

    /// Another dress of the surrogate that the value has already.
    fn spelling<'a>(&self, want: &Want<'a>, core: &Core, first: &str) -> Want<'a> {
        let text = Zeroizing::new(want.item.value.to_owned());
        let spelling = self.wanted(want.item, Kind::Spelling, core.shape, text);
        Want { parent: Some((core.clone(), core.shape.dress(first))), ..spelling }
    }

    fn wanted<'a>(
        &self,
        item: Item<'a>,
        kind: Kind,
        shape: Shape,
        text: Zeroizing<String>,
    ) -> Want<'a> {
        let meaning = Meaning { entity: item.entity, kind, text: &text };
        let fingerprint = identity::fingerprint(self.place.keys, &meaning);
        Want { item, kind, shape, text, parent: None, fingerprint }
    }
}

impl Vault {
    /// Conceals a batch: the same value gets the same surrogate, now and later, until it ends.
    /// What is returned is durable, as far as the store is.
    ///
    /// # Errors
    /// Any [`VaultError`]; then nothing of the batch may leave.
    pub async fn conceal(
        &self,
        place: &Place<'_>,
        items: &[Item<'_>],
    ) -> Result<Vec<Concealed>, VaultError> {
        if items.iter().any(|item| item.value.len() > VALUE_BYTES_MAX) {
            return Err(VaultError::TooLarge);
        }
        let scope = identity::scope_id(place);
        let batch =
            Batch { place: *place, scope, now: place.moment(), keeping: self.store.keeping() };
        let mut concealed = Vec::with_capacity(items.len());
        for items in items.chunks(BATCH_ITEMS_MAX) {
            concealed.extend(self.conceal_batch(&batch, items).await?);
        }
        self.sweep(batch.now).await?;
        Ok(concealed)
    }

    async fn conceal_batch(
        &self,
        batch: &Batch<'_>,
        items: &[Item<'_>],
    ) -> Result<Vec<Concealed>, VaultError> {
        let mut done = self.already(batch, items).await?;
        let open: Vec<usize> = (0..items.len()).filter(|at| !done.contains_key(at)).collect();
        let wants =
            open.iter().filter_map(|at| Some((*at, batch.want(*items.get(*at)?)))).collect();
        // A second pass is for the spellings that the first cannot tell apart.
        let again = self.pass(batch, wants, &mut done).await?;
        let left = self.pass(batch, again, &mut done).await?;
        if !left.is_empty() {
            return Err(VaultError::Exhausted);
        }
        (0..items.len()).map(|at| done.remove(&at).ok_or(VaultError::Exhausted)).collect()
    }

    /// Finds the items that are live surrogates of this scope themselves.
    async fn already(
        &self,
        batch: &Batch<'_>,
        items: &[Item<'_>],
    ) -> Result<HashMap<usize, Concealed>, VaultError> {
        let domain = self.settings.email_domain.as_deref();
        let reading = |item: &Item<'_>| {
            let reading = shape::read_whole(item.value, domain)?;
            identity::handle(batch.place.keys, &reading.core)
        };
        let (places, handles): (Vec<usize>, Vec<Handle>) = items
            .iter()
            .enumerate()
            .filter_map(|(at, item)| reading(item).map(|handle| (at, handle)))
            .unzip();
        if handles.is_empty() {
            return Ok(HashMap::with_capacity(items.len()));
        }
        let rows = self.store.get(batch.scope, handles, batch.now).await?;
        let live = places.into_iter().zip(rows).filter(|(_, row)| row.is_some());
        Ok(live.map(|(at, _)| (at, Concealed::AlreadySurrogate)).collect())
    }

    /// Gives every want its surrogate; returns those that need another pass.
    async fn pass<'a>(
        &self,
        batch: &Batch<'_>,
        wants: Vec<(usize, Want<'a>)>,
        done: &mut HashMap<usize, Concealed>,
    ) -> Result<Vec<(usize, Want<'a>)>, VaultError> {
        let mut first: HashMap<Fingerprint, usize> = HashMap::with_capacity(wants.len());
        let mut unique: Vec<&Want<'_>> = Vec::with_capacity(wants.len());
        for (_, want) in &wants {
            first.entry(want.fingerprint).or_insert_with(|| {
                unique.push(want);
                unique.len() - 1
            });
        }
        let settled = self.settle(batch, &unique).await?;
        let mut again = Vec::new();
        for (at, want) in &wants {
            let found = first
                .get(&want.fingerprint)
                .and_then(|index| Some((unique.get(*index)?, settled.get(*index)?)));
            let Some((winner, settled)) = found else { return Err(VaultError::Exhausted) };
            match self.answer(batch, want, winner, settled) {
                Answer::Surrogate(text) => {
                    done.insert(*at, Concealed::Surrogate(text));
                }
                Answer::Again(want) => again.push((*at, want)),
            }
        }
        Ok(again)
    }

    /// Spells the surrogate for one item. `winner` is the want of this batch for which it was
    /// settled: the same value, perhaps in another spelling.
    fn answer<'a>(
        &self,
        batch: &Batch<'_>,
        want: &Want<'a>,
        winner: &Want<'_>,
        settled: &Settled,
    ) -> Answer<'a> {
        let domain = self.settings.email_domain.as_deref();
        let (core, value) = (&settled.core, want.item.value);
        let first = settled.first.as_ref().map_or(winner.item.value, Payload::value);
        let text = match (core.shape.relation(), want.kind) {
            (Relation::Mirrored, Kind::Canonical) => core.mirrored(value),
            (Relation::Dressed, Kind::Spelling) => core.dressed(settled.dress, domain),
            (Relation::Dressed, Kind::Canonical) if first != value => {
                return Answer::Again(batch.spelling(want, core, first));
            }
            // Spilled over: the opaque form cannot show how its value is spelled.
            (Relation::Single, Kind::Canonical) if first != value => {
                return Answer::Again(batch.exact(want.item, Shape::Opaque));
            }
            (Relation::Dressed, _) => core.dressed(core.shape.dress(value), domain),
            (Relation::Mirrored | Relation::Single, _) => core.dressed(0, domain),
        };
        Answer::Surrogate(text)
    }
}
