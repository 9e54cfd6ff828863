//! The loop: look which organisations have due events, take turns with them, wait for more.
use crate::WorkerOptions;
use crate::isolate::{Turn, take_turn};
use crate::measures::MEASURES;
use crate::project::ProjectError;
use crate::project::claim::queued_organizations;
use crate::retention;
use crate::statistics::Statistics;
use crate::window;
use entities::OrgId;
use entities::lane::lane_of;
use std::collections::HashMap;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use store::Store;
use store::file_lock::FileLock;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

/// The longest pause after the database was away.
const MAX_PAUSE: Duration = Duration::from_secs(5);
/// The first pause; each later one doubles it.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// What a worker did until nothing was due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drained {
    /// Events projected.
    pub projected: u64,
    /// Failed attempts that will be repeated.
    pub retried: u64,
    /// Events given up.
    pub dead_letters: u64,
}

impl Drained {
    fn add(&mut self, turn: Turn) {
        self.projected += turn.projected;
        self.retried += turn.retried;
        self.dead_letters += turn.dead_letters;
    }

    fn did_nothing(self) -> bool {
        self == Self::default()
    }
}

/// Projects events. Any number of workers may share a `PostgreSQL`; a `SQLite` file admits one.
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

    /// Projects whatever comes until `stop` is cancelled; the batch under way is finished first.
    /// What is older than retention keeps is taken away meanwhile.
    pub async fn run(&self, stop: CancellationToken) {
        let _running = MEASURES.running();
        let keeper = tokio::spawn(retention::keep(self.store.clone(), self.options.clone(), stop.clone()));
        self.project(&stop).await;
        if let Err(error) = keeper.await {
            tracing::error!(%error, "retention broke");
        }
    }

    async fn project(&self, stop: &CancellationToken) {
        let mut pause = FIRST_PAUSE;
        let mut setbacks = Setbacks::default();
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
            let wait = match self.sweep(stop, &mut setbacks).await {
                Ok(done) => {
                    pause = FIRST_PAUSE;
                    if !done.did_nothing() && done.retried == 0 {
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
        let mut setbacks = Setbacks::default();
        loop {
            let done = self.sweep(&CancellationToken::new(), &mut setbacks).await?;
            if let Some(error) = setbacks.last_error.take() {
                return Err(error.into());
            }
            if done.did_nothing() {
                return Ok(all);
            }
            all.projected += done.projected;
            all.retried += done.retried;
            all.dead_letters += done.dead_letters;
        }
    }

    /// One batch of each organisation that has due events and whose lane is free. Where one of them
    /// cannot be projected at the moment, the others go on.
    async fn sweep(&self, stop: &CancellationToken, setbacks: &mut Setbacks) -> Result<Drained, ProjectError> {
        let mut done = Drained::default();
        for org_id in queued_organizations(&self.store).await? {
            if stop.is_cancelled() {
                break;
            }
            let tries = match setbacks.of.get(&org_id) {
                Some((until, _)) if Instant::now() < *until => continue,
                Some((_, tries)) => *tries,
                None => 0,
            };
            let (lane, batch) = (lane_of(org_id.as_str()), self.batches.fetch_add(1, Ordering::Relaxed));
            // Whatever is logged on the way tells where.
            let span = tracing::info_span!("batch", org = %org_id, lane, batch);
            match take_turn(&self.store, &self.options, &org_id, tries).instrument(span).await {
                Ok(turn) => {
                    setbacks.of.remove(&org_id);
                    self.statistics.note(&self.store, turn.projected);
                    MEASURES.turned(turn);
                    done.add(turn);
                }
                Err(error) if error.is_away() => {
                    MEASURES.failed();
                    return Err(error);
                }
                Err(error) => {
                    MEASURES.failed();
                    setbacks.add(org_id, tries, error);
                }
            }
        }
        Ok(done)
    }
}

/// The organisations whose last turn failed for a passing reason: when to look again, and how often
/// it failed in a row.
#[derive(Debug, Default)]
struct Setbacks {
    of: HashMap<OrgId, (Instant, u32)>,
    last_error: Option<ProjectError>,
}

impl Setbacks {
    fn add(&mut self, org_id: OrgId, tries: u32, error: ProjectError) {
        tracing::warn!(org = %org_id, tries = tries + 1, %error, "projection of an organisation pauses; nothing is lost");
        let pause = (FIRST_PAUSE * 2_u32.saturating_pow(tries.min(10))).min(MAX_PAUSE);
        self.of.insert(org_id, (Instant::now() + pause, tries + 1));
        self.last_error = Some(error);
    }
}
