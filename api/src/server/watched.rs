//! The state of a connection as its requests report it, for the code that reads from the connection.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tokio::sync::Notify;

/// The state of a connection.
#[derive(Debug, Default)]
pub(super) struct Watched {
    /// How many requests have begun so far.
    begun: AtomicUsize,
    /// How many of them are in progress.
    under_way: AtomicUsize,
    left_alone: AtomicBool,
    /// Whether it carries several requests at once.
    shared: AtomicBool,
    ended: Notify,
}

/// A request in progress, until it is dropped.
#[derive(Debug)]
pub(super) struct Busy(Arc<Watched>);

impl Watched {
    /// Records that a request begins.
    pub(super) fn begin(self: &Arc<Self>) -> Busy {
        self.begun.fetch_add(1, Ordering::Relaxed);
        self.under_way.fetch_add(1, Ordering::Relaxed);
        Busy(Arc::clone(self))
    }

    /// The connection is no longer expected to send requests.
    pub(super) fn leave_alone(&self) {
        self.left_alone.store(true, Ordering::Relaxed);
    }

    /// It carries several requests at once, and more than requests.
    pub(super) fn share(&self) {
        self.shared.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_shared(&self) -> bool {
        self.shared.load(Ordering::Relaxed)
    }

    /// It is not to be used for new requests any more.
    pub(super) fn end(&self) {
        self.ended.notify_one();
    }

    /// Waits for that.
    pub(super) async fn has_ended(&self) {
        self.ended.notified().await;
    }

    pub(super) fn begun(&self) -> usize {
        self.begun.load(Ordering::Relaxed)
    }

    /// Whether what is being read now is not the head of a request.
    pub(super) fn is_busy(&self) -> bool {
        self.left_alone.load(Ordering::Relaxed) || self.under_way.load(Ordering::Relaxed) > 0
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}
