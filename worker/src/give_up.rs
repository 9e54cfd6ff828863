//! What happens to an event whose projection failed: a later retry, or the dead letters.
use crate::WorkerOptions;
use crate::project::claim::unqueue;
use crate::project::{ProjectError, StoredEvent};
use domain::lane::lane_of;
use domain::{Instant, OrgId};
use std::sync::Arc;
use store::{Rows, Store, Tx};

/// How many characters of an error are kept.
const ERROR_CHARS: usize = 500;

/// An event that could not be projected.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The event.
    pub(crate) event: StoredEvent,
    /// Why it could not be projected.
    pub(crate) error: String,
    /// Whether retrying cannot help.
    pub(crate) is_final: bool,
}

impl Failure {
    /// A failure that a retry may fix.
    pub(crate) fn new(event: StoredEvent, error: &ProjectError) -> Self {
        Self { event, error: error.to_string(), is_final: false }
    }
}

/// Schedules the events for a retry, or moves them to the dead letters after the last attempt. Returns how
/// many of each.
pub(crate) async fn record(
    store: &Store,
    options: &WorkerOptions,
    org_id: &OrgId,
    failures: Vec<Failure>,
) -> Result<(u64, u64), ProjectError> {
    if failures.is_empty() {
        return Ok((0, 0));
    }
    let mut tx = store.begin_projection().await?;
    let Some(_lane) = store.try_lane(&mut tx, lane_of(org_id.as_str())).await? else {
        tx.rollback().await?;
        return Ok((0, 0));
    };
    let all: Vec<&StoredEvent> = failures.iter().map(|failure| &failure.event).collect();
    if unqueue(&mut tx, org_id, &all).await? != all.len() as u64 {
        tx.rollback().await?;
        return Ok((0, 0));
    }
    let now = store.clock().now();
    let (dead, again): (Vec<_>, Vec<_>) = failures
        .into_iter()
        .partition(|failure| failure.is_final || failure.event.attempts + 1 >= options.max_attempts);
    requeue(&mut tx, options, now, &again).await?;
    bury(&mut tx, now, &dead).await?;
    tx.commit().await?;
    for failure in &dead {
        let Failure { event, error, .. } = failure;
        tracing::error!(org = %org_id, event = %event.event_id, %error, "event given up; see the dead letters");
    }
    Ok((again.len() as u64, dead.len() as u64))
}

async fn requeue(tx: &mut Tx, options: &WorkerOptions, now: Instant, again: &[Failure]) -> Result<(), ProjectError> {
    let later: Vec<StoredEvent> = again
        .iter()
        .map(|failure| {
            let pause = options.pause_after(failure.event.attempts).as_micros();
            let due_at = now.plus_micros(i64::try_from(pause).unwrap_or(i64::MAX));
            StoredEvent { due_at, attempts: failure.event.attempts + 1, ..failure.event.clone() }
        })
        .collect();
    let rows = Rows::new()
        .text("org_id", later.iter().map(|event| event.org_id.shared()))
        .int("due_at", later.iter().map(|event| event.due_at.0))
        .text("event_id", later.iter().map(|event| Arc::clone(&event.event_id)))
        .int("attempts", later.iter().map(|event| i64::from(event.attempts)))
        .text_or_null("trace", later.iter().map(|event| event.trace.clone()));
    tx.insert_rows(&rows, "events_queue", "").await?;
    Ok(())
}

/// Also used for events that turn out to be damaged during a rebuild.
pub(crate) async fn bury(tx: &mut Tx, now: Instant, dead: &[Failure]) -> Result<(), ProjectError> {
    let cut = |error: &str| Arc::from(error.chars().take(ERROR_CHARS).collect::<String>());
    let rows = Rows::new()
        .text("org_id", dead.iter().map(|failure| failure.event.org_id.shared()))
        .text("event_id", dead.iter().map(|failure| Arc::clone(&failure.event.event_id)))
        .int("attempts", dead.iter().map(|failure| i64::from(failure.event.attempts + 1)))
        .int("dead_at", dead.iter().map(|_| now.0))
        .text("last_error", dead.iter().map(|failure| cut(&failure.error)));
    tx.insert_rows(
        &rows,
        "events_dead_letter",
        "ON CONFLICT (org_id, event_id) DO UPDATE
         SET attempts = excluded.attempts, dead_at = excluded.dead_at, last_error = excluded.last_error",
    )
    .await?;
    Ok(())
}
