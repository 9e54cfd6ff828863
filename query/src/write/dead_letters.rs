//! Giving events that were given up another chance.
use crate::audit::Entry;
use crate::error::QueryError;
use crate::scope::OperatorScope;
use domain::OrgId;
use serde_json::json;
use std::sync::Arc;
use store::{Row, Rows, Sql, Store, Tx};

/// Which dead letters are meant; all where nothing is said.
#[derive(Clone, Debug, Default)]
pub struct Which {
    /// Those of this organisation.
    pub org_id: Option<OrgId>,
    /// Those with these ids.
    pub event_ids: Option<Vec<Arc<str>>>,
}

/// Moves dead letters back into the queue as if they had never been tried, wakes the workers, and
/// answers how many there were. Crosses organisations, as whoever operates the platform may.
pub async fn replay(store: &Store, _scope: OperatorScope, which: &Which, entry: Entry) -> Result<u64, QueryError> {
    let mut tx = store.begin().await?;
    // What is taken out comes back from the statement that takes it: an event that is given up at the
    // same moment is not taken out unseen.
    let taken = take(&mut tx, which).await?;
    let keys = |column: usize| taken.iter().map(|row| row.text(column).map(Arc::from)).collect::<Result<Vec<_>, _>>();
    let rows = Rows::new().text("org_id", keys(0)?.into_iter()).text("event_id", keys(1)?.into_iter());
    // Due when it was received, like any event that was never tried.
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
    tx.execute(entry.sql(store.clock().now())).await?;
    tx.commit().await?;
    if queued > 0 {
        store.signals().queued();
    }
    Ok(queued)
}

async fn take(tx: &mut Tx, which: &Which) -> Result<Vec<Row>, QueryError> {
    const TAKE: &str = "DELETE FROM events_dead_letter";
    const ANSWER: &str = "RETURNING org_id, event_id";
    let found = match (&which.org_id, &which.event_ids) {
        (None, None) => tx.fetch(Sql::new(format!("{TAKE} {ANSWER}"))).await?,
        (Some(org_id), None) => {
            tx.fetch(Sql::new(format!("{TAKE} WHERE org_id = $1 {ANSWER}")).text(org_id.shared())).await?
        }
        (None, Some(ids)) => {
            let rows = Rows::new().text("event_id", ids.iter().cloned());
            tx.fetch_rows(&rows, &format!("{TAKE} WHERE event_id IN (SELECT event_id FROM input) {ANSWER}")).await?
        }
        (Some(org_id), Some(ids)) => {
            let rows =
                Rows::new().text("org_id", ids.iter().map(|_| org_id.shared())).text("event_id", ids.iter().cloned());
            let rows = rows.within(org_id.shared());
            let body = format!(
                "{TAKE} WHERE (org_id, event_id) IN (SELECT org_id, event_id FROM input):org(events_dead_letter) {ANSWER}"
            );
            tx.fetch_rows(&rows, &body).await?
        }
    };
    Ok(found)
}
