//! The daily totals of the whole platform: separately for each chosen organization, and together for all
//! others.
use crate::error::QueryError;
use crate::metrics::{self, DayTotals, Detail, Figures};
use crate::read::global_parts::Runs;
use crate::read::org_daily::ACTIVE_USERS_COUNT;
use crate::read::select::{literal, whole};
use crate::read::{Reader, counts, global_parts};
use crate::scope::OperatorScope;
use domain::{Day, OrgId, Period};
use entities::org_stats_daily::{Column, Entity};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, Order, Query};
use std::collections::{BTreeMap, BTreeSet};
use store::columns;

/// The daily totals of a platform.
#[derive(Debug, Default)]
pub struct GlobalDays {
    /// The days of each chosen organization in ascending order; the key `None` holds those of all others.
    days: BTreeMap<Option<OrgId>, Vec<DayTotals>>,
    parts: BTreeMap<OrgId, Vec<global_parts::Part>>,
    chosen: BTreeSet<OrgId>,
}

/// Reads the days of a period. This crosses organizations because the metrics are platform-wide; `chosen`
/// organizations are kept separate. Active users of a single day are already counted; `beyond_days` says that
/// spans of several days are needed.
pub async fn load(
    reader: &Reader,
    scope: &OperatorScope,
    period: Period,
    chosen: &[OrgId],
    detail: Detail,
    beyond_days: bool,
) -> Result<GlobalDays, QueryError> {
    let detail = Detail { active_users: detail.active_users && beyond_days, ..detail };
    let days = [(period.from(), period.to())];
    let parts = global_parts::load(reader, scope, Runs { days: &days, months: &[] }, detail);
    let (days, parts) = tokio::try_join!(counted(reader, scope, period, chosen), parts)?;
    Ok(GlobalDays { days, parts, chosen: chosen.iter().cloned().collect() })
}

async fn counted(
    reader: &Reader,
    scope: &OperatorScope,
    period: Period,
    chosen: &[OrgId],
) -> Result<BTreeMap<Option<OrgId>, Vec<DayTotals>>, QueryError> {
    let chosen: Vec<&str> = chosen.iter().map(OrgId::as_str).collect();
    // Organization ids are never empty.
    let which = if chosen.is_empty() {
        literal("")
    } else {
        Expr::case(Column::OrgId.is_in(chosen), Column::OrgId.into_expr()).finally(literal("")).into()
    };
    let mut select = Query::select();
    select.expr_as(which, "chosen").column(Column::Day);
    let sums = counts::Sums::of_all();
    sums.select(reader.engine(), &mut select);
    select
        .expr_as(whole(Column::ActiveUsersCount.sum()), ACTIVE_USERS_COUNT)
        .from(Entity)
        .and_where(Column::Day.gte(period.from().0))
        .and_where(Column::Day.lte(period.to().0))
        .group_by_col("chosen")
        .group_by_col(Column::Day)
        .order_by(Column::Day, Order::Asc);
    let mut found: BTreeMap<Option<OrgId>, Vec<DayTotals>> = BTreeMap::new();
    let rows = reader.scoped(scope).rows(&select).await?;
    columns::read(&rows, |row| {
        let org_id = Some(row.get::<String>("chosen")?).filter(|id| !id.is_empty()).map(OrgId::from);
        found.entry(org_id).or_default().push(DayTotals {
            day: Day(row.get("day")?),
            counts: sums.read(row)?,
            active_users_count: row.integer(ACTIVE_USERS_COUNT)?,
            active_users: None,
            durations: None,
        });
        Ok::<_, QueryError>(())
    })?;
    Ok(found)
}

impl GlobalDays {
    /// The metrics of a span of days: for a chosen organization, or for all that were not chosen.
    ///
    /// # Errors
    /// When a stored value is damaged.
    pub fn figures(&self, of: Option<&OrgId>, span: (Day, Day), detail: Detail) -> Result<Figures, QueryError> {
        let (from, to) = span;
        let days = self.days.get(&of.cloned()).map(Vec::as_slice).unwrap_or_default();
        let one_day = from == to;
        let counted = Detail { active_users: detail.active_users && one_day, durations: false };
        let mut figures = metrics::sum(days, from, to, counted)?;
        let detail = Detail { active_users: detail.active_users && !one_day, ..detail };
        let is_one = |org_id: &OrgId| of.map_or_else(|| !self.chosen.contains(org_id), |of| of == org_id);
        for (_, parts) in self.parts.iter().filter(|(org_id, _)| is_one(org_id)) {
            let within = parts.iter().filter(|part| from <= part.day && part.day <= to);
            global_parts::add(&mut figures, within, detail)?;
        }
        Ok(figures)
    }
}
