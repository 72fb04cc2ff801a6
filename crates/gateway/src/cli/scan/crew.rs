//! Searches sources on all cores and gives back what is found in the order of the sources.
//!
//! What waits is bounded: sources that are taken ahead, and pieces of each.

use std::collections::VecDeque;
use std::io;
use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Scope, ScopedJoinHandle};

use super::flow::Piece;
use super::plan::Plan;
use super::source::{self, End, Source};
use super::walk::Unread;
use crate::cli::failure::Failure;

/// LIMIT: threads that search; more wait for the disk.
const THREADS_MAX: usize = 16;
/// LIMIT: sources that are taken ahead for each thread, so that small files keep all busy.
const AHEAD: usize = 16;
/// LIMIT: pieces of a source that wait to be printed.
const PIECES_MAX: usize = 4;
/// LIMIT: buffers that are kept.
const SPARE_MAX: usize = 32;

/// A source for a thread, and where what is found in it goes.
type Task = (Source, SyncSender<Message>);

/// Buffers that were printed: memory that is there costs less than memory that the system gives.
type Spare = Mutex<Vec<Vec<u8>>>;

/// What a thread says of its source.
enum Message {
    Piece(Piece),
    End(End),
}

/// Who gets what is found.
pub(super) trait Taker {
    /// A part of what is reported of a source.
    fn piece(&mut self, piece: &Piece) -> Result<(), Failure>;
    /// The end of a source.
    fn end(&mut self, source: &Source, end: End) -> Result<(), Failure>;
    /// Something could not be read.
    fn unread(&mut self, unread: &Unread);
    /// Nothing is there at the moment.
    fn idle(&mut self) -> Result<(), Failure>;
}

/// Searches all sources.
pub(super) fn run(
    plan: &Plan,
    sources: impl Iterator<Item = Result<Source, Unread>>,
    taker: &mut impl Taker,
) -> Result<(), Failure> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(THREADS_MAX);
    let (tasks, queue) = sync_channel(threads * AHEAD);
    let (queue, spare) = (Mutex::new(queue), Spare::default());
    thread::scope(|scope| {
        let shared = Shared { plan, queue: &queue, spare: &spare };
        let mut crew = Crew { shared, threads, hands: Vec::new() };
        let done = crew.all(scope, sources, &tasks, taker);
        // They end when there is nothing to do any more.
        drop(tasks);
        let died = crew.hands.into_iter().any(|hand| hand.join().is_err());
        if died && done.is_ok() {
            let error = io::Error::other("a thread died");
            return Err(Failure::io("the scan", &error));
        }
        done
    })
}

/// What all threads share.
#[derive(Clone, Copy)]
struct Shared<'a> {
    plan: &'a Plan,
    queue: &'a Mutex<Receiver<Task>>,
    spare: &'a Spare,
}

/// The threads.
struct Crew<'scope, 'a> {
    shared: Shared<'a>,
    threads: usize,
    hands: Vec<ScopedJoinHandle<'scope, ()>>,
}

/// A source under way.
type UnderWay = Result<(Source, Receiver<Message>), Unread>;

impl<'scope, 'a: 'scope> Crew<'scope, 'a> {
    fn all(
        &mut self,
        scope: &'scope Scope<'scope, '_>,
        sources: impl Iterator<Item = Result<Source, Unread>>,
        tasks: &SyncSender<Task>,
        taker: &mut impl Taker,
    ) -> Result<(), Failure> {
        let mut under_way: VecDeque<UnderWay> = VecDeque::new();
        for source in sources {
            if under_way.len() >= self.threads * AHEAD
                && let Some(first) = under_way.pop_front()
            {
                self.finish(first, taker)?;
            }
            if self.hands.len() < self.threads && source.is_ok() {
                let shared = self.shared;
                self.hands.push(scope.spawn(move || work(shared)));
            }
            under_way.push_back(source.map(|source| {
                let (to, from) = sync_channel(PIECES_MAX);
                // It has room: as many are under way at most.
                drop(tasks.send((source.clone(), to)));
                (source, from)
            }));
        }
        under_way.into_iter().try_for_each(|next| self.finish(next, taker))
    }

    /// Waits for all of a source.
    fn finish(&self, next: UnderWay, taker: &mut impl Taker) -> Result<(), Failure> {
        let (source, from) = match next {
            Ok(under_way) => under_way,
            Err(unread) => {
                taker.unread(&unread);
                return Ok(());
            }
        };
        loop {
            let message = match from.try_recv() {
                Err(TryRecvError::Empty) => {
                    taker.idle()?;
                    from.recv().ok()
                }
                message => message.ok(),
            };
            match message {
                Some(Message::Piece(piece)) => {
                    taker.piece(&piece)?;
                    give_back(self.shared.spare, piece.out);
                }
                Some(Message::End(end)) => return taker.end(&source, end),
                None => {
                    let error = io::Error::other("the search of it did not end");
                    return taker.end(&source, End::Broken(error));
                }
            }
        }
    }
}

/// Keeps a buffer for the next piece.
fn give_back(spare: &Spare, mut out: Vec<u8>) {
    out.clear();
    let mut spare = spare.lock().unwrap_or_else(PoisonError::into_inner);
    if spare.len() < SPARE_MAX {
        spare.push(out);
    }
}

/// Searches one source after the other, until there are no more.
fn work(shared: Shared<'_>) {
    let mut buffer = Vec::new();
    loop {
        let task = shared.queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((source, to)) = task else { return };
        let end = source::scan(&source, shared.plan, &mut buffer, |piece| {
            let spare = shared.spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let next = Piece { out: spare.unwrap_or_default(), ..Piece::default() };
            to.send(Message::Piece(std::mem::replace(piece, next))).is_ok()
        });
        // If nobody takes it, nobody waits for it.
        drop(to.send(Message::End(end)));
    }
}
