//! The days of people, summed a person.
use crate::error::ApiError;
use crate::metrics::Figures;
use crate::read::user_daily::within;
use crate::read::{Reader, Statement, counts};
use crate::scope::OrgScope;
use entities::totals::Counts;
use entities::{Period, UserId};
use std::collections::HashMap;
use std::sync::Arc;
use store::{Engine, Row};

/// Figures by person.
pub type Sums = HashMap<UserId, Figures>;

/// The figures of those people over the period, or of everybody, where anything happened.
pub async fn figures(
    reader: &Reader,
    scope: &OrgScope,
    user_ids: Option<&[Arc<str>]>,
    period: Period,
    with_durations: bool,
) -> Result<Sums, ApiError> {
    let durations =
        async { if with_durations { durations(reader, scope, user_ids, period).await } else { Ok(Vec::new()) } };
    let (mut sums, durations) =
        futures_util::try_join!(sums(reader, scope, user_ids, period, Counts::COLUMNS), durations)?;
    for row in &durations {
        if let Some(figures) = sums.get_mut(&UserId::from(row.text(0)?)) {
            figures.durations.merge_encoded(row.bytes(1)?)?;
        }
    }
    Ok(sums)
}

/// Everybody with anything in the period, with the sums of these columns alone: what it takes to
/// put many people into an order.
pub async fn of_columns(reader: &Reader, scope: &OrgScope, period: Period, columns: &[&str]) -> Result<Sums, ApiError> {
    if columns.is_empty() {
        seen(reader, scope, period).await
    } else {
        sums(reader, scope, None, period, columns).await
    }
}

async fn sums(
    reader: &Reader,
    scope: &OrgScope,
    user_ids: Option<&[Arc<str>]>,
    period: Period,
    columns: &[&str],
) -> Result<Sums, ApiError> {
    let mut statement = Statement::of(scope, "SELECT d.user_id, ");
    statement.push(&counts::sums(columns));
    from_days(&mut statement, reader.engine(), scope, user_ids, period);
    statement.push(" GROUP BY d.user_id");
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    rows.iter()
        .map(|row| {
            let counts = counts::read_these(row, 1, columns)?;
            let figures = Figures { counts, active_users: i64::from(counts.runs > 0), ..Figures::default() };
            Ok((UserId::from(row.text(0)?), figures))
        })
        .collect()
}

/// Who has a day in the period. One look into an index a person is far less than all of their days.
async fn seen(reader: &Reader, scope: &OrgScope, period: Period) -> Result<Sums, ApiError> {
    let mut statement = Statement::of(
        scope,
        "SELECT user_id FROM org_users u WHERE org_id = $1
           AND EXISTS (SELECT 1 FROM user_stats_daily d WHERE d.org_id = u.org_id AND d.user_id = u.user_id",
    );
    within(&mut statement, scope, period);
    statement.push(")");
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    rows.iter().map(|row| Ok((UserId::from(row.text(0)?), Figures::default()))).collect()
}

async fn durations(
    reader: &Reader,
    scope: &OrgScope,
    user_ids: Option<&[Arc<str>]>,
    period: Period,
) -> Result<Vec<Row>, ApiError> {
    let mut statement = Statement::of(scope, "SELECT d.user_id, durations");
    from_days(&mut statement, reader.engine(), scope, user_ids, period);
    statement.push(" AND runs > 0");
    reader.fetch(scope, statement.into_sql()).await
}

/// Adds from where the days come, and which: those of the period, of those people or of everybody.
fn from_days(
    statement: &mut Statement,
    engine: Engine,
    scope: &OrgScope,
    user_ids: Option<&[Arc<str>]>,
    period: Period,
) {
    match user_ids {
        Some(user_ids) => {
            statement.push(" FROM user_stats_daily d WHERE d.org_id = $1");
            statement.and_in("d.user_id", user_ids);
        }
        // SQLite goes from person to person, so that it reads days of the period alone, already
        // grouped; PostgreSQL finds its own way.
        None if engine == Engine::Sqlite => statement.push(
            " FROM org_users u CROSS JOIN user_stats_daily d
              WHERE u.org_id = $1 AND d.org_id = $1 AND d.user_id = u.user_id",
        ),
        None => statement.push(" FROM user_stats_daily d WHERE d.org_id = $1"),
    }
    within(statement, scope, period);
}
