//! The pace of one operation. A batch is complete not after some time, but once no resolver of the request
//! can continue without an answer: however slow the machine and however long the list, siblings end up in one
//! batch. An operation with much to resolve also yields in between, so that other requests can run and its
//! timeout can take effect.
use crate::error::ApiError;
use futures_util::future::BoxFuture;
use futures_util::task::AtomicWaker;
use query::Budget;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// How long an operation resolves before it yields.
const SLICE: Duration = Duration::from_millis(1);
/// How many values are resolved between two checks of the clock.
const LOOK_EVERY: u32 = 16;

/// Holds back the batches of one request until its resolvers have requested all that they need, and ends the
/// operation once it exceeds its budget.
#[derive(Clone, Debug, Default)]
pub struct Gate(Arc<Inner>);

#[derive(Default)]
struct Inner {
    batches: Mutex<Vec<BoxFuture<'static, ()>>>,
    budget: Arc<Budget>,
    /// When the current time slice ends; `None` between two of them.
    slice_ends: Mutex<Option<Instant>>,
    /// Values resolved since the last check of the clock.
    unseen: AtomicU32,
    /// Whether the time slice is over.
    paused: AtomicBool,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gate").field("budget", &self.budget).finish_non_exhaustive()
    }
}

impl Gate {
    /// A gate for an operation with this budget.
    #[must_use]
    pub fn new(budget: Budget) -> Self {
        Self(Arc::new(Inner { budget: Arc::new(budget), ..Inner::default() }))
    }

    /// The operation's budget.
    #[must_use]
    pub fn budget(&self) -> &Arc<Budget> {
        &self.0.budget
    }

    /// Holds back a batch.
    pub fn hold(&self, batch: BoxFuture<'static, ()>) {
        self.0.batches.lock().unwrap_or_else(PoisonError::into_inner).push(batch);
    }

    /// Runs the work, and starts the batches whenever the work is waiting for something else. Work that
    /// merely yields is not waiting. Batches still running at the end, or when the future is dropped, are
    /// canceled.
    ///
    /// # Errors
    /// The limit that the operation exceeded.
    pub async fn run<F: Future>(&self, work: F) -> Result<F::Output, ApiError> {
        let mut work = pin!(work);
        let noting = Arc::new(Noting::default());
        let waker = Waker::from(Arc::clone(&noting));
        let mut under_way = JoinSet::new();
        poll_fn(|context| {
            noting.begin(context.waker());
            self.begin();
            let outcome = work.as_mut().poll(&mut Context::from_waker(&waker));
            let woken = noting.end();
            if let Some(error) = self.0.budget.exceeded() {
                return Poll::Ready(Err(ApiError::from(error)));
            }
            if outcome.is_ready() {
                return outcome.map(Ok);
            }
            if woken {
                // A resolver that was woken in the meantime continues, and may request more.
                come_again(context);
                return Poll::Pending;
            }
            while under_way.try_join_next().is_some() {}
            let batches = std::mem::take(&mut *self.0.batches.lock().unwrap_or_else(PoisonError::into_inner));
            for batch in batches {
                under_way.spawn(batch);
            }
            Poll::Pending
        })
        .await
    }

    fn begin(&self) {
        self.0.paused.store(false, Ordering::SeqCst);
        *self.0.slice_ends.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now() + SLICE);
    }

    /// Called before each value: continues at once unless the time slice is over, and never again once the
    /// budget is exceeded. `counts` says whether the value counts as part of the answer.
    pub(crate) const fn enter(&self, counts: bool) -> Enter<'_> {
        Enter { gate: self, counts, looked: false }
    }

    fn look(&self) {
        let inner = &*self.0;
        if !inner.unseen.fetch_add(1, Ordering::Relaxed).is_multiple_of(LOOK_EVERY) {
            return;
        }
        let ends = *inner.slice_ends.lock().unwrap_or_else(PoisonError::into_inner);
        if ends.is_some_and(|ends| Instant::now() >= ends) {
            inner.paused.store(true, Ordering::SeqCst);
        }
    }
}

/// See [`Gate::enter`].
pub(crate) struct Enter<'a> {
    gate: &'a Gate,
    counts: bool,
    looked: bool,
}

impl Future for Enter<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let inner = &*self.gate.0;
        if !self.looked {
            if self.counts {
                inner.budget.value();
            }
            self.gate.look();
            self.looked = true;
        }
        if inner.budget.is_exceeded() {
            // The operation ends with this poll.
            return Poll::Pending;
        }
        if inner.paused.load(Ordering::SeqCst) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(())
    }
}

/// Has the executor poll again after it has polled everything else, including connections.
fn come_again(context: &mut Context<'_>) {
    // Its first poll leaves the waker with the executor and is never ready.
    let _ = pin!(tokio::task::yield_now()).poll(context);
}

/// Wakes, and records that it did. While the work is being polled, recording is enough.
#[derive(Default)]
struct Noting {
    waker: AtomicWaker,
    woken: AtomicBool,
    working: AtomicBool,
}

impl Noting {
    fn begin(&self, waker: &Waker) {
        self.waker.register(waker);
        self.working.store(true, Ordering::SeqCst);
        self.woken.store(false, Ordering::SeqCst);
    }

    /// Whether there was any wake-up since the beginning. A later one wakes the task.
    fn end(&self) -> bool {
        self.working.store(false, Ordering::SeqCst);
        self.woken.load(Ordering::SeqCst)
    }
}

impl Wake for Noting {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.woken.store(true, Ordering::SeqCst);
        if !self.working.load(Ordering::SeqCst) {
            self.waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::future::join_all;
    use query::QueryError;

    #[tokio::test]
    async fn batches_go_when_the_work_waits() {
        let (gate, gone) = (Gate::default(), Arc::new(AtomicBool::new(false)));
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let work = async {
            let flag = Arc::clone(&gone);
            gate.hold(Box::pin(async move {
                flag.store(true, Ordering::SeqCst);
                let _ = sender.send(7);
            }));
            assert!(!gone.load(Ordering::SeqCst), "not before the work waits");
            receiver.await
        };
        assert_eq!(gate.run(work).await.expect("within its budget"), Ok(7));
    }

    #[tokio::test]
    async fn a_pause_is_not_waiting() {
        let gate = Gate::default();
        let (sender, mut answers) = tokio::sync::mpsc::unbounded_channel();
        let asked = Arc::new(Mutex::new(0));
        let work = async {
            for _ in 0..5 {
                *asked.lock().expect("one test") += 1;
                let (asked, sender) = (Arc::clone(&asked), sender.clone());
                gate.hold(Box::pin(async move {
                    let _ = sender.send(*asked.lock().expect("one test"));
                }));
                let mut paused = false;
                poll_fn(|context| {
                    context.waker().wake_by_ref();
                    if std::mem::replace(&mut paused, true) { Poll::Ready(()) } else { Poll::Pending }
                })
                .await;
            }
            let mut seen = Vec::new();
            while seen.len() < 5 {
                seen.extend(answers.recv().await);
            }
            seen
        };
        assert_eq!(gate.run(work).await.expect("within its budget"), [5; 5]);
    }

    /// Resolves this many values, each of which takes some processor time.
    async fn resolve(gate: &Gate, values: usize, each: Duration) -> usize {
        let value = || async {
            gate.enter(true).await;
            let began = Instant::now();
            while began.elapsed() < each {
                std::hint::spin_loop();
            }
            1
        };
        join_all((0..values).map(|_| value())).await.into_iter().sum()
    }

    #[tokio::test]
    async fn long_lists_let_others_work_and_end_in_time() {
        let gate = Gate::default();
        // A single thread, which also has to serve the timer; all values together would take a minute.
        let work = gate.run(resolve(&gate, 60_000, Duration::from_millis(1)));
        let ended = tokio::time::timeout(Duration::from_millis(100), work).await;
        assert!(ended.is_err(), "the time was up");
        let (values, ..) = gate.budget().taken();
        assert!(values < 60_000, "{values} values were begun");
    }

    #[tokio::test]
    async fn all_values_are_resolved_however_often_it_pauses() {
        let gate = Gate::default();
        assert_eq!(gate.run(resolve(&gate, 1_000, Duration::from_micros(20))).await.expect("a sum"), 1_000);
    }

    #[tokio::test]
    async fn too_many_values_end_the_work() {
        let gate = Gate::new(Budget::new(10));
        let ended = gate.run(resolve(&gate, 5_000, Duration::ZERO)).await;
        assert!(matches!(ended, Err(ApiError::Query(QueryError::TooComplex { most: 100, .. }))), "{ended:?}");
    }

    #[tokio::test]
    async fn batches_end_with_the_work() {
        let (gate, (held, mut gone)) = (Gate::default(), tokio::sync::mpsc::channel::<()>(1));
        gate.hold(Box::pin(async move {
            std::future::pending::<()>().await;
            drop(held);
        }));
        let ended = tokio::time::timeout(Duration::from_millis(20), gate.run(std::future::pending::<()>())).await;
        assert!(ended.is_err());
        assert_eq!(gone.recv().await, None, "what the batch held is dropped");
    }
}
