//! What one operation really uses, counted while it runs. The cost estimate that is checked beforehand sets
//! what it may use, but can be wrong.
use crate::error::QueryError;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// The maximum complexity of an operation, in points, by default.
pub const USUAL_COMPLEXITY: usize = 20_000;
/// How many values may be resolved per point of complexity.
const VALUES_A_POINT: usize = 10;
/// How many rows may be read per point of complexity: by default 500,000 per operation.
const ROWS_A_POINT: usize = 25;
/// How many bytes of rows may be read per point of complexity: by default 128 MiB per operation.
const ROW_BYTES_A_POINT: usize = 6_711;
/// The maximum total size of the values in an answer, in bytes: roughly the size of the answer as JSON.
const MOST_BYTES: usize = 32 << 20;
/// The maximum number of statements.
const MOST_STATEMENTS: usize = 200;

const ROWS: &str = "rows to read";
const ROW_BYTES: &str = "bytes of rows to read";

/// What an operation may use, and what it has used so far.
#[derive(Debug)]
pub struct Budget {
    most_values: usize,
    most_rows: usize,
    most_row_bytes: usize,
    values: AtomicUsize,
    bytes: AtomicUsize,
    statements: AtomicUsize,
    rows: AtomicUsize,
    row_bytes: AtomicUsize,
    is_exceeded: AtomicBool,
    /// The first limit that was exceeded.
    exceeded: Mutex<Option<QueryError>>,
}

impl Default for Budget {
    /// The default budget.
    fn default() -> Self {
        Self::new(USUAL_COMPLEXITY)
    }
}

impl Budget {
    /// A new budget for an operation with this maximum complexity, in points.
    #[must_use]
    pub fn new(max_complexity: usize) -> Self {
        Self {
            most_values: max_complexity.saturating_mul(VALUES_A_POINT),
            most_rows: max_complexity.saturating_mul(ROWS_A_POINT),
            most_row_bytes: max_complexity.saturating_mul(ROW_BYTES_A_POINT),
            values: AtomicUsize::new(0),
            bytes: AtomicUsize::new(0),
            statements: AtomicUsize::new(0),
            rows: AtomicUsize::new(0),
            row_bytes: AtomicUsize::new(0),
            is_exceeded: AtomicBool::new(false),
            exceeded: Mutex::default(),
        }
    }

    /// Counts a value that is about to be resolved.
    pub fn value(&self) {
        self.take(&self.values, 1, self.most_values, "values in the answer");
    }

    /// Counts the bytes of a resolved value.
    pub fn bytes(&self, bytes: usize) {
        self.take(&self.bytes, bytes, MOST_BYTES, "bytes in the answer");
    }

    /// Counts a statement that is about to be run.
    ///
    /// # Errors
    /// TOO_COMPLEX if it is one too many, which ends the whole operation.
    pub fn statement(&self) -> Result<(), QueryError> {
        self.take(&self.statements, 1, MOST_STATEMENTS, "statements");
        self.exceeded().map_or(Ok(()), Err)
    }

    /// Counts rows that were read, and their bytes.
    ///
    /// # Errors
    /// TOO_COMPLEX if there are too many, which ends the whole operation.
    pub fn rows(&self, rows: usize, bytes: usize) -> Result<(), QueryError> {
        self.take(&self.rows, rows, self.most_rows, ROWS);
        self.take(&self.row_bytes, bytes, self.most_row_bytes, ROW_BYTES);
        self.exceeded().map_or(Ok(()), Err)
    }

    /// Checks whether this many bytes may be read, before reading them.
    ///
    /// # Errors
    /// TOO_COMPLEX if there are too many, which ends the whole operation.
    pub fn expect_row_bytes(&self, bytes: usize) -> Result<(), QueryError> {
        let asked = self.row_bytes.load(Ordering::Relaxed).saturating_add(bytes);
        if asked > self.most_row_bytes {
            self.exceed(QueryError::TooComplex { what: ROW_BYTES, most: self.most_row_bytes, asked });
        }
        self.exceeded().map_or(Ok(()), Err)
    }

    /// The maximum number of rows over all statements.
    #[must_use]
    pub const fn most_rows(&self) -> usize {
        self.most_rows
    }

    fn take(&self, taken: &AtomicUsize, more: usize, most: usize, what: &'static str) {
        let taken = taken.fetch_add(more, Ordering::Relaxed).saturating_add(more);
        if taken > most {
            self.exceed(QueryError::TooComplex { what, most, asked: taken });
        }
    }

    /// The first limit exceeded is the one that is reported.
    fn exceed(&self, error: QueryError) {
        self.exceeded.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        self.is_exceeded.store(true, Ordering::Release);
    }

    /// Why the operation must end, if it must.
    #[must_use]
    pub fn exceeded(&self) -> Option<QueryError> {
        if !self.is_exceeded() {
            return None;
        }
        self.exceeded.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the operation must end.
    #[must_use]
    pub fn is_exceeded(&self) -> bool {
        self.is_exceeded.load(Ordering::Acquire)
    }

    /// How many values, bytes and statements have been used.
    #[must_use]
    pub fn taken(&self) -> (usize, usize, usize) {
        let read = |taken: &AtomicUsize| taken.load(Ordering::Relaxed);
        (read(&self.values), read(&self.bytes), read(&self.statements))
    }

    /// Resets the budget for the next answer of a subscription.
    pub fn renew(&self) {
        for taken in [&self.values, &self.bytes, &self.statements, &self.rows, &self.row_bytes] {
            taken.store(0, Ordering::Relaxed);
        }
        self.is_exceeded.store(false, Ordering::Release);
        self.exceeded.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_first_too_much_of_is_told() {
        let budget = Budget::new(1);
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

    #[test]
    fn a_later_answer_begins_anew() {
        let budget = Budget::new(1);
        assert!(budget.rows(ROWS_A_POINT, ROW_BYTES_A_POINT).is_ok());
        assert!(budget.rows(1, 0).is_err() && budget.is_exceeded());
        budget.renew();
        assert!(!budget.is_exceeded() && budget.exceeded().is_none());
        assert!(budget.expect_row_bytes(ROW_BYTES_A_POINT).is_ok());
        assert!(budget.rows(1, 1).is_ok());
        let told = budget.expect_row_bytes(ROW_BYTES_A_POINT).map_err(|error| error.to_string());
        assert_eq!(told, Err("expected at most 6711 bytes of rows to read, got 6712: 1 too many".to_owned()));
        assert!(budget.statement().is_err(), "the operation ends");
    }
}
