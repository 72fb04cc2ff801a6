//! Surrogates to values.
//!
//! Whoever calls has decided already that the caller may have them back.

use portcullis_model::{Entity, Secret};

use crate::conceal::BATCH_ITEMS_MAX;
use crate::identity;
use crate::payload::{self, Kind, Payload};
use crate::shape::{self, Reading, Relation};
use crate::store::{Handle, Row, ScopeId};
use crate::vault::{Place, Revealed, Vault, VaultError, Written};

/// The rows that can answer for one text.
struct Question {
    /// The value's row.
    first: Handle,
    /// The row of the spelling that this dress stands for, where there can be one.
    spelling: Option<Handle>,
}

impl Vault {
    /// Finds the values behind surrogates, as spelled. What is unknown, ended or another
    /// scope's is `None`, and nothing tells these apart.
    ///
    /// # Errors
    /// Any [`VaultError`].
    pub async fn reveal(
        &self,
        place: &Place<'_>,
        surrogates: &[&str],
    ) -> Result<Vec<Option<Revealed>>, VaultError> {
        let scope = identity::scope_id(place);
        let mut revealed = Vec::with_capacity(surrogates.len());
        for surrogates in surrogates.chunks(BATCH_ITEMS_MAX) {
            revealed.extend(self.reveal_batch(place, scope, surrogates).await?);
        }
        Ok(revealed)
    }

    async fn reveal_batch(
        &self,
        place: &Place<'_>,
        scope: ScopeId,
        surrogates: &[&str],
    ) -> Result<Vec<Option<Revealed>>, VaultError> {
        let questions: Vec<Option<Question>> =
            surrogates.iter().map(|text| self.question(place, text)).collect();
        let asked = questions.iter().flatten();
        let handles = asked.flat_map(|q| std::iter::once(q.first).chain(q.spelling)).collect();
        let now = place.moment();
        let rows = self.store.get(scope, handles, now).await?;
        self.renew(scope, rows.iter().flatten(), now).await?;
        let mut rows = rows.into_iter();
        let mut revealed = Vec::with_capacity(surrogates.len());
        for (text, question) in surrogates.iter().zip(&questions) {
            let row = question.as_ref().and_then(|question| {
                let first = rows.next().flatten();
                let spelling = question.spelling.and_then(|_| rows.next().flatten());
                spelling.or(first)
            });
            revealed.push(row.map(|row| answer(place, scope, &row, text)).transpose()?);
        }
        Ok(revealed)
    }

    /// Reads a surrogate; `None` if it is none, or its check is not this scope's.
    fn question(&self, place: &Place<'_>, text: &str) -> Option<Question> {
        let domain = self.settings.email_domain.as_deref();
        let Reading { core, dress, .. } = shape::read_whole(text, domain)?;
        let first = identity::handle(place.keys, &core)?;
        let further = core.shape.tells_spelling(dress);
        let spelling = further.then(|| identity::spelling_handle(place.keys, &core, dress));
        Some(Question { first, spelling })
    }
}

fn answer(
    place: &Place<'_>,
    scope: ScopeId,
    row: &Row,
    text: &str,
) -> Result<Revealed, VaultError> {
    let payload = payload::open(place, scope, row.handle, &row.sealed)?;
    Ok(Revealed {
        entity: Entity::named(payload.entity().to_owned()),
        value: Secret::new(spelled(&payload, text)),
        source: payload.source().into(),
        written: match payload.kind {
            Kind::Number => Written::Number,
            Kind::Canonical | Kind::Exact | Kind::Spelling => Written::Text,
        },
    })
}

/// The value, spelled as this spelling of its surrogate says.
fn spelled(payload: &Payload, text: &str) -> String {
    match (payload.core.shape.relation(), payload.kind) {
        (Relation::Mirrored, Kind::Canonical) => {
            shape::restored(payload.core.shape, payload.value(), text)
        }
        _ => payload.value().to_owned(),
    }
}
