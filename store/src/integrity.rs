//! Whether the file of a database is sound.
use crate::{Engine, Store, StoreError};
use sea_orm::FromQueryResult;

/// The most faults that are told.
const MOST: usize = 20;

/// A row of the check.
#[derive(FromQueryResult)]
struct Found {
    quick_check: String,
}

impl Store {
    /// What is wrong with the `SQLite` file, as `SQLite` itself finds by reading all of it; nothing on
    /// `PostgreSQL`, which checks its own pages where it is told to.
    ///
    /// # Errors
    /// When the database does not say.
    pub async fn faults(&self) -> Result<Vec<String>, StoreError> {
        if self.engine() == Engine::Postgres {
            return Ok(Vec::new());
        }
        let check = self.engine().statement(format!("PRAGMA quick_check({MOST})"), []);
        let rows = match Found::find_by_statement(check).all(self).await.map_err(StoreError::from) {
            Ok(rows) => rows,
            // So damaged that it cannot even be looked through.
            Err(error) if error.is_corrupt() => return Ok(vec![error.to_string()]),
            Err(error) => return Err(error),
        };
        // One row can tell of several.
        let lines = rows.iter().flat_map(|row| row.quick_check.lines()).map(str::to_owned);
        Ok(lines.filter(|line| line != "ok").collect())
    }
}
