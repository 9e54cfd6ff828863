//! Whether the database takes a write and gives it back.
use crate::{Store, StoreError};
use entities::installation;
use sea_orm::EntityTrait as _;

/// The setting that holds the mark.
const NAME: &str = "readyz";

impl Store {
    /// Writes a mark and reads it again.
    ///
    /// # Errors
    /// `write` or `read`, and what the database says to it.
    pub async fn probe(&self) -> Result<(), (&'static str, StoreError)> {
        let mark = self.clock().now().0.to_be_bytes();
        let write = installation::set(NAME, mark).exec_without_returning(self).await;
        write.map_err(|error| ("write", error.into()))?;
        let read = async {
            // Another process may have written in between: any mark will do.
            match installation::Entity::find_by_id(NAME).one(self).await? {
                Some(setting) if setting.value.len() == mark.len() => Ok(()),
                _ => Err(StoreError::Damaged("what was written for /readyz did not come back".to_owned())),
            }
        };
        read.await.map_err(|error| ("read", error))
    }
}
