//! Who did what, when and from where: a log that is only ever added to.
//!
//! A change of the store takes its entry into its own transaction ([`Entry::write`]), so that neither
//! is there without the other. What changes nothing is recorded by [`Audit::record`].

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
    /// A log in this store.
    #[must_use]
    pub const fn new(store: Store) -> Self {
        Self { store }
    }

    /// Records what was done.
    ///
    /// # Errors
    /// Whatever the store says.
    pub async fn record(&self, entry: Entry) -> Result<(), StoreError> {
        Ok(entry.write(&self.store, self.store.clock().now()).await?)
    }
}
