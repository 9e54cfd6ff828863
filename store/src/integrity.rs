//! Whether the file of a database is sound.
use crate::{Engine, Store, StoreError};
use sea_orm::FromQueryResult;

/// The maximum number of faults reported.
const MOST: usize = 20;

/// A row returned by the check.
#[derive(FromQueryResult)]
struct Found {
    quick_check: String,
}

impl Store {
    /// The faults of the `SQLite` file that `SQLite` itself finds by reading all of it; none on `PostgreSQL`,
    /// which checks its own pages if it is configured to.
    ///
    /// # Errors
    /// When the database cannot be queried.
    pub async fn faults(&self) -> Result<Vec<String>, StoreError> {
        if self.engine() == Engine::Postgres {
            return Ok(Vec::new());
        }
        let check = self.engine().statement(format!("PRAGMA quick_check({MOST})"), []);
        let rows = match Found::find_by_statement(check).all(self).await.map_err(StoreError::from) {
            Ok(rows) => rows,
            // So damaged that it cannot even be checked.
            Err(error) if error.is_corrupt() => return Ok(vec![error.to_string()]),
            Err(error) => return Err(error),
        };
        // One row can report several faults.
        let lines = rows.iter().flat_map(|row| row.quick_check.lines()).map(str::to_owned);
        Ok(lines.filter(|line| line != "ok").collect())
    }
}
