//! A connection together with the slot that allows its use. When a client stops waiting for a statement, the
//! database may still be executing it: the slot is released once the connection is free, not before.
use crate::StoreError;
use sqlx::pool::PoolConnection;
use sqlx::{Connection as _, Database};
use tokio::runtime::Handle;

/// A connection in use, and the slot that it occupies.
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

    /// Records that the statement has ended.
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
                // Returns once the connection has finished what came before. A broken connection is dropped
                // as well.
                let _ = connection.ping().await;
                drop(connection);
                drop(turn);
            });
        }
    }
}
