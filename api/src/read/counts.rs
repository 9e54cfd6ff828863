//! The columns of the daily totals, in the order of their type.
use crate::error::ApiError;
use entities::totals::Counts;
use std::sync::LazyLock;
use store::Row;

/// How many columns there are.
pub(crate) const WIDTH: usize = Counts::COLUMNS.len();

/// The columns as they are.
pub(crate) static PLAIN: LazyLock<String> = LazyLock::new(|| Counts::COLUMNS.join(", "));

/// The sums of these columns.
pub(crate) fn sums(columns: &[&str]) -> String {
    // PostgreSQL sums BIGINT to NUMERIC.
    let sums: Vec<String> = columns.iter().map(|column| format!("CAST(SUM({column}) AS BIGINT)")).collect();
    sums.join(", ")
}

/// Reads all columns from position `start` on.
pub(crate) fn read(row: &Row, start: usize) -> Result<Counts, ApiError> {
    read_these(row, start, Counts::COLUMNS)
}

/// Reads these columns from position `start` on; the others are zero.
pub(crate) fn read_these(row: &Row, start: usize, columns: &[&str]) -> Result<Counts, ApiError> {
    let mut values = [0; WIDTH];
    for (offset, column) in columns.iter().enumerate() {
        let at = Counts::COLUMNS.iter().position(|name| name == column);
        let at = at.ok_or_else(|| ApiError::internal(format!("no daily total is called {column}")))?;
        values[at] = row.int(start + offset)?;
    }
    Ok(Counts::from_values(values))
}
