//! Metrics of live connections.
use metrics::{Counter, Gauge, counter, gauge};
use std::sync::LazyLock;
use telemetry::metric;

/// Answers that a client never got.
static DROPPED: LazyLock<Counter> = LazyLock::new(|| counter!(metric::LIVE_DROPPED));

/// Creates the metrics before there are any connections.
pub(super) fn begin() {
    DROPPED.increment(0);
    for transport in ["ws", "sse"] {
        gauge!(metric::LIVE_CONNECTIONS, "transport" => transport).increment(0);
    }
}

/// Records answers that were replaced by newer ones.
pub(super) fn dropped(answers: u64) {
    DROPPED.increment(answers);
}

/// Counts a connection for as long as it is held.
pub(super) struct Open(Gauge);

impl Open {
    /// A connection over this transport.
    pub(super) fn over(transport: &'static str) -> Self {
        let open = gauge!(metric::LIVE_CONNECTIONS, "transport" => transport);
        open.increment(1);
        Self(open)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}
