//! The sums over a whole filtered set of sessions.
use crate::error::QueryError;
use crate::metrics::Figures;
use crate::read::counts::{EXCESS, Halves};
use crate::read::select::{count, is_one_of, literal, whole};
use crate::read::session_page::SessionFilter;
use crate::read::{Reader, counts};
use crate::scope::OrgScope;
use domain::UserId;
use domain::excess::{self, ExcessError};
use domain::totals::Counts;
use entities::session_stats::{Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait as _, Func, SelectStatement};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryResult, QuerySelect, QueryTrait};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
use store::Engine;
use store::columns::Columns;

/// The sums that may leave 64 bits, in the order in which [`Sums::figures`] reads them.
const IN_HALVES: [&str; 9] = [
    "active_time_ms",
    "lifespan_ms",
    "cost_nano_usd",
    "input_tokens",
    "output_tokens",
    "cache_read_tokens",
    "cache_write_tokens",
    "tool_time_ms",
    "waited_ms",
];
static HALVES: LazyLock<[Halves; 9]> = LazyLock::new(|| IN_HALVES.map(Halves::of));

/// The counts, which never leave 64 bits.
const COUNTS: [(Column, &str); 8] = [
    (Column::RunCount, "runs"),
    (Column::SuccessfulRuns, "successful_runs"),
    (Column::OpenRuns, "open_runs"),
    (Column::UnpricedCalls, "unpriced_calls"),
    (Column::ToolUses, "tool_uses"),
    (Column::ToolErrors, "tool_errors"),
    (Column::Rejections, "rejections"),
    (Column::PolicyRejections, "policy_rejections"),
];

/// The figures of the sessions and of all of their runs, on whatever day. There are no percentiles
/// and no queue waits among them.
pub async fn load(reader: &Reader, scope: &OrgScope, filter: &SessionFilter) -> Result<Figures, QueryError> {
    let sums: Sums = reader.scoped(scope).only(&select(reader.engine(), scope, filter)).await?;
    sums.figures()
}

/// The same of each of those people who has any of the sessions.
pub async fn by_user(
    reader: &Reader,
    scope: &OrgScope,
    filter: &SessionFilter,
    user_ids: &[Arc<str>],
) -> Result<HashMap<UserId, Figures>, QueryError> {
    let mut select = select(reader.engine(), scope, filter);
    select.column(Column::UserId).and_where(is_one_of(Column::UserId, user_ids)).group_by_col(Column::UserId);
    let found: Vec<OfUser> = reader.scoped(scope).all(&select).await?;
    found.into_iter().map(|row| Ok((UserId::from(row.user_id), row.sums.figures()?))).collect()
}

fn select(engine: Engine, scope: &OrgScope, filter: &SessionFilter) -> SelectStatement {
    let count_if = |condition: Expr| Func::count(Expr::case(condition, literal(1)));
    let mut select = Entity::find()
        .select_only()
        .expr_as(count(), "sessions")
        .expr_as(Func::count_distinct(Column::UserId.into_expr()), "active_users")
        .expr_as(count_if(Column::HandoffCount.into_expr().gt(literal(0))), "handoff_sessions")
        .expr_as(count_if(Column::PostHandoff.into_expr()), "post_handoff_sessions")
        .expr_as(counts::excesses(engine), EXCESS)
        .filter(filter.conditions(scope))
        .into_query();
    for (column, name) in COUNTS {
        select.expr_as(whole(column.sum()), name);
    }
    for halves in &*HALVES {
        halves.select(&mut select);
    }
    select
}

/// The sums of one person's sessions.
#[derive(FromQueryResult)]
struct OfUser {
    user_id: String,
    #[sea_orm(nested)]
    sums: Sums,
}

/// What [`select`] sums up.
#[derive(FromQueryResult)]
struct Sums {
    sessions: i64,
    active_users: i64,
    runs: i64,
    successful_runs: i64,
    open_runs: i64,
    unpriced_calls: i64,
    tool_uses: i64,
    tool_errors: i64,
    rejections: i64,
    policy_rejections: i64,
    handoff_sessions: i64,
    post_handoff_sessions: i64,
    excess: Option<String>,
    #[sea_orm(nested)]
    wide: Wide,
}

/// The sums in the order of [`IN_HALVES`].
struct Wide([i128; IN_HALVES.len()]);

impl FromQueryResult for Wide {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let mut row = Columns::of(row, prefix)?;
        let mut sums = [0; IN_HALVES.len()];
        for (sum, halves) in sums.iter_mut().zip(&*HALVES) {
            *sum = halves.read(&mut row)?;
        }
        Ok(Self(sums))
    }
}

impl Sums {
    fn figures(self) -> Result<Figures, QueryError> {
        let Wide(mut sums) = self.wide;
        for part in self.excess.iter().flat_map(|text| excess::decode(text)) {
            let (name, beyond) = part?;
            let place = IN_HALVES.iter().position(|column| *column == name).ok_or(ExcessError)?;
            sums[place] += beyond;
        }
        let [
            active_time_ms,
            lifespan_ms,
            cost_nano_usd,
            input_tokens,
            output_tokens,
            cache_read_tokens,
            cache_write_tokens,
            tool_time_ms,
            waited_ms,
        ] = sums;
        // All by name: whoever adds a count decides here where it comes from.
        let counts = Counts {
            runs: self.runs,
            successful_runs: self.successful_runs,
            duration_ms: active_time_ms,
            cost_nano_usd,
            input_tokens,
            output_tokens,
            cache_read_tokens,
            cache_write_tokens,
            open_runs: self.open_runs,
            unpriced_calls: self.unpriced_calls,
            tool_uses: self.tool_uses,
            tool_errors: self.tool_errors,
            rejections: self.rejections,
            policy_rejections: self.policy_rejections,
            tool_time_ms,
            waited_ms,
            sessions: self.sessions,
            session_runs: self.runs,
            session_active_ms: active_time_ms,
            session_lifespan_ms: lifespan_ms,
            session_cost_nano_usd: cost_nano_usd,
            handoff_sessions: self.handoff_sessions,
            post_handoff_sessions: self.post_handoff_sessions,
            // The rows of sessions do not tell these of their runs.
            failed_tool: 0,
            failed_model: 0,
            failed_timeout: 0,
            failed_other: 0,
            queue_wait_ms: 0,
            queue_wait_runs: 0,
            lines_added: 0,
            lines_deleted: 0,
            commits: 0,
            pull_requests: 0,
            edits_accepted: 0,
            edits_rejected: 0,
            user_active_ms: 0,
            agent_active_ms: 0,
        };
        Ok(Figures { counts, active_users: self.active_users, ..Figures::default() })
    }
}
