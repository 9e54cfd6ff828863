//! The days of one person.
use crate::error::ApiError;
use crate::metrics::DayTotals;
use crate::read::{Reader, Statement, counts};
use crate::scope::OrgScope;
use entities::{Day, Period, UserId};

/// The days of one person within the period on which anything happened, oldest first.
pub async fn days(
    reader: &Reader,
    scope: &OrgScope,
    user_id: &UserId,
    period: Period,
    with_durations: bool,
) -> Result<Vec<DayTotals>, ApiError> {
    let mut statement = Statement::of(scope, "SELECT day, ");
    statement.push(&counts::PLAIN);
    statement.push(if with_durations { ", durations" } else { "" });
    statement.push(" FROM user_stats_daily d WHERE d.org_id = $1");
    statement.and("d.user_id =", user_id.shared());
    within(&mut statement, scope, period);
    statement.push(" ORDER BY day");
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    rows.iter()
        .map(|row| {
            let counts = counts::read(row, 1)?;
            Ok(DayTotals {
                day: row.day(0)?,
                active_users_count: i64::from(counts.runs > 0),
                counts,
                durations: with_durations.then(|| row.bytes(counts::WIDTH + 1).map(<[u8]>::to_vec)).transpose()?,
                active_users: None,
            })
        })
        .collect()
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
