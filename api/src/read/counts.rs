//! The columns of the daily totals, in the order of their type.
use crate::error::ApiError;
use entities::totals::Counts;
use std::sync::LazyLock;
use store::Row;

/// How many columns there are.
pub(crate) const WIDTH: usize = Counts::COLUMNS.len();

/// The columns as they are.
pub(crate) static PLAIN: LazyLock<String> = LazyLock::new(|| Counts::COLUMNS.join(", "));

/// Their sums.
pub(crate) static SUMS: LazyLock<String> = LazyLock::new(|| {
    // PostgreSQL sums BIGINT to NUMERIC.
    let sums: Vec<String> = Counts::COLUMNS.iter().map(|column| format!("CAST(SUM({column}) AS BIGINT)")).collect();
    sums.join(", ")
});

/// Reads the columns from position `start` on.
pub(crate) fn read(row: &Row, start: usize) -> Result<Counts, ApiError> {
    let mut values = [0; WIDTH];
    for (offset, value) in values.iter_mut().enumerate() {
        *value = row.int(start + offset)?;
    }
    Ok(Counts::from_values(values))
}
