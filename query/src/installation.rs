//! What all processes of an installation share: keys that the first of them to ask makes.
use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign};
use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use entities::installation;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, Set};
use store::{Store, StoreError};

/// Under which name the installation keeps its secret.
const SECRET_NAME: &str = "secret";

/// The secret of the installation: whoever reads the table of ingest keys alone can check no guess.
#[derive(Clone)]
pub struct Secret(Key);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Secret {
    /// The secret of this installation.
    ///
    /// # Errors
    /// When the store fails, or the system has no randomness.
    pub async fn load(store: &Store) -> anyhow::Result<Self> {
        let mut fresh = [0; 32];
        SystemRandom::new()
            .fill(&mut fresh)
            .map_err(|_| anyhow::anyhow!("the system has no randomness for a secret"))?;
        let secret = share(store, SECRET_NAME, &fresh).await?;
        anyhow::ensure!(secret.len() == fresh.len(), "row {SECRET_NAME} of table installation holds no secret");
        Ok(Self(Key::new(HMAC_SHA256, &secret)))
    }

    /// A keyed hash of the text. What is hashed for one purpose fits no other.
    #[must_use]
    pub fn mac(&self, purpose: &str, text: &str) -> [u8; 32] {
        let tag = sign(&self.0, format!("{purpose}\0{text}").as_bytes());
        let mut mac = [0; 32];
        mac.copy_from_slice(tag.as_ref());
        mac
    }
}

/// Offers a value and reads back the one that won: several processes may start at once.
///
/// # Errors
/// Whatever the store says.
pub async fn share(store: &Store, name: &str, fresh: &[u8]) -> Result<Vec<u8>, StoreError> {
    let read = || installation::Entity::find_by_id(name).one(store);
    if let Some(known) = read().await? {
        return Ok(known.value);
    }
    let offer = installation::ActiveModel { name: Set(name.to_owned()), value: Set(fresh.to_vec()) };
    let first_wins = OnConflict::column(installation::Column::Name).do_nothing().to_owned();
    installation::Entity::insert(offer).on_conflict(first_wins).exec_without_returning(store).await?;
    let known = read().await?;
    Ok(known.ok_or_else(|| StoreError::Damaged(format!("row {name} of table installation vanished")))?.value)
}
