//! The parts of days that a database cannot sum: active users, and durations of runs. They are read for all
//! organizations at once, only on request, and from whole months where there are any.
use crate::error::QueryError;
use crate::metrics::{Detail, Figures, Span, split};
use crate::read::Reader;
use crate::read::select::{literal, union};
use crate::scope::OperatorScope;
use domain::{Day, OrgId};
use entities::{org_stats_daily, org_stats_monthly};
use roaring::RoaringBitmap;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult};
use std::collections::BTreeMap;

/// Ranges of days, and of whole months by their first days; empty ones are left out.
#[derive(Clone, Copy, Debug)]
pub struct Runs<'a> {
    /// The days.
    pub days: &'a [Span],
    /// The months.
    pub months: &'a [Span],
}

/// The parts of one organization's day or month.
#[derive(Clone, Debug)]
pub struct Part {
    /// The day; for a month, its first day.
    pub day: Day,
    /// A stored bitmap of the users with a run; empty if not requested.
    pub active_users: Vec<u8>,
    /// A stored sketch of the durations; empty if not requested.
    pub durations: Vec<u8>,
}

/// The parts of every organization's days and months with a run; reads nothing if nothing is requested.
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
    let days = runs.days.iter().filter(|span| !split::is_empty(**span)).map(|span| {
        use org_stats_daily::{Column, Entity};
        part::<Entity>([Column::OrgId, Column::Day, Column::Runs], *span, detail)
    });
    let months = runs.months.iter().filter(|span| !split::is_empty(**span)).map(|span| {
        use org_stats_monthly::{Column, Entity};
        part::<Entity>([Column::OrgId, Column::Month, Column::Runs], *span, detail)
    });
    let Some(select) = union(days.chain(months)) else { return Ok(found) };
    for row in reader.scoped(scope).all::<Stored>(&select).await? {
        let part = Part {
            day: Day(row.day),
            active_users: row.active_users.unwrap_or_default(),
            durations: row.durations.unwrap_or_default(),
        };
        found.entry(OrgId::from(row.org_id)).or_default().push(part);
    }
    Ok(found)
}

/// A [`Part`] as stored; what was not selected is `None`.
#[derive(FromQueryResult)]
struct Stored {
    org_id: String,
    day: i32,
    active_users: Option<Vec<u8>>,
    durations: Option<Vec<u8>>,
}

/// A select of one range of days or months.
fn part<E: EntityTrait>([org_id, day, runs]: [E::Column; 3], (from, to): Span, detail: Detail) -> SelectStatement {
    let costly = [(detail.active_users, "active_users"), (detail.durations, "durations")];
    Query::select()
        .column(org_id)
        .expr_as(Expr::col(day), "day")
        .columns(costly.into_iter().filter_map(|(is_wanted, column)| is_wanted.then_some(column)))
        .from(E::default())
        .and_where(Expr::col(runs).gt(literal(0)))
        .and_where(day.gte(from.0))
        .and_where(day.lte(to.0))
        .to_owned()
}

/// Adds the requested parts of these days of one organization.
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
