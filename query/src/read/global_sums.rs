//! Every organization's days, summed over two spans at once: a period and the one before it. These statements
//! cross organizations, because a SUPER_ADMIN compares them; each reads every row of organization and day
//! once, however many organizations there are.
use crate::error::QueryError;
use crate::metrics::{Detail, Figures, Span, Split};
use crate::read::global_parts::Runs;
use crate::read::select::literal;
use crate::read::{Reader, counts, global_parts};
use crate::scope::OperatorScope;
use domain::{Day, OrgId};
use entities::org_stats_daily::{Column, Entity};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Expr, Query};
use std::collections::BTreeMap;
use store::columns;

/// Two spans of days, one right after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeriodPair {
    /// The first day of the earlier span.
    pub before: Day,
    /// The first day of the later span.
    pub from: Day,
    /// The last day of the later span.
    pub to: Day,
}

/// The metrics of both spans.
#[derive(Clone, Debug, Default)]
pub struct PeriodComparison {
    /// The metrics of the earlier span.
    pub before: Figures,
    /// The metrics of the later span.
    pub now: Figures,
}

impl PeriodComparison {
    fn of(&mut self, is_later: bool) -> &mut Figures {
        if is_later { &mut self.now } else { &mut self.before }
    }
}

/// What is requested of either span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// For the earlier span.
    pub before: Detail,
    /// For the later span.
    pub now: Detail,
}

/// The metrics of every organization with any data in the spans, by its id.
pub async fn load(
    reader: &Reader,
    scope: &OperatorScope,
    spans: PeriodPair,
    wanted: Wanted,
) -> Result<BTreeMap<OrgId, PeriodComparison>, QueryError> {
    let parts = async {
        let both = [(wanted.before, spans.before, Day(spans.from.0 - 1)), (wanted.now, spans.from, spans.to)];
        let splits = both.iter().filter(|(detail, ..)| detail.any()).map(|(_, from, to)| Split::of(*from, *to));
        let splits: Vec<Split> = splits.collect();
        let days: Vec<Span> = splits.iter().flat_map(Split::days).collect();
        let months: Vec<Span> = splits.iter().map(|split| split.months).collect();
        let runs = Runs { days: &days, months: &months };
        global_parts::load(reader, scope, runs, wanted.before.or(wanted.now)).await
    };
    let (mut sums, parts) = tokio::try_join!(counted(reader, scope, spans), parts)?;
    for (org_id, days) in parts {
        let Some(both) = sums.get_mut(&org_id) else { continue };
        // A whole month belongs to the span of its first day.
        for (is_later, detail) in [(false, wanted.before), (true, wanted.now)] {
            let of_span = days.iter().filter(|part| (part.day >= spans.from) == is_later);
            global_parts::add(both.of(is_later), of_span, detail)?;
        }
    }
    Ok(sums)
}

async fn counted(
    reader: &Reader,
    scope: &OperatorScope,
    spans: PeriodPair,
) -> Result<BTreeMap<OrgId, PeriodComparison>, QueryError> {
    let late = Expr::case(Column::Day.gte(spans.from.0), literal(1)).finally(literal(0));
    let mut select = Query::select();
    select.column(Column::OrgId).expr_as(late, "late");
    let sums = counts::Sums::of_all();
    sums.select(reader.engine(), &mut select);
    select
        .from(Entity)
        .and_where(Column::Day.gte(spans.before.0))
        .and_where(Column::Day.lte(spans.to.0))
        .group_by_col(Column::OrgId)
        .group_by_col("late");
    let mut found: BTreeMap<OrgId, PeriodComparison> = BTreeMap::new();
    let rows = reader.scoped(scope).rows(&select).await?;
    columns::read(&rows, |row| {
        let both = found.entry(OrgId::from(row.get::<String>("org_id")?)).or_default();
        both.of(row.get::<i32>("late")? == 1).counts = sums.read(row)?;
        Ok::<_, QueryError>(())
    })?;
    Ok(found)
}
