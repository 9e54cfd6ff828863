//! What people did in a period, summed a person: from their whole months, and from the days around
//! those.
use crate::error::QueryError;
use crate::metrics::{Figures, Split, split};
use crate::read::user_daily::within;
use crate::read::{Reader, Statement, counts};
use crate::scope::OrgScope;
use domain::totals::Counts;
use domain::{Period, UserId};
use std::collections::HashMap;
use std::sync::Arc;
use store::{Engine, Row};

/// Figures by person.
pub type Sums = HashMap<UserId, Figures>;

/// The figures of those people over the period, or of everybody, where anything happened.
pub async fn figures(
    reader: &Reader,
    scope: &OrgScope,
    user_ids: Option<&[Arc<str>]>,
    period: Period,
    with_durations: bool,
) -> Result<Sums, QueryError> {
    let durations =
        async { if with_durations { durations(reader, scope, user_ids, period).await } else { Ok(Vec::new()) } };
    let (mut sums, durations) = tokio::try_join!(sums(reader, scope, user_ids, period, Counts::COLUMNS), durations)?;
    for row in &durations {
        if let Some(figures) = sums.get_mut(&UserId::from(row.text(0)?)) {
            figures.durations.merge_encoded(row.bytes(1)?)?;
        }
    }
    Ok(sums)
}

/// Everybody with anything in the period, with the sums of these columns alone: what it takes to
/// put many people into an order.
pub async fn of_columns(
    reader: &Reader,
    scope: &OrgScope,
    period: Period,
    columns: &[&str],
) -> Result<Sums, QueryError> {
    if columns.is_empty() {
        seen(reader, scope, period).await
    } else {
        sums(reader, scope, None, period, columns).await
    }
}

async fn sums(
    reader: &Reader,
    scope: &OrgScope,
    user_ids: Option<&[Arc<str>]>,
    period: Period,
    columns: &[&str],
) -> Result<Sums, QueryError> {
    let sums = counts::sums(reader.engine(), columns);
    let mut statement = Statement::of(scope, &format!("SELECT d.user_id, {sums} FROM ("));
    let whose = Whose::of(user_ids, reader.engine());
    parts(&mut statement, scope, whose, period, &counts::plain(columns), "");
    statement.push(") d GROUP BY d.user_id");
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    rows.iter()
        .map(|row| {
            let counts = counts::read_sums(row, 1, columns)?;
            let figures = Figures { counts, active_users: i64::from(counts.runs > 0), ..Figures::default() };
            Ok((UserId::from(row.text(0)?), figures))
        })
        .collect()
}

/// Who has a day in the period. One look into an index a person is far less than all of their days.
async fn seen(reader: &Reader, scope: &OrgScope, period: Period) -> Result<Sums, QueryError> {
    let found = "SELECT 1 FROM user_stats_daily d WHERE d.org_id = $1 AND d.user_id = u.user_id";
    let mut statement = Statement::of(scope, "SELECT user_id FROM org_users u");
    match reader.engine() {
        Engine::Sqlite => {
            statement.push(&format!(" WHERE org_id = $1 AND EXISTS ({found}"));
            within(&mut statement, scope, period);
            statement.push(")");
        }
        Engine::Postgres => {
            statement.push(&format!(" CROSS JOIN LATERAL ({found}"));
            within(&mut statement, scope, period);
            statement.push(" LIMIT 1) d WHERE u.org_id = $1");
        }
    }
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    rows.iter().map(|row| Ok((UserId::from(row.text(0)?), Figures::default()))).collect()
}

async fn durations(
    reader: &Reader,
    scope: &OrgScope,
    user_ids: Option<&[Arc<str>]>,
    period: Period,
) -> Result<Vec<Row>, QueryError> {
    let mut statement = Statement::of(scope, "");
    let whose = Whose::of(user_ids, reader.engine());
    parts(&mut statement, scope, whose, period, "durations", " AND d.runs > 0");
    reader.fetch(scope, statement.into_sql()).await
}

/// Whose rows [`parts`] takes.
#[derive(Clone, Copy)]
enum Whose<'a> {
    /// Those of these people.
    These(&'a [Arc<str>]),
    /// Everybody's, by an index of the period.
    Everybody,
    /// Everybody's, from person to person: how SQLite's rows lie. It joins as it is written, so that rows
    /// of the period alone are read, already grouped.
    EachPersons,
}

impl<'a> Whose<'a> {
    fn of(user_ids: Option<&'a [Arc<str>]>, engine: Engine) -> Self {
        match (user_ids, engine) {
            (Some(user_ids), _) => Self::These(user_ids),
            (None, Engine::Postgres) => Self::Everybody,
            (None, Engine::Sqlite) => Self::EachPersons,
        }
    }
}

/// Adds a statement for the whole months and one for each run of days around them: the person and
/// these columns.
fn parts(
    statement: &mut Statement,
    scope: &OrgScope,
    whose: Whose<'_>,
    period: Period,
    columns: &str,
    condition: &str,
) {
    let split = Split::of(period.from(), period.to());
    let parts = [
        ("user_stats_monthly", "month", split.months),
        ("user_stats_daily", "day", split.head),
        ("user_stats_daily", "day", split.tail),
    ];
    let mut union = "";
    for (table, column, span) in parts.into_iter().filter(|(.., span)| !split::is_empty(*span)) {
        statement.push(&format!("{union}SELECT d.user_id, {columns} FROM "));
        union = " UNION ALL ";
        match whose {
            Whose::These(user_ids) => {
                statement.push(&format!("{table} d WHERE d.org_id = $1"));
                statement.and_in("d.user_id", user_ids);
            }
            Whose::Everybody => statement.push(&format!("{table} d WHERE d.org_id = $1")),
            Whose::EachPersons => statement.push(&format!(
                "org_users u CROSS JOIN {table} d WHERE u.org_id = $1 AND d.org_id = $1 AND d.user_id = u.user_id"
            )),
        }
        statement.and(&format!("d.{column} >="), i64::from(span.0.0));
        statement.and(&format!("d.{column} <="), i64::from(span.1.0));
        if let Some(own) = scope.own() {
            statement.and("d.user_id =", own.shared());
        }
        statement.push(condition);
    }
}
