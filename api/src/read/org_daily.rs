//! The days of an organisation.
use crate::error::ApiError;
use crate::metrics::{DayTotals, Detail};
use crate::read::{Reader, Statement, counts};
use crate::scope::OrgScope;
use entities::Day;

/// The days from `from` to `to` on which anything happened, oldest first. The organisation's
/// figures may be seen by everybody in it.
///
/// # Errors
/// INTERNAL, with whatever the database says; likewise everywhere in [`crate::read`].
pub async fn load(
    reader: &Reader,
    scope: &OrgScope,
    from: Day,
    to: Day,
    detail: Detail,
) -> Result<Vec<DayTotals>, ApiError> {
    let mut text = format!("SELECT day, {}, active_users_count", counts::PLAIN.as_str());
    if detail.durations {
        text.push_str(", durations");
    }
    if detail.active_users {
        text.push_str(", active_users");
    }
    text.push_str(" FROM org_stats_daily WHERE org_id = $1 AND day >= $2 AND day <= $3 ORDER BY day");
    let mut statement = Statement::of(scope, &text);
    statement.bind(i64::from(from.0));
    statement.bind(i64::from(to.0));
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    let users_at = counts::WIDTH + 2 + usize::from(detail.durations);
    rows.iter()
        .map(|row| {
            Ok(DayTotals {
                day: row.day(0)?,
                counts: counts::read(row, 1)?,
                active_users_count: row.int(counts::WIDTH + 1)?,
                durations: if detail.durations { row.bytes(counts::WIDTH + 2)?.to_vec() } else { Vec::new() },
                active_users: if detail.active_users { row.bytes(users_at)?.to_vec() } else { Vec::new() },
            })
        })
        .collect()
}
