//! The columns of the daily totals, in the order of their type, and their sums. A sum of rows may
//! exceed what a column holds, and in SQLite what a statement may sum: sums are read in two halves.
use crate::error::QueryError;
use domain::totals::Counts;
use std::sync::LazyLock;
use store::{Engine, Row};

/// How many columns [`PLAIN`] names.
pub(crate) const WIDTH: usize = Counts::COLUMNS.len() + 1;

/// The columns as they are, and the excess.
pub(crate) static PLAIN: LazyLock<String> = LazyLock::new(|| format!("{}, excess", Counts::COLUMNS.join(", ")));

/// The sum of a column of whole numbers, in two columns that [`read_sum`] reads: whatever it sums up to,
/// neither leaves 64 bits before there are 2^31 rows.
pub(crate) fn sum(column: &str) -> String {
    // PostgreSQL sums BIGINT to NUMERIC.
    format!("CAST(COALESCE(SUM({column} >> 32), 0) AS BIGINT), CAST(COALESCE(SUM({column} & 4294967295), 0) AS BIGINT)")
}

/// Reads [`sum`] from position `start` on.
pub(crate) fn read_sum(row: &Row, start: usize) -> Result<i128, QueryError> {
    Ok((i128::from(row.int(start)?) << 32) + i128::from(row.int(start + 1)?))
}

/// The excesses of the rows that are summed, joined; null where there are none.
pub(crate) const fn excesses(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "GROUP_CONCAT(excess, '')",
        Engine::Postgres => "STRING_AGG(excess, '')",
    }
}

/// How many columns [`sums`] makes of these.
pub(crate) fn width(columns: &[&str]) -> usize {
    columns.len() + columns.iter().filter(|column| Counts::SUMS.contains(column)).count() + usize::from(exceed(columns))
}

/// Whether a row's excess may name one of these columns: what is counted one by one never leaves 64 bits.
fn exceed(columns: &[&str]) -> bool {
    columns.iter().any(|column| Counts::SUMS.contains(column))
}

/// What [`sums`] of these columns reads of a row.
pub(crate) fn plain(columns: &[&str]) -> String {
    columns.join(", ") + if exceed(columns) { ", excess" } else { "" }
}

/// The sums of these columns over several rows.
pub(crate) fn sums(engine: Engine, columns: &[&str]) -> String {
    let one = |column: &&str| {
        if Counts::SUMS.contains(column) { sum(column) } else { format!("CAST(COALESCE(SUM({column}), 0) AS BIGINT)") }
    };
    let excesses = exceed(columns).then(|| excesses(engine).to_owned());
    columns.iter().map(one).chain(excesses).collect::<Vec<_>>().join(", ")
}

/// Reads [`PLAIN`] from position `start` on.
pub(crate) fn read(row: &Row, start: usize) -> Result<Counts, QueryError> {
    let mut values = [0; Counts::COLUMNS.len()];
    for (offset, value) in values.iter_mut().enumerate() {
        *value = row.int(start + offset)?.into();
    }
    with_excess(row, start + values.len(), Counts::from_values(values))
}

/// Reads [`sums`] of these columns from position `start` on; the others are zero.
pub(crate) fn read_sums(row: &Row, start: usize, columns: &[&str]) -> Result<Counts, QueryError> {
    let mut values = [0; Counts::COLUMNS.len()];
    let mut next = start;
    for column in columns {
        let at = Counts::COLUMNS.iter().position(|name| name == column);
        let at = at.ok_or_else(|| QueryError::internal(format!("no daily total is called {column}")))?;
        if Counts::SUMS.contains(column) {
            values[at] = read_sum(row, next)?;
            next += 2;
        } else {
            values[at] = row.int(next)?.into();
            next += 1;
        }
    }
    let mut counts = Counts::from_values(values);
    if !exceed(columns) {
        return Ok(counts);
    }
    // The rows' excesses name columns that were not asked for, too.
    counts = with_excess(row, next, counts)?;
    if columns.len() < Counts::COLUMNS.len() {
        let mut values = counts.values();
        for (value, name) in values.iter_mut().zip(Counts::COLUMNS) {
            if !columns.contains(name) {
                *value = 0;
            }
        }
        counts = Counts::from_values(values);
    }
    Ok(counts)
}

fn with_excess(row: &Row, at: usize, mut counts: Counts) -> Result<Counts, QueryError> {
    if let Some(excess) = row.text_or_null(at)? {
        counts.add_excess(excess)?;
    }
    Ok(counts)
}
