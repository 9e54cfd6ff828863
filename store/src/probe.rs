//! Whether the database accepts a write and returns it.
use crate::{Store, StoreError};
use entities::installation;
use sea_orm::EntityTrait as _;

/// The setting that holds the probe value.
const NAME: &str = "readyz";

impl Store {
    /// Writes a probe value and reads it back.
    ///
    /// # Errors
    /// `write` or `read`, and the database error.
    pub async fn probe(&self) -> Result<(), (&'static str, StoreError)> {
        let mark = self.clock().now().0.to_be_bytes();
        let write = installation::set(NAME, mark).exec_without_returning(self).await;
        write.map_err(|error| ("write", error.into()))?;
        let read = async {
            // Another process may have written in between: any probe value will do.
            match installation::Entity::find_by_id(NAME).all(self).await?.pop() {
                Some(setting) if setting.value.len() == mark.len() => Ok(()),
                _ => Err(StoreError::Damaged("what was written for /readyz did not come back".to_owned())),
            }
        };
        read.await.map_err(|error| ("read", error))
    }
}
