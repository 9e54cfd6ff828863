//! The loop: find the organizations that have due events, give each a turn, wait for more.
use crate::WorkerOptions;
use crate::isolate::{BatchOutcome, take_turn};
use crate::measures::MEASURES;
use crate::project::ProjectError;
use crate::project::claim::{projected_before, queued_organizations};
use crate::project::directory::introduce;
use crate::retention::Retention;
use crate::statistics::Statistics;
use crate::turns::Turns;
use crate::window;
use domain::OrgId;
use domain::lane::lane_of;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::Store;
use store::file_lock::FileLock;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

/// The longest pause after the database could not be reached.
const MAX_PAUSE: Duration = Duration::from_secs(5);
/// The first pause; each later one doubles it.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// How often the queue is queried for organizations: the longest that a new one waits to be noticed.
const ASK_EVERY: Duration = Duration::from_millis(200);
/// The maximum number of organizations added to the directory in one statement.
const INTRODUCE_MOST: usize = 1_000;

/// What a worker did until nothing was due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drained {
    /// Events projected.
    pub projected: u64,
    /// Failed attempts that will be retried.
    pub retried: u64,
    /// Events moved to the dead letters.
    pub dead_letters: u64,
}

impl Drained {
    fn add(&mut self, turn: BatchOutcome) {
        self.projected += turn.projected;
        self.retried += turn.retried;
        self.dead_letters += turn.dead_letters;
    }

    fn did_nothing(self) -> bool {
        self == Self::default()
    }
}

/// Projects events. Any number of workers may share a `PostgreSQL` database; a `SQLite` file allows only one.
#[derive(Debug)]
pub struct Worker {
    store: Store,
    options: WorkerOptions,
    statistics: Statistics,
    /// The number of the next batch, for the logs.
    batches: AtomicU64,
    _only_one: Option<FileLock>,
}

impl Worker {
    /// A worker on this store.
    ///
    /// # Errors
    /// When another worker holds the `SQLite` file.
    pub fn new(store: Store, options: WorkerOptions) -> anyhow::Result<Self> {
        let only_one = store.become_worker()?;
        LazyLock::force(&MEASURES);
        Ok(Self { store, options, statistics: Statistics::default(), batches: AtomicU64::new(0), _only_one: only_one })
    }

    /// Projects events as they come until `stop` is cancelled; the current batch is finished first.
    /// Meanwhile, retention deletes expired data.
    pub async fn run(&self, stop: CancellationToken) {
        let _running = MEASURES.running();
        let retention = tokio::spawn({
            let (store, options, stop) = (self.store.clone(), self.options.clone(), stop.clone());
            async move { jobs::run(&store, &Retention { store: &store, options: &options }, &stop).await }
        });
        self.project(&stop).await;
        if let Err(error) = retention.await {
            tracing::error!(%error, "retention broke");
        }
    }

    async fn project(&self, stop: &CancellationToken) {
        let mut pause = FIRST_PAUSE;
        let mut state = State::default();
        let mut is_noted = false;
        while !stop.is_cancelled() {
            if !is_noted {
                is_noted = match window::note(&self.store, &self.options).await {
                    Ok(()) => true,
                    Err(error) => {
                        tracing::warn!(%error, "cannot note the window after handoffs");
                        !error.is_transient()
                    }
                };
            }
            let wait = match self.sweep(stop, &mut state).await {
                Ok(Swept { done, more }) => {
                    pause = FIRST_PAUSE;
                    if more || (!done.did_nothing() && done.retried == 0) {
                        continue;
                    }
                    if done.retried > 0 { self.options.first_retry_after } else { self.options.poll_every }
                }
                Err(error) => {
                    tracing::warn!(%error, "projection pauses; nothing is lost, it goes on by itself");
                    pause = (pause * 2).min(MAX_PAUSE);
                    pause
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.store.signals().wait_queued() => {}
                () = tokio::time::sleep(wait.min(self.options.poll_every)) => {}
            }
        }
    }

    /// Projects until nothing is due.
    ///
    /// # Errors
    /// When the database cannot be used.
    pub async fn drain(&self) -> anyhow::Result<Drained> {
        let mut all = Drained::default();
        let mut state = State::default();
        loop {
            let Swept { done, more } = self.sweep(&CancellationToken::new(), &mut state).await?;
            if let Some(error) = state.setbacks.last_error.take() {
                return Err(error.into());
            }
            if done.did_nothing() && !more {
                return Ok(all);
            }
            all.projected += done.projected;
            all.retried += done.retried;
            all.dead_letters += done.dead_letters;
        }
    }

    /// Gives a turn to each organization that has due events and whose lane is free, until it is time to
    /// query the queue again. If one of them cannot be projected at the moment, the others continue.
    async fn sweep(&self, stop: &CancellationToken, state: &mut State) -> Result<Swept, ProjectError> {
        let began = Instant::now();
        let order = self.order(state).await?;
        // The query takes at most a fifth of the time, however many organizations are waiting.
        let ask_again = (began.elapsed() * 4).max(ASK_EVERY);
        let asked = Instant::now();
        let mut swept = Swept::default();
        let mut introduced = HashSet::new();
        for (position, org_id) in order.iter().enumerate() {
            if stop.is_cancelled() {
                break;
            }
            if asked.elapsed() >= ask_again {
                swept.more = true;
                break;
            }
            let tries = match state.setbacks.of.get(org_id) {
                Some((until, _)) if Instant::now() < *until => continue,
                Some((_, tries)) => *tries,
                None => 0,
            };
            if state.turns.is_unintroduced(org_id) && !introduced.contains(org_id) {
                let new = order.iter().skip(position).filter(|org_id| state.turns.is_unintroduced(org_id));
                introduced = new.take(INTRODUCE_MOST).cloned().collect();
                let new: Vec<OrgId> = introduced.iter().cloned().collect();
                match introduce(&self.store, &new).await {
                    Ok(()) => state.turns.introduced(&new),
                    Err(error) if error.is_away() => return Err(error.into()),
                    // Each is also added with its own first batch.
                    Err(error) => tracing::warn!(%error, "new organizations are not in the directory yet"),
                }
            }
            let (lane, batch) = (lane_of(org_id.as_str()), self.batches.fetch_add(1, Ordering::Relaxed));
            // Every log line of the turn carries these fields.
            let span = tracing::info_span!("batch", org = %org_id, lane, batch);
            let footing = state.turns.begin(org_id);
            match take_turn(&self.store, &self.options, org_id, tries, footing).instrument(span).await {
                Ok(turn) => {
                    state.setbacks.of.remove(org_id);
                    if turn.did_something() {
                        state.turns.know(org_id);
                    }
                    self.statistics.note(&self.store, turn.projected);
                    MEASURES.turned(turn);
                    swept.done.add(turn);
                    // If an organization has full batches waiting, another one's retries must not make it
                    // pause.
                    swept.more |= turn.unfinished || (turn.is_full && turn.projected > 0 && turn.retried == 0);
                }
                Err(error) if error.is_away() => {
                    MEASURES.failed();
                    return Err(error);
                }
                Err(error) => {
                    MEASURES.failed();
                    state.setbacks.add(&self.store, org_id.clone(), tries, error);
                }
            }
        }
        Ok(swept)
    }

    /// The organizations that have queued events, in the order of their turns.
    async fn order(&self, state: &mut State) -> Result<Vec<OrgId>, ProjectError> {
        let queued = queued_organizations(&self.store).await?;
        let unseen = state.turns.unseen(&queued);
        let known = projected_before(&self.store, &unseen).await?;
        state.turns.meet(unseen, &known, &queued);
        Ok(state.turns.order(queued))
    }
}

/// What a worker remembers from one sweep to the next.
#[derive(Debug, Default)]
struct State {
    turns: Turns,
    setbacks: OrgBackoff,
}

/// The outcome of a sweep.
#[derive(Clone, Copy, Debug, Default)]
struct Swept {
    done: Drained,
    /// Whether a turn ended before its work was done, or an organization got no turn.
    more: bool,
}

/// The organizations whose last turn failed for a transient reason: when to retry, and how many times in a
/// row it has failed.
#[derive(Debug, Default)]
struct OrgBackoff {
    of: HashMap<OrgId, (Instant, u32)>,
    last_error: Option<ProjectError>,
}

impl OrgBackoff {
    fn add(&mut self, store: &Store, org_id: OrgId, tries: u32, error: ProjectError) {
        if let ProjectError::Store(error) = &error {
            store.note(error);
        }
        tracing::warn!(org = %org_id, tries = tries + 1, %error, "projection of an organization pauses; nothing is lost");
        let pause = (FIRST_PAUSE * 2_u32.saturating_pow(tries.min(10))).min(MAX_PAUSE);
        self.of.insert(org_id, (Instant::now() + pause, tries + 1));
        self.last_error = Some(error);
    }
}
