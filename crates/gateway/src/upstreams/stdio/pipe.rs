//! A way out for lines, in the order in which what they come of was read.
//!
//! Each line that is read takes the next ticket of the pipe that it will leave by; what takes
//! longer on its way holds up the lines behind it and nothing else. Nobody waits for a turn: a
//! line is put into its place and written when all places before it are filled or given back.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};

/// Bytes of all lines that are between being read and being written by one pipe.
// LIMIT: a far side that does not read holds back the near one instead of filling the memory.
const ROOM_BYTES: u32 = 64 << 20;
/// What a line takes besides its bytes.
const LINE_COST: u32 = 1024;

/// A line with the room that it takes until it is written.
pub(super) type Leaving = (String, Option<Room>);

/// The near end of a pipe; a thread of its own writes at the other.
#[derive(Debug)]
pub struct Pipe {
    state: Mutex<State>,
    room: Arc<Semaphore>,
    /// How many lines have room.
    taken: Arc<watch::Sender<usize>>,
}

#[derive(Debug)]
struct State {
    /// Places in order; the first is the next to be written.
    places: VecDeque<Place>,
    /// The number of the first place.
    first: u64,
    /// Where filled places go; none once the pipe is closed.
    out: Option<mpsc::UnboundedSender<Leaving>>,
}

#[derive(Debug)]
enum Place {
    Open,
    Filled(Option<Leaving>),
}

/// Room in a pipe, for as long as a line is on its way.
#[derive(Debug)]
pub struct Room {
    /// Given back by being dropped.
    _permit: OwnedSemaphorePermit,
    taken: Arc<watch::Sender<usize>>,
}

impl Drop for Room {
    fn drop(&mut self) {
        self.taken.send_modify(|taken| *taken = taken.saturating_sub(1));
    }
}

/// A place in the order of a pipe. Dropped, it is given back.
#[derive(Debug)]
pub struct Ticket {
    pipe: Arc<Pipe>,
    number: u64,
    is_used: bool,
}

impl Pipe {
    /// A pipe, and what its writer reads.
    pub(super) fn new() -> (Arc<Self>, mpsc::UnboundedReceiver<Leaving>) {
        // What waits here is bounded by the room that lines take.
        let (out, lines) = mpsc::unbounded_channel();
        let state = State { places: VecDeque::new(), first: 0, out: Some(out) };
        let room = Arc::new(Semaphore::new(ROOM_BYTES as usize));
        let taken = Arc::new(watch::Sender::new(0));
        (Arc::new(Self { state: Mutex::new(state), room, taken }), lines)
    }

    /// Waits until there is room for a line of this length.
    pub async fn room(&self, bytes: usize) -> Option<Room> {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        let cost = bytes.saturating_add(LINE_COST).min(ROOM_BYTES);
        let permit = Arc::clone(&self.room).acquire_many_owned(cost).await.ok()?;
        self.taken.send_modify(|taken| *taken += 1);
        Some(Room { _permit: permit, taken: Arc::clone(&self.taken) })
    }

    /// Waits until nothing is on its way to this pipe or in it.
    pub async fn idle(&self) {
        // The sender is ours: it does not end.
        drop(self.taken.subscribe().wait_for(|taken| *taken == 0).await);
    }

    /// Resolves when nobody writes what comes here any more.
    pub async fn broken(&self) {
        let out = self.lock().out.clone();
        if let Some(out) = out {
            out.closed().await;
        }
    }

    /// The next place.
    #[must_use]
    pub fn ticket(self: &Arc<Self>) -> Ticket {
        let mut state = self.lock();
        state.places.push_back(Place::Open);
        let number = state.first + state.places.len() as u64 - 1;
        Ticket { pipe: Arc::clone(self), number, is_used: false }
    }

    /// Writes no more than what is in its place already.
    pub fn close(&self) {
        self.lock().out = None;
    }

    fn fill(&self, number: u64, line: Option<Leaving>) {
        let mut state = self.lock();
        let index = usize::try_from(number.saturating_sub(state.first)).unwrap_or(usize::MAX);
        if let Some(place) = state.places.get_mut(index) {
            *place = Place::Filled(line);
        }
        while let Some(Place::Filled(line)) = state.places.front_mut() {
            let line = line.take();
            state.places.pop_front();
            state.first += 1;
            if let (Some(line), Some(out)) = (line, &state.out) {
                // Where nobody writes any more, the line is lost with the far side.
                drop(out.send(line));
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticket {
    /// Puts a line into this place.
    pub fn fill(mut self, line: String, room: Option<Room>) {
        self.is_used = true;
        self.pipe.fill(self.number, Some((line, room)));
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if !self.is_used {
            self.pipe.fill(self.number, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(lines: &mut mpsc::UnboundedReceiver<Leaving>) -> Vec<String> {
        std::iter::from_fn(|| lines.try_recv().ok()).map(|(line, _)| line).collect()
    }

    #[test]
    fn lines_leave_in_the_order_of_their_tickets() {
        let (pipe, mut lines) = Pipe::new();
        let [a, b, c, d] = [(); 4].map(|()| pipe.ticket());
        c.fill("c".into(), None);
        assert_eq!(written(&mut lines), [""; 0]);
        a.fill("a".into(), None);
        assert_eq!(written(&mut lines), ["a"]);
        drop(b);
        assert_eq!(written(&mut lines), ["c"]);
        pipe.close();
        d.fill("d".into(), None);
        assert_eq!(written(&mut lines), [""; 0]);
    }

    #[tokio::test]
    async fn what_is_not_written_holds_back_what_is_read() {
        let (pipe, mut lines) = Pipe::new();
        let room = pipe.room(usize::MAX).await;
        pipe.ticket().fill("x".into(), room);
        let waiting = Arc::clone(&pipe);
        let next = tokio::spawn(async move { waiting.room(1).await.is_some() });
        tokio::task::yield_now().await;
        assert!(!next.is_finished());
        drop(lines.recv().await);
        assert!(next.await.unwrap());
        pipe.idle().await;
    }

    proptest! {
        #[test]
        fn any_order_of_filling_writes_in_order(
            order in Just((0..40_usize).collect::<Vec<_>>()).prop_shuffle(),
            given_back in proptest::collection::vec(any::<bool>(), 40),
        ) {
            let (pipe, mut lines) = Pipe::new();
            let mut tickets: Vec<_> = (0..40).map(|_| Some(pipe.ticket())).collect();
            for index in order {
                let ticket = tickets[index].take().unwrap();
                if !given_back[index] {
                    ticket.fill(index.to_string(), None);
                }
            }
            let want = (0..40).filter(|index| !given_back[*index]).map(|index| index.to_string());
            prop_assert_eq!(written(&mut lines), want.collect::<Vec<_>>());
            prop_assert!(pipe.lock().places.is_empty());
        }
    }
}
