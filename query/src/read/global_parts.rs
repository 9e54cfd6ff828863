//! The parts of days that no database can sum: who was active, and how long the runs took. They are
//! read for all organisations at once, only where somebody asks, and by whole months as far as there
//! are any.
use crate::error::QueryError;
use crate::metrics::{Detail, Figures, Span, split};
use crate::read::{Reader, Statement};
use crate::scope::OperatorScope;
use domain::{Day, OrgId};
use roaring::RoaringBitmap;
use std::collections::BTreeMap;

/// Runs of days, and of whole months by their first days; empty ones are left out.
#[derive(Clone, Copy, Debug)]
pub struct Runs<'a> {
    /// The days.
    pub days: &'a [Span],
    /// The months.
    pub months: &'a [Span],
}

/// The parts of one organisation's day, or month.
#[derive(Clone, Debug)]
pub struct Part {
    /// The day; the first one of a month.
    pub day: Day,
    /// A stored bitmap of those with a run; empty where it is not asked for.
    pub active_users: Vec<u8>,
    /// A stored sketch of the durations; empty where it is not asked for.
    pub durations: Vec<u8>,
}

/// The parts of every organisation's days and months with a run; nothing is read where nothing is asked for.
pub async fn load(
    reader: &Reader,
    scope: &OperatorScope,
    runs: Runs<'_>,
    detail: Detail,
) -> Result<BTreeMap<OrgId, Vec<Part>>, QueryError> {
    let mut found: BTreeMap<OrgId, Vec<Part>> = BTreeMap::new();
    if !detail.any() {
        return Ok(found);
    }
    let columns: String = [(detail.active_users, ", active_users"), (detail.durations, ", durations")]
        .into_iter()
        .filter_map(|(wanted, column)| wanted.then_some(column))
        .collect();
    let mut statement = Statement::new("");
    for (table, first, spans) in [("org_stats_daily", "day", runs.days), ("org_stats_monthly", "month", runs.months)] {
        for (from, to) in spans.iter().filter(|span| !split::is_empty(**span)) {
            let (from, to) = (statement.bind(i64::from(from.0)), statement.bind(i64::from(to.0)));
            let union = if statement.is_empty() { "" } else { " UNION ALL " };
            statement.push(&format!(
                "{union}SELECT org_id, {first}{columns} FROM {table} WHERE runs > 0 AND {first} >= {from} AND {first} <= {to}"
            ));
        }
    }
    if statement.is_empty() {
        return Ok(found);
    }
    let durations_at = 2 + usize::from(detail.active_users);
    for row in reader.fetch(scope, statement.into_sql()).await? {
        let part = Part {
            day: row.day(1)?,
            active_users: if detail.active_users { row.bytes(2)?.to_vec() } else { Vec::new() },
            durations: if detail.durations { row.bytes(durations_at)?.to_vec() } else { Vec::new() },
        };
        found.entry(OrgId::from(row.text(0)?)).or_default().push(part);
    }
    Ok(found)
}

/// Adds what these days of one organisation tell, as far as it is asked for.
///
/// # Errors
/// When a stored value is damaged.
pub fn add<'a>(
    figures: &mut Figures,
    days: impl IntoIterator<Item = &'a Part>,
    detail: Detail,
) -> Result<(), QueryError> {
    let mut users = RoaringBitmap::new();
    for part in days {
        if detail.active_users {
            users |= RoaringBitmap::deserialize_from(part.active_users.as_slice())
                .map_err(|error| QueryError::internal(format!("active users of {}: {error}", part.day)))?;
        }
        if detail.durations {
            figures.durations.merge_encoded(&part.durations)?;
        }
    }
    figures.active_users += i64::try_from(users.len()).map_err(QueryError::internal)?;
    Ok(())
}
