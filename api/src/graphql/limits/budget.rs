//! What one operation really takes, counted while it is answered: the weights that are held against the
//! limit beforehand are what it may take, and may be wrong.
use crate::error::ApiError;
use crate::options::GraphQlOptions;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many values may be resolved for a point of complexity.
const VALUES_A_POINT: usize = 10;
/// The most bytes of the values of an answer: about as many as the answer has as JSON.
const MOST_BYTES: usize = 32 << 20;
/// The most statements.
const MOST_STATEMENTS: usize = 200;

/// What an operation may take, and what it has taken so far.
#[derive(Debug)]
pub struct Budget {
    most_values: usize,
    values: AtomicUsize,
    bytes: AtomicUsize,
    statements: AtomicUsize,
    /// What it took too much of.
    exceeded: OnceLock<ApiError>,
}

impl Default for Budget {
    /// That of the usual settings.
    fn default() -> Self {
        Self::new(&GraphQlOptions::default())
    }
}

impl Budget {
    /// Nothing is taken yet.
    #[must_use]
    pub fn new(options: &GraphQlOptions) -> Self {
        Self {
            most_values: options.max_complexity.saturating_mul(VALUES_A_POINT),
            values: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            statements: AtomicUsize::new(0),
            exceeded: OnceLock::new(),
        }
    }

    /// Counts a value that is about to be resolved.
    pub fn value(&self) {
        self.take(&self.values, 1, self.most_values, "values in the answer");
    }

    /// Counts the bytes of a value that was resolved.
    pub fn bytes(&self, bytes: usize) {
        self.take(&self.bytes, bytes, MOST_BYTES, "bytes in the answer");
    }

    /// Counts a statement that is about to be run.
    ///
    /// # Errors
    /// TOO_COMPLEX where it is one too many, which ends the whole operation.
    pub fn statement(&self) -> Result<(), ApiError> {
        self.take(&self.statements, 1, MOST_STATEMENTS, "statements");
        self.exceeded().map_or(Ok(()), Err)
    }

    fn take(&self, taken: &AtomicUsize, more: usize, most: usize, what: &'static str) {
        let taken = taken.fetch_add(more, Ordering::Relaxed).saturating_add(more);
        if taken > most {
            // What was exceeded first is what is told.
            let _ = self.exceeded.set(ApiError::TooComplex { what, most, asked: taken });
        }
    }

    /// Why the operation must end, where it must.
    #[must_use]
    pub fn exceeded(&self) -> Option<ApiError> {
        self.exceeded.get().cloned()
    }

    /// Whether the operation must end.
    #[must_use]
    pub fn is_exceeded(&self) -> bool {
        self.exceeded.get().is_some()
    }

    /// How many values, bytes and statements were taken.
    #[must_use]
    pub fn taken(&self) -> (usize, usize, usize) {
        let read = |taken: &AtomicUsize| taken.load(Ordering::Relaxed);
        (read(&self.values), read(&self.bytes), read(&self.statements))
    }

    /// Begins anew, for the next answer of a subscription.
    pub fn renew(&self) {
        for taken in [&self.values, &self.bytes, &self.statements] {
            taken.store(0, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_first_too_much_of_is_told() {
        let budget = Budget::new(&GraphQlOptions { max_complexity: 1, ..GraphQlOptions::default() });
        for _ in 0..10 {
            budget.value();
        }
        budget.bytes(MOST_BYTES);
        for _ in 0..MOST_STATEMENTS {
            budget.statement().expect("as many as are allowed");
        }
        assert_eq!(budget.taken(), (10, MOST_BYTES, MOST_STATEMENTS));
        assert!(!budget.is_exceeded());
        budget.value();
        budget.bytes(1);
        let told = budget.exceeded().expect("one too many").to_string();
        assert_eq!(told, "expected at most 10 values in the answer, got 11: 1 too many");
        assert!(budget.statement().is_err(), "nothing is begun any more");
    }
}
