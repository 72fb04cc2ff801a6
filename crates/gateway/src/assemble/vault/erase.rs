//! Erasing: a value, surrogates, or all that a principal has.

use std::collections::BTreeMap;
use std::time::SystemTime;

use portcullis_audit::Count;
use portcullis_vault::Subject;

use super::{About, Desk, Holder};
use crate::assemble::StartError;

/// What was erased.
#[derive(Debug, Default)]
pub struct Done {
    /// How many surrogates in all.
    pub total: usize,
    /// How many of each entity, where that is known.
    pub entities: BTreeMap<String, usize>,
    /// How many of each of the principals, in their order.
    pub each: Vec<usize>,
    /// Rows that do not open, so that nobody can say what stands in them.
    pub unreadable: usize,
}

impl Done {
    fn of(each: Vec<usize>) -> Self {
        Self { total: each.iter().sum(), each, ..Self::default() }
    }

    fn findings(&self) -> Vec<Count> {
        let count = |entity: &str, count: usize| Count {
            entity: entity.to_owned(),
            action: "erase".to_owned(),
            count: count as u64,
        };
        if self.entities.is_empty() && self.total > 0 {
            return vec![count("ANY", self.total)];
        }
        self.entities.iter().map(|(entity, n)| count(entity, *n)).collect()
    }
}

impl Desk<'_> {
    /// Erases a value of these principals, in every spelling.
    ///
    /// # Errors
    ///
    /// If the store does not work, or it cannot be recorded.
    pub async fn erase_value(
        &self,
        holders: &[Holder],
        subject: &Subject,
        reason: Option<&str>,
        now: SystemTime,
    ) -> Result<Done, StartError> {
        let Some(vault) = self.vault() else { return Ok(Done::default()) };
        self.begin(holders, reason)?;
        let places: Vec<_> = holders.iter().map(|holder| holder.place(now)).collect();
        let erased = vault.erase_value(&places, subject).await?;
        let done = Done {
            total: erased.total(),
            each: erased.places,
            entities: erased.entities.into_iter().collect(),
            unreadable: erased.unreadable,
        };
        self.end(holders, reason, done)
    }

    /// Erases surrogates of these principals.
    ///
    /// # Errors
    ///
    /// As [`Self::erase_value`].
    pub async fn erase_surrogates(
        &self,
        holders: &[Holder],
        surrogates: &[String],
        reason: Option<&str>,
        now: SystemTime,
    ) -> Result<Done, StartError> {
        let Some(vault) = self.vault() else { return Ok(Done::default()) };
        self.begin(holders, reason)?;
        let surrogates: Vec<&str> = surrogates.iter().map(String::as_str).collect();
        let mut each = Vec::with_capacity(holders.len());
        for holder in holders {
            each.push(vault.erase(&holder.place(now), &surrogates).await?);
        }
        self.end(holders, reason, Done::of(each))
    }

    /// Erases all that these principals have.
    ///
    /// # Errors
    ///
    /// As [`Self::erase_value`].
    pub async fn erase_scopes(
        &self,
        holders: &[Holder],
        reason: Option<&str>,
        now: SystemTime,
    ) -> Result<Done, StartError> {
        let Some(vault) = self.vault() else { return Ok(Done::default()) };
        self.begin(holders, reason)?;
        let mut each = Vec::with_capacity(holders.len());
        for holder in holders {
            each.push(vault.erase_scope(&holder.place(now)).await?);
        }
        self.end(holders, reason, Done::of(each))
    }

    /// Erases everything, also of principals whose names or keys are not here.
    ///
    /// # Errors
    ///
    /// As [`Self::erase_value`].
    pub async fn erase_all(&self, reason: Option<&str>) -> Result<Done, StartError> {
        let Some(vault) = self.vault() else { return Ok(Done::default()) };
        self.begin(&[], reason)?;
        let total = vault.erase_all().await?;
        self.end(&[], reason, Done { total, ..Done::default() })
    }

    fn begin(&self, holders: &[Holder], reason: Option<&str>) -> Result<(), StartError> {
        self.record("vault erase", &About { holders, reason, findings: Vec::new() })
    }

    fn end(
        &self,
        holders: &[Holder],
        reason: Option<&str>,
        done: Done,
    ) -> Result<Done, StartError> {
        let findings = done.findings();
        self.record("vault erased", &About { holders, reason, findings })?;
        Ok(done)
    }
}
