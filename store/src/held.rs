//! A connection together with the turn to use it. Where nobody awaits the outcome of a statement any more,
//! the database may still be at it: the turn is over when the connection is free, not before.
use crate::StoreError;
use sqlx::pool::PoolConnection;
use sqlx::{Connection as _, Database};
use tokio::runtime::Handle;

/// A connection in use, and the turn that allows it.
pub(crate) struct Held<D: Database, T: Send + 'static> {
    both: Option<(PoolConnection<D>, T)>,
    answered: bool,
}

impl<D: Database, T: Send + 'static> Held<D, T> {
    pub(crate) const fn new(connection: PoolConnection<D>, turn: T) -> Self {
        Self { both: Some((connection, turn)), answered: false }
    }

    /// The connection.
    ///
    /// # Errors
    /// Never before it is dropped.
    pub(crate) fn connection(&mut self) -> Result<&mut D::Connection, StoreError> {
        let both = self.both.as_mut().ok_or(sqlx::Error::PoolClosed)?;
        Ok(&mut both.0)
    }

    /// Says that the statement has ended.
    pub(crate) const fn answered(&mut self) {
        self.answered = true;
    }
}

impl<D: Database, T: Send + 'static> Drop for Held<D, T> {
    fn drop(&mut self) {
        let Some((mut connection, turn)) = self.both.take() else { return };
        if self.answered {
            return;
        }
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                // Answered once the connection has done with what came before. A broken one is dropped as well.
                let _ = connection.ping().await;
                drop(connection);
                drop(turn);
            });
        }
    }
}
