//! Whether the database takes a write and gives it back.
use crate::{Sql, Store, StoreError};

impl Store {
    /// Writes a mark and reads it again.
    ///
    /// # Errors
    /// `write` or `read`, and what the database says to it.
    pub async fn probe(&self) -> Result<(), (&'static str, StoreError)> {
        let mark = self.clock().now().0.to_be_bytes();
        let write = Sql::new(
            "INSERT INTO installation (name, value) VALUES ('readyz', $1)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        );
        self.execute(write.bytes(mark)).await.map_err(|error| ("write", error))?;
        let read = async {
            let rows = self.fetch("SELECT value FROM installation WHERE name = 'readyz'").await?;
            // Another process may have written in between: any mark will do.
            match rows.first() {
                Some(row) if row.bytes(0)?.len() == mark.len() => Ok(()),
                _ => Err(StoreError::Damaged("what was written for /readyz did not come back".to_owned())),
            }
        };
        read.await.map_err(|error| ("read", error))
    }
}
