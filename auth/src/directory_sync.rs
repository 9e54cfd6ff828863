//! A person's first request creates their directory entry, or fills in a missing name or email address.
//! Values that an entry already has are never changed.
use domain::Person;
use domain::{OrgId, UserId};
use entities::org_member::Column;
use entities::{org, org_member, user};
use sea_orm::sea_query::{Expr, Func, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select, Set};
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use store::{Store, StoreError};

/// How many people are cached; beyond that the cache is cleared.
const REMEMBER_MOST: usize = 50_000;

/// A person known to have an entry, and whether their token had a name and an email address for it.
type Seen = (OrgId, UserId, bool, bool);

/// The people known to have an entry.
#[derive(Default)]
pub struct DirectorySync {
    seen: Mutex<HashSet<Seen>>,
}

impl DirectorySync {
    /// Makes sure that the person and the organization are in the directory.
    ///
    /// # Errors
    /// Returns any database error.
    pub async fn provision(&self, store: &Store, person: &Person) -> Result<(), StoreError> {
        let Some(org_id) = &person.org_id else { return Ok(()) };
        let key = (org_id.clone(), person.sub.clone(), person.name.is_some(), person.email.is_some());
        if self.seen.lock().unwrap_or_else(PoisonError::into_inner).contains(&key) {
            return Ok(());
        }
        match entry(org_id, person).all(store).await?.pop() {
            None => register(store, org_id, person).await?,
            Some(entry) => {
                let name = entry.name.is_none() && person.name.is_some();
                let email = entry.email.is_none() && person.email.is_some();
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

/// The directory entry of a person.
fn entry(org_id: &OrgId, person: &Person) -> Select<org_member::Entity> {
    org_member::Entity::find_by_id((org_id.to_string(), person.sub.to_string()))
}

async fn register(store: &Store, org_id: &OrgId, person: &Person) -> Result<(), StoreError> {
    let now = store.clock().now();
    let tx = store.begin().await?;
    let row =
        org::ActiveModel { org_id: Set(org_id.to_string()), name: Set(org_id.to_string()), created_at: Set(now.0) };
    let known = OnConflict::column(org::Column::OrgId).do_nothing().to_owned();
    org::Entity::insert(row).on_conflict(known).exec_without_returning(&tx).await?;
    let row = user::ActiveModel { user_id: Set(person.sub.to_string()), created_at: Set(now.0) };
    let known = OnConflict::column(user::Column::UserId).do_nothing().to_owned();
    user::Entity::insert(row).on_conflict(known).exec_without_returning(&tx).await?;
    let row = org_member::ActiveModel {
        org_id: Set(org_id.to_string()),
        user_id: Set(person.sub.to_string()),
        name: Set(person.name.clone()),
        email: Set(person.email.clone()),
        role: Set(person.role.code()),
        created_at: Set(now.0),
        ..Default::default()
    };
    let known = OnConflict::columns([Column::OrgId, Column::UserId]).do_nothing().to_owned();
    org_member::Entity::insert(row).on_conflict(known).exec_without_returning(&tx).await?;
    tx.commit().await
}

/// Fills in what an entry lacks.
async fn complete(store: &Store, org_id: &OrgId, person: &Person) -> Result<(), StoreError> {
    let else_said =
        |column: Column, said: &Option<String>| Func::coalesce([Expr::col(column), Expr::val(said.clone())]).into();
    org_member::Entity::update_many()
        .col_expr(Column::Name, else_said(Column::Name, &person.name))
        .col_expr(Column::Email, else_said(Column::Email, &person.email))
        .filter(Column::OrgId.eq(org_id.as_str()))
        .filter(Column::UserId.eq(person.sub.as_str()))
        .exec(store)
        .await?;
    Ok(())
}
