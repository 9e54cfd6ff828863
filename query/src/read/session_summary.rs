//! The sums over a whole filtered set of sessions.
use crate::error::QueryError;
use crate::metrics::Figures;
use crate::read::session_page::SessionFilter;
use crate::read::{Reader, Statement, counts};
use crate::scope::OrgScope;
use domain::UserId;
use domain::excess::{self, ExcessError};
use domain::totals::Counts;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
use store::{Engine, Row};

/// What is summed up, in the order of [`figures`].
static SUMS: LazyLock<String> = LazyLock::new(|| {
    let sums = ["active_time_ms", "lifespan_ms", "cost_nano_usd", "input_tokens", "output_tokens"].map(counts::sum);
    format!(
        "COUNT(*), COUNT(DISTINCT user_id), CAST(COALESCE(SUM(run_count), 0) AS BIGINT),
         CAST(COALESCE(SUM(successful_runs), 0) AS BIGINT),
         COUNT(CASE WHEN handoff_count > 0 THEN 1 END), COUNT(CASE WHEN post_handoff THEN 1 END), {}",
        sums.join(", ")
    )
});

/// The figures of the sessions and of all of their runs, on whatever day. There are no percentiles
/// and no queue waits among them.
pub async fn load(reader: &Reader, scope: &OrgScope, filter: &SessionFilter) -> Result<Figures, QueryError> {
    let mut statement = Statement::of(scope, &select(reader.engine(), ""));
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
) -> Result<HashMap<UserId, Figures>, QueryError> {
    let mut statement = Statement::of(scope, &select(reader.engine(), ", user_id"));
    filter.add_to(&mut statement, scope);
    statement.and_in("user_id", user_ids);
    statement.push(" GROUP BY user_id");
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    rows.iter().map(|row| Ok((UserId::from(row.text(17)?), figures(row)?))).collect()
}

fn select(engine: Engine, more: &str) -> String {
    format!("SELECT {}, {}{more} FROM session_stats WHERE org_id = $1", SUMS.as_str(), counts::excesses(engine))
}

fn figures(row: &Row) -> Result<Figures, QueryError> {
    let sum = |number: usize| counts::read_sum(row, 6 + 2 * number);
    let runs = row.int(2)?;
    let mut counts = Counts {
        runs,
        successful_runs: row.int(3)?,
        input_tokens: sum(3)?,
        output_tokens: sum(4)?,
        sessions: row.int(0)?,
        session_runs: runs,
        session_active_ms: sum(0)?,
        session_lifespan_ms: sum(1)?,
        session_cost_nano_usd: sum(2)?,
        handoff_sessions: row.int(4)?,
        post_handoff_sessions: row.int(5)?,
        ..Counts::default()
    };
    for part in row.text_or_null(16)?.into_iter().flat_map(excess::decode) {
        let (name, beyond) = part?;
        *match name {
            "active_time_ms" => &mut counts.session_active_ms,
            "cost_nano_usd" => &mut counts.session_cost_nano_usd,
            "input_tokens" => &mut counts.input_tokens,
            "output_tokens" => &mut counts.output_tokens,
            _ => return Err(ExcessError.into()),
        } += beyond;
    }
    counts.duration_ms = counts.session_active_ms;
    counts.cost_nano_usd = counts.session_cost_nano_usd;
    Ok(Figures { counts, active_users: row.int(1)?, ..Figures::default() })
}
