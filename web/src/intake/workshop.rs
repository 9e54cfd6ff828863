//! Long-running work on threads of its own, as many at a time as the machine has cores: threads that serve
//! requests are not blocked by it.
use super::Unread;
use std::sync::Arc;
use std::thread::available_parallelism;
use tokio::sync::Semaphore;
use tracing::Span;

/// Where long-running work is done.
#[derive(Clone, Debug)]
pub struct Workshop(Arc<Semaphore>);

impl Workshop {
    /// With one slot per core.
    #[must_use]
    pub fn of_this_machine() -> Self {
        Self(Arc::new(Semaphore::new(available_parallelism().map_or(1, usize::from))))
    }

    /// Runs the work as soon as a slot is free.
    ///
    /// # Errors
    /// When the work panicked.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Unread> {
        let place = Arc::clone(&self.0).acquire_owned().await.map_err(|_| Unread::Broken)?;
        let span = Span::current();
        let done = tokio::task::spawn_blocking(move || {
            // Held until the work ends, even if the result is no longer awaited.
            let _place = place;
            span.in_scope(work)
        });
        done.await.map_err(|error| {
            tracing::error!(%error, "parsing a body failed");
            Unread::Broken
        })
    }
}
