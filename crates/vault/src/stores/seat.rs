//! A connection that many callers share and that is made anew when it breaks.
//!
//! A caller waits for it a bounded time. While none can be made, one caller tries and the others
//! are told what it was told.

use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

/// How long a failure to connect answers for all: short, so that recovery is not noticed late.
const FAILURE_LASTS: Duration = Duration::from_millis(100);

/// The place of one connection.
pub(super) struct Seat<C, F>(Mutex<State<C, F>>);

struct State<C, F> {
    current: Option<Current<C>>,
    /// How many connections there were.
    number: u64,
    /// The last failure to connect, and when it was.
    failure: Option<(Instant, F)>,
}

/// A connection, and which one it is.
#[derive(Clone)]
pub(super) struct Current<C> {
    pub(super) connection: C,
    number: u64,
}

impl<C, F> Default for Seat<C, F> {
    fn default() -> Self {
        Self(Mutex::new(State { current: None, number: 0, failure: None }))
    }
}

impl<C: Clone, F: Copy> Seat<C, F> {
    /// The connection; a new one if there is none.
    pub(super) async fn current(
        &self,
        connect: impl Future<Output = Result<C, F>>,
    ) -> Result<Current<C>, F> {
        let mut state = self.0.lock().await;
        if let Some(current) = &state.current {
            return Ok(current.clone());
        }
        if let Some((when, fault)) = state.failure
            && when.elapsed() < FAILURE_LASTS
        {
            return Err(fault);
        }
        match connect.await {
            Ok(connection) => {
                state.number += 1;
                let current = Current { connection, number: state.number };
                (state.failure, state.current) = (None, Some(current.clone()));
                Ok(current)
            }
            Err(fault) => {
                state.failure = Some((Instant::now(), fault));
                Err(fault)
            }
        }
    }

    /// Gives up a connection that broke, unless somebody did already.
    pub(super) async fn forget(&self, broken: &Current<C>) {
        let mut state = self.0.lock().await;
        if state.current.as_ref().is_some_and(|current| current.number == broken.number) {
            state.current = None;
        }
    }
}
