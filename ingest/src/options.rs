//! What an operator can configure about ingestion.
use prices::PriceList;
use web::intake::Arrival;

/// Settings of ingestion.
#[derive(Clone, Debug)]
pub struct IngestOptions {
    /// The maximum number of events per request; an OTLP request with more is stored in parts.
    pub max_batch_events: usize,
    /// The maximum size of a body in bytes, before and after decompression.
    pub max_body_bytes: usize,
    /// The maximum size of one event's payload in bytes.
    pub max_payload_bytes: usize,
    /// The maximum length in characters of a text field that is not an identifier.
    pub max_field_chars: usize,
    /// The maximum length in characters of a stored message; the rest is truncated. 0 stores no text.
    pub max_message_chars: usize,
    /// With this many queued events or more, requests are answered with 429.
    pub queue_limit: u64,
    /// With this many bytes of requests in memory or more, requests are answered with 503.
    pub memory_limit_bytes: usize,
    /// How quickly a body has to arrive.
    pub arrival: Arrival,
    /// With fewer bytes free on the disk of a `SQLite` database, requests are answered with 503.
    pub min_free_disk_bytes: u64,
    /// With this many organizations or more, events sent with platform keys create no others.
    pub max_organizations: usize,
    /// Events older than this are rejected as `TOO_OLD`, unless their organization has a setting of its own;
    /// 0 accepts events of any age.
    pub retention_days: u32,
    /// What model calls cost whose agent reports no cost.
    pub prices: PriceList,
}

impl Default for IngestOptions {
    fn default() -> Self {
        Self {
            max_batch_events: 5_000,
            max_body_bytes: 8 * 1024 * 1024,
            max_payload_bytes: 256 * 1024,
            max_field_chars: 1_024,
            max_message_chars: 4_096,
            queue_limit: 2_000_000,
            memory_limit_bytes: 128 * 1024 * 1024,
            arrival: Arrival::default(),
            min_free_disk_bytes: 256 * 1024 * 1024,
            max_organizations: 100_000,
            retention_days: 365,
            prices: PriceList::builtin(),
        }
    }
}
