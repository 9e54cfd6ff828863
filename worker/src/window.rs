//! The window after a handoff within which a completed run counts as an iteration. Every metric depends on
//! it, so verify and rebuild have to use the same one.
use crate::WorkerOptions;
use entities::installation;
use sea_orm::EntityTrait as _;
use std::time::Duration;
use store::{Store, StoreError};
use thiserror::Error;

/// The name under which the installation stores it, in microseconds.
const NAME: &str = "post_handoff_window";

/// Why read models should not be verified or rebuilt now.
#[derive(Debug, Error)]
pub enum WindowError {
    /// The database could not be queried.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The workers use a different window.
    #[error(
        "the workers count iterations for {} minutes after a handoff, this command for {}: give it \
         `--post-handoff-minutes {}`, or start the workers with the new window first",
        minutes(*.workers), minutes(*.here), minutes(*.workers)
    )]
    Differs {
        /// The window that the workers use.
        workers: Duration,
        /// The window that was requested.
        here: Duration,
    },
}

const fn minutes(window: Duration) -> u64 {
    window.as_secs() / 60
}

/// Records which window the workers use from now on, and warns if it was different before.
pub(crate) async fn note(store: &Store, options: &WorkerOptions) -> Result<(), StoreError> {
    let here = options.post_handoff_window;
    let before = noted(store).await?;
    if before == Some(here) {
        return Ok(());
    }
    if let Some(before) = before {
        tracing::warn!(
            before_minutes = minutes(before),
            minutes = minutes(here),
            "iterations after handoffs are counted within another window from now on; `tachograph rebuild` counts the \
             stored events anew"
        );
    }
    installation::set(NAME, options.window_micros().to_be_bytes()).exec_without_returning(store).await?;
    Ok(())
}

/// Whether the workers use the window of `options`, as far as any worker has recorded one.
///
/// # Errors
/// When they do not, or when the database cannot be queried.
pub async fn agree(store: &Store, options: &WorkerOptions) -> Result<(), WindowError> {
    match noted(store).await? {
        Some(workers) if workers != options.post_handoff_window => {
            Err(WindowError::Differs { workers, here: options.post_handoff_window })
        }
        _ => Ok(()),
    }
}

async fn noted(store: &Store) -> Result<Option<Duration>, StoreError> {
    let found = installation::Entity::find_by_id(NAME).all(store).await?.pop();
    let Some(setting) = found else { return Ok(None) };
    let bytes = setting.value.try_into().map_err(|_| StoreError::Damaged(format!("installation: {NAME}")))?;
    Ok(Some(Duration::from_micros(u64::from_be_bytes(bytes))))
}
