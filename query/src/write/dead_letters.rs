//! Retrying dead letters.
use crate::audit::Entry;
use crate::error::QueryError;
use crate::read::select::is_one_of;
use crate::scope::OperatorScope;
use domain::OrgId;
use entities::dead_letter::{Column, Entity};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, DeleteMany, EntityTrait, QueryFilter};
use serde_json::json;
use std::sync::Arc;
use store::{Rows, Store};

/// Which dead letters to retry; all if no field is set.
#[derive(Clone, Debug, Default)]
pub struct Which {
    /// Only those of this organization.
    pub org_id: Option<OrgId>,
    /// Only those with these event ids.
    pub event_ids: Option<Vec<Arc<str>>>,
}

/// Moves dead letters back into the queue as if they had never been tried, wakes the workers, and returns how
/// many there were. Crosses organizations, as operators of the platform may.
pub async fn replay(store: &Store, _scope: OperatorScope, which: &Which, entry: Entry) -> Result<u64, QueryError> {
    let mut tx = store.begin().await?;
    // The deleted rows are returned by the deleting statement itself: an event that becomes a dead letter at
    // the same moment is not deleted unseen.
    let taken = take(which).exec_with_returning(&tx).await?;
    let rows = Rows::new()
        .text("org_id", taken.iter().map(|dead| Arc::from(dead.org_id.as_str())))
        .text("event_id", taken.iter().map(|dead| Arc::from(dead.event_id.as_str())));
    // Due as of its receipt, like any event that was never tried.
    let queued = tx
        .execute_rows(
            &rows,
            "INSERT INTO events_queue (org_id, due_at, event_id, attempts)
             SELECT r.org_id, r.received_at, r.event_id, 0
             FROM input i JOIN events_raw r ON r.org_id = i.org_id AND r.event_id = i.event_id
             ON CONFLICT DO NOTHING",
        )
        .await?;
    let entry = entry.detail(json!({"events": queued, "byIds": which.event_ids.is_some()}));
    entry.write(&tx, store.clock().now()).await?;
    tx.commit().await?;
    if queued > 0 {
        store.signals().queued();
    }
    Ok(queued)
}

/// The statement that deletes the selected dead letters.
fn take(which: &Which) -> DeleteMany<Entity> {
    let org_id = which.org_id.as_ref().map(|org_id| Column::OrgId.eq(org_id.as_str()));
    let event_ids = which.event_ids.as_ref().map(|event_ids| is_one_of(Column::EventId, event_ids));
    Entity::delete_many().filter(Condition::all().add_option(org_id).add_option(event_ids))
}
