//! Steps that were projected before, read from the stored events.
use super::claim::{EVENT_COLUMNS, EventRow};
use super::{ProjectError, decode};
use crate::tables::Tables;
use domain::{Event, EventType, OrgId};
use entities::raw_event::is_plain_sql;
use fold::StepRange;
use store::{Rows, Tx};

/// The steps in these ranges that count: of the live tables those that are neither queued nor dead letters, of a
/// recomputation those that it has reached.
pub(super) async fn load(
    tx: &mut Tx,
    tables: Tables,
    org_id: &OrgId,
    ranges: &[StepRange],
) -> Result<Vec<Event>, ProjectError> {
    if ranges.is_empty() {
        return Ok(Vec::new());
    }
    let ranges = Rows::new()
        .text("org_id", ranges.iter().map(|_| org_id.shared()))
        .text("session_id", ranges.iter().map(|range| range.session_id.shared()))
        .int("from_at", ranges.iter().map(|range| range.from.0))
        .int("to_at", ranges.iter().map(|range| range.to.0))
        .within(org_id.shared());
    let counts = match tables {
        Tables::Live => {
            "NOT EXISTS (SELECT 1 FROM events_queue q WHERE q.org_id = r.org_id AND q.due_at = r.received_at
                             AND q.event_id = r.event_id:org(q))
             AND NOT EXISTS (SELECT 1 FROM events_queue q WHERE q.org_id = r.org_id AND q.attempts > 0
                             AND q.event_id = r.event_id:org(q))
             AND NOT EXISTS (SELECT 1 FROM events_dead_letter d WHERE d.org_id = r.org_id
                             AND d.event_id = r.event_id:org(d))"
        }
        Tables::Scratch => {
            "EXISTS (SELECT 1 FROM scratch_events o CROSS JOIN scratch_reached p
                     WHERE o.event_id = r.event_id AND o.n <= p.n)"
        }
    };
    let body = format!(
        "SELECT {EVENT_COLUMNS} FROM input i CROSS JOIN events_raw r
         WHERE r.org_id = i.org_id AND r.session_id = i.session_id:org(r)
             AND r.occurred_at >= i.from_at AND r.occurred_at <= i.to_at
             AND {is_plain} AND (r.event_type = {called} OR r.event_type = {used}) AND {counts}",
        is_plain = is_plain_sql("r"),
        called = EventType::ModelCalled.code(),
        used = EventType::ToolUsed.code(),
    );
    let rows: Vec<EventRow> = tx.select_rows(&ranges, &body).await?;
    rows.into_iter().map(|row| decode(&row.into_event(org_id))).collect()
}
