//! When people were last active.
use crate::error::QueryError;
use crate::read::{Reader, Statement};
use crate::scope::OrgScope;
use domain::{Instant, UserId};
use std::collections::HashMap;
use std::sync::Arc;

/// The last event of any session of each of those people who has one.
pub async fn last_active(
    reader: &Reader,
    scope: &OrgScope,
    user_ids: &[Arc<str>],
) -> Result<HashMap<UserId, Instant>, QueryError> {
    let mut statement = Statement::of(scope, "SELECT user_id, MAX(last_event_at) FROM session_stats WHERE org_id = $1");
    if let Some(own) = scope.own() {
        statement.and("user_id =", own.shared());
    }
    statement.and_in("user_id", user_ids);
    statement.push(" GROUP BY user_id");
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    rows.iter().map(|row| Ok((UserId::from(row.text(0)?), row.instant(1)?))).collect()
}
