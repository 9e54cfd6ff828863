//! Combines the events that arrive while earlier appends are in progress, so that senders of single events
//! are as cheap as senders of batches. No request waits for others to arrive: a free writer takes what is
//! there.
use super::append::{self, Append, Identity, NewEvent};
use super::disk::Disk;
use super::lost::Lost;
use super::measures::MEASURES;
use super::spread;
use std::collections::{HashSet, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use store::{Engine, Store, StoreError};
use telemetry::trace;
use tokio::sync::oneshot;
use tokio::time::timeout;
use tracing::{Instrument as _, Span};
use web::intake::Claim;

/// The maximum number of events per append.
const APPEND_EVENTS: usize = 4_096;
/// An additional writer helps only if at least this many events are waiting: below that, one larger append is
/// cheaper than two small ones.
const WORTH_A_WRITER: usize = 256;
/// Concurrent writers on `PostgreSQL`; `SQLite` has one.
const POSTGRES_WRITERS: usize = 4;
/// A writer that waits longer than this for the machines of a cluster lets another one begin.
const LET_GO: Duration = Duration::from_millis(250);
/// With this many writes in progress, no other one begins early: each one takes connections.
const MOST_UNDER_WAY: usize = 12;

/// The store could not accept the events; none of them is acknowledged.
#[derive(Clone, Copy, Debug)]
pub(super) struct NotStored {
    /// Whether the reason is a full disk.
    pub(super) disk_full: bool,
}

/// The queue of accepted events that are waiting for a writer.
#[derive(Debug)]
pub(super) struct WriteCoalescer {
    append: Append,
    disk: Arc<Disk>,
    lost: Lost,
    /// Writes on a cluster that have not ended, including those that are no longer awaited.
    under_way: AtomicUsize,
    max_writers: usize,
    waiting: Mutex<Waiting>,
}

#[derive(Debug, Default)]
struct Waiting {
    jobs: VecDeque<Job>,
    events: usize,
    writers: usize,
}

#[derive(Debug)]
pub(super) struct Job {
    pub(super) events: Vec<NewEvent>,
    /// The memory that the events take, claimed until they are stored, even if the request is no longer
    /// waiting.
    pub(super) room: Arc<Claim>,
    pub(super) answer: oneshot::Sender<Result<u64, NotStored>>,
    /// The span that the request is logged under.
    span: Span,
}

impl WriteCoalescer {
    pub(super) fn new(store: Store, disk: Arc<Disk>) -> Arc<Self> {
        let max_writers = match store.engine() {
            Engine::Postgres => POSTGRES_WRITERS,
            Engine::Sqlite => 1,
        };
        Arc::new(Self {
            append: Append::new(store),
            disk,
            lost: Lost::new(),
            under_way: AtomicUsize::new(0),
            max_writers,
            waiting: Mutex::default(),
        })
    }

    /// Stores the events and returns, after the commit, how many of them were new.
    pub(super) async fn store(self: &Arc<Self>, events: Vec<NewEvent>, room: Arc<Claim>) -> Result<u64, NotStored> {
        let (answer, answered) = oneshot::channel();
        {
            let mut waiting = self.lock();
            waiting.events += events.len();
            waiting.jobs.push_back(Job { events, room, answer, span: Span::current() });
        }
        self.start_writers();
        answered.await.unwrap_or(Err(NotStored { disk_full: false }))
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start_writers(self: &Arc<Self>) {
        while let Some(jobs) = self.take() {
            let coalescer = Arc::clone(self);
            // One append serves many requests; its log lines name the first of them.
            let span = jobs.first().map_or_else(Span::none, |job| job.span.clone());
            tokio::spawn(async move {
                coalescer.write(jobs).instrument(span).await;
                coalescer.lock().writers -= 1;
                coalescer.start_writers();
            });
        }
    }

    fn take(&self) -> Option<Vec<Job>> {
        let mut waiting = self.lock();
        let worth_it = waiting.writers == 0 || waiting.events >= WORTH_A_WRITER;
        if waiting.jobs.is_empty() || waiting.writers >= self.max_writers || !worth_it {
            return None;
        }
        let mut jobs = Vec::new();
        let mut events = 0;
        while let Some(job) = waiting.jobs.pop_front() {
            events += job.events.len();
            jobs.push(job);
            if waiting.jobs.front().is_some_and(|next| events + next.events.len() > APPEND_EVENTS) {
                break;
            }
        }
        waiting.events -= events;
        waiting.writers += 1;
        Some(jobs)
    }

    async fn write(self: &Arc<Self>, mut jobs: Vec<Job>) {
        if self.append.is_spread().await {
            return self.write_spread(jobs).await;
        }
        match self.append(&jobs).await {
            Ok(new) => answer(jobs, new),
            Err(error) if error.is_transient() || jobs.len() == 1 => {
                tracing::warn!(%error, requests = jobs.len(), "events not stored; their senders are told to retry");
                refuse(jobs, &error);
            }
            // One sender's events must not affect another's.
            Err(error) => {
                tracing::warn!(%error, "events not stored; retrying each sender's separately");
                for job in jobs.drain(..) {
                    let job = vec![job];
                    match self.append(&job).await {
                        Ok(new) => answer(job, new),
                        Err(error) => {
                            tracing::error!(%error, "events not stored; their sender is told to retry");
                            refuse(job, &error);
                        }
                    }
                }
            }
        }
    }

    /// Writes until all jobs are answered, or until it has taken long enough that another writer may begin.
    async fn write_spread(self: &Arc<Self>, jobs: Vec<Job>) {
        let coalescer = Arc::clone(self);
        let mut written = tokio::spawn(
            async move {
                coalescer.under_way.fetch_add(1, Ordering::Relaxed);
                spread::write(&coalescer, jobs).await;
                coalescer.under_way.fetch_sub(1, Ordering::Relaxed);
            }
            .in_current_span(),
        );
        let ended = timeout(LET_GO, &mut written).await.is_ok();
        if !ended && self.under_way.load(Ordering::Relaxed) >= MOST_UNDER_WAY {
            // It answers its jobs itself; only its end is awaited here.
            let _ended = written.await;
        }
    }

    async fn append(&self, jobs: &[Job]) -> Result<HashSet<Identity>, StoreError> {
        let events = append::distinct(jobs.iter().flat_map(|job| &job.events));
        let traces = jobs.iter().filter_map(|job| job.events.first()).map(|event| event.trace.as_ref());
        let spans = trace::parts(trace::Part::Commit, traces, events.len());
        let (count, began) = (events.len(), Instant::now());
        let appended = self.append.append(events).await;
        self.note(count, began, &spans, &appended);
        appended
    }

    /// The same for one organization's events on a cluster.
    pub(super) async fn append_spread(&self, events: Vec<&NewEvent>) -> Result<HashSet<Identity>, StoreError> {
        let traces = events.iter().map(|event| event.trace.as_ref());
        let spans = trace::parts(trace::Part::Commit, traces, events.len());
        let (count, began) = (events.len(), Instant::now());
        let appended = self.append.append_spread(events).await;
        self.note(count, began, &spans, &appended);
        appended
    }

    /// The organizations whose machine is lost.
    pub(super) const fn lost(&self) -> &Lost {
        &self.lost
    }

    /// Records the outcome of an append.
    fn note<T>(&self, count: usize, began: Instant, spans: &[Span], appended: &Result<T, StoreError>) {
        self.disk.note(appended);
        match appended {
            Ok(_) => MEASURES.committed(count, began),
            Err(error) => {
                self.append.note(error);
                MEASURES.failed();
                trace::failed(spans, error);
            }
        }
    }
}

/// Each new event counts for the first job that contains it.
fn answer(jobs: Vec<Job>, mut new: HashSet<Identity>) {
    for job in jobs {
        let inserted = job.events.iter().filter(|event| new.remove(&event.identity())).count();
        // If the sender has disconnected, the answer is dropped.
        let _ = job.answer.send(Ok(inserted as u64));
    }
}

fn refuse(jobs: Vec<Job>, error: &StoreError) {
    let refused = NotStored { disk_full: error.is_disk_full() };
    for job in jobs {
        let _ = job.answer.send(Err(refused));
    }
}
