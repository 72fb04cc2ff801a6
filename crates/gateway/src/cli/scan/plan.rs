//! What a scan looks for and how it reports: settled once, shared by all threads.

use std::sync::Arc;

use portcullis_engine::detect::Detector;

use super::allow::Allow;
use super::baseline::Baseline;
use super::report::Report;

/// What is the same for all texts of a scan.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) detector: Arc<Detector>,
    pub(super) report: Report,
    /// Looks for the comment that silences a line; nothing if it does not.
    pub(super) allow: Option<Allow>,
    /// Findings that are known.
    pub(super) baseline: Option<Baseline>,
    /// Whether findings are to make a new baseline.
    pub(super) collects: bool,
    /// The directory of the run, which paths of baselines are below.
    pub(super) directory: Option<String>,
}

impl Plan {
    /// Whether findings need fingerprints, which cost a digest each.
    pub(super) fn wants_prints(&self) -> bool {
        self.collects || self.baseline.is_some() || self.report.wants_prints()
    }
}
