//! When people were last active.
use crate::error::QueryError;
use crate::read::Reader;
use crate::read::select::is_one_of;
use crate::scope::OrgScope;
use domain::{Instant, UserId};
use entities::session_stats;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait};
use std::collections::HashMap;
use std::sync::Arc;

#[derive(FromQueryResult)]
struct Active {
    user_id: String,
    last_at: i64,
}

/// The last event in any session of each of the people who have one.
pub async fn last_active(
    reader: &Reader,
    scope: &OrgScope,
    user_ids: &[Arc<str>],
) -> Result<HashMap<UserId, Instant>, QueryError> {
    let select = session_stats::Entity::find()
        .select_only()
        .column(session_stats::Column::UserId)
        .column_as(session_stats::Column::LastEventAt.max(), "last_at")
        .filter(scope.admits_row(session_stats::Column::OrgId, session_stats::Column::UserId))
        .filter(is_one_of(session_stats::Column::UserId, user_ids))
        .group_by(session_stats::Column::UserId);
    let found: Vec<Active> = reader.scoped(scope).all(select.as_query()).await?;
    Ok(found.into_iter().map(|row| (UserId::from(row.user_id), Instant(row.last_at))).collect())
}
