//! What is happening in an organization right now.
use crate::error::QueryError;
use crate::read::Reader;
use crate::read::counts::Sums;
use crate::read::select::{count, value_of, whole};
use crate::scope::{OperatorScope, OrgScope};
use domain::Instant;
use domain::totals::Counts;
use entities::{org, org_stats_daily, run_fact, session_stats};
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait};
use std::time::Duration;
use store::columns;

/// The instants that decide what is live.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LivenessCutoffs {
    /// Now.
    pub now: Instant,
    /// A run whose start was reported and that began later may still be running.
    pub open_since: Instant,
    /// An inferred run with a later step may still be running.
    pub stopped_since: Instant,
    /// A session with a later event is active, unless all of its events lie in the future.
    pub active_since: Instant,
    /// A run that started later has just started.
    pub started_since: Instant,
}

/// For how long an open run may still be running.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// From the first event of a run whose start was reported.
    pub lost_after: Duration,
    /// From the last step of an inferred run.
    pub stopped_after: Duration,
}

impl LivenessCutoffs {
    /// The cutoffs at the instant `now`.
    #[must_use]
    pub fn at(now: Instant, patience: Patience) -> Self {
        let ago = |span: Duration| now.plus_micros(-i64::try_from(span.as_micros()).unwrap_or(i64::MAX));
        Self {
            now,
            open_since: ago(patience.lost_after),
            stopped_since: ago(patience.stopped_after),
            active_since: ago(Duration::from_secs(15 * 60)),
            started_since: ago(Duration::from_secs(60)),
        }
    }
}

/// The live counts.
#[derive(Clone, Copy, Debug, Default, FromQueryResult)]
pub struct Live {
    /// Runs in progress whose start was reported.
    pub running_reported: i64,
    /// Inferred runs in progress.
    pub running_inferred: i64,
    /// Active sessions.
    pub active_sessions: i64,
    /// Runs that have just started.
    pub just_started: i64,
}

impl Live {
    /// Runs in progress.
    #[must_use]
    pub const fn running(&self) -> i64 {
        self.running_reported + self.running_inferred
    }
}

/// The column names of the live counts, in the order of [`counted`].
pub(crate) const NAMES: [&str; 4] = ["running_reported", "running_inferred", "active_sessions", "just_started"];

/// The statements for the live counts, not restricted to any organization. Runs that have just started are
/// looked for among sessions that were active since then, because open runs alone would miss runs that have
/// already ended.
pub(crate) fn counted(at: LivenessCutoffs) -> [SelectStatement; 4] {
    let running = run_fact::Entity::find()
        .select_only()
        .filter(run_fact::Column::CompletedAt.is_null())
        .filter(run_fact::Column::FirstAt.gt(at.open_since.0))
        .filter(run_fact::Column::AliveAt.is_null())
        .into_query();
    let inferred = run_fact::Entity::find()
        .select_only()
        .filter(run_fact::Column::AliveAt.is_not_null())
        .filter(run_fact::Column::AliveAt.gt(at.stopped_since.0))
        .into_query();
    let active = session_stats::Entity::find()
        .select_only()
        .filter(session_stats::Column::LastEventAt.gt(at.active_since.0))
        .filter(session_stats::Column::FirstEventAt.lte(at.now.0))
        .into_query();
    let started = session_stats::Entity::find()
        .select_only()
        .filter(session_stats::Column::LastEventAt.gt(at.started_since.0))
        .filter(run_fact::Column::StartedEventAt.gt(at.started_since.0))
        .filter(run_fact::Column::StartedEventAt.lte(at.now.0))
        .into_query()
        .inner_join(
            run_fact::Entity,
            Condition::all()
                .add(same(run_fact::Column::OrgId, session_stats::Column::OrgId))
                .add(same(run_fact::Column::SessionId, session_stats::Column::SessionId)),
        )
        .to_owned();
    [running, inferred, active, started]
}

/// The columns by which the statements of [`counted`] are restricted to an organization.
pub(crate) fn org_ids() -> [Expr; 4] {
    let session = || session_stats::Column::OrgId.into_expr();
    let run = || run_fact::Column::OrgId.into_expr();
    [run(), run(), session(), session()]
}

fn same(one: impl ColumnTrait, other: impl ColumnTrait) -> Expr {
    one.into_expr().eq(other.into_expr())
}

/// A select of the counts of the organization given by `org_id`, each using its index.
pub(crate) fn of_organization(at: LivenessCutoffs, org_id: &Expr) -> SelectStatement {
    let mut select = Query::select();
    for ((mut counted, column), name) in counted(at).into_iter().zip(org_ids()).zip(NAMES) {
        counted.expr(count()).and_where(column.eq(org_id.clone()));
        select.expr_as(value_of(counted), name);
    }
    select
}

/// The live counts.
pub async fn load(reader: &Reader, scope: &OrgScope, at: LivenessCutoffs) -> Result<Live, QueryError> {
    reader.scoped(scope).only(&of_organization(at, &Expr::val(scope.org_id().as_str()))).await
}

/// On a cluster, each machine counts its own rows, and can use its replica of the directory to use the same
/// indexes.
fn everywhere(at: LivenessCutoffs) -> SelectStatement {
    let mut select = Query::select();
    for ((counted, column), name) in counted(at).into_iter().zip(org_ids()).zip(NAMES) {
        let mut counted = counted;
        counted.expr(count()).inner_join(org::Entity, org::Column::OrgId.into_expr().eq(column));
        select.expr_as(value_of(counted), name);
    }
    select
}

/// Goes from one organization to the next, so that each lookup uses the indexes.
fn from_one_to_the_next(at: LivenessCutoffs) -> SelectStatement {
    let each = of_organization(at, &org::Column::OrgId.into_expr()).from(org::Entity).to_owned();
    let mut select = Query::select();
    for name in NAMES {
        select.expr_as(whole(Expr::col(name).sum()), name);
    }
    select.from_subquery(each, "each_one").to_owned()
}

/// The live counts of all organizations together, and their totals of today. Crosses organizations, because
/// the counts are platform-wide.
pub async fn platform(
    reader: &Reader,
    scope: &OperatorScope,
    at: LivenessCutoffs,
) -> Result<(Live, Counts), QueryError> {
    let live = if reader.is_distributed().await? { everywhere(at) } else { from_one_to_the_next(at) };
    let (sums, mut days) = (Sums::of_all(), Query::select());
    sums.select(reader.engine(), &mut days);
    let of_day = same(org_stats_daily::Column::OrgId, org::Column::OrgId);
    let of_day = Condition::all().add(of_day).add(org_stats_daily::Column::Day.eq(at.now.day().0));
    days.from(org::Entity).inner_join(org_stats_daily::Entity, of_day);
    let reader = reader.scoped(scope);
    let (live, days) = tokio::try_join!(reader.only(&live), reader.rows(&days))?;
    let today = columns::read(&days, |row| sums.read(row))?;
    Ok((live, today.into_iter().next().unwrap_or_default()))
}
