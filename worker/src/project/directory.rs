//! The directory: organizations, people, and the ordinals of people within an organization.
use super::ProjectError;
use super::facts::{ids, keys};
use crate::tables::Tables;
use domain::{Instant, OrgId, UserId};
use entities::projection_state::{self, Column};
use entities::{org, org_user};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{EntityTrait as _, FromQueryResult, IntoActiveModel as _};
use std::collections::{BTreeSet, HashMap};
use store::{Rows, Store, StoreError, Tx};

/// A person, and their ordinal.
#[derive(FromQueryResult)]
struct Numbered {
    user_id: String,
    ordinal: i64,
}

/// The next free ordinal.
#[derive(FromQueryResult)]
struct Next {
    next: i64,
}

/// When the first queued event of an organization was due.
#[derive(FromQueryResult)]
struct First {
    org_id: String,
    due_at: Option<i64>,
}

/// The ordinals of people; new people get the next ones, in the order of their ids.
pub(crate) async fn ordinals(
    tx: &mut Tx,
    tables: Tables,
    org_id: &OrgId,
    users: &BTreeSet<UserId>,
    received_at: Instant,
) -> Result<HashMap<UserId, u32>, ProjectError> {
    let mut known = HashMap::with_capacity(users.len());
    let body = format!(
        "SELECT u.user_id, u.ordinal FROM input i CROSS JOIN {} u
         WHERE u.org_id = i.org_id AND u.user_id = i.user_id:org(u)",
        tables.of(org_user::Entity)
    );
    for Numbered { user_id, ordinal: number } in
        tx.select_rows(&keys(org_id, "user_id", users.iter().map(UserId::shared)), &body).await?
    {
        known.insert(UserId::from(user_id), ordinal(number)?);
    }
    let new: Vec<UserId> = users.iter().filter(|user| !known.contains_key(*user)).cloned().collect();
    if !new.is_empty() {
        let next = next_ordinal(tx, tables, org_id).await?;
        for (user, ordinal) in new.iter().zip(next..) {
            known.insert(user.clone(), ordinal);
        }
        let numbered = ids(org_id, "user_id", new.iter().map(UserId::shared))
            .int("ordinal", new.iter().map(|user| i64::from(known[user])));
        tx.insert_rows(&numbered, tables.of(org_user::Entity), "").await?;
        // The shared table of people is not a read model, so it is not recomputed.
        if tables != Tables::Live {
            return Ok(known);
        }
        let people = Rows::new()
            .text("user_id", new.iter().map(UserId::shared))
            .int("created_at", new.iter().map(|_| received_at.0));
        tx.insert_rows(&people, "users", "ON CONFLICT DO NOTHING").await?;
    }
    Ok(known)
}

fn ordinal(number: i64) -> Result<u32, StoreError> {
    u32::try_from(number).map_err(|_| StoreError::Damaged(format!("ordinal {number}")))
}

async fn next_ordinal(tx: &mut Tx, tables: Tables, org_id: &OrgId) -> Result<u32, ProjectError> {
    let sql =
        format!("SELECT coalesce(max(ordinal) + 1, 0) AS next FROM {} WHERE org_id = $1", tables.of(org_user::Entity));
    let next: Vec<Next> = tx.select(sql, [org_id.as_str().into()]).await?;
    Ok(ordinal(next.first().map_or(0, |told| told.next))?)
}

/// Adds organizations to the directory that are not in it yet, all in one statement, each as of the time at
/// which its first event was received.
///
/// # Errors
/// Returns any database error.
pub(crate) async fn introduce(store: &Store, org_ids: &[OrgId]) -> Result<(), StoreError> {
    // Always in the same order, so that two workers that add the same organizations cannot deadlock.
    let org_ids: BTreeSet<&OrgId> = org_ids.iter().collect();
    let mut tx = store.begin_projection().await?;
    // An event that was never tried is due as of its receipt. The index finds the first one of each
    // organization without reading all that it has queued; on a cluster that is not possible.
    let first = if store.is_distributed().await? {
        "SELECT i.org_id, MIN(q.due_at) AS due_at FROM input i CROSS JOIN events_queue q WHERE q.org_id = i.org_id
         GROUP BY i.org_id"
    } else {
        "SELECT i.org_id, (SELECT q.due_at FROM events_queue q WHERE q.org_id = i.org_id
                           ORDER BY q.due_at LIMIT 1) AS due_at FROM input i"
    };
    let names = Rows::new().text("org_id", org_ids.iter().map(|org_id| org_id.shared()));
    let mut received = HashMap::with_capacity(org_ids.len());
    for First { org_id, due_at } in tx.select_rows(&names, first).await? {
        if let Some(due_at) = due_at {
            received.insert(OrgId::from(org_id), due_at);
        }
    }
    let now = store.clock().now().0;
    let created = |org_id: &OrgId| Ord::min(received.get(org_id).copied().unwrap_or(now), now);
    let rows = Rows::new()
        .text("org_id", org_ids.iter().map(|org_id| org_id.shared()))
        .text("name", org_ids.iter().map(|org_id| org_id.shared()))
        .int("created_at", org_ids.iter().map(|org_id| created(org_id)));
    tx.insert_rows(&rows, "orgs", "ON CONFLICT DO NOTHING").await?;
    tx.commit().await
}

/// Increments the organization's version and returns it. The first version creates the organization unless it
/// already exists.
pub(super) async fn raise_version(
    tx: &mut Tx,
    org_id: &OrgId,
    now: Instant,
    received_at: Instant,
) -> Result<i64, ProjectError> {
    let first = projection_state::Model { org_id: org_id.as_str().to_owned(), version: 1, projected_at: now.0 };
    let raise = OnConflict::column(Column::OrgId)
        .value(Column::Version, Expr::col((projection_state::Entity, Column::Version)).add(1_i64))
        .update_column(Column::ProjectedAt)
        .to_owned();
    let raised = projection_state::Entity::insert(first.into_active_model()).on_conflict(raise);
    let version = raised.exec_with_returning(tx).await.map_err(StoreError::from)?.version;
    if version == 1 {
        let id = || org_id.as_str().to_owned();
        let new = org::Model { org_id: id(), name: id(), created_at: received_at.0 };
        let unless_known = OnConflict::new().do_nothing().to_owned();
        let entered = org::Entity::insert(new.into_active_model()).on_conflict(unless_known);
        entered.exec_without_returning(tx).await.map_err(StoreError::from)?;
    }
    Ok(version)
}
