//! Why a batch cannot be projected.
use domain::contract::FieldError;
use domain::excess::ExcessError;
use domain::keys::KeysError;
use domain::sketch::SketchError;
use store::StoreError;
use thiserror::Error;

/// A failed projection.
#[derive(Debug, Error)]
pub enum ProjectError {
    /// The database returned an error or could not be reached.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A stored event violates the contract.
    #[error("stored event: {0}")]
    Event(#[from] FieldError),
    /// A stored event has a type that this version does not know.
    #[error("stored event: unknown type {0}")]
    EventType(i64),
    /// A stored row is damaged.
    #[error(transparent)]
    Excess(#[from] ExcessError),
    /// A stored row is damaged.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// A stored row is damaged.
    #[error(transparent)]
    Sketch(#[from] SketchError),
}

impl ProjectError {
    /// See [`StoreError::may_be_own_fault`].
    #[must_use]
    pub fn may_be_own_fault(&self, spread: bool) -> bool {
        !matches!(self, Self::Store(error) if !error.may_be_own_fault(spread))
    }

    /// Whether the database cannot be reached at all.
    #[must_use]
    pub fn is_away(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_away())
    }

    /// See [`StoreError::is_corrupt`].
    #[must_use]
    pub fn is_corrupt(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_corrupt())
    }

    /// Whether the same batch may succeed later without changes to its events.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_transient())
    }
}
