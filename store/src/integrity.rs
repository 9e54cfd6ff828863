//! Whether the file of a database is sound.
use crate::{Engine, Store, StoreError};

/// The most faults that are told.
const MOST: usize = 20;

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
        let rows = match self.fetch(format!("PRAGMA quick_check({MOST})").as_str()).await {
            Ok(rows) => rows,
            // So damaged that it cannot even be looked through.
            Err(error) if error.is_corrupt() => return Ok(vec![error.to_string()]),
            Err(error) => return Err(error),
        };
        let lines = rows.iter().map(|row| Ok(row.text(0)?.to_owned())).collect::<Result<Vec<_>, StoreError>>()?;
        // One row can tell of several.
        let lines: Vec<String> = lines.iter().flat_map(|line| line.lines()).map(str::to_owned).collect();
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }
}
