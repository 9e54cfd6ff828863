//! The sums over a whole filtered set of sessions.
use crate::error::ApiError;
use crate::metrics::Figures;
use crate::read::session_page::SessionFilter;
use crate::read::{Reader, Statement};
use crate::scope::OrgScope;
use entities::UserId;
use entities::totals::Counts;
use std::collections::HashMap;
use std::sync::Arc;
use store::Row;

/// PostgreSQL sums BIGINT to NUMERIC.
const SUMS: &str = "COUNT(*), COUNT(DISTINCT user_id),
    CAST(COALESCE(SUM(run_count), 0) AS BIGINT), CAST(COALESCE(SUM(successful_runs), 0) AS BIGINT),
    CAST(COALESCE(SUM(active_time_ms), 0) AS BIGINT), CAST(COALESCE(SUM(lifespan_ms), 0) AS BIGINT),
    CAST(COALESCE(SUM(cost_nano_usd), 0) AS BIGINT), CAST(COALESCE(SUM(input_tokens), 0) AS BIGINT),
    CAST(COALESCE(SUM(output_tokens), 0) AS BIGINT),
    COUNT(CASE WHEN handoff_count > 0 THEN 1 END), COUNT(CASE WHEN post_handoff THEN 1 END)";

/// The figures of the sessions and of all of their runs, on whatever day. There are no percentiles
/// and no queue waits among them.
pub async fn load(reader: &Reader, scope: &OrgScope, filter: &SessionFilter) -> Result<Figures, ApiError> {
    let mut statement = Statement::of(scope, &format!("SELECT {SUMS} FROM session_stats WHERE org_id = $1"));
    filter.add_to(&mut statement, scope);
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    rows.first().map_or_else(|| Ok(Figures::default()), figures)
}

/// The same of each of those people who has any of the sessions.
pub async fn by_user(
    reader: &Reader,
    scope: &OrgScope,
    filter: &SessionFilter,
    user_ids: &[Arc<str>],
) -> Result<HashMap<UserId, Figures>, ApiError> {
    let text = format!("SELECT {SUMS}, user_id FROM session_stats WHERE org_id = $1");
    let mut statement = Statement::of(scope, &text);
    filter.add_to(&mut statement, scope);
    statement.and_in("user_id", user_ids);
    statement.push(" GROUP BY user_id");
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    rows.iter().map(|row| Ok((UserId::from(row.text(11)?), figures(row)?))).collect()
}

fn figures(row: &Row) -> Result<Figures, ApiError> {
    let (runs, active_ms, cost) = (row.int(2)?, row.int(4)?, row.int(6)?);
    let counts = Counts {
        runs,
        successful_runs: row.int(3)?,
        duration_ms: active_ms,
        cost_nano_usd: cost,
        input_tokens: row.int(7)?,
        output_tokens: row.int(8)?,
        sessions: row.int(0)?,
        session_runs: runs,
        session_active_ms: active_ms,
        session_lifespan_ms: row.int(5)?,
        session_cost_nano_usd: cost,
        handoff_sessions: row.int(9)?,
        post_handoff_sessions: row.int(10)?,
        ..Counts::default()
    };
    Ok(Figures { counts, active_users: row.int(1)?, ..Figures::default() })
}
