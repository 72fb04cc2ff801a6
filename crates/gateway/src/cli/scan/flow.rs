//! A text on its way through the detector, and what is reported of it.
//!
//! It reports line by line: what stands beside a finding decides whether it is reported.

use portcullis_engine::detect::{Machine, Released};
use portcullis_model::Finding;

use super::baseline::{self, Entry};
use super::fingerprint::{Fingerprint, Occurrences};
use super::lines::{Line, Lines};
use super::place::{Counter, Place};
use super::plan::Plan;
use super::report::{Spot, rule};

/// What was reported of a piece of a text.
#[derive(Debug, Default)]
pub(super) struct Piece {
    /// The findings, as they are printed.
    pub(super) out: Vec<u8>,
    pub(super) tally: Tally,
    /// Findings for a new baseline.
    pub(super) entries: Vec<Entry>,
}

/// What was counted.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    /// Bytes of text that were searched.
    pub(super) bytes: u64,
    /// Findings that were reported.
    pub(super) found: usize,
    /// Findings that the baseline knows.
    pub(super) known: usize,
    /// Findings that a comment allows.
    pub(super) allowed: usize,
}

impl Tally {
    pub(super) fn add(&mut self, other: Self) {
        self.bytes += other.bytes;
        self.found += other.found;
        self.known += other.known;
        self.allowed += other.allowed;
    }
}

/// A text on its way.
#[derive(Debug)]
pub(super) struct Flow<'a> {
    plan: &'a Plan,
    machine: Machine,
    /// What is decided and not yet reported; begins where a line does.
    held: Released,
    /// Where that begins.
    place: Place,
    file: File,
}

/// What is known of the file of a text.
#[derive(Debug)]
struct File {
    /// Its path, as baselines have it.
    path: String,
    /// What its findings begin with.
    lead: Vec<u8>,
    occurrences: Occurrences,
}

impl<'a> Flow<'a> {
    /// Begins a text.
    pub(super) fn new(plan: &'a Plan, name: &str) -> Self {
        let path = baseline::path(name, plan.directory.as_deref());
        let lead = plan.report.lead(name);
        let file = File { path, lead, occurrences: Occurrences::default() };
        let (machine, held) = (plan.detector.stream(), Released::default());
        Self { plan, machine, held, place: Place::START, file }
    }

    /// Takes the next piece; adds to `piece` what is reported now.
    pub(super) fn push(&mut self, text: &str, piece: &mut Piece) {
        piece.tally.bytes += text.len() as u64;
        self.machine.push(text, &mut self.held);
        self.report(false, piece);
    }

    /// Says that nothing follows.
    pub(super) fn finish(&mut self, piece: &mut Piece) {
        self.machine.finish(&mut self.held);
        self.report(true, piece);
    }

    /// Reports the lines that are decided, and forgets them.
    fn report(&mut self, finished: bool, piece: &mut Piece) {
        let Released { text, findings } = &mut self.held;
        let mut counter = Counter::new(self.place, text);
        let mut lines = Lines::new(text, findings, finished);
        let mut reported = 0;
        let commented =
            self.plan.allow.as_ref().filter(|allow| !findings.is_empty() && allow.stands_in(text));
        for line in lines.by_ref() {
            reported += line.findings.len();
            if commented.is_some_and(|allow| allow.stands_in(line.text)) {
                piece.tally.allowed += line.findings.len();
                continue;
            }
            report_line(self.plan, &mut self.file, &line, (&mut counter, piece));
        }
        let decided = lines.decided();
        self.place = counter.to(decided);
        text.drain(..decided);
        findings.drain(..reported);
        for finding in findings {
            finding.start -= decided;
            finding.end -= decided;
        }
    }
}

/// Reports the findings of a line.
fn report_line(
    plan: &Plan,
    file: &mut File,
    line: &Line<'_>,
    (counter, piece): (&mut Counter<'_>, &mut Piece),
) {
    for (index, finding) in line.findings.iter().enumerate() {
        let print = plan.wants_prints().then(|| Fingerprint::of(line, index)).flatten();
        let print = print.map(|print| (print, file.occurrences.next(print)));
        if let Some((print, count)) = print {
            let known = plan.baseline.as_ref();
            let known = known.is_some_and(|known| known.knows(&file.path, print, count));
            if plan.collects {
                piece.entries.push(entry(&file.path, finding, print));
            }
            if known || plan.collects {
                piece.tally.known += 1;
                continue;
            }
        }
        let text = print.map(|(print, count)| format!("{}:{count}", print.text()));
        let (start, end) = (counter.to(finding.start), counter.to(finding.end));
        let spot = Spot { finding, start, end, print: text.as_deref() };
        plan.report.add(&file.lead, &spot, &mut piece.out);
        piece.tally.found += 1;
    }
}

fn entry(path: &str, finding: &Finding, fingerprint: Fingerprint) -> Entry {
    Entry {
        path: path.to_owned(),
        entity: finding.entity.name().to_owned(),
        rule: rule(finding).map(ToOwned::to_owned),
        fingerprint,
    }
}
