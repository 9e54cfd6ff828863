//! The one durable append: new events go into the store and the queue, in one transaction.
use domain::Producer;
use domain::contract::Envelope;
use domain::{Instant, Origin, Source};
use sea_orm::FromQueryResult;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use store::cluster::Addition;
use store::rows::STREAM_FROM;
use store::{Engine, Rows, Store, StoreError};

/// An accepted event on its way into the store.
#[derive(Debug)]
pub(super) struct NewEvent {
    pub(super) envelope: Envelope,
    pub(super) received_at: Instant,
    pub(super) source: Source,
    pub(super) key_id: Arc<str>,
    /// The trace of the request that delivered it, if that is sampled.
    pub(super) trace: Option<Arc<str>>,
}

impl NewEvent {
    pub(super) fn new(
        envelope: Envelope,
        received_at: Instant,
        source: Source,
        producer: &Producer,
        trace: Option<Arc<str>>,
    ) -> Self {
        Self { envelope, received_at, source, key_id: Arc::clone(&producer.key_id), trace }
    }

    /// Its position in key order.
    fn order(&self) -> (&str, &str) {
        (self.envelope.event.org_id.as_str(), self.envelope.event.event_id().as_str())
    }

    /// What makes it unique.
    pub(super) fn identity(&self) -> Identity {
        (self.envelope.event.org_id.shared(), self.envelope.event.event_id().shared())
    }
}

/// Organization id and event id.
pub(super) type Identity = (Arc<str>, Arc<str>);

/// An event that was new.
#[derive(Debug, FromQueryResult)]
struct Stored {
    org_id: String,
    event_id: String,
}

/// For how many appends the tolerant statement is used after a duplicate event.
const CAREFUL_APPENDS: u32 = 100;

/// Appends to one store, and keeps track of whether senders currently send duplicates.
#[derive(Debug)]
pub(super) struct Append {
    store: Store,
    careful: AtomicU32,
}

impl Append {
    pub(super) const fn new(store: Store) -> Self {
        Self { store, careful: AtomicU32::new(0) }
    }

    /// Records why an append failed.
    pub(super) fn note(&self, error: &StoreError) {
        self.store.note(error);
    }

    /// Stores the events that are not stored yet and returns which of them were new. `events` must not
    /// contain duplicates.
    ///
    /// Writers insert events in key order, and each into the store before the queue, so that two writers with
    /// the same events cannot deadlock.
    pub(super) async fn append(&self, mut events: Vec<&NewEvent>) -> Result<HashSet<Identity>, StoreError> {
        events.sort_unstable_by(|one, other| one.order().cmp(&other.order()));
        let new = match self.store.engine() {
            Engine::Postgres => self.append_postgres(&events).await?,
            Engine::Sqlite => append_sqlite(&self.store, &events).await?,
        };
        if !new.is_empty() {
            self.store.signals().queued();
        }
        Ok(new)
    }

    /// Whether each organization's events need an append of their own: on a cluster, they are on a machine of
    /// their own.
    pub(super) async fn is_spread(&self) -> bool {
        // If this is unknown, the append itself will fail.
        self.store.is_distributed().await.unwrap_or(false)
    }

    /// The same on a cluster, for events of one organization: only one machine is written to.
    pub(super) async fn append_spread(&self, mut events: Vec<&NewEvent>) -> Result<HashSet<Identity>, StoreError> {
        events.sort_unstable_by(|one, other| one.order().cmp(&other.order()));
        let new = self.add_spread(&events).await?;
        if !new.is_empty() {
            self.store.signals().queued();
        }
        Ok(new)
    }

    async fn add_spread(&self, events: &[&NewEvent]) -> Result<HashSet<Identity>, StoreError> {
        if events.len() < STREAM_FROM || self.is_careful() {
            return self.add_tolerant(events).await;
        }
        let all = identities_of(events);
        let additions = [("events_raw", raw_rows(events)), ("events_queue", queue_rows(events, &all))];
        match self.store.stream_spread(&additions).await {
            Ok(()) => Ok(all),
            // For a stream, a cluster reports a duplicate event with the same code as a lost machine; the
            // tolerant statement can tell the two apart.
            Err(error) if error.is_duplicate_key() || error.is_machine_lost() => {
                self.careful.store(CAREFUL_APPENDS, Ordering::Relaxed);
                self.add_tolerant(events).await
            }
            Err(error) => Err(error),
        }
    }

    async fn add_tolerant(&self, events: &[&NewEvent]) -> Result<HashSet<Identity>, StoreError> {
        let tail = "ON CONFLICT DO NOTHING RETURNING org_id, event_id";
        let raw = Addition { table: "events_raw", rows: raw_rows(events), tail };
        let queue = |new: &[Stored]| {
            let new = tolerant_answer(new, events);
            Ok(Addition { table: "events_queue", rows: queue_rows(events, &new), tail: "" })
        };
        Ok(tolerant_answer(&self.store.add_spread(&raw, queue).await?, events))
    }

    /// Whether there were duplicates lately; each time this returns true, one careful append fewer is left.
    fn is_careful(&self) -> bool {
        self.careful.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok()
    }

    /// One statement, and therefore one transaction and one round trip. Usually every event is new, and then
    /// the plain form costs a tenth less than the one that tolerates duplicates.
    async fn append_postgres(&self, events: &[&NewEvent]) -> Result<HashSet<Identity>, StoreError> {
        let traced = is_traced(events);
        let rows = raw_rows(events);
        let columns = rows.names();
        let rows =
            if traced { rows.text_or_null("trace", events.iter().map(|event| event.trace.clone())) } else { rows };
        if !self.is_careful() {
            match self.store.select_rows::<Stored>(&rows, &plain(&columns, traced)).await {
                Ok(_) => return Ok(identities_of(events)),
                Err(error) if error.is_duplicate_key() => self.careful.store(CAREFUL_APPENDS, Ordering::Relaxed),
                Err(error) => return Err(error),
            }
        }
        Ok(tolerant_answer(&self.store.select_rows(&rows, &tolerant(&columns, traced)).await?, events))
    }
}

fn plain(columns: &str, traced: bool) -> String {
    format!(
        ", new AS (INSERT INTO events_raw ({columns}) SELECT {columns} FROM input
                   RETURNING org_id, received_at, event_id)
         {}",
        queue(traced)
    )
}

fn tolerant(columns: &str, traced: bool) -> String {
    format!(
        ", new AS (INSERT INTO events_raw ({columns}) SELECT {columns} FROM input
                   ON CONFLICT DO NOTHING RETURNING org_id, received_at, event_id),
           queued AS ({})
         SELECT org_id, event_id FROM new",
        queue(traced)
    )
}

/// Queues new events. Traced events are rare, and only they cost a join with the input.
const fn queue(traced: bool) -> &'static str {
    if traced {
        "INSERT INTO events_queue (org_id, due_at, event_id, attempts, trace)
         SELECT new.org_id, new.received_at, new.event_id, 0, input.trace FROM new JOIN input USING (org_id, event_id)"
    } else {
        "INSERT INTO events_queue (org_id, due_at, event_id, attempts)
         SELECT org_id, received_at, event_id, 0 FROM new"
    }
}

fn is_traced(events: &[&NewEvent]) -> bool {
    events.iter().any(|event| event.trace.is_some())
}

fn tolerant_answer(rows: &[Stored], events: &[&NewEvent]) -> HashSet<Identity> {
    if rows.len() == events.len() {
        return identities_of(events);
    }
    rows.iter().map(|row| (Arc::from(row.org_id.as_str()), Arc::from(row.event_id.as_str()))).collect()
}

/// `SQLite` cannot INSERT in a CTE: the new events are returned and queued by a second statement.
async fn append_sqlite(store: &Store, events: &[&NewEvent]) -> Result<HashSet<Identity>, StoreError> {
    let rows = raw_rows(events);
    let columns = rows.names();
    let body = format!(
        "INSERT INTO events_raw ({columns}) SELECT {columns} FROM input WHERE true
         ON CONFLICT DO NOTHING RETURNING org_id, event_id"
    );
    let mut tx = store.begin().await?;
    let rows = tx.select_rows(&rows, &body).await?;
    let new = tolerant_answer(&rows, events);
    tx.insert_rows(&queue_rows(events, &new), "events_queue", "").await?;
    tx.commit().await?;
    Ok(new)
}

/// The queue rows of the events that are new.
fn queue_rows(events: &[&NewEvent], new: &HashSet<Identity>) -> Rows {
    let queued: Vec<&&NewEvent> = events.iter().filter(|event| new.contains(&event.identity())).collect();
    Rows::new()
        .text("org_id", queued.iter().map(|event| event.envelope.event.org_id.shared()))
        .int("due_at", queued.iter().map(|event| event.received_at.0))
        .text("event_id", queued.iter().map(|event| event.envelope.event.event_id().shared()))
        .int("attempts", queued.iter().map(|_| 0))
        .text_or_null("trace", queued.iter().map(|event| event.trace.clone()))
}

fn identities_of(events: &[&NewEvent]) -> HashSet<Identity> {
    events.iter().map(|event| event.identity()).collect()
}

/// The rows to store; those of agents have more columns, which others need not pay for.
fn raw_rows(events: &[&NewEvent]) -> Rows {
    let all = || events.iter().map(|event| (*event, &event.envelope.event));
    let rows = Rows::new()
        .text("org_id", all().map(|(_, event)| event.org_id.shared()))
        .text("event_id", all().map(|(_, event)| event.event_id().shared()))
        .int("occurred_at", all().map(|(_, event)| event.occurred_at().0))
        .int("received_at", all().map(|(new, _)| new.received_at.0))
        .int("event_type", all().map(|(new, _)| i64::from(new.envelope.event.body.event_type().code())))
        .int("source", all().map(|(new, _)| i64::from(new.source.code())))
        .text("key_id", all().map(|(new, _)| Arc::clone(&new.key_id)))
        .text("session_id", all().map(|(_, event)| event.session_id.shared()))
        .text_or_null("user_id", all().map(|(_, event)| event.user_id.as_ref().map(domain::UserId::shared)))
        .text_or_null("run_id", all().map(|(_, event)| event.run_id.as_ref().map(domain::RunId::shared)))
        .text("payload", all().map(|(new, _)| Arc::from(new.envelope.payload.as_str())))
        .text_or_null("message_text", all().map(|(new, _)| new.envelope.message_text.as_deref().map(Arc::from)));
    if all().all(|(_, event)| event.origin.is_none() && event.priced.is_none()) {
        return rows;
    }
    let name = |get: fn(&Origin) -> &Option<String>| {
        all().map(move |(_, event)| get(event.origin.as_deref()?).as_deref().map(Arc::from))
    };
    rows.text_or_null("agent", name(|origin| &origin.agent))
        .text_or_null("agent_version", name(|origin| &origin.agent_version))
        .int_or_null("mode", all().map(|(_, event)| Some(i64::from(event.origin.as_ref()?.mode?.code()))))
        .text_or_null("repo_id", name(|origin| &origin.repo_id))
        .text_or_null("branch", name(|origin| &origin.branch))
        .text_or_null("team_id", name(|origin| &origin.team_id))
        .text_or_null("environment", name(|origin| &origin.environment))
        .int_or_null("priced_nano_usd", all().map(|(_, event)| event.priced.map(|price| price.0)))
}

/// The events without duplicates: of each identity, the first one counts.
pub(super) fn distinct<'a>(events: impl Iterator<Item = &'a NewEvent>) -> Vec<&'a NewEvent> {
    let mut seen = HashMap::new();
    events.filter(|event| seen.insert(event.identity(), ()).is_none()).collect()
}
