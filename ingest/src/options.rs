//! What an operator may set about ingest.
use web::intake::Arrival;

/// Settings of ingest.
#[derive(Clone, Debug)]
pub struct IngestOptions {
    /// The most events of one request.
    pub max_batch_events: usize,
    /// The most bytes of a body, before and after decompression.
    pub max_body_bytes: usize,
    /// The most bytes of one event's payload.
    pub max_payload_bytes: usize,
    /// The most characters of a text field that is no identifier.
    pub max_field_chars: usize,
    /// The most characters of a message that are stored; the rest is cut off. 0 stores no text.
    pub max_message_chars: usize,
    /// From this many queued events on, requests are answered with 429.
    pub queue_limit: u64,
    /// From this many bytes of requests in memory on, requests are answered with 503.
    pub memory_limit_bytes: usize,
    /// How quickly a body has to arrive.
    pub arrival: Arrival,
    /// With fewer bytes free on the disk of a `SQLite` database, requests are answered with 503.
    pub min_free_disk_bytes: u64,
    /// With so many organizations, events of keys of the platform make no more.
    pub max_organizations: usize,
    /// Events older than this are refused as `TOO_OLD`, unless their organization has a setting of its
    /// own; 0 accepts any.
    pub retention_days: u32,
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
        }
    }
}
