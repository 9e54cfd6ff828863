//! What is measured about live connections.
use metrics::{Counter, Gauge, counter, gauge};
use std::sync::LazyLock;
use telemetry::metric;

/// Answers that somebody never saw.
static DROPPED: LazyLock<Counter> = LazyLock::new(|| counter!(metric::LIVE_DROPPED));

/// What is told before anybody has come.
pub(super) fn begin() {
    DROPPED.increment(0);
    for transport in ["ws", "sse"] {
        gauge!(metric::LIVE_CONNECTIONS, "transport" => transport).increment(0);
    }
}

/// Notes answers that newer ones took the place of.
pub(super) fn dropped(answers: u64) {
    DROPPED.increment(answers);
}

/// Counts a connection for as long as it is kept.
pub(super) struct Open(Gauge);

impl Open {
    /// A connection of this kind.
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
