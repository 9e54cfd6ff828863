//! A person's first request makes the person's directory entry, or tells one that has none the name
//! and the address. What an entry says is never changed.
use domain::Person;
use domain::{OrgId, UserId};
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use store::{Sql, Store, StoreError};

/// How many people are remembered; beyond that the memory starts anew.
const REMEMBER_MOST: usize = 50_000;

/// Who is known to have an entry, and whether the token had a name and an address to tell it.
type Seen = (OrgId, UserId, bool, bool);

/// Those who are known to have an entry.
#[derive(Default)]
pub struct DirectorySync {
    seen: Mutex<HashSet<Seen>>,
}

impl DirectorySync {
    /// Sees to it that the person, and the organisation, are in the directory.
    ///
    /// # Errors
    /// Whatever the store says.
    pub async fn provision(&self, store: &Store, person: &Person) -> Result<(), StoreError> {
        let Some(org_id) = &person.org_id else { return Ok(()) };
        let key = (org_id.clone(), person.sub.clone(), person.name.is_some(), person.email.is_some());
        if self.seen.lock().unwrap_or_else(PoisonError::into_inner).contains(&key) {
            return Ok(());
        }
        let known = Sql::new("SELECT name, email FROM org_members WHERE org_id = $1 AND user_id = $2")
            .text(org_id.shared())
            .text(person.sub.shared());
        match store.fetch(known).await?.first() {
            None => register(store, org_id, person).await?,
            Some(entry) => {
                let name = entry.text_or_null(0)?.is_none() && person.name.is_some();
                let email = entry.text_or_null(1)?.is_none() && person.email.is_some();
                if name || email {
                    complete(store, org_id, person).await?;
                }
            }
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= REMEMBER_MOST {
            seen.clear();
        }
        seen.insert(key);
        Ok(())
    }
}

async fn register(store: &Store, org_id: &OrgId, person: &Person) -> Result<(), StoreError> {
    let now = store.clock().now();
    let mut tx = store.begin().await?;
    tx.execute(
        Sql::new("INSERT INTO orgs (org_id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT (org_id) DO NOTHING")
            .text(org_id.shared())
            .text(org_id.shared())
            .instant(now),
    )
    .await?;
    tx.execute(
        Sql::new("INSERT INTO users (user_id, created_at) VALUES ($1, $2) ON CONFLICT (user_id) DO NOTHING")
            .text(person.sub.shared())
            .instant(now),
    )
    .await?;
    tx.execute(
        Sql::new(
            "INSERT INTO org_members (org_id, user_id, name, email, role, created_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (org_id, user_id) DO NOTHING",
        )
        .text(org_id.shared())
        .text(person.sub.shared())
        .text_or_null(person.name.as_deref())
        .text_or_null(person.email.as_deref())
        .int(person.role.code())
        .instant(now),
    )
    .await?;
    tx.commit().await
}

/// Tells an entry what it does not say.
async fn complete(store: &Store, org_id: &OrgId, person: &Person) -> Result<(), StoreError> {
    let sql = Sql::new(
        "UPDATE org_members SET name = COALESCE(name, $3), email = COALESCE(email, $4)
         WHERE org_id = $1 AND user_id = $2",
    );
    let sql = sql.text(org_id.shared()).text(person.sub.shared());
    let sql = sql.text_or_null(person.name.as_deref()).text_or_null(person.email.as_deref());
    store.execute(sql).await?;
    Ok(())
}
