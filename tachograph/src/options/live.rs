//! Settings of live connections: timeouts and limits.
use api::LiveOptions;
use clap::Args;
use clap::builder::RangedU64ValueParser;
use std::time::Duration;

fn seconds() -> RangedU64ValueParser<u64> {
    RangedU64ValueParser::new().range(1..)
}

#[derive(Clone, Debug, Args)]
pub(crate) struct LiveArgs {
    /// Seconds that a live connection may take to send connection_init
    #[arg(long, env = "TACHOGRAPH_LIVE_INIT_SECONDS", value_name = "N", default_value_t = LiveOptions::default().init_timeout.as_secs(), value_parser = seconds())]
    live_init_seconds: u64,
    /// Seconds between pings on a live connection
    #[arg(long, env = "TACHOGRAPH_LIVE_PING_SECONDS", value_name = "N", default_value_t = LiveOptions::default().ping_every.as_secs(), value_parser = seconds())]
    live_ping_seconds: u64,
    /// Seconds that a client may leave a message unread before it is dropped
    #[arg(long, env = "TACHOGRAPH_LIVE_SEND_SECONDS", value_name = "N", default_value_t = LiveOptions::default().send_timeout.as_secs(), value_parser = seconds())]
    live_send_seconds: u64,
    /// Maximum bytes of one message on a live connection
    #[arg(long, env = "TACHOGRAPH_LIVE_MAX_MESSAGE_BYTES", value_name = "N", default_value_t = LiveOptions::default().max_message_bytes)]
    live_max_message_bytes: usize,
    /// Maximum concurrent operations on one live connection
    #[arg(long, env = "TACHOGRAPH_LIVE_MAX_OPERATIONS", value_name = "N", default_value_t = LiveOptions::default().max_operations)]
    live_max_operations: usize,
    /// Maximum concurrent live connections of one person or ingest key
    #[arg(long, env = "TACHOGRAPH_LIVE_MAX_CONNECTIONS", value_name = "N", default_value_t = LiveOptions::default().max_connections, value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
    live_max_connections: usize,
}

impl LiveArgs {
    /// The settings of live connections.
    pub(crate) const fn options(&self) -> LiveOptions {
        LiveOptions {
            init_timeout: Duration::from_secs(self.live_init_seconds),
            ping_every: Duration::from_secs(self.live_ping_seconds),
            send_timeout: Duration::from_secs(self.live_send_seconds),
            max_message_bytes: self.live_max_message_bytes,
            max_operations: self.live_max_operations,
            max_connections: self.live_max_connections,
        }
    }
}
