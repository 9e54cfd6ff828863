//! What goes on now in several organisations at once, for lists of them.
use crate::error::QueryError;
use crate::read::live::{Live, Moments};
use crate::read::{Reader, Statement};
use crate::scope::OrgScope;
use domain::OrgId;
use std::collections::HashMap;
use std::sync::Arc;

/// Counts what is live in each organisation, as [`crate::read::live::load`] does in one.
pub async fn load(reader: &Reader, scopes: &Vec<OrgScope>, at: Moments) -> Result<HashMap<OrgId, Live>, QueryError> {
    let org_ids: Vec<Arc<str>> = scopes.iter().map(|scope| scope.org_id().shared()).collect();
    let statement = if reader.is_distributed().await? { counted(&org_ids, at) } else { looked_up(&org_ids, at) };
    let rows = reader.fetch(scopes, statement.into_sql()).await?;
    let mut found: HashMap<OrgId, Live> =
        scopes.iter().map(|scope| (scope.org_id().clone(), Live::default())).collect();
    for row in &rows {
        let live = found.entry(OrgId::from(row.text(0)?)).or_default();
        live.running += row.int(1)?;
        live.active_sessions += row.int(2)?;
        live.just_started += row.int(3)?;
    }
    Ok(found)
}

/// On a cluster rows can be counted where they lie, but not looked up from a list: a row for each organisation
/// and kind of which there is something.
fn counted(org_ids: &[Arc<str>], at: Moments) -> Statement {
    let mut statement = Statement::new("");
    let [open_since, active_since, started_since, now] =
        [at.open_since, at.active_since, at.started_since, at.now].map(|instant| statement.bind(instant));
    let parts = [
        ("COUNT(*), 0, 0 FROM run_facts r", "r", format!("r.completed_at IS NULL AND r.first_at > {open_since}")),
        (
            "0, COUNT(*), 0 FROM session_stats s",
            "s",
            format!("s.last_event_at > {active_since} AND s.first_event_at <= {now}"),
        ),
        (
            "0, 0, COUNT(*) FROM session_stats s JOIN run_facts r ON r.org_id = s.org_id AND r.session_id = s.session_id",
            "s",
            format!(
                "s.last_event_at > {started_since} AND r.started_event_at > {started_since} AND r.started_event_at <= {now}"
            ),
        ),
    ];
    for (number, (from, table, condition)) in parts.into_iter().enumerate() {
        let all = if number == 0 { "" } else { " UNION ALL " };
        statement.push(&format!("{all}SELECT {table}.org_id, {from} WHERE {condition}"));
        statement.and_in(&format!("{table}.org_id"), org_ids);
        statement.push(&format!(" GROUP BY {table}.org_id"));
    }
    statement
}

/// Goes from one organisation to the next, so that each is found by its indexes.
fn looked_up(org_ids: &[Arc<str>], at: Moments) -> Statement {
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
    statement.and_in("o.org_id", org_ids);
    statement
}
