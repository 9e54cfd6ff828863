//! Handles a batch: each event is checked by itself, the valid ones are stored, and the others are reported.
use super::agents::keep;
use super::agents::unknown::Unknown;
use super::append::NewEvent;
use super::body::{self, BodyError, Encoding, Format};
use super::depth::{self, Depth};
use super::disk::{self, Disk, DiskState};
use super::horizons::Horizons;
use super::judge::{Judge, Judged};
use super::measures::MEASURES;
use super::organizations::Organizations;
use super::otlp::export::{Exported, Exporter, Refusals};
use super::otlp::{self, Signal};
use super::write_coalescer::{NotStored, WriteCoalescer};
use super::{EventError, IngestAnswer, IngestOptions, IngestRefusal};
use domain::Source;
use domain::{OrgId, Producer};
use serde_json::value::RawValue;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use store::Store;
use web::intake::{Claim, Full, Intake, LONG, Received, Sender, Unread};

/// When a sender should retry if the queue is full, and if the store is unavailable.
const QUEUE_RETRY: Duration = Duration::from_secs(5);
const STORE_RETRY: Duration = Duration::from_secs(1);
/// When a sender should retry if the disk is full, which an operator has to fix.
const DISK_RETRY: Duration = Duration::from_secs(10);

/// One event of a batch: its JSON, or why it is not JSON.
pub(super) type Item<'a> = Result<&'a RawValue, serde_json::Error>;

/// The ingestion service. Clones share one queue of appends.
#[derive(Clone, Debug)]
pub struct Ingest(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    options: IngestOptions,
    coalescer: Arc<WriteCoalescer>,
    depth: Arc<Depth>,
    intake: Arc<Intake>,
    horizons: Horizons,
    organizations: Organizations,
    disk: Arc<Disk>,
    unknown: Arc<Unknown>,
}

/// A batch as received.
pub(super) struct Parcel {
    pub(super) format: Format,
    pub(super) encoding: Encoding,
    pub(super) body: Received,
}

/// An OTLP request as received.
pub(super) struct Shipment {
    pub(super) signal: Signal,
    pub(super) format: otlp::Format,
    pub(super) encoding: Encoding,
    /// The organization of records whose resource names none, for keys of the platform.
    pub(super) org_id: Option<OrgId>,
    pub(super) body: Received,
}

/// Why a parcel is rejected as a whole.
#[derive(Debug)]
pub(super) enum Refused {
    Body(BodyError),
    Unread(Unread),
    Ingest(IngestRefusal),
}

impl From<IngestRefusal> for Refused {
    fn from(refusal: IngestRefusal) -> Self {
        Self::Ingest(refusal)
    }
}

impl From<Full> for IngestRefusal {
    fn from(full: Full) -> Self {
        match full {
            Full::Sender => Self::NoShare { retry_after: STORE_RETRY },
            Full::Everybody => Self::Unavailable { retry_after: STORE_RETRY },
        }
    }
}

impl Ingest {
    /// Starts ingestion into this store; it ends when the last clone is dropped.
    #[must_use]
    pub fn start(store: Store, options: IngestOptions) -> Self {
        LazyLock::force(&MEASURES);
        let depth = Arc::new(Depth::default());
        tokio::spawn(depth::watch(Arc::downgrade(&depth), store.clone(), options.queue_limit));
        let intake = Arc::new(Intake::new(options.memory_limit_bytes, options.arrival));
        let horizons = Horizons::new(options.retention_days);
        let organizations = Organizations::new(options.max_organizations);
        let disk = Arc::new(Disk::new(options.min_free_disk_bytes));
        tokio::spawn(disk::watch(Arc::downgrade(&disk), store.clone()));
        let coalescer = WriteCoalescer::new(store.clone(), Arc::clone(&disk));
        let unknown = Arc::new(Unknown::default());
        tokio::spawn(keep::keep(Arc::downgrade(&unknown), store.clone()));
        Self(Arc::new(Inner { coalescer, store, options, depth, intake, horizons, organizations, disk, unknown }))
    }

    /// The state of the database's disk, as far as this process knows.
    #[must_use]
    pub fn disk(&self) -> DiskState {
        self.0.disk.state()
    }

    /// The oldest events that are accepted.
    #[must_use]
    pub fn horizons(&self) -> &Horizons {
        &self.0.horizons
    }

    /// Receives bodies: those of events and all others of this process.
    #[must_use]
    pub fn intake(&self) -> &Arc<Intake> {
        &self.0.intake
    }

    /// The settings.
    #[must_use]
    pub fn options(&self) -> &IngestOptions {
        &self.0.options
    }

    /// Records events that were rejected before they got here.
    pub fn refused(&self, errors: &[EventError]) {
        MEASURES.refused(errors);
    }

    /// Checks and stores a batch whose sender was already counted for the rate limit; returns after the
    /// commit.
    ///
    /// # Errors
    /// When the whole batch is rejected; none of it is acknowledged then.
    pub async fn submit(
        &self,
        producer: &Producer,
        source: Source,
        events: &[&RawValue],
    ) -> Result<IngestAnswer, IngestRefusal> {
        self.has_room()?;
        let limit = self.0.options.max_batch_events;
        if events.len() > limit {
            return Err(IngestRefusal::TooManyEvents { limit });
        }
        let mut claim = self.0.intake.claim(&Sender::queue(producer));
        claim.grow(events.iter().map(|raw| raw.get().len()).sum::<usize>() * 2)?;
        let judge = self.judge(producer, source).await?;
        let judged = judge.judge(events.iter().map(|raw| Ok(*raw)).collect(), &self.0.options);
        self.store(producer, judged, claim).await
    }

    /// Rejects the request while the disk is nearly full.
    pub(super) fn has_room(&self) -> Result<(), IngestRefusal> {
        if self.0.disk.state().is_low() {
            return Err(IngestRefusal::DiskFull { retry_after: DISK_RETRY });
        }
        Ok(())
    }

    /// The same for a body as received; long or compressed bodies are parsed where that blocks no other
    /// requests.
    pub(super) async fn take(
        &self,
        producer: &Producer,
        source: Source,
        parcel: Parcel,
    ) -> Result<IngestAnswer, Refused> {
        let judge = self.judge(producer, source).await?;
        let is_long = parcel.encoding != Encoding::Identity || parcel.body.bytes.len() > LONG;
        let inner = Arc::clone(&self.0);
        let read = move || inner.read(parcel, &judge);
        let (judged, claim) =
            if is_long { self.0.intake.workshop().run(read).await.map_err(Refused::Unread)? } else { read() }
                .map_err(Refused::Body)?;
        Ok(self.store(producer, judged, claim).await?)
    }

    /// The same for an OTLP request. Returns which of its records were refused.
    pub(super) async fn take_export(&self, producer: &Producer, shipment: Shipment) -> Result<Refusals, Refused> {
        let judge = self.judge(producer, Source::Otlp).await?;
        let is_long = shipment.encoding != Encoding::Identity || shipment.body.bytes.len() > LONG;
        let inner = Arc::clone(&self.0);
        let read = move || inner.export(shipment, &judge);
        let exported =
            if is_long { self.0.intake.workshop().run(read).await.map_err(Refused::Unread)? } else { read() };
        let Exported { judged, mut refusals, tally, claim } = exported.map_err(Refused::Body)?;
        let answer = self.store(producer, judged, claim).await?;
        MEASURES.refused_by_code(&refusals.codes);
        self.0.unknown.add(tally);
        let mut last = None;
        for EventError { index, path, code, message, .. } in answer.errors {
            // A record may have several events.
            if last.replace(index) != Some(index) {
                refusals.add(index, path.as_deref(), code, &message);
            }
        }
        Ok(refusals)
    }

    /// A judge for a batch that arrives now.
    async fn judge(&self, producer: &Producer, source: Source) -> Result<Judge, IngestRefusal> {
        let inner = &*self.0;
        if inner.depth.get() >= inner.options.queue_limit {
            return Err(IngestRefusal::QueueFull { retry_after: QUEUE_RETRY });
        }
        let now = inner.store.clock().now();
        if let Err(error) = inner.horizons.look(&inner.store).await {
            tracing::warn!(%error, "events not accepted: the retention horizon is not known");
            return Err(IngestRefusal::Unavailable { retry_after: STORE_RETRY });
        }
        let oldest = inner.horizons.at(now);
        Ok(Judge { producer: producer.clone(), source, now, oldest, trace: telemetry::trace::current() })
    }

    async fn store(&self, producer: &Producer, mut judged: Judged, room: Claim) -> Result<IngestAnswer, IngestRefusal> {
        if let Err(error) = self.0.organizations.admit(&self.0.store, producer, &mut judged).await {
            tracing::warn!(%error, "events not accepted: the number of organizations is not known");
            return Err(IngestRefusal::Unavailable { retry_after: STORE_RETRY });
        }
        let Judged { received, accepted, errors, .. } = judged;
        let valid = accepted.len() as u64;
        let mut inserted = 0;
        let room = Arc::new(room);
        // An OTLP request may have more events than a batch; each append of them is acknowledged only with all.
        for events in chunks(accepted, self.0.options.max_batch_events) {
            let stored = self.0.coalescer.store(events, Arc::clone(&room)).await.map_err(|refused| match refused {
                NotStored { disk_full: true } => IngestRefusal::DiskFull { retry_after: DISK_RETRY },
                NotStored { disk_full: false } => IngestRefusal::Unavailable { retry_after: STORE_RETRY },
            })?;
            self.0.depth.add(stored);
            inserted += stored;
        }
        let answer = IngestAnswer { received, inserted, ignored: valid - inserted, errors };
        MEASURES.answered(answer.inserted, answer.ignored, &answer.errors);
        Ok(answer)
    }
}

impl Inner {
    fn read(&self, parcel: Parcel, judge: &Judge) -> Result<(Judged, Claim), BodyError> {
        let Parcel { format, encoding, body: Received { bytes, mut claim } } = parcel;
        let bytes = body::unpack(encoding, bytes, self.options.max_body_bytes, &mut claim)?;
        // For the text, and for the events parsed from it.
        claim.shrink_to(bytes.capacity());
        claim.grow(bytes.len())?;
        let items = body::events(format, &bytes, self.options.max_batch_events)?;
        Ok((judge.judge(items, &self.options), claim))
    }

    fn export(&self, shipment: Shipment, judge: &Judge) -> Result<Exported, BodyError> {
        let Shipment { signal, format, encoding, org_id, body: Received { bytes, mut claim } } = shipment;
        let bytes = body::unpack(encoding, bytes, self.options.max_body_bytes, &mut claim)?;
        claim.shrink_to(bytes.capacity());
        otlp::read(signal, format, &bytes, Exporter::new(judge, &self.options, org_id.as_ref(), claim))
    }
}

/// The events in parts of at most `most`.
fn chunks(mut events: Vec<NewEvent>, most: usize) -> impl Iterator<Item = Vec<NewEvent>> {
    std::iter::from_fn(move || {
        let rest = events.split_off(events.len().min(most.max(1)));
        let part = std::mem::replace(&mut events, rest);
        (!part.is_empty()).then_some(part)
    })
}
