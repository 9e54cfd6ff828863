//! What goes on now in several organisations at once, for lists of them.
use crate::error::ApiError;
use crate::read::live::{Live, Moments};
use crate::read::{Reader, Statement};
use crate::scope::OrgScope;
use entities::OrgId;
use std::collections::HashMap;
use std::sync::Arc;

/// Counts what is live in each organisation, as [`crate::read::live::load`] does in one.
pub async fn load(reader: &Reader, scopes: &Vec<OrgScope>, at: Moments) -> Result<HashMap<OrgId, Live>, ApiError> {
    let mut statement = Statement::new("SELECT o.org_id, ");
    let [open_since, active_since, started_since, now] =
        [at.open_since, at.active_since, at.started_since, at.now].map(|instant| statement.bind(instant));
    statement.push(&format!(
        "(SELECT COUNT(*) FROM run_facts r
           WHERE r.org_id = o.org_id AND r.completed_at IS NULL AND r.first_at > {open_since}),
         (SELECT COUNT(*) FROM session_stats s
           WHERE s.org_id = o.org_id AND s.last_event_at > {active_since} AND s.first_event_at <= {now}),
         (SELECT COUNT(*) FROM session_stats s JOIN run_facts r ON r.org_id = s.org_id AND r.session_id = s.session_id
           WHERE s.org_id = o.org_id AND s.last_event_at > {started_since}
             AND r.started_event_at > {started_since} AND r.started_event_at <= {now})
         FROM orgs o WHERE 1 = 1"
    ));
    let org_ids: Vec<Arc<str>> = scopes.iter().map(|scope| scope.org_id().shared()).collect();
    statement.and_in("o.org_id", &org_ids);
    let rows = reader.fetch(scopes, statement.into_sql()).await?;
    rows.iter()
        .map(|row| {
            let live = Live { running: row.int(1)?, active_sessions: row.int(2)?, just_started: row.int(3)? };
            Ok((OrgId::from(row.text(0)?), live))
        })
        .collect()
}
