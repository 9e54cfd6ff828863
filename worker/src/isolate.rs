//! One turn for an organization: project its next batch, and isolate the events that make it fail.
//!
//! A batch is projected as a whole. If that fails because of the batch itself, it is bisected until each bad
//! event is on its own, working from both ends inward, so that good events do not wait for bad ones ahead of
//! them or behind. Events that failed before are always tried alone.
//!
//! The search has a time limit: when it is reached, the next organization gets its turn, and this one
//! continues later where it stopped.
use crate::WorkerOptions;
use crate::give_up::{Failure, record};
use crate::measures::MEASURES;
use crate::project::batch::raise_version;
use crate::project::claim::{claim, unqueue};
use crate::project::{ProjectError, StoredEvent, decode, project};
use crate::tables::Tables;
use domain::lane::lane_of;
use domain::{Day, Event, Instant, OrgId};
use std::collections::VecDeque;
use std::time::{self, Duration};
use store::retention::kept_from;
use store::{Store, Tx};
use telemetry::trace;

/// The outcome of a turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BatchOutcome {
    /// Events projected.
    pub projected: u64,
    /// Failed attempts that will be retried.
    pub retried: u64,
    /// Events moved to the dead letters.
    pub dead_letters: u64,
    /// Whether the batch was full, so that more events may be waiting.
    pub is_full: bool,
    /// Whether the turn ended before its work was done.
    pub unfinished: bool,
}

impl BatchOutcome {
    /// Whether the turn had any effect.
    #[must_use]
    pub const fn did_something(self) -> bool {
        self.projected + self.retried + self.dead_letters > 0
    }
}

/// What is kept about an organization from one turn to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Footing {
    /// The maximum batch size while bad events are being isolated; `None` means the usual size.
    limit: Option<usize>,
}

impl Footing {
    /// Records that a batch of this many events failed.
    fn narrow(&mut self, events: usize) {
        self.limit = Some((events / 2).max(1));
    }

    /// Records that a batch succeeded.
    const fn widen(&mut self, usual: usize) {
        self.limit = match self.limit {
            Some(limit) if limit.saturating_mul(4) < usual => Some(limit * 4),
            _ => None,
        };
    }
}

/// The limits of a turn, and how much of them is used up.
struct Allowance {
    began: time::Instant,
    /// Events that were tried alone.
    alone: usize,
}

impl Allowance {
    fn is_spent(&self) -> bool {
        self.alone >= MOST_ALONE || self.began.elapsed() >= TURN
    }
}

/// How long one turn may spend isolating bad events, and how many events it may try alone: other
/// organizations are waiting.
const TURN: Duration = Duration::from_millis(200);
const MOST_ALONE: usize = 50;

type Part = [(StoredEvent, Event)];

/// After this many failed turns in a row, a transient failure that the batch itself may have caused is
/// treated as such.
const PATIENCE: u32 = 6;

/// Why an event that was accepted before the horizon passed it becomes a dead letter: what it belongs to may
/// be deleted, and would be counted a second time.
const TOO_OLD: &str = "TOO_OLD: it lies before what retention keeps";

/// Projects the next due events of an organization; does nothing if its lane is held elsewhere. `setbacks` is
/// how many turns in a row failed for transient reasons: each one halves the batch, and in the end events are
/// tried one by one, as when isolating bad events.
///
/// # Errors
/// When the database cannot be used; nothing is lost then.
pub async fn take_turn(
    store: &Store,
    options: &WorkerOptions,
    org_id: &OrgId,
    setbacks: u32,
    footing: &mut Footing,
) -> Result<BatchOutcome, ProjectError> {
    let mut outcome = BatchOutcome::default();
    let mut allowance = Allowance { began: time::Instant::now(), alone: 0 };
    loop {
        let step = step(store, options, org_id, setbacks, footing, &mut allowance).await?;
        outcome.projected += step.projected;
        outcome.retried += step.retried;
        outcome.dead_letters += step.dead_letters;
        outcome.is_full = step.is_full;
        // An organization without bad events gets one batch per turn.
        if !step.unfinished {
            return Ok(outcome);
        }
        if allowance.is_spent() {
            return Ok(BatchOutcome { unfinished: true, ..outcome });
        }
    }
}

/// One batch of a turn; unfinished if bad events are being isolated and there may be more.
async fn step(
    store: &Store,
    options: &WorkerOptions,
    org_id: &OrgId,
    setbacks: u32,
    footing: &mut Footing,
    allowance: &mut Allowance,
) -> Result<BatchOutcome, ProjectError> {
    let spread = store.is_distributed().await?;
    // Damaged files are not caused by any event: events that run into them wait until the files are repaired.
    let passes = |error: &ProjectError| {
        error.is_corrupt() || (error.is_transient() && (setbacks < PATIENCE || !error.may_be_own_fault(spread)))
    };
    let usual = (options.batch_events >> setbacks.min(PATIENCE)).max(1);
    let limit = footing.limit.map_or(usual, |limit| limit.min(usual));
    let mut tx = store.begin_projection().await?;
    if setbacks > 0 {
        tx.stop_streaming();
    }
    let Some(lane) = store.try_lane(&mut tx, lane_of(org_id.as_str())).await? else {
        tx.rollback().await?;
        return Ok(BatchOutcome::default());
    };
    let claimed = claim(&mut tx, org_id, store.clock().now(), options.longest_pause(), limit).await?;
    let is_last = claimed.len() < limit;
    let mut outcome = BatchOutcome::default();
    let mut failures = Vec::new();
    let mut fresh = Vec::new();
    let mut alone = VecDeque::new();
    let kept_from = kept_from(&mut tx, org_id).await?.map(Day::start);
    for stored in claimed {
        if kept_from.is_some_and(|from| stored.occurred_at < from) {
            failures.push(Failure { event: stored, error: TOO_OLD.to_owned(), is_final: true });
            continue;
        }
        match decode(&stored) {
            Ok(event) if stored.attempts == 0 => fresh.push((stored, event)),
            Ok(event) => alone.push_back(vec![(stored, event)]),
            Err(error) => failures.push(Failure::new(stored, &error)),
        }
    }
    let mut is_spoiled = false;
    let only_retried = fresh.is_empty();
    if fresh.is_empty() {
        tx.rollback().await?;
        drop(lane);
    } else {
        match project_part(store, options, tx, org_id, &fresh).await {
            Ok(projected) => {
                outcome.projected += projected;
                footing.widen(options.batch_events);
            }
            Err(error) if passes(&error) => return Err(error),
            Err(error) => {
                tracing::warn!(org = %org_id, events = fresh.len(), %error, "a batch failed; looking for the events that spoil it");
                is_spoiled = true;
                allowance.alone += usize::from(fresh.len() == 1);
                footing.narrow(fresh.len());
                split(fresh, &error, End::Front, &mut alone, &mut failures);
            }
        }
        drop(lane);
    }
    let mut end = End::Front;
    while !allowance.is_spent() {
        let Some(part) = end.pop(&mut alone) else { break };
        allowance.alone += usize::from(part.len() == 1);
        match project_alone(store, options, org_id, &part).await {
            Ok(projected) => outcome.projected += projected,
            Err(error) if passes(&error) => return Err(error),
            Err(error) => split(part, &error, end, &mut alone, &mut failures),
        }
        end = end.other();
    }
    // The remaining events are still in the queue, and the next batch begins with them.
    if let Some(next) = alone.front().filter(|_| is_spoiled) {
        footing.limit = Some(next.len());
    }
    // Events that are tried alone are read only as many as can be tried, not all of them again in each turn.
    if only_retried && !alone.is_empty() {
        footing.limit = Some(MOST_ALONE);
    }
    outcome.is_full = !is_last;
    outcome.unfinished = !alone.is_empty() || (!is_last && footing.limit.is_some());
    (outcome.retried, outcome.dead_letters) = record(store, options, org_id, failures).await?;
    Ok(outcome)
}

/// From which end the next part is taken, and where the halves of a failed part are put back.
#[derive(Clone, Copy)]
enum End {
    Front,
    Back,
}

impl End {
    const fn other(self) -> Self {
        match self {
            Self::Front => Self::Back,
            Self::Back => Self::Front,
        }
    }

    fn pop<T>(self, parts: &mut VecDeque<T>) -> Option<T> {
        match self {
            Self::Front => parts.pop_front(),
            Self::Back => parts.pop_back(),
        }
    }
}

/// Halves a part that failed; if it is a single event, that event has failed.
fn split(
    mut part: Vec<(StoredEvent, Event)>,
    error: &ProjectError,
    end: End,
    parts: &mut VecDeque<Vec<(StoredEvent, Event)>>,
    failures: &mut Vec<Failure>,
) {
    if part.len() > 1 {
        let second = part.split_off(part.len() / 2);
        match end {
            End::Front => {
                parts.push_front(second);
                parts.push_front(part);
            }
            End::Back => {
                parts.push_back(part);
                parts.push_back(second);
            }
        }
    } else if let Some((event, _)) = part.pop() {
        failures.push(Failure::new(event, error));
    }
}

/// Projects a part in a transaction of its own; does nothing if the lane is held elsewhere.
async fn project_alone(
    store: &Store,
    options: &WorkerOptions,
    org_id: &OrgId,
    part: &Part,
) -> Result<u64, ProjectError> {
    let mut tx = store.begin_projection().await?;
    tx.stop_streaming();
    let lane = store.try_lane(&mut tx, lane_of(org_id.as_str())).await?;
    if lane.is_none() || is_too_old(&mut tx, org_id, part).await? {
        tx.rollback().await?;
        return Ok(0);
    }
    project_part(store, options, tx, org_id, part).await
}

/// Retention may have held the lane since the events were claimed; a later turn moves events before its
/// horizon to the dead letters.
async fn is_too_old(tx: &mut Tx, org_id: &OrgId, part: &Part) -> Result<bool, ProjectError> {
    let kept_from = kept_from(tx, org_id).await?.map(Day::start);
    Ok(kept_from.is_some_and(|from| part.iter().any(|(stored, _)| stored.occurred_at < from)))
}

/// Deletes the events from the queue, projects them and commits. If some are no longer queued, another worker
/// has projected them: then nothing is done, and a later turn looks again.
async fn project_part(
    store: &Store,
    options: &WorkerOptions,
    mut tx: Tx,
    org_id: &OrgId,
    part: &Part,
) -> Result<u64, ProjectError> {
    let began = time::Instant::now();
    let traces = part.iter().map(|(stored, _)| stored.trace.as_ref());
    let spans = trace::parts(trace::Part::Project, traces, part.len());
    match write_part(store, options, &mut tx, org_id, part).await {
        Ok(Some(version)) => {
            tx.commit().await.inspect_err(|error| trace::failed(&spans, error))?;
            drop(spans);
            MEASURES.projected(part.len(), began, received_at(part), store.clock());
            store.signals().projected(org_id.shared(), version);
            Ok(part.len() as u64)
        }
        Ok(None) => {
            tx.rollback().await?;
            Ok(0)
        }
        // Roll back explicitly: merely dropping the transaction would release the lane some time later.
        Err(error) => {
            trace::failed(&spans, &error);
            // If the database has already rolled back by itself, as SQLite does on a full disk, it rejects
            // another rollback; only the original error matters.
            let _refused = tx.rollback().await;
            Err(error)
        }
    }
}

/// When the first of them was received.
fn received_at(part: &Part) -> Instant {
    part.iter().map(|(stored, _)| stored.received_at).min().unwrap_or(Instant(0))
}

async fn write_part(
    store: &Store,
    options: &WorkerOptions,
    tx: &mut Tx,
    org_id: &OrgId,
    part: &Part,
) -> Result<Option<i64>, ProjectError> {
    let stored: Vec<&StoredEvent> = part.iter().map(|(stored, _)| stored).collect();
    if unqueue(tx, org_id, &stored).await? != stored.len() as u64 {
        return Ok(None);
    }
    let events: Vec<Event> = part.iter().map(|(_, event)| event.clone()).collect();
    let received_at = received_at(part);
    project(tx, Tables::Live, org_id, &events, received_at, options.window_micros()).await?;
    raise_version(tx, org_id, store.clock().now(), received_at).await.map(Some)
}
