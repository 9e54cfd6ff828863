//! The one durable append: events that are new go to the store and to the queue, in one transaction.
use super::Producer;
use entities::contract::Envelope;
use entities::{Instant, Source};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use store::{Engine, Rows, Store, StoreError, Tx};

/// An accepted event on its way to the store.
#[derive(Debug)]
pub(super) struct NewEvent {
    pub(super) envelope: Envelope,
    pub(super) received_at: Instant,
    pub(super) source: Source,
    pub(super) key_id: Arc<str>,
}

impl NewEvent {
    pub(super) fn new(envelope: Envelope, received_at: Instant, source: Source, producer: &Producer) -> Self {
        Self { envelope, received_at, source, key_id: Arc::clone(&producer.key_id) }
    }

    /// What makes it unique.
    pub(super) fn identity(&self) -> Identity {
        (self.envelope.event.org_id.shared(), self.envelope.event.event_id().shared())
    }
}

/// Organisation and event.
pub(super) type Identity = (Arc<str>, Arc<str>);

const COLUMNS: &str = "org_id, event_id, occurred_at, received_at, event_type, source, key_id, session_id, user_id, \
                       run_id, payload, message_text";

/// Stores the events that are not stored yet and answers which of them were new. `events` holds no
/// event twice.
pub(super) async fn append(store: &Store, events: &[&NewEvent]) -> Result<HashSet<Identity>, StoreError> {
    let mut tx = store.begin().await?;
    let new = match tx.engine() {
        Engine::Postgres => append_postgres(&mut tx, events).await?,
        Engine::Sqlite => append_sqlite(&mut tx, events).await?,
    };
    tx.commit().await?;
    Ok(new)
}

/// One round trip.
async fn append_postgres(tx: &mut Tx, events: &[&NewEvent]) -> Result<HashSet<Identity>, StoreError> {
    let body = format!(
        ", new AS (INSERT INTO events_raw ({COLUMNS}) SELECT {COLUMNS} FROM input
                   ON CONFLICT DO NOTHING RETURNING org_id, received_at, event_id),
           queued AS (INSERT INTO events_queue (org_id, due_at, event_id, attempts)
                      SELECT org_id, received_at, event_id, 0 FROM new)
         SELECT org_id, event_id FROM new"
    );
    identities(&tx.fetch_rows(&raw_rows(events), &body).await?, events)
}

/// `SQLite` has no inserting CTE: what is new comes back and is queued by a second statement.
async fn append_sqlite(tx: &mut Tx, events: &[&NewEvent]) -> Result<HashSet<Identity>, StoreError> {
    let body = format!(
        "INSERT INTO events_raw ({COLUMNS}) SELECT {COLUMNS} FROM input WHERE true
         ON CONFLICT DO NOTHING RETURNING org_id, event_id"
    );
    let new = identities(&tx.fetch_rows(&raw_rows(events), &body).await?, events)?;
    let queued: Vec<&&NewEvent> = events.iter().filter(|event| new.contains(&event.identity())).collect();
    let rows = Rows::new()
        .text("org_id", queued.iter().map(|event| event.envelope.event.org_id.shared()))
        .int("due_at", queued.iter().map(|event| event.received_at.0))
        .text("event_id", queued.iter().map(|event| event.envelope.event.event_id().shared()));
    tx.execute_rows(
        &rows,
        "INSERT INTO events_queue (org_id, due_at, event_id, attempts) SELECT org_id, due_at, event_id, 0 FROM input",
    )
    .await?;
    Ok(new)
}

fn identities(rows: &[store::Row], events: &[&NewEvent]) -> Result<HashSet<Identity>, StoreError> {
    // Usually every event is new; then there is no need to read the answer.
    if rows.len() == events.len() {
        return Ok(events.iter().map(|event| event.identity()).collect());
    }
    rows.iter().map(|row| Ok((Arc::from(row.text(0)?), Arc::from(row.text(1)?)))).collect()
}

fn raw_rows(events: &[&NewEvent]) -> Rows {
    let all = || events.iter().map(|event| (*event, &event.envelope.event));
    Rows::new()
        .text("org_id", all().map(|(_, event)| event.org_id.shared()))
        .text("event_id", all().map(|(_, event)| event.event_id().shared()))
        .int("occurred_at", all().map(|(_, event)| event.occurred_at().0))
        .int("received_at", all().map(|(new, _)| new.received_at.0))
        .int("event_type", all().map(|(new, _)| i64::from(new.envelope.event_type.code())))
        .int("source", all().map(|(new, _)| i64::from(new.source.code())))
        .text("key_id", all().map(|(new, _)| Arc::clone(&new.key_id)))
        .text("session_id", all().map(|(_, event)| event.session_id.shared()))
        .text_or_null("user_id", all().map(|(_, event)| event.user_id.as_ref().map(entities::UserId::shared)))
        .text_or_null("run_id", all().map(|(_, event)| event.body.run_id().map(entities::RunId::shared)))
        .text("payload", all().map(|(new, _)| Arc::from(new.envelope.payload.as_str())))
        .text_or_null("message_text", all().map(|(new, _)| new.envelope.message_text.as_deref().map(Arc::from)))
}

/// The events without repetitions: for each identity the first one counts.
pub(super) fn distinct<'a>(events: impl Iterator<Item = &'a NewEvent>) -> Vec<&'a NewEvent> {
    let mut seen = HashMap::new();
    events.filter(|event| seen.insert(event.identity(), ()).is_none()).collect()
}
