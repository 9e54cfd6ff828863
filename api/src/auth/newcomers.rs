//! A person's first request makes the person's directory entry, never changes one.
use crate::auth::Person;
use entities::{OrgId, UserId};
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use store::{Sql, Store, StoreError};

/// How many people are remembered; beyond that the memory starts anew.
const REMEMBER_MOST: usize = 50_000;

/// Those who are known to have an entry.
#[derive(Default)]
pub struct Newcomers {
    seen: Mutex<HashSet<(OrgId, UserId)>>,
}

impl Newcomers {
    /// Sees to it that the person, and the organisation, are in the directory.
    ///
    /// # Errors
    /// Whatever the store says.
    pub async fn greet(&self, store: &Store, person: &Person) -> Result<(), StoreError> {
        let Some(org_id) = &person.org_id else { return Ok(()) };
        let key = (org_id.clone(), person.sub.clone());
        if self.seen.lock().unwrap_or_else(PoisonError::into_inner).contains(&key) {
            return Ok(());
        }
        let known = Sql::new("SELECT 1 FROM org_members WHERE org_id = $1 AND user_id = $2")
            .text(org_id.shared())
            .text(person.sub.shared());
        if store.fetch(known).await?.is_empty() {
            register(store, org_id, person).await?;
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
