//! Deletes what is past an organization's retention period: whole sessions, with all of their runs, handoffs
//! and events, in small steps.
//!
//! In the transaction in which sessions are deleted, their contributions to the totals are added to the
//! tables of [`Tables::KEPT`](crate::tables::Tables::KEPT). The totals that everyone reads are not touched,
//! and the invariant holds at all times: they equal the kept contributions of deleted sessions plus a
//! recomputation from the stored events. So days and months that straddle the horizon need no special rule.

mod dead_letters;
mod job;
mod linked_sessions;
mod purge;
mod session_events;
mod stray_activity;

pub(crate) use job::Retention;

use crate::WorkerOptions;
use crate::distinct_orgs::{Found, organizations_in};
use crate::project::ProjectError;
use domain::{Day, OrgId};
use purge::{Place, Step};
use std::collections::{BTreeSet, HashSet};
use std::time::{Duration, Instant};
use store::{Store, StoreError};
use tokio_util::sync::CancellationToken;

/// How often an organization that is busy with projection is retried, and after which pause.
const TRIES: u32 = 20;
const TRY_AGAIN: Duration = Duration::from_millis(50);

/// How far a machine's clock may be ahead of the database's.
const MOST_AHEAD_MICROS: i64 = 3_600_000_000;

/// What one pass of retention deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retained {
    /// Sessions.
    pub sessions: u64,
    /// Their runs.
    pub runs: u64,
    /// Events, including those of dead letters.
    pub events: u64,
    /// Sessions that are old enough but stay, because they share runs with one that is not.
    pub bound: u64,
    /// Organizations that could not be finished now: their projection is behind, or their lane was held
    /// elsewhere.
    pub busy: u64,
    /// Organizations whose rows cannot be read or written as they are; an operator has to look into it.
    pub failed: u64,
}

impl Retained {
    fn add(&mut self, other: Self) {
        self.sessions += other.sessions;
        self.runs += other.runs;
        self.events += other.events;
        self.bound += other.bound;
        self.busy += other.busy;
        self.failed += other.failed;
    }
}

/// One pass over all organizations, one after the other.
///
/// # Errors
/// When the database cannot be used; what was deleted by then stays deleted.
pub async fn retain(
    store: &Store,
    options: &WorkerOptions,
    stop: &CancellationToken,
) -> Result<Retained, ProjectError> {
    // Deleted data does not come back, so the decision does not depend on one machine's clock alone.
    let ahead = store::retention::clock_ahead(store).await?;
    if ahead > MOST_AHEAD_MICROS {
        let seconds = ahead / 1_000_000;
        tracing::error!(
            seconds,
            "the clock of this machine is ahead of the database's: nothing is let go; set it right"
        );
        return Ok(Retained::default());
    }
    // Read once, right after the check: a clock that jumps during a long pass does not move the horizon.
    let now = store.clock().now();
    let settings = store::retention::load(store).await?;
    let mut all = Retained::default();
    for org_id in organizations(store).await? {
        let setting = settings.get(&org_id).copied().unwrap_or_default();
        if let Some(horizon) = setting.horizon(options.retention.days, now) {
            match of_organization(store, options, &org_id, horizon, stop).await {
                Ok(gone) => all.add(gone),
                Err(error) if error.is_transient() => return Err(error),
                Err(error) => {
                    tracing::error!(org = %org_id, %error, "nothing more of this organization is let go; the others go on");
                    all.failed += 1;
                }
            }
        }
        if stop.is_cancelled() {
            break;
        }
    }
    Ok(all)
}

/// Organizations that have rows that may be deleted.
async fn organizations(store: &Store) -> Result<BTreeSet<OrgId>, StoreError> {
    let mut found = BTreeSet::new();
    let distributed = store.is_distributed().await?;
    for table in ["session_stats", "events_dead_letter", "activity_facts"] {
        let told: Vec<Found> = store.select(organizations_in(table, distributed), []).await?;
        found.extend(told.into_iter().map(OrgId::from));
    }
    Ok(found)
}

async fn of_organization(
    store: &Store,
    options: &WorkerOptions,
    org_id: &OrgId,
    horizon: Day,
    stop: &CancellationToken,
) -> Result<Retained, ProjectError> {
    let mut all = Retained::default();
    let mut after: Option<Place> = None;
    let mut tries = 0;
    let mut too_bound = HashSet::new();
    while !stop.is_cancelled() {
        let began = Instant::now();
        match purge::step(store, options, org_id, horizon, &after, &mut too_bound).await? {
            Step::Purged { gone, next } => {
                all.add(gone);
                after = next;
                tries = 0;
                // A worker that wanted to project in this lane meanwhile found it taken.
                store.signals().queued();
            }
            Step::Busy if tries < TRIES => {
                tries += 1;
                let _stopped = stop.run_until_cancelled(tokio::time::sleep(TRY_AGAIN)).await;
                continue;
            }
            Step::Busy | Step::Behind => {
                all.busy += 1;
                return Ok(all);
            }
            Step::Done => {
                match stray_activity::purge(store, options, org_id, horizon, stop).await? {
                    Some(events) => all.events += events,
                    None => {
                        all.busy += 1;
                        return Ok(all);
                    }
                }
                all.events += dead_letters::purge(store, options, org_id, horizon, stop).await?;
                return Ok(all);
            }
        }
        rest(options, began, stop).await;
    }
    Ok(all)
}

/// Ingestion and projection come first: each step is followed by a pause of several times its duration.
async fn rest(options: &WorkerOptions, began: Instant, stop: &CancellationToken) {
    let pause = tokio::time::sleep(began.elapsed() * options.retention.rest);
    let _stopped = stop.run_until_cancelled(pause).await;
}
