//! How many sessions there are.
use crate::error::QueryError;
use crate::read::session_page::SessionFilter;
use crate::read::{Reader, Statement};
use crate::scope::OrgScope;
use domain::Period;

/// How many sessions the filter finds.
pub async fn load(reader: &Reader, scope: &OrgScope, filter: &SessionFilter) -> Result<i64, QueryError> {
    let mut statement = Statement::of(scope, "SELECT COUNT(*) FROM session_stats WHERE org_id = $1");
    filter.add_to(&mut statement, scope);
    number(reader, scope, statement).await
}

/// How many sessions the organisation's days know, a row a day rather than one a session.
pub async fn by_days(reader: &Reader, scope: &OrgScope, period: Option<Period>) -> Result<i64, QueryError> {
    let mut statement = Statement::of(
        scope,
        "SELECT CAST(COALESCE(SUM(sessions), 0) AS BIGINT) FROM org_stats_daily WHERE org_id = $1",
    );
    if let Some(period) = period {
        statement.and("day >=", i64::from(period.from().0));
        statement.and("day <=", i64::from(period.to().0));
    }
    number(reader, scope, statement).await
}

async fn number(reader: &Reader, scope: &OrgScope, statement: Statement) -> Result<i64, QueryError> {
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    Ok(rows.first().map(|row| row.int(0)).transpose()?.unwrap_or(0))
}
