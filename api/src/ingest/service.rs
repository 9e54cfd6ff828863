//! The way of a batch: judged event by event, the valid ones stored, the others reported.
use super::append::NewEvent;
use super::depth::{self, Depth};
use super::disk::{self, Disk, DiskState};
use super::gather::{Gather, NotStored};
use super::horizons::{Horizons, Oldest};
use super::measures::MEASURES;
use super::{EventError, IngestAnswer, IngestOptions, IngestRefusal, Producer};
use entities::contract::envelope::{event_id_of, too_old};
use entities::contract::{Code, Envelope, FieldError, Limits, Ranges, Received};
use entities::{Instant, Source};
use serde_json::value::RawValue;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use store::Store;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The deepest nesting of a payload.
const MAX_DEPTH: usize = 64;
/// When a sender should come back to a full queue, and to a store that is away.
const QUEUE_RETRY: Duration = Duration::from_secs(5);
const STORE_RETRY: Duration = Duration::from_secs(1);
/// When a sender should come back to a full disk, which somebody has to make room on.
const DISK_RETRY: Duration = Duration::from_secs(10);

/// One event of a batch: its JSON, or why there is none.
pub(super) type Item<'a> = Result<&'a RawValue, FieldError>;

/// Takes events in. Clones share one queue of appends.
#[derive(Clone, Debug)]
pub struct Ingest(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    options: IngestOptions,
    gather: Arc<Gather>,
    depth: Arc<Depth>,
    memory: Arc<Semaphore>,
    horizons: Horizons,
    disk: Arc<Disk>,
}

impl Ingest {
    /// Starts taking events for this store; ends with its last clone.
    #[must_use]
    pub fn start(store: Store, options: IngestOptions) -> Self {
        LazyLock::force(&MEASURES);
        let depth = Arc::new(Depth::default());
        tokio::spawn(depth::watch(Arc::downgrade(&depth), store.clone(), options.queue_limit));
        let memory = Arc::new(Semaphore::new(options.memory_limit_bytes.min(Semaphore::MAX_PERMITS)));
        let horizons = Horizons::new(options.retention_days);
        let disk = Arc::new(Disk::new(options.min_free_disk_bytes));
        tokio::spawn(disk::watch(Arc::downgrade(&disk), store.clone()));
        let gather = Gather::new(store.clone(), Arc::clone(&disk));
        Self(Arc::new(Inner { gather, store, options, depth, memory, horizons, disk }))
    }

    /// How the disk of the database is, as far as this process knows.
    #[must_use]
    pub fn disk(&self) -> DiskState {
        self.0.disk.state()
    }

    /// How far back events are let in.
    #[must_use]
    pub fn horizons(&self) -> &Horizons {
        &self.0.horizons
    }

    /// The settings.
    #[must_use]
    pub fn options(&self) -> &IngestOptions {
        &self.0.options
    }

    /// Notes events that were refused before they came here.
    pub fn refused(&self, errors: &[EventError]) {
        MEASURES.refused(errors);
    }

    /// Checks and stores a batch; answers after the commit.
    ///
    /// # Errors
    /// When the whole batch is refused; nothing of it is acknowledged then.
    pub async fn submit(
        &self,
        producer: &Producer,
        source: Source,
        events: &[&RawValue],
    ) -> Result<IngestAnswer, IngestRefusal> {
        let room = self.reserve(events.iter().map(|raw| raw.get().len()).sum::<usize>() * 2)?;
        self.submit_items(producer, source, events.iter().map(|raw| Ok(*raw)).collect(), room).await
    }

    /// Room for so many bytes, held until it is dropped; none while the disk is about to be full.
    pub(super) fn reserve(&self, bytes: usize) -> Result<OwnedSemaphorePermit, IngestRefusal> {
        if self.0.disk.state().is_low() {
            return Err(IngestRefusal::DiskFull { retry_after: DISK_RETRY });
        }
        u32::try_from(bytes)
            .ok()
            .and_then(|bytes| Arc::clone(&self.0.memory).try_acquire_many_owned(bytes).ok())
            .ok_or(IngestRefusal::Unavailable { retry_after: STORE_RETRY })
    }

    pub(super) async fn submit_items(
        &self,
        producer: &Producer,
        source: Source,
        items: Vec<Item<'_>>,
        room: OwnedSemaphorePermit,
    ) -> Result<IngestAnswer, IngestRefusal> {
        let inner = &*self.0;
        let limit = inner.options.max_batch_events;
        if items.len() > limit {
            return Err(IngestRefusal::TooManyEvents { limit });
        }
        if inner.depth.get() >= inner.options.queue_limit {
            return Err(IngestRefusal::QueueFull { retry_after: QUEUE_RETRY });
        }
        let mut answer = IngestAnswer { received: items.len() as u64, ..IngestAnswer::default() };
        let now = inner.store.clock().now();
        if let Err(error) = inner.horizons.look(&inner.store).await {
            tracing::warn!(%error, "events not taken: nobody can say how far back they are kept");
            return Err(IngestRefusal::Unavailable { retry_after: STORE_RETRY });
        }
        let oldest = inner.horizons.at(now);
        let trace = telemetry::trace::current();
        let mut accepted = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            match inner.check(&item, producer, now, &oldest) {
                Ok(envelope) => accepted.push(NewEvent::new(envelope, now, source, producer, trace.clone())),
                Err(error) => answer.errors.push(event_error(index, item.as_ref().ok().copied(), error)),
            }
        }
        let valid = accepted.len() as u64;
        if valid > 0 {
            answer.inserted = inner.gather.store(accepted, room).await.map_err(|refused| match refused {
                NotStored { disk_full: true } => IngestRefusal::DiskFull { retry_after: DISK_RETRY },
                NotStored { disk_full: false } => IngestRefusal::Unavailable { retry_after: STORE_RETRY },
            })?;
            inner.depth.add(answer.inserted);
        }
        answer.ignored = valid - answer.inserted;
        MEASURES.answered(answer.inserted, answer.ignored, &answer.errors);
        Ok(answer)
    }
}

impl Inner {
    fn check(
        &self,
        item: &Item<'_>,
        producer: &Producer,
        now: Instant,
        oldest: &Oldest,
    ) -> Result<Envelope, FieldError> {
        let raw = item.clone()?;
        let limits = Limits {
            field_chars: self.options.max_field_chars,
            ranges: Ranges::ACCEPTED,
            payload_bytes: self.options.max_payload_bytes,
            depth: MAX_DEPTH,
        };
        let mut envelope = Envelope::read(raw, Received { now, oldest: None }, limits)?;
        if producer.org_id.as_ref().is_some_and(|own| *own != envelope.event.org_id) {
            return Err(FieldError::new("org_id", Code::Forbidden, "expected an organisation of this key"));
        }
        let oldest = oldest.of(&envelope.event.org_id);
        if let Some(oldest) = oldest.filter(|oldest| envelope.event.occurred_at() < *oldest) {
            return Err(too_old(oldest));
        }
        envelope.message_text = envelope.message_text.and_then(|text| cut(text, self.options.max_message_chars));
        Ok(envelope)
    }
}

/// At most `max` characters of a text; nothing where texts are not kept.
fn cut(mut text: String, max: usize) -> Option<String> {
    if max == 0 {
        return None;
    }
    if let Some((end, _)) = text.char_indices().nth(max) {
        text.truncate(end);
    }
    Some(text)
}

fn event_error(index: usize, raw: Option<&RawValue>, error: FieldError) -> EventError {
    EventError {
        index: index as u64,
        event_id: raw.and_then(event_id_of),
        path: (!error.path.is_empty()).then_some(error.path),
        code: error.code.as_str(),
        message: error.message,
    }
}
