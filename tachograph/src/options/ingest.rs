//! How much ingest takes at once, and of what size.
use crate::options::RetentionArgs;
use clap::Args;
use clap::builder::RangedU64ValueParser;
use ingest::IngestOptions;
use web::intake::Arrival;

/// A size below which nothing could be taken at all.
fn positive() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..)
}

#[derive(Clone, Debug, Args)]
pub(crate) struct IngestArgs {
    /// The most events of one request
    #[arg(long, env = "TACHOGRAPH_MAX_BATCH_EVENTS", value_name = "N", default_value_t = IngestOptions::default().max_batch_events, value_parser = positive())]
    max_batch_events: usize,
    /// The most bytes of an ingest request, before and after decompression
    #[arg(long, env = "TACHOGRAPH_MAX_BODY_BYTES", value_name = "N", default_value_t = IngestOptions::default().max_body_bytes, value_parser = positive())]
    max_body_bytes: usize,
    /// The most bytes of one event's payload
    #[arg(long, env = "TACHOGRAPH_MAX_PAYLOAD_BYTES", value_name = "N", default_value_t = IngestOptions::default().max_payload_bytes, value_parser = positive())]
    max_payload_bytes: usize,
    /// The most characters of a text field that is no identifier and no message
    #[arg(long, env = "TACHOGRAPH_MAX_FIELD_CHARS", value_name = "N", default_value_t = IngestOptions::default().max_field_chars, value_parser = positive())]
    max_field_chars: usize,
    /// The most characters of a message that are stored; 0 stores no text
    #[arg(long, env = "TACHOGRAPH_MAX_MESSAGE_CHARS", value_name = "N", default_value_t = IngestOptions::default().max_message_chars)]
    max_message_chars: usize,
    /// From this many queued events on, ingest answers 429
    #[arg(long, env = "TACHOGRAPH_QUEUE_LIMIT", value_name = "N", default_value_t = IngestOptions::default().queue_limit)]
    queue_limit: u64,
    /// From this many bytes of requests in memory on, others are answered 503; one caller has a quarter of it
    #[arg(long, env = "TACHOGRAPH_MEMORY_LIMIT_BYTES", value_name = "N", default_value_t = IngestOptions::default().memory_limit_bytes, value_parser = positive())]
    memory_limit_bytes: usize,
    /// With so many organizations, events of keys of the platform make no more
    #[arg(long, env = "TACHOGRAPH_MAX_ORGANIZATIONS", value_name = "N", default_value_t = IngestOptions::default().max_organizations, value_parser = positive())]
    max_organizations: usize,
    #[command(flatten)]
    disk: DiskArgs,
}

/// How much room there has to be; for those who take events, and those who look whether they can.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct DiskArgs {
    /// With fewer bytes free on the disk of a SQLite database, ingest answers 503; 0 takes what fits
    #[arg(long, env = "TACHOGRAPH_MIN_FREE_DISK", value_name = "BYTES", default_value_t = IngestOptions::default().min_free_disk_bytes)]
    pub(crate) min_free_disk: u64,
}

impl IngestArgs {
    /// The settings of ingest.
    pub(crate) const fn options(&self, retention: RetentionArgs) -> IngestOptions {
        IngestOptions {
            max_batch_events: self.max_batch_events,
            max_body_bytes: self.max_body_bytes,
            max_payload_bytes: self.max_payload_bytes,
            max_field_chars: self.max_field_chars,
            max_message_chars: self.max_message_chars,
            queue_limit: self.queue_limit,
            memory_limit_bytes: self.memory_limit_bytes,
            arrival: Arrival::USUAL,
            max_organizations: self.max_organizations,
            min_free_disk_bytes: self.disk.min_free_disk,
            retention_days: retention.retention_days,
        }
    }
}
