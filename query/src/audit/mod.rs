//! Who did what, when and from where: an append-only log.
//!
//! A change writes its entry in its own transaction ([`Entry::write`]), so that neither is stored without the
//! other. Actions that change nothing are recorded by [`Audit::record`].

pub mod action;
pub mod entry;

pub use action::Action;
pub use entry::Entry;

use store::{Store, StoreError};

/// Writes entries.
#[derive(Clone, Debug)]
pub struct Audit {
    store: Store,
}

impl Audit {
    /// The log in this store.
    #[must_use]
    pub const fn new(store: Store) -> Self {
        Self { store }
    }

    /// Records an action.
    ///
    /// # Errors
    /// Returns any database error.
    pub async fn record(&self, entry: Entry) -> Result<(), StoreError> {
        Ok(entry.write(&self.store, self.store.clock().now()).await?)
    }
}
