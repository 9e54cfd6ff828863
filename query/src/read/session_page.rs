//! Pages of sessions: filtered, sorted, and paginated by keyset, forward and backward.
use crate::error::QueryError;
use crate::read::Reader;
use crate::read::search::contains;
use crate::read::select::{Limited, any, literal};
use crate::read::sessions::{self, SessionRow};
use crate::scope::OrgScope;
use domain::{Period, SessionId, UserId};
use entities::session_stats;
use sea_orm::sea_query::{BinOper, Condition, Expr, ExprTrait as _, Order};
use sea_orm::{ColumnTrait, DbErr, QueryFilter, QuerySelect, QueryTrait, Select};
use store::Engine;
use store::columns::{self, Columns};

/// Which sessions are requested.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SessionFilter {
    /// The days on which they started.
    pub period: Option<Period>,
    /// A text that their id contains, ignoring case.
    pub id_contains: Option<String>,
    /// The person they belong to.
    pub user_id: Option<UserId>,
    /// Whether any run did not succeed.
    pub has_failures: Option<bool>,
    /// Whether there was a handoff.
    pub has_handoff: Option<bool>,
    /// Whether a run followed a handoff.
    pub has_post_handoff: Option<bool>,
    /// The minimum and maximum lifespan, in milliseconds.
    pub lifespan_ms: (Option<i64>, Option<i64>),
    /// The minimum and maximum cost, in nano-USD.
    pub cost_nano_usd: (Option<i64>, Option<i64>),
}

impl SessionFilter {
    /// Whether all sessions of the period are requested.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let id_contains = self.id_contains.clone().filter(|text| text.is_empty());
        *self == Self { period: self.period, id_contains, ..Self::default() }
    }

    /// The conditions, those of the scope first.
    pub(crate) fn conditions(&self, scope: &OrgScope) -> Condition {
        self.conditions_by(scope, &session_stats::Column::StartedAt.into_expr())
    }

    /// The conditions; `started_at` is the statement's expression for that column.
    fn conditions_by(&self, scope: &OrgScope, started_at: &Expr) -> Condition {
        use session_stats::Column;
        let mut all = scope
            .admits_row(Column::OrgId, Column::UserId)
            .add_option(self.user_id.as_ref().map(|user_id| Column::UserId.eq(user_id.as_str())));
        if let Some(period) = self.period {
            let end = period.to().start().plus_micros(domain::time::DAY_MICROS);
            all = all.add(started_at.clone().gte(period.from().start().0)).add(started_at.clone().lt(end.0));
        }
        let text = self.id_contains.as_deref().filter(|text| !text.is_empty());
        all = all.add_option(text.map(|text| contains([Column::SessionId], text)));
        for (wanted, present) in [(self.has_failures, Column::FailedRuns), (self.has_handoff, Column::HandoffCount)] {
            let present = present.into_expr();
            all = all
                .add_option(wanted.map(|wanted| if wanted { present.gt(literal(0)) } else { present.eq(literal(0)) }));
        }
        all = all.add_option(self.has_post_handoff.map(|wanted| Column::PostHandoff.eq(wanted)));
        for (column, (least, greatest)) in
            [(Column::LifespanMs, self.lifespan_ms), (Column::CostNanoUsd, self.cost_nano_usd)]
        {
            all = all.add_option(least.map(|least| column.gte(least)));
            all = all.add_option(greatest.map(|greatest| column.lte(greatest)));
        }
        all
    }
}

/// A sort order of sessions: an expression that both engines compute alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SortKey {
    /// The expression.
    pub expression: &'static str,
    /// Whether it may be null; nulls come last in both directions.
    pub nullable: bool,
    /// Whether there is an index in this order, besides the one by start.
    pub indexed: bool,
}

/// A position in the list: the sort key and the id of a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// The sort key; `None` if it is null.
    pub key: Option<Key>,
    /// The session.
    pub session_id: SessionId,
}

/// A sort key as stored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Key {
    /// A whole number.
    Int(i64),
    /// A floating-point number, compared by its exact bits.
    Float(f64),
}

/// A page in a list of sessions.
#[derive(Clone, Debug)]
pub struct PageQuery {
    /// The sort order.
    pub sort: SortKey,
    /// Whether the order is descending.
    pub descending: bool,
    /// Only sessions after this position.
    pub after: Option<Position>,
    /// Only sessions before this position.
    pub before: Option<Position>,
    /// Whether the last sessions are requested rather than the first.
    pub from_the_end: bool,
    /// The maximum number of sessions.
    pub limit: usize,
    /// Whether to scan the index of the sort order rather than that of the start.
    pub walk_order: bool,
}

/// The page in the requested order, each session with its position.
pub async fn load(
    reader: &Reader,
    scope: &OrgScope,
    filter: &SessionFilter,
    page: &PageQuery,
) -> Result<Vec<(Position, SessionRow)>, QueryError> {
    // A unary plus keeps SQLite from using the index by start, which leaves the index of the sort order.
    // PostgreSQL estimates well how many sessions match the conditions, unless an operator hides the column.
    let hide_start = page.walk_order && reader.engine() == Engine::Sqlite;
    let started_at = if hide_start { Expr::cust("+started_at") } else { session_stats::Column::StartedAt.into_expr() };
    let after = page.after.as_ref().map(|after| {
        let way = Way { falling: page.descending, ahead: true };
        beyond(page.sort, after, way, false)
    });
    let before = page.before.as_ref().map(|before| {
        let way = Way { falling: !page.descending, ahead: false };
        beyond(page.sort, before, way, false)
    });
    let mut select = keyed(page.sort)
        .filter(filter.conditions_by(scope, &started_at))
        .filter(Condition::all().add_option(after).add_option(before))
        .into_query();
    for (expression, order) in order_by(page) {
        select.order_by_expr(expression, order);
    }
    let rows = reader.scoped(scope).rows(&Limited(&select, page.limit)).await?;
    let mut found = columns::read(&rows, |row| placed(row, page.sort))?;
    if page.from_the_end {
        found.reverse();
    }
    Ok(found)
}

impl SortKey {
    fn expr(self) -> Expr {
        Expr::cust(self.expression)
    }
}

/// A select of sessions with their sort keys.
pub(crate) fn keyed(sort: SortKey) -> Select<session_stats::Entity> {
    sessions::select().column_as(sort.expr(), SORT_KEY)
}

/// The column name of the sort key.
const SORT_KEY: &str = "sort_key";

/// The order of a page's rows; reversed if the last ones are requested.
pub(crate) fn order_by(page: &PageQuery) -> Vec<(Expr, Order)> {
    let way = || if page.descending == page.from_the_end { Order::Asc } else { Order::Desc };
    let mut order = Vec::new();
    if page.sort.nullable {
        let last = if page.from_the_end { page.sort.expr().is_not_null() } else { page.sort.expr().is_null() };
        order.push((last, Order::Asc));
    }
    order.push((page.sort.expr(), way()));
    order.push((session_stats::Column::SessionId.into_expr(), way()));
    order
}

/// A session with its position, from a row of [`keyed`].
pub(crate) fn placed(row: &mut Columns<'_>, sort: SortKey) -> Result<(Position, SessionRow), DbErr> {
    let session = SessionRow::read(row)?;
    let key =
        if sort.nullable { row.nullable(SORT_KEY)?.map(Key::Float) } else { Some(Key::Int(row.integer(SORT_KEY)?)) };
    Ok((Position { key, session_id: session.session_id.clone() }, session))
}

/// Whether the list has a session at this position or beyond it, forward or backward.
pub async fn reaches(
    reader: &Reader,
    scope: &OrgScope,
    filter: &SessionFilter,
    page: &PageQuery,
    (position, ahead): (&Position, bool),
) -> Result<bool, QueryError> {
    let way = Way { falling: page.descending == ahead, ahead };
    let select =
        any::<session_stats::Entity>().filter(filter.conditions(scope)).filter(beyond(page.sort, position, way, true));
    reader.scoped(scope).exists(select.as_query()).await
}

/// The direction from a position.
#[derive(Clone, Copy)]
struct Way {
    /// Whether sort keys descend in this direction.
    falling: bool,
    /// Whether it leads toward the end of the list, where the nulls are.
    ahead: bool,
}

/// Whether the session is beyond a position, or at it if `or_at` is set.
fn beyond(sort: SortKey, position: &Position, way: Way, or_at: bool) -> Expr {
    let sign = match (way.falling, or_at) {
        (true, false) => BinOper::SmallerThan,
        (true, true) => BinOper::SmallerThanOrEqual,
        (false, false) => BinOper::GreaterThan,
        (false, true) => BinOper::GreaterThanOrEqual,
    };
    let session_id = || session_stats::Column::SessionId.into_expr();
    let id = || Expr::val(position.session_id.as_str());
    match position.key {
        Some(key) => {
            let key = match key {
                Key::Int(number) => Expr::val(number),
                Key::Float(number) => Expr::val(number),
            };
            let ahead = Expr::tuple([sort.expr(), session_id()]).binary(sign, Expr::tuple([key, id()]));
            if sort.nullable && way.ahead { ahead.or(sort.expr().is_null()) } else { ahead }
        }
        None if way.ahead => sort.expr().is_null().and(session_id().binary(sign, id())),
        None => sort.expr().is_not_null().or(session_id().binary(sign, id())),
    }
}
