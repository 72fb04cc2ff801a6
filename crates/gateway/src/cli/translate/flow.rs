//! Rows in, rows out, in order: read on a thread of their own, passed several batches at once.
//!
//! What waits is bounded: rows by a queue, batches by their number.

use std::collections::VecDeque;
use std::io::{self, Write as _};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};

use portcullis_engine::Upstream;
use portcullis_model::{Edited, Refusal};
use tokio::task::JoinHandle;

use super::batch::{ANALYZED_BYTES_MAX, Added, BYTES_MAX, Batch, ROWS_MAX, Slot, written};
use super::{Desk, Passed, Said};
use crate::cli::exit::Exit;
use crate::cli::failure::Failure;
use crate::cli::output::Output;
use crate::cli::rows::{Problem, Rows, answer_problem};

/// LIMIT: rows that were read and wait: a batch must not end because reading is slower for a
/// moment.
const QUEUE_MAX: usize = ROWS_MAX;
/// LIMIT: batches on their way at once, so that reading, computing and the disk overlap.
const BATCHES_MAX: usize = 3;

/// A row as it was read.
type Read = io::Result<Result<String, Problem>>;

/// Passes all rows of standard input.
pub(super) async fn run<U: Upstream>(desk: &Desk<U>, output: &mut Output) -> Result<Exit, Failure> {
    let (rows, queue) = sync_channel(QUEUE_MAX);
    // It ends with the input, or when nobody takes its rows any more.
    std::thread::spawn(move || read(&rows));
    let mut flow = Flow { desk, under_way: VecDeque::new(), end: End::default() };
    let bytes_max = if desk.is_analyzed() { ANALYZED_BYTES_MAX } else { BYTES_MAX };
    let mut queue = Queue { queue, bytes_max, kept: None };
    loop {
        // LIMIT: one row is waited for; it blocks nobody but this command's own task.
        let batch = tokio::task::block_in_place(|| queue.batch())?;
        if batch.is_empty() {
            break;
        }
        flow.start(batch);
        while flow.under_way.len() >= BATCHES_MAX || (queue.is_idle() && !flow.under_way.is_empty())
        {
            flow.finish_one(output).await?;
        }
    }
    while !flow.under_way.is_empty() {
        flow.finish_one(output).await?;
    }
    Ok(flow.end.exit(output))
}

/// Reads rows until the input ends or nobody wants more.
fn read(queue: &SyncSender<Read>) {
    let mut rows = Rows::new(io::stdin().lock());
    while let Some(row) = rows.next() {
        let row = row.map(|row| row.map(str::to_owned));
        let broken = row.is_err();
        if queue.send(row).is_err() || broken {
            return;
        }
    }
}

/// Rows that were read.
struct Queue {
    queue: Receiver<Read>,
    /// Bytes of a batch.
    bytes_max: usize,
    /// A row that had no place in the last batch, or the one that told of more.
    kept: Option<Read>,
}

impl Queue {
    /// The next batch: what is there, at least one row; empty at the end.
    fn batch(&mut self) -> Result<Batch, Failure> {
        let mut batch = Batch::new(self.bytes_max);
        let mut next = match self.kept.take() {
            Some(row) => Some(row),
            None => self.queue.recv().ok(),
        };
        while let Some(row) = next {
            let row = row.map_err(|error| Failure::io("standard input", &error))?;
            match row {
                Ok(row) if batch.add(&row) == Added::Full => {
                    self.kept = Some(Ok(Ok(row)));
                    return Ok(batch);
                }
                Ok(_) => {}
                Err(problem) => batch.add_bad(problem),
            }
            if batch.is_full() {
                return Ok(batch);
            }
            next = self.queue.try_recv().ok();
        }
        Ok(batch)
    }

    /// Whether no row is there at this moment: then answers should not wait for more.
    fn is_idle(&mut self) -> bool {
        if self.kept.is_none() {
            match self.queue.try_recv() {
                Ok(row) => self.kept = Some(row),
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => return true,
            }
        }
        false
    }
}

/// A batch on its way.
struct UnderWay {
    slots: Vec<Slot>,
    /// The rows as they came, for passing them one by one.
    raw: String,
    answer: JoinHandle<Result<Passed, Refusal>>,
}

/// How it went until now.
#[derive(Default)]
struct End {
    bad: bool,
    refused: bool,
    said: Said,
}

impl End {
    fn exit(&self, output: &mut Output) -> Exit {
        self.said.warn(output);
        match (self.bad, self.refused) {
            (true, _) => Exit::Usage,
            (false, true) => Exit::Refused,
            (false, false) => Exit::Done,
        }
    }
}

/// Batches on their way, oldest first.
struct Flow<'a, U> {
    desk: &'a Desk<U>,
    under_way: VecDeque<UnderWay>,
    end: End,
}

impl<U: Upstream> Flow<'_, U> {
    /// Sends a batch on its way.
    fn start(&mut self, batch: Batch) {
        let (document, slots) = batch.into_parts();
        let raw = document.raw.clone();
        let desk = self.desk.clone();
        let answer = tokio::spawn(async move {
            if document.raw.is_empty() {
                return Ok(Passed { edited: Edited::default(), said: Said::default() });
            }
            desk.pass(document).await
        });
        self.under_way.push_back(UnderWay { slots, raw, answer });
    }

    /// Waits for the oldest batch and writes its answer.
    async fn finish_one(&mut self, output: &mut Output) -> Result<(), Failure> {
        let Some(UnderWay { slots, raw, answer }) = self.under_way.pop_front() else {
            return Ok(());
        };
        let answer = answer.await;
        let answer = answer.map_err(|_| Failure::new(Exit::Fault, "the engine broke"))?;
        let lines = match answer {
            Ok(passed) => {
                self.end.said.add(&passed.said);
                written(&passed.edited)
                    .split_inclusive('\n')
                    .map(|line| Ok(line.to_owned()))
                    .collect()
            }
            Err(refusal) if is_about_rows(&refusal) => self.one_by_one(&raw).await?,
            Err(refusal) => return Err(refusal.into()),
        };
        self.write(&slots, lines, output)
    }

    /// Passes rows alone, so that a refusal hits only the row that earned it.
    async fn one_by_one(&mut self, raw: &str) -> Result<Vec<Result<String, Problem>>, Failure> {
        let mut lines = Vec::new();
        for row in raw.lines() {
            let mut batch = Batch::new(BYTES_MAX);
            batch.add(row);
            let (document, _) = batch.into_parts();
            match self.desk.pass(document).await {
                Ok(passed) => {
                    self.end.said.add(&passed.said);
                    lines.push(Ok(written(&passed.edited)));
                }
                Err(refusal) if is_about_rows(&refusal) => {
                    self.end.bad |= Exit::of(refusal.code) == Exit::Usage;
                    self.end.refused |= Exit::of(refusal.code) == Exit::Refused;
                    let message = format!("{}: {}", refusal.code.name(), refusal.public);
                    lines.push(Err(Problem::new(message)));
                }
                Err(refusal) => return Err(refusal.into()),
            }
        }
        Ok(lines)
    }

    /// Writes answers in the places of their rows.
    fn write(
        &mut self,
        slots: &[Slot],
        answers: Vec<Result<String, Problem>>,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let mut answers = answers.into_iter();
        for slot in slots {
            match slot {
                Slot::Bad(problem) => {
                    self.end.bad = true;
                    answer_problem(problem, output)?;
                }
                Slot::Good => match answers.next() {
                    Some(Ok(line)) => output.out().write_all(line.as_bytes())?,
                    Some(Err(problem)) => answer_problem(&problem, output)?,
                    None => return Err(Failure::new(Exit::Fault, "an answer is missing")),
                },
            }
        }
        output.flush()
    }
}

/// Whether a refusal is about what rows hold, and not about the gate.
fn is_about_rows(refusal: &Refusal) -> bool {
    matches!(Exit::of(refusal.code), Exit::Usage | Exit::Refused)
}
