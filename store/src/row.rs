//! How much memory a row of either engine takes, and its text form.
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Column as _, Row as _, TypeInfo as _, ValueRef as _};

/// Memory per column in addition to its content, in bytes.
const COLUMN_BYTES: usize = 16;

/// The text form by the first type that can be read from the column.
macro_rules! display {
    ($row:ident, $index:ident) => {
        if $row.try_get_raw($index).map_or(true, |value| value.is_null()) {
            "null".to_owned()
        } else if let Ok(text) = $row.try_get::<&str, _>($index) {
            text.to_owned()
        } else if let Ok(number) = $row.try_get::<i64, _>($index) {
            number.to_string()
        } else if let Ok(number) = $row.try_get::<i32, _>($index) {
            number.to_string()
        } else if let Ok(number) = $row.try_get::<i16, _>($index) {
            number.to_string()
        } else if let Ok(truth) = $row.try_get::<bool, _>($index) {
            truth.to_string()
        } else if let Ok(bytes) = $row.try_get::<&[u8], _>($index) {
            bytes.iter().fold("0x".to_owned(), |hex, byte| format!("{hex}{byte:02x}"))
        } else {
            "?".to_owned()
        }
    };
}

/// The columns of a `SQLite` row in readable form.
pub(crate) fn display_sqlite(row: &SqliteRow) -> Vec<String> {
    (0..row.len()).map(|index| display!(row, index)).collect()
}

/// The columns of a `PostgreSQL` row in readable form.
pub(crate) fn display_postgres(row: &PgRow) -> Vec<String> {
    (0..row.len()).map(|index| display!(row, index)).collect()
}

/// Whether a `SQLite` column whose declared type the driver calls so holds numbers.
fn is_number(declared: &str) -> bool {
    matches!(declared, "INTEGER" | "BOOLEAN" | "REAL")
}

/// The size of rows; see [`crate::row_bytes`]. Only variable-length columns add their length.
pub(crate) fn sqlite_bytes<'r>(rows: impl Iterator<Item = &'r SqliteRow>) -> usize {
    let length = |row: &SqliteRow, index: usize| {
        // Reading a number as bytes would convert it to text first.
        let is_long = row.try_get_raw(index).is_ok_and(|value| {
            matches!(sqlx::TypeInfo::name(&*value.type_info()), "TEXT" | "BLOB") && !value.is_null()
        });
        if is_long { row.try_get_unchecked::<&[u8], _>(index).map_or(0, <[u8]>::len) } else { 0 }
    };
    // SQLite is asked about a value only if its column may hold a long one: an answer costs more than a value. The rows
    // of a select share their columns.
    let mut known: Option<(&'r SqliteRow, Vec<usize>)> = None;
    let mut bytes = 0;
    for row in rows {
        let is_known = known.as_ref().is_some_and(|(other, _)| std::ptr::eq(other.columns(), row.columns()));
        if !is_known {
            let columns = row.columns().iter().enumerate();
            let long = columns.filter(|(_, column)| !is_number(column.type_info().name())).map(|(index, _)| index);
            known = Some((row, long.collect()));
        }
        let long = known.as_ref().map_or(&[][..], |(_, long)| long);
        bytes += row.len() * COLUMN_BYTES + long.iter().map(|index| length(row, *index)).sum::<usize>();
    }
    bytes
}

/// See [`sqlite_bytes`].
pub(crate) fn postgres_bytes<'r>(rows: impl Iterator<Item = &'r PgRow>) -> usize {
    let length = |row: &PgRow, index: usize| {
        row.try_get_raw(index).ok().and_then(|value| value.as_bytes().ok().map(<[u8]>::len)).unwrap_or(0)
    };
    rows.map(|row| (0..row.len()).map(|index| COLUMN_BYTES + length(row, index)).sum::<usize>()).sum()
}
