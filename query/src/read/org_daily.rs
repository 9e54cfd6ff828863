//! Daily totals of an organization, and its whole months.
use crate::error::QueryError;
use crate::metrics::{DayTotals, Detail, History, Span, split};
use crate::read::Reader;
use crate::read::counts::{self, Selected};
use crate::read::select::{literal, union};
use crate::scope::OrgScope;
use domain::{CountSet, Day};
use entities::{org_stats_daily, org_stats_monthly};
use sea_orm::sea_query::{Expr, Func, SelectStatement};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use store::columns::{self, Columns};

/// Which days are requested, and in which detail.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Ranges of consecutive days, each with the detail requested.
    pub days: Vec<(Span, Detail)>,
    /// Months, by their first days.
    pub months: Vec<Span>,
    /// The detail requested of the months.
    pub of_months: Detail,
    /// The counts and sums requested of the days and the months; the others are zero.
    pub counts: CountSet,
}

/// The days from `from` to `to` on which anything happened, in ascending order. Everyone in the organization
/// may see its metrics.
///
/// # Errors
/// INTERNAL for any database error; likewise everywhere in [`crate::read`].
pub async fn load(
    reader: &Reader,
    scope: &OrgScope,
    from: Day,
    to: Day,
    detail: Detail,
) -> Result<Vec<DayTotals>, QueryError> {
    let (days, counts) = (vec![((from, to), detail)], CountSet::ALL);
    let wanted = Wanted { days, months: Vec::new(), of_months: Detail::default(), counts };
    Ok(history(reader, scope, &wanted).await?.days)
}

/// The requested days and months, in one statement.
///
/// # Errors
/// As [`load`].
pub async fn history(reader: &Reader, scope: &OrgScope, wanted: &Wanted) -> Result<History, QueryError> {
    let days = wanted.days.iter().map(|(span, detail)| (Kind::Day, *span, *detail));
    let months = wanted.months.iter().map(|span| (Kind::Month, *span, wanted.of_months));
    let parts = days.chain(months).filter(|(_, span, _)| !split::is_empty(*span));
    let mut history = History::default();
    let counts = Selected::of(wanted.counts);
    let Some(select) = union(parts.map(|(kind, span, detail)| part(scope, kind, span, &counts, detail))) else {
        return Ok(history);
    };
    let rows = reader.scoped(scope).rows(&select).await?;
    for row in columns::read(&rows, |row| Part::read(row, &counts))? {
        let of_kind = if row.kind == Kind::Day as i64 { &mut history.days } else { &mut history.months };
        of_kind.push(row.totals.totals(row.active_users_count)?);
    }
    // The parts normally arrive in the order requested, so this moves nothing.
    history.days.sort_by_key(|totals| totals.day);
    history.months.sort_by_key(|totals| totals.day);
    Ok(history)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Day = 0,
    Month = 1,
}

/// Column names that the daily and monthly tables share.
pub(crate) const ACTIVE_USERS_COUNT: &str = "active_users_count";
const DURATIONS: &str = "durations";
const ACTIVE_USERS: &str = "active_users";

/// A day or a month, according to `kind`.
struct Part {
    kind: i64,
    totals: StoredTotals,
    active_users_count: i64,
}

impl Part {
    fn read(row: &mut Columns<'_>, counts: &Selected) -> Result<Self, DbErr> {
        Ok(Self {
            kind: row.integer("kind")?,
            totals: StoredTotals::read(row, counts)?,
            active_users_count: row.integer(ACTIVE_USERS_COUNT)?,
        })
    }
}

/// The totals of one day or month, as stored. What was not selected is `None`.
pub(crate) struct StoredTotals {
    day: i32,
    counts: counts::Stored,
    durations: Option<Vec<u8>>,
    active_users: Option<Vec<u8>>,
}

impl StoredTotals {
    pub(crate) fn read(row: &mut Columns<'_>, counts: &Selected) -> Result<Self, DbErr> {
        Ok(Self {
            day: row.get("day")?,
            counts: counts.read(row)?,
            durations: row.if_selected(DURATIONS)?,
            active_users: row.if_selected(ACTIVE_USERS)?,
        })
    }

    pub(crate) fn totals(self, active_users_count: i64) -> Result<DayTotals, QueryError> {
        Ok(DayTotals { active_users_count, ..self.of_one()? })
    }

    /// The same for one person, who counts as active if there is a run.
    pub(crate) fn of_one(self) -> Result<DayTotals, QueryError> {
        let counts = self.counts.counts()?;
        Ok(DayTotals {
            day: Day(self.day),
            active_users_count: i64::from(counts.runs > 0),
            counts,
            durations: self.durations,
            active_users: self.active_users,
        })
    }
}

/// A select of one range of days or months.
fn part(scope: &OrgScope, kind: Kind, span: Span, counts: &Selected, detail: Detail) -> SelectStatement {
    match kind {
        Kind::Day => {
            use org_stats_daily::{Column, Entity};
            part_of::<Entity>(scope, kind, (Column::OrgId, Column::Day), span, counts, detail)
        }
        Kind::Month => {
            use org_stats_monthly::{Column, Entity};
            part_of::<Entity>(scope, kind, (Column::OrgId, Column::Month), span, counts, detail)
        }
    }
}

fn part_of<E: EntityTrait>(
    scope: &OrgScope,
    kind: Kind,
    (org_id, day): (E::Column, E::Column),
    span: Span,
    counts: &Selected,
    detail: Detail,
) -> SelectStatement {
    // Without a type, PostgreSQL treats a null as text.
    let costly = |is_wanted, name| if is_wanted { Expr::col(name) } else { Expr::cust("CAST(NULL AS BYTEA)") };
    E::find()
        .select_only()
        .expr_as(Func::cast_as(literal(kind as i32), "BIGINT"), "kind")
        .column_as(day, "day")
        .exprs(counts.columns())
        .expr_as(costly(detail.durations, DURATIONS), DURATIONS)
        .expr_as(costly(detail.active_users, ACTIVE_USERS), ACTIVE_USERS)
        .expr(Expr::col(ACTIVE_USERS_COUNT))
        .filter(scope.holds(org_id))
        .filter(day.gte(span.0.0))
        .filter(day.lte(span.1.0))
        .into_query()
}
