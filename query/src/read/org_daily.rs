//! The days of an organisation, and its whole months.
use crate::error::QueryError;
use crate::metrics::{DayTotals, Detail, History, Span, split};
use crate::read::{Reader, Statement, counts};
use crate::scope::OrgScope;
use domain::Day;
use store::{Engine, Row};

/// Which days are wanted, and in which detail.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Runs of days that follow each other, each with what is wanted of it.
    pub days: Vec<(Span, Detail)>,
    /// Months, by their first days.
    pub months: Vec<Span>,
    /// What is wanted of the months.
    pub of_months: Detail,
}

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
) -> Result<Vec<DayTotals>, QueryError> {
    let wanted = Wanted { days: vec![((from, to), detail)], months: Vec::new(), of_months: Detail::default() };
    Ok(history(reader, scope, &wanted).await?.days)
}

/// The days and months that are wanted, in one statement.
///
/// # Errors
/// As [`load`].
pub async fn history(reader: &Reader, scope: &OrgScope, wanted: &Wanted) -> Result<History, QueryError> {
    let mut statement = Statement::of(scope, "");
    let days = wanted.days.iter().map(|(span, detail)| (Kind::Day, *span, *detail));
    let months = wanted.months.iter().map(|span| (Kind::Month, *span, wanted.of_months));
    for (number, (kind, span, detail)) in days.chain(months).filter(|(_, span, _)| !split::is_empty(*span)).enumerate()
    {
        statement.push(if number == 0 { "" } else { " UNION ALL " });
        part(&mut statement, reader.engine(), kind, span, detail);
    }
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    let mut history = History::default();
    for row in &rows {
        let totals = totals(row)?;
        if row.int(0)? == Kind::Day as i64 { history.days.push(totals) } else { history.months.push(totals) }
    }
    // The parts come as they were named, as a rule, so that this moves nothing.
    history.days.sort_by_key(|totals| totals.day);
    history.months.sort_by_key(|totals| totals.day);
    Ok(history)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Day = 0,
    Month = 1,
}

/// Adds a statement about one run of days or months.
fn part(statement: &mut Statement, engine: Engine, kind: Kind, span: Span, detail: Detail) {
    let (table, column) = match kind {
        Kind::Day => ("org_stats_daily", "day"),
        Kind::Month => ("org_stats_monthly", "month"),
    };
    // Without a type PostgreSQL takes a null for a text.
    let unread = if engine == Engine::Postgres { "CAST(NULL AS BYTEA)" } else { "NULL" };
    statement.push(&format!(
        "SELECT CAST({} AS BIGINT), {column}, {}, active_users_count, {}, {} FROM {table} WHERE org_id = $1",
        kind as u8,
        counts::PLAIN.as_str(),
        if detail.durations { "durations" } else { unread },
        if detail.active_users { "active_users" } else { unread },
    ));
    statement.and(&format!("{column} >="), i64::from(span.0.0));
    statement.and(&format!("{column} <="), i64::from(span.1.0));
}

fn totals(row: &Row) -> Result<DayTotals, QueryError> {
    Ok(DayTotals {
        day: row.day(1)?,
        counts: counts::read(row, 2)?,
        active_users_count: row.int(counts::WIDTH + 2)?,
        durations: row.bytes_or_null(counts::WIDTH + 3)?.map(<[u8]>::to_vec),
        active_users: row.bytes_or_null(counts::WIDTH + 4)?.map(<[u8]>::to_vec),
    })
}
