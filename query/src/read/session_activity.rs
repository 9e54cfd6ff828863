//! What agents and people did in sessions outside any step, as activity events count it.
use crate::error::QueryError;
use crate::read::Reader;
use crate::read::select::is_one_of;
use crate::scope::OrgScope;
use domain::SessionId;
use domain::totals::Counts;
use entities::activity_fact::{Column, Entity, Model};
use sea_orm::{EntityTrait, QueryFilter, QueryTrait};
use std::collections::HashMap;
use std::sync::Arc;

/// The activity of each of the sessions that has any; all other counts are zero.
pub async fn of_sessions(
    reader: &Reader,
    scope: &OrgScope,
    session_ids: &[Arc<str>],
) -> Result<HashMap<SessionId, Counts>, QueryError> {
    let select = Entity::find()
        .filter(scope.admits_session(Column::OrgId, Column::SessionId))
        .filter(is_one_of(Column::SessionId, session_ids));
    let mut found: HashMap<SessionId, Counts> = HashMap::new();
    for row in reader.scoped(scope).bounded::<Model>(select.as_query()).await? {
        let mut day = Counts {
            lines_added: row.lines_added.into(),
            lines_deleted: row.lines_deleted.into(),
            commits: row.commits.into(),
            pull_requests: row.pull_requests.into(),
            edits_accepted: row.edits_accepted.into(),
            edits_rejected: row.edits_rejected.into(),
            user_active_ms: row.user_active_ms.into(),
            agent_active_ms: row.agent_active_ms.into(),
            ..Counts::default()
        };
        if let Some(excess) = &row.excess {
            day.add_excess(excess)?;
        }
        found.entry(SessionId::from(row.session_id)).or_default().add(&day, 1);
    }
    Ok(found)
}
