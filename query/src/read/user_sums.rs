//! People's totals over a period, one sum per person: from the whole months, and from the days around them.
use crate::error::QueryError;
use crate::metrics::{Figures, Span, Split, split};
use crate::read::select::{any, is_one_of, literal, union};
use crate::read::user_daily::within;
use crate::read::{Reader, counts};
use crate::scope::OrgScope;
use domain::{Period, UserId};
use entities::{org_user, user_stats_daily, user_stats_monthly};
use sea_orm::sea_query::{Expr, ExprTrait as _, JoinType, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait};
use std::collections::HashMap;
use std::sync::Arc;
use store::{Engine, columns};

/// Metrics by person.
pub type Sums = HashMap<UserId, Figures>;

/// The metrics of these people over the period, or of everyone; people without any data are left out.
pub async fn figures(
    reader: &Reader,
    scope: &OrgScope,
    user_ids: Option<&[Arc<str>]>,
    period: Period,
    with_durations: bool,
) -> Result<Sums, QueryError> {
    let durations =
        async { if with_durations { durations(reader, scope, user_ids, period).await } else { Ok(Vec::new()) } };
    let all = counts::Sums::of_all();
    let (mut sums, durations) = tokio::try_join!(sums(reader, scope, user_ids, period, &all), durations)?;
    for row in &durations {
        if let Some(figures) = sums.get_mut(&UserId::from(row.user_id.as_str())) {
            figures.durations.merge_encoded(&row.durations)?;
        }
    }
    Ok(sums)
}

/// Everyone with any data in the period, with the sums of only these columns: what is needed to rank many
/// people.
pub async fn of_columns(
    reader: &Reader,
    scope: &OrgScope,
    period: Period,
    columns: &[&str],
) -> Result<Sums, QueryError> {
    if columns.is_empty() {
        seen(reader, scope, period).await
    } else {
        sums(reader, scope, None, period, &counts::Sums::of_columns(columns)?).await
    }
}

async fn sums(
    reader: &Reader,
    scope: &OrgScope,
    user_ids: Option<&[Arc<str>]>,
    period: Period,
    sums: &counts::Sums,
) -> Result<Sums, QueryError> {
    let (whose, columns) = (Whose::of(user_ids, reader.engine()), sums.columns().collect::<Vec<_>>());
    let asked = Asked { scope, whose, columns: &columns, with_runs: false };
    let Some(parts) = parts(asked, period) else { return Ok(Sums::new()) };
    let mut select = Query::select();
    select.column(USER_ID).from_subquery(parts, "d").group_by_col(USER_ID);
    sums.select(reader.engine(), &mut select);
    let rows = reader.scoped(scope).rows(&select).await?;
    let found = columns::read(&rows, |row| {
        let user_id = UserId::from(row.get::<String>(USER_ID)?);
        let counts = sums.read(row)?;
        let figures = Figures { counts, active_users: i64::from(counts.runs > 0), ..Figures::default() };
        Ok::<_, QueryError>((user_id, figures))
    })?;
    Ok(found.into_iter().collect())
}

/// A person who was active.
#[derive(FromQueryResult)]
struct Seen {
    user_id: String,
}

/// The people with a row in the period. One index lookup per person is far cheaper than reading all of their
/// days.
async fn seen(reader: &Reader, scope: &OrgScope, period: Period) -> Result<Sums, QueryError> {
    use user_stats_daily::Column;
    let days = any::<user_stats_daily::Entity>()
        .filter(within(scope, period))
        .filter(Column::UserId.into_expr().equals((org_user::Entity, org_user::Column::UserId)));
    let mut select = org_user::Entity::find()
        .select_only()
        .column(org_user::Column::UserId)
        .filter(scope.holds(org_user::Column::OrgId))
        .into_query();
    match reader.engine() {
        Engine::Sqlite => select.and_where(Expr::exists(days.into_query())),
        Engine::Postgres => {
            let day = days.limit(1).into_query();
            select.join_lateral(JoinType::InnerJoin, day, "d", literal(true))
        }
    };
    let found: Vec<Seen> = reader.scoped(scope).all(&select).await?;
    Ok(found.into_iter().map(|row| (UserId::from(row.user_id), Figures::default())).collect())
}

/// The durations of a person's runs, on one day or in one month.
#[derive(FromQueryResult)]
struct Durations {
    user_id: String,
    durations: Vec<u8>,
}

async fn durations(
    reader: &Reader,
    scope: &OrgScope,
    user_ids: Option<&[Arc<str>]>,
    period: Period,
) -> Result<Vec<Durations>, QueryError> {
    let asked = Asked { scope, whose: Whose::of(user_ids, reader.engine()), columns: &["durations"], with_runs: true };
    match parts(asked, period) {
        Some(select) => reader.scoped(scope).all(&select).await,
        None => Ok(Vec::new()),
    }
}

/// Whose rows [`parts`] selects.
#[derive(Clone, Copy)]
enum Whose<'a> {
    /// The rows of these people.
    These(&'a [Arc<str>]),
    /// Everyone's rows, by an index on the period.
    Everybody,
    /// Everyone's rows, one person after another, as SQLite stores them. SQLite joins in the order written,
    /// so only rows of the period are read, already grouped.
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

/// A column name that people's daily and monthly tables share.
const USER_ID: &str = "user_id";

/// What is requested from people's daily and monthly tables.
#[derive(Clone, Copy)]
struct Asked<'a> {
    scope: &'a OrgScope,
    whose: Whose<'a>,
    /// The columns besides the person.
    columns: &'a [&'static str],
    /// Whether only people with a run are requested.
    with_runs: bool,
}

/// The whole months and each range of days around them.
fn parts(asked: Asked<'_>, period: Period) -> Option<SelectStatement> {
    let split = Split::of(period.from(), period.to());
    let months = [split.months].into_iter().filter(|span| !split::is_empty(*span)).map(|span| {
        use user_stats_monthly::{Column, Entity};
        part::<Entity>(asked, [Column::OrgId, Column::UserId, Column::Month, Column::Runs], span)
    });
    let days = split.days().into_iter().filter(|span| !split::is_empty(*span)).map(|span| {
        use user_stats_daily::{Column, Entity};
        part::<Entity>(asked, [Column::OrgId, Column::UserId, Column::Day, Column::Runs], span)
    });
    union(months.chain(days))
}

fn part<E: EntityTrait>(asked: Asked<'_>, [org_id, user_id, day, runs]: [E::Column; 4], span: Span) -> SelectStatement {
    let mut select = Query::select();
    // Of the tables, `E` alone has columns with these names.
    select.column((E::default(), USER_ID)).expr(Expr::cust(asked.columns.join(", ")));
    let mut conditions = asked.scope.admits_row(org_id, user_id);
    match asked.whose {
        Whose::These(user_ids) => {
            select.from(E::default());
            conditions = conditions.add(is_one_of(user_id, user_ids));
        }
        Whose::Everybody => {
            select.from(E::default());
        }
        Whose::EachPersons => {
            use org_user::{Column, Entity};
            select.from(Entity).cross_join(E::default());
            let same = user_id.into_expr().equals((Entity, Column::UserId));
            conditions = conditions.add(asked.scope.holds(Column::OrgId)).add(same);
        }
    }
    conditions = conditions.add(day.gte(span.0.0)).add(day.lte(span.1.0));
    let with_runs = asked.with_runs.then(|| runs.into_expr().gt(literal(0)));
    select.cond_where(conditions.add_option(with_runs)).to_owned()
}
