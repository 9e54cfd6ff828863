//! The days of several organisations at once, for lists of them.
use crate::error::QueryError;
use crate::metrics::{DayTotals, Detail};
use crate::read::{Reader, Statement, counts};
use crate::scope::OrgScope;
use domain::{Day, OrgId};
use std::collections::HashMap;
use std::sync::Arc;

/// The days from `from` to `to` on which anything happened, oldest first, of each organisation. Every
/// scope is one that the caller has, and what is read is what everybody in the organisation may see.
pub async fn load(
    reader: &Reader,
    scopes: &Vec<OrgScope>,
    (from, to): (Day, Day),
    detail: Detail,
) -> Result<HashMap<OrgId, Vec<DayTotals>>, QueryError> {
    let mut text = format!("SELECT day, {}, active_users_count, org_id", counts::PLAIN.as_str());
    for (wanted, column) in [(detail.durations, ", durations"), (detail.active_users, ", active_users")] {
        text.push_str(if wanted { column } else { "" });
    }
    text.push_str(" FROM org_stats_daily WHERE 1 = 1");
    let mut statement = Statement::new(&text);
    let org_ids: Vec<Arc<str>> = scopes.iter().map(|scope| scope.org_id().shared()).collect();
    statement.and_in("org_id", &org_ids);
    statement.and("day >=", i64::from(from.0));
    statement.and("day <=", i64::from(to.0));
    statement.push(" ORDER BY org_id, day");
    let users_at = counts::WIDTH + 3 + usize::from(detail.durations);
    let mut found: HashMap<OrgId, Vec<DayTotals>> = HashMap::new();
    for row in reader.fetch(scopes, statement.into_sql()).await? {
        found.entry(OrgId::from(row.text(counts::WIDTH + 2)?)).or_default().push(DayTotals {
            day: row.day(0)?,
            counts: counts::read(&row, 1)?,
            active_users_count: row.int(counts::WIDTH + 1)?,
            durations: detail.durations.then(|| row.bytes(counts::WIDTH + 3).map(<[u8]>::to_vec)).transpose()?,
            active_users: detail.active_users.then(|| row.bytes(users_at).map(<[u8]>::to_vec)).transpose()?,
        });
    }
    Ok(found)
}
