//! The days of the whole platform: those of chosen organisations each, and of all others together.
use crate::error::QueryError;
use crate::metrics::{self, DayTotals, Detail, Figures};
use crate::read::global_parts::Runs;
use crate::read::{Reader, Statement, counts, global_parts};
use crate::scope::OperatorScope;
use domain::totals::Counts;
use domain::{Day, OrgId, Period};
use std::collections::{BTreeMap, BTreeSet};

/// The days of a platform.
#[derive(Debug, Default)]
pub struct GlobalDays {
    /// The days of each chosen organisation, and under none those of all others, oldest first.
    days: BTreeMap<Option<OrgId>, Vec<DayTotals>>,
    parts: BTreeMap<OrgId, Vec<global_parts::Part>>,
    chosen: BTreeSet<OrgId>,
}

/// Reads the days of a period. Looks across organisations because that is the question; `chosen` are
/// kept apart. Who is active on one day is counted already: `beyond_days` tells that spans of several
/// days are wanted.
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
    let mut statement = Statement::new("SELECT ");
    let names: Vec<String> = chosen.iter().map(|org_id| statement.bind(org_id.shared())).collect();
    let group = match names.as_slice() {
        [] => "'' AS chosen".to_owned(),
        names => format!("CASE WHEN org_id IN ({}) THEN org_id ELSE '' END AS chosen", names.join(", ")),
    };
    let sums = counts::sums(reader.engine(), Counts::COLUMNS);
    statement.push(&format!("{group}, day, {sums}, CAST(SUM(active_users_count) AS BIGINT) FROM org_stats_daily"));
    let (from, to) = (statement.bind(i64::from(period.from().0)), statement.bind(i64::from(period.to().0)));
    statement.push(&format!(" WHERE day >= {from} AND day <= {to} GROUP BY chosen, day ORDER BY day"));
    let mut found: BTreeMap<Option<OrgId>, Vec<DayTotals>> = BTreeMap::new();
    for row in reader.fetch(scope, statement.into_sql()).await? {
        // No organisation's id is empty.
        let org_id = Some(row.text(0)?).filter(|id| !id.is_empty()).map(OrgId::from);
        found.entry(org_id).or_default().push(DayTotals {
            day: row.day(1)?,
            counts: counts::read_sums(&row, 2, Counts::COLUMNS)?,
            active_users_count: row.int(counts::width(Counts::COLUMNS) + 2)?,
            active_users: None,
            durations: None,
        });
    }
    Ok(found)
}

impl GlobalDays {
    /// The figures of a span of days: of a chosen organisation, or of all that were not chosen.
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
