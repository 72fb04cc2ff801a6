//! The analyzer, as the settings want it asked.
//!
//! Each version of the settings has one of its own: what was known of its failures is forgotten
//! when other settings hold.

use std::sync::Arc;

use portcullis_engine::{Analysis, AnalysisSettings, OnError};

use super::StartError;
use crate::config::{OnError as Wish, Presidio as Written};
use crate::upstreams::{Presidio, Wanted};

/// The analyzer that the settings name.
///
/// # Errors
///
/// If its address cannot be asked.
pub(super) fn analysis(it: &Written) -> Result<Arc<Analysis>, StartError> {
    let (language, entities) = (it.language.clone(), it.entities.clone());
    let wanted = Wanted { language, entities, min_score: it.min_score };
    let analyzer = Presidio::new(&it.url, wanted).ok_or_else(|| {
        StartError::setup(["`privacy.presidio.url` is no address that can be asked".to_owned()])
    })?;
    let bounds = AnalysisSettings {
        time_max: it.timeout,
        on_error: match it.on_error {
            Wish::DeterministicOnly => OnError::DeterministicOnly,
            Wish::Refuse => OnError::Refuse,
        },
        send_raw: it.send_raw,
        failures_max: it.breaker_failures,
        pause: it.breaker_pause,
    };
    Ok(Arc::new(Analysis::new(Box::new(analyzer), bounds)))
}
