//! Long work on threads of its own, as much at a time as the machine has cores: whoever answers others
//! does not wait for it.
use super::Unread;
use std::sync::Arc;
use std::thread::available_parallelism;
use tokio::sync::Semaphore;
use tracing::Span;

/// Where long work is done.
#[derive(Clone, Debug)]
pub struct Workshop(Arc<Semaphore>);

impl Workshop {
    /// With a place for each core.
    #[must_use]
    pub fn of_this_machine() -> Self {
        Self(Arc::new(Semaphore::new(available_parallelism().map_or(1, usize::from))))
    }

    /// Does it, as soon as a place is free.
    ///
    /// # Errors
    /// When it broke.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Unread> {
        let place = Arc::clone(&self.0).acquire_owned().await.map_err(|_| Unread::Broken)?;
        let span = Span::current();
        let done = tokio::task::spawn_blocking(move || {
            // Held until the end, even if nobody waits for it any more.
            let _place = place;
            span.in_scope(work)
        });
        done.await.map_err(|error| {
            tracing::error!(%error, "parsing a body failed");
            Unread::Broken
        })
    }
}
