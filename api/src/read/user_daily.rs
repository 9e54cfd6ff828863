//! The days of people: of one as they are, of many summed.
use crate::error::ApiError;
use crate::metrics::{DayTotals, Figures};
use crate::read::{Reader, Statement, counts};
use crate::scope::OrgScope;
use entities::{Day, Period, UserId};
use std::collections::HashMap;
use std::sync::Arc;

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
    statement.push(" FROM user_stats_daily WHERE org_id = $1");
    statement.and("user_id =", user_id.shared());
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
                durations: if with_durations { row.bytes(counts::WIDTH + 1)?.to_vec() } else { Vec::new() },
                active_users: Vec::new(),
            })
        })
        .collect()
}

/// The sums of the period of those people, or of everybody, where anything happened.
pub async fn sums(
    reader: &Reader,
    scope: &OrgScope,
    user_ids: Option<&[Arc<str>]>,
    period: Period,
    with_durations: bool,
) -> Result<HashMap<UserId, Figures>, ApiError> {
    let mut statement = Statement::of(scope, "SELECT user_id, ");
    statement.push(&counts::SUMS);
    statement.push(" FROM user_stats_daily WHERE org_id = $1");
    within(&mut statement, scope, period);
    if let Some(user_ids) = user_ids {
        statement.and_in("user_id", user_ids);
    }
    statement.push(" GROUP BY user_id");
    let mut sums = HashMap::new();
    for row in reader.fetch(scope, statement.into_sql()).await? {
        let counts = counts::read(&row, 1)?;
        let figures = Figures { counts, active_users: i64::from(counts.runs > 0), ..Figures::default() };
        sums.insert(UserId::from(row.text(0)?), figures);
    }
    if with_durations {
        merge_durations(reader, scope, user_ids, period, &mut sums).await?;
    }
    Ok(sums)
}

async fn merge_durations(
    reader: &Reader,
    scope: &OrgScope,
    user_ids: Option<&[Arc<str>]>,
    period: Period,
    sums: &mut HashMap<UserId, Figures>,
) -> Result<(), ApiError> {
    let mut statement =
        Statement::of(scope, "SELECT user_id, durations FROM user_stats_daily WHERE org_id = $1 AND runs > 0");
    within(&mut statement, scope, period);
    if let Some(user_ids) = user_ids {
        statement.and_in("user_id", user_ids);
    }
    for row in reader.fetch(scope, statement.into_sql()).await? {
        if let Some(figures) = sums.get_mut(&UserId::from(row.text(0)?)) {
            figures.durations.merge_encoded(row.bytes(1)?)?;
        }
    }
    Ok(())
}

fn within(statement: &mut Statement, scope: &OrgScope, period: Period) {
    let number = |day: Day| i64::from(day.0);
    statement.and("day >=", number(period.from()));
    statement.and("day <=", number(period.to()));
    if let Some(own) = scope.own() {
        statement.and("user_id =", own.shared());
    }
}
