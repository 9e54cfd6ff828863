//! One row of an answer of either engine.
use crate::StoreError;
use domain::{Day, Instant};
use sea_orm::QueryResult;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, ValueRef as _};

/// What a column takes beside its content, in bytes.
const COLUMN_BYTES: usize = 16;

/// A row; columns are read by their position. Whole numbers of any width are read as `i64`.
///
/// It is going, once the API reads by name: see [`Tx::select`](crate::Tx::select).
#[derive(Debug)]
pub enum Row {
    /// Of `SQLite`.
    Sqlite(SqliteRow),
    /// Of `PostgreSQL`.
    Postgres(PgRow),
}

impl From<Row> for QueryResult {
    fn from(row: Row) -> Self {
        match row {
            Row::Sqlite(row) => row.into(),
            Row::Postgres(row) => row.into(),
        }
    }
}

macro_rules! get {
    ($self:ident, $index:ident, $type:ty) => {
        match $self {
            Row::Sqlite(row) => row.try_get_unchecked::<$type, _>($index),
            Row::Postgres(row) => row.try_get_unchecked::<$type, _>($index),
        }
        .map_err(StoreError::from)
    };
}

/// The first reading that the column's own type admits.
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

impl Row {
    /// A whole number.
    ///
    /// # Errors
    /// When the column is null or holds something else; likewise below.
    pub fn int(&self, index: usize) -> Result<i64, StoreError> {
        get!(self, index, i64)
    }

    /// A whole number or null.
    ///
    /// # Errors
    /// See [`Self::int`].
    pub fn int_or_null(&self, index: usize) -> Result<Option<i64>, StoreError> {
        get!(self, index, Option<i64>)
    }

    /// A small whole number, such as the code of an enum.
    ///
    /// # Errors
    /// See [`Self::int`]; also when the number is not small.
    pub fn code(&self, index: usize) -> Result<i16, StoreError> {
        i16::try_from(self.int(index)?).map_err(|_| StoreError::Damaged(format!("column {index} holds no code")))
    }

    /// A day.
    ///
    /// # Errors
    /// See [`Self::int`]; also when the number is no day.
    pub fn day(&self, index: usize) -> Result<Day, StoreError> {
        i32::try_from(self.int(index)?)
            .map(Day)
            .map_err(|_| StoreError::Damaged(format!("column {index} holds no day")))
    }

    /// An instant.
    ///
    /// # Errors
    /// See [`Self::int`].
    pub fn instant(&self, index: usize) -> Result<Instant, StoreError> {
        self.int(index).map(Instant)
    }

    /// An instant or null.
    ///
    /// # Errors
    /// See [`Self::int`].
    pub fn instant_or_null(&self, index: usize) -> Result<Option<Instant>, StoreError> {
        Ok(self.int_or_null(index)?.map(Instant))
    }

    /// A floating number or null.
    ///
    /// # Errors
    /// See [`Self::int`].
    pub fn float_or_null(&self, index: usize) -> Result<Option<f64>, StoreError> {
        get!(self, index, Option<f64>)
    }

    /// A truth value.
    ///
    /// # Errors
    /// See [`Self::int`].
    pub fn bool(&self, index: usize) -> Result<bool, StoreError> {
        get!(self, index, bool)
    }

    /// A text.
    ///
    /// # Errors
    /// See [`Self::int`].
    pub fn text(&self, index: usize) -> Result<&str, StoreError> {
        get!(self, index, &str)
    }

    /// A text or null.
    ///
    /// # Errors
    /// See [`Self::int`].
    pub fn text_or_null(&self, index: usize) -> Result<Option<&str>, StoreError> {
        get!(self, index, Option<&str>)
    }

    /// Bytes.
    ///
    /// # Errors
    /// See [`Self::int`].
    pub fn bytes(&self, index: usize) -> Result<&[u8], StoreError> {
        get!(self, index, &[u8])
    }

    /// Bytes or null.
    ///
    /// # Errors
    /// See [`Self::int`].
    pub fn bytes_or_null(&self, index: usize) -> Result<Option<&[u8]>, StoreError> {
        get!(self, index, Option<&[u8]>)
    }

    /// About how many bytes of memory the row takes: its texts and bytes, and something for each column.
    #[must_use]
    pub fn size(&self) -> usize {
        match self {
            Self::Sqlite(row) => sqlite_bytes(row),
            Self::Postgres(row) => postgres_bytes(row),
        }
    }

    /// How many columns the row has.
    #[must_use]
    pub fn width(&self) -> usize {
        match self {
            Self::Sqlite(row) => row.len(),
            Self::Postgres(row) => row.len(),
        }
    }

    /// The column as a person would read it; for reports of differences.
    #[must_use]
    pub fn display(&self, index: usize) -> String {
        match self {
            Self::Sqlite(row) => display!(row, index),
            Self::Postgres(row) => display!(row, index),
        }
    }
}

/// The columns of a row of `SQLite` as a person would read them.
pub(crate) fn display_sqlite(row: &SqliteRow) -> Vec<String> {
    (0..row.len()).map(|index| display!(row, index)).collect()
}

/// Those of a row of `PostgreSQL`.
pub(crate) fn display_postgres(row: &PgRow) -> Vec<String> {
    (0..row.len()).map(|index| display!(row, index)).collect()
}

/// What a row takes: see [`Row::size`]. Only columns of any length count with their length.
pub(crate) fn sqlite_bytes(row: &SqliteRow) -> usize {
    let length = |index: usize| {
        // A number asked for its bytes would become a text first.
        let is_long = row.try_get_raw(index).is_ok_and(|value| {
            matches!(sqlx::TypeInfo::name(&*value.type_info()), "TEXT" | "BLOB") && !value.is_null()
        });
        if is_long { row.try_get_unchecked::<&[u8], _>(index).map_or(0, <[u8]>::len) } else { 0 }
    };
    (0..row.len()).map(|index| COLUMN_BYTES + length(index)).sum()
}

/// See [`sqlite_bytes`].
pub(crate) fn postgres_bytes(row: &PgRow) -> usize {
    let length =
        |index| row.try_get_raw(index).ok().and_then(|value| value.as_bytes().ok().map(<[u8]>::len)).unwrap_or(0);
    (0..row.len()).map(|index| COLUMN_BYTES + length(index)).sum()
}
