//! The days of an organisation, and its whole months.
use crate::error::ApiError;
use crate::metrics::{DayTotals, Detail, History, Span, split};
use crate::read::{Reader, Statement, counts};
use crate::scope::OrgScope;
use entities::Day;
use store::Row;

/// Which days are wanted, and in which detail.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The days.
    pub days: Span,
    /// Those with their durations.
    pub durations: Vec<Span>,
    /// Those with their active users.
    pub active_users: Vec<Span>,
    /// The months, by their first days, with both.
    pub months: Vec<Span>,
}

/// How many runs of days a statement names, so that the database meets few different ones.
const SPANS: usize = 5;

/// The days from `from` to `to` on which anything happened, oldest first. The organisation's
/// figures may be seen by everybody in it.
///
/// # Errors
/// INTERNAL, with whatever the database says; likewise everywhere in [`crate::read`].
pub async fn load(
    reader: &Reader,
    scope: &OrgScope,
    from: Day,
    to: Day,
    detail: Detail,
) -> Result<Vec<DayTotals>, ApiError> {
    let all = |wanted: bool| wanted.then_some((from, to)).into_iter().collect();
    let (durations, active_users) = (all(detail.durations), all(detail.active_users));
    let wanted = Wanted { days: (from, to), durations, active_users, months: Vec::new() };
    Ok(history(reader, scope, &wanted).await?.days)
}

/// The days and months that are wanted, in one statement.
///
/// # Errors
/// As [`load`].
pub async fn history(reader: &Reader, scope: &OrgScope, wanted: &Wanted) -> Result<History, ApiError> {
    let mut statement = Statement::of(scope, "SELECT CAST(0 AS BIGINT), day, ");
    statement.push(counts::PLAIN.as_str());
    statement.push(", active_users_count");
    for (column, spans) in [("durations", &wanted.durations), ("active_users", &wanted.active_users)] {
        if !spans.is_empty() || !wanted.months.is_empty() {
            let within = any_of(&mut statement, "day", spans);
            statement.push(&format!(", CASE WHEN {within} THEN {column} END"));
        }
    }
    statement.push(" FROM org_stats_daily WHERE org_id = $1");
    statement.and("day >=", i64::from(wanted.days.0.0));
    statement.and("day <=", i64::from(wanted.days.1.0));
    if !wanted.months.is_empty() {
        let months = any_of(&mut statement, "month", &wanted.months);
        statement.push(&format!(
            " UNION ALL SELECT CAST(1 AS BIGINT), month, {}, active_users_count, durations, active_users
              FROM org_stats_monthly WHERE org_id = $1 AND ({months})",
            counts::PLAIN.as_str()
        ));
    }
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    let mut history = History::default();
    for row in &rows {
        let totals = totals(row, wanted)?;
        if row.int(0)? == 0 { history.days.push(totals) } else { history.months.push(totals) }
    }
    // Both tables are clustered by day, so this moves nothing as a rule.
    history.days.sort_by_key(|totals| totals.day);
    history.months.sort_by_key(|totals| totals.day);
    Ok(history)
}

fn any_of(statement: &mut Statement, column: &str, spans: &[Span]) -> String {
    let spans = spans.iter().copied().filter(|span| !split::is_empty(*span));
    let padded: Vec<Span> = spans.chain([split::NONE; SPANS]).take(SPANS).collect();
    let parts: Vec<String> = padded
        .iter()
        .map(|(from, to)| {
            let (from, to) = (statement.bind(i64::from(from.0)), statement.bind(i64::from(to.0)));
            format!("{column} BETWEEN {from} AND {to}")
        })
        .collect();
    parts.join(" OR ")
}

fn totals(row: &Row, wanted: &Wanted) -> Result<DayTotals, ApiError> {
    let mut next = counts::WIDTH + 3;
    let mut stored = |spans: &[Span]| {
        if spans.is_empty() && wanted.months.is_empty() {
            return Ok(None);
        }
        next += 1;
        row.bytes_or_null(next - 1)
    };
    let durations = stored(&wanted.durations)?.map(<[u8]>::to_vec);
    let active_users = stored(&wanted.active_users)?.map(<[u8]>::to_vec);
    Ok(DayTotals {
        day: row.day(1)?,
        counts: counts::read(row, 2)?,
        active_users_count: row.int(counts::WIDTH + 2)?,
        active_users,
        durations,
    })
}
