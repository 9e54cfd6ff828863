//! The window after a handoff within which a completed run counts as an iteration. Every figure is
//! counted with it, so whoever proves figures or counts them anew has to use the same.
use crate::WorkerOptions;
use entities::installation;
use sea_orm::EntityTrait as _;
use std::time::Duration;
use store::{Store, StoreError};
use thiserror::Error;

/// Under which name the installation keeps it, in microseconds.
const NAME: &str = "post_handoff_window";

/// Why figures should not be proved or counted anew now.
#[derive(Debug, Error)]
pub enum WindowError {
    /// The database could not be asked.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The workers count with another window.
    #[error(
        "the workers count iterations for {} minutes after a handoff, this command for {}: give it \
         `--post-handoff-minutes {}`, or start the workers with the new window first",
        minutes(*.workers), minutes(*.here), minutes(*.workers)
    )]
    Differs {
        /// What the workers count with.
        workers: Duration,
        /// What was asked.
        here: Duration,
    },
}

const fn minutes(window: Duration) -> u64 {
    window.as_secs() / 60
}

/// Notes with which window the workers count from now on, and warns where it was another.
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

/// Whether figures are counted with the window of `options`, as far as any worker has said.
///
/// # Errors
/// When they are not, or the database does not say.
pub async fn agree(store: &Store, options: &WorkerOptions) -> Result<(), WindowError> {
    match noted(store).await? {
        Some(workers) if workers != options.post_handoff_window => {
            Err(WindowError::Differs { workers, here: options.post_handoff_window })
        }
        _ => Ok(()),
    }
}

async fn noted(store: &Store) -> Result<Option<Duration>, StoreError> {
    let Some(setting) = installation::Entity::find_by_id(NAME).one(store).await? else { return Ok(None) };
    let bytes = setting.value.try_into().map_err(|_| StoreError::Damaged(format!("installation: {NAME}")))?;
    Ok(Some(Duration::from_micros(u64::from_be_bytes(bytes))))
}
