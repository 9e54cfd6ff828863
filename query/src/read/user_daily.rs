//! The days of people.
use crate::error::QueryError;
use crate::metrics::DayTotals;
use crate::read::{Reader, Statement, counts};
use crate::scope::OrgScope;
use domain::{Day, Period, UserId};
use std::collections::HashMap;
use std::sync::Arc;

/// The days of each of those people within the period on which anything happened, oldest first.
pub async fn days(
    reader: &Reader,
    scope: &OrgScope,
    user_ids: &[Arc<str>],
    period: Period,
    with_durations: bool,
) -> Result<HashMap<UserId, Vec<DayTotals>>, QueryError> {
    let mut statement = Statement::of(scope, "SELECT day, ");
    statement.push(&counts::PLAIN);
    statement.push(if with_durations { ", user_id, durations" } else { ", user_id" });
    statement.push(" FROM user_stats_daily d WHERE d.org_id = $1");
    statement.and_in("d.user_id", user_ids);
    within(&mut statement, scope, period);
    statement.push(" ORDER BY user_id, day");
    let mut found: HashMap<UserId, Vec<DayTotals>> = HashMap::new();
    for row in reader.fetch(scope, statement.into_sql()).await? {
        let counts = counts::read(&row, 1)?;
        found.entry(UserId::from(row.text(counts::WIDTH + 1)?)).or_default().push(DayTotals {
            day: row.day(0)?,
            active_users_count: i64::from(counts.runs > 0),
            counts,
            durations: with_durations.then(|| row.bytes(counts::WIDTH + 2).map(<[u8]>::to_vec)).transpose()?,
            active_users: None,
        });
    }
    Ok(found)
}

/// Adds the days of the period, and whose they may be; the days are those of `user_stats_daily d`.
pub(crate) fn within(statement: &mut Statement, scope: &OrgScope, period: Period) {
    let number = |day: Day| i64::from(day.0);
    statement.and("d.day >=", number(period.from()));
    statement.and("d.day <=", number(period.to()));
    if let Some(own) = scope.own() {
        statement.and("d.user_id =", own.shared());
    }
}
