//! How the API behaves.
use api::AppOptions;
use api::ingest::IngestOptions;
use clap::Args;
use std::time::Duration;

#[derive(Clone, Debug, Args)]
pub(crate) struct ApiArgs {
    /// Development mode: an issuer of its own (/dev/token) and the ingest key `dev-ingest-key`
    #[arg(long, env = "TACHOGRAPH_DEV")]
    pub(crate) dev: bool,
    /// Where browsers find this server [default: the address that it listens on]
    #[arg(long, env = "TACHOGRAPH_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    /// A run without an end counts as lost after so many minutes
    #[arg(long, env = "TACHOGRAPH_LOST_AFTER_MINUTES", value_name = "N", default_value_t = 360)]
    lost_after_minutes: u64,
    /// The most events of one request
    #[arg(long, env = "TACHOGRAPH_MAX_BATCH_EVENTS", value_name = "N", default_value_t = IngestOptions::default().max_batch_events)]
    max_batch_events: usize,
    /// The most bytes of an ingest request, before and after decompression
    #[arg(long, env = "TACHOGRAPH_MAX_BODY_BYTES", value_name = "N", default_value_t = IngestOptions::default().max_body_bytes)]
    max_body_bytes: usize,
    /// The most characters of a message that are stored; 0 stores no text
    #[arg(long, env = "TACHOGRAPH_MAX_MESSAGE_CHARS", value_name = "N", default_value_t = IngestOptions::default().max_message_chars)]
    max_message_chars: usize,
    /// From this many queued events on, ingest answers 429
    #[arg(long, env = "TACHOGRAPH_QUEUE_LIMIT", value_name = "N", default_value_t = IngestOptions::default().queue_limit)]
    queue_limit: u64,
    /// Events older than so many days are refused; 0 accepts any
    #[arg(long, env = "TACHOGRAPH_RETENTION_DAYS", value_name = "N", default_value_t = IngestOptions::default().retention_days)]
    retention_days: u32,
}

impl ApiArgs {
    /// The settings of an API that is found at `url`.
    pub(crate) fn options(&self, url: &str, post_handoff_window: Duration) -> AppOptions {
        AppOptions {
            dev: self.dev,
            public_url: self.public_url.clone().unwrap_or_else(|| url.to_owned()),
            lost_after: Duration::from_secs(self.lost_after_minutes.saturating_mul(60)),
            post_handoff_window,
            ingest: IngestOptions {
                max_batch_events: self.max_batch_events,
                max_body_bytes: self.max_body_bytes,
                max_message_chars: self.max_message_chars,
                queue_limit: self.queue_limit,
                retention_days: self.retention_days,
                ..IngestOptions::default()
            },
            ..AppOptions::default()
        }
    }
}
