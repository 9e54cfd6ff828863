//! Settings of ingest: how much it accepts at once, and of what size.
use crate::options::{PriceArgs, RetentionArgs};
use clap::Args;
use clap::builder::RangedU64ValueParser;
use ingest::IngestOptions;
use web::intake::Arrival;

/// A limit of 0 would reject everything.
fn positive() -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(1..)
}

#[derive(Clone, Debug, Args)]
pub(crate) struct IngestArgs {
    /// Maximum events in one request
    #[arg(long, env = "TACHOGRAPH_MAX_BATCH_EVENTS", value_name = "N", default_value_t = IngestOptions::default().max_batch_events, value_parser = positive())]
    max_batch_events: usize,
    /// Maximum bytes of an ingest request, before and after decompression
    #[arg(long, env = "TACHOGRAPH_MAX_BODY_BYTES", value_name = "N", default_value_t = IngestOptions::default().max_body_bytes, value_parser = positive())]
    max_body_bytes: usize,
    /// Maximum bytes of one event's payload
    #[arg(long, env = "TACHOGRAPH_MAX_PAYLOAD_BYTES", value_name = "N", default_value_t = IngestOptions::default().max_payload_bytes, value_parser = positive())]
    max_payload_bytes: usize,
    /// Maximum characters of a text field that is neither an identifier nor a message
    #[arg(long, env = "TACHOGRAPH_MAX_FIELD_CHARS", value_name = "N", default_value_t = IngestOptions::default().max_field_chars, value_parser = positive())]
    max_field_chars: usize,
    /// Maximum characters of a message to store; 0 stores no text
    #[arg(long, env = "TACHOGRAPH_MAX_MESSAGE_CHARS", value_name = "N", default_value_t = IngestOptions::default().max_message_chars)]
    max_message_chars: usize,
    /// Number of queued events at which ingest returns 429
    #[arg(long, env = "TACHOGRAPH_QUEUE_LIMIT", value_name = "N", default_value_t = IngestOptions::default().queue_limit)]
    queue_limit: u64,
    /// Memory budget for requests in bytes; beyond it they get 503, and one caller gets a quarter at most
    #[arg(long, env = "TACHOGRAPH_MEMORY_LIMIT_BYTES", value_name = "N", default_value_t = IngestOptions::default().memory_limit_bytes, value_parser = positive())]
    memory_limit_bytes: usize,
    /// Maximum number of organizations that events with a platform key may create
    #[arg(long, env = "TACHOGRAPH_MAX_ORGANIZATIONS", value_name = "N", default_value_t = IngestOptions::default().max_organizations, value_parser = positive())]
    max_organizations: usize,
    #[command(flatten)]
    disk: DiskArgs,
    #[command(flatten)]
    prices: PriceArgs,
}

/// How much room there has to be; for those who take events, and those who look whether they can.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct DiskArgs {
    /// Free bytes on the disk of a SQLite database below which ingest returns 503; 0 disables the check
    #[arg(long, env = "TACHOGRAPH_MIN_FREE_DISK", value_name = "BYTES", default_value_t = IngestOptions::default().min_free_disk_bytes)]
    pub(crate) min_free_disk: u64,
}

impl IngestArgs {
    /// The settings of ingest.
    pub(crate) fn options(&self, retention: RetentionArgs) -> IngestOptions {
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
            prices: self.prices.list(),
        }
    }
}
