//! Pages of sessions: filtered, ordered, and cut by keyset, forward and backward.
use crate::error::QueryError;
use crate::read::sessions::{COLUMNS, SessionRow, session_row};
use crate::read::statement::Value;
use crate::read::{Reader, Statement};
use crate::scope::OrgScope;
use domain::{Period, SessionId, UserId};
use store::{Engine, Row};

/// Which sessions are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SessionFilter {
    /// The days on which they began.
    pub period: Option<Period>,
    /// What their id contains, whatever the case.
    pub id_contains: Option<String>,
    /// Whose they are.
    pub user_id: Option<UserId>,
    /// Whether a run did not succeed.
    pub has_failures: Option<bool>,
    /// Whether there was a handoff.
    pub has_handoff: Option<bool>,
    /// Whether a run followed a handoff.
    pub has_post_handoff: Option<bool>,
    /// The least and the greatest lifespan, in milliseconds.
    pub lifespan_ms: (Option<i64>, Option<i64>),
    /// The least and the greatest cost, in nano-USD.
    pub cost_nano_usd: (Option<i64>, Option<i64>),
}

impl SessionFilter {
    /// Whether all sessions of the period are wanted.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let id_contains = self.id_contains.clone().filter(|text| text.is_empty());
        *self == Self { period: self.period, id_contains, ..Self::default() }
    }

    /// Adds the conditions, those of the scope first.
    pub(crate) fn add_to(&self, statement: &mut Statement, scope: &OrgScope) {
        self.add(statement, scope, "started_at");
    }

    /// Adds the conditions; `started_at` is how the statement writes that column.
    fn add(&self, statement: &mut Statement, scope: &OrgScope, started_at: &str) {
        if let Some(own) = scope.own() {
            statement.and("user_id =", own.shared());
        }
        if let Some(user_id) = &self.user_id {
            statement.and("user_id =", user_id.shared());
        }
        if let Some(period) = self.period {
            statement.and(&format!("{started_at} >="), period.from().start());
            let end = period.to().start().plus_micros(domain::time::DAY_MICROS);
            statement.and(&format!("{started_at} <"), end);
        }
        if let Some(text) = self.id_contains.as_deref().filter(|text| !text.is_empty()) {
            statement.and_contains(&["session_id"], text);
        }
        for (wanted, present) in [(self.has_failures, "failed_runs"), (self.has_handoff, "handoff_count")] {
            match wanted {
                Some(true) => statement.push(&format!(" AND {present} > 0")),
                Some(false) => statement.push(&format!(" AND {present} = 0")),
                None => {}
            }
        }
        if let Some(wanted) = self.has_post_handoff {
            statement.and("post_handoff =", Value::Bool(wanted));
        }
        for (column, (least, greatest)) in [("lifespan_ms", self.lifespan_ms), ("cost_nano_usd", self.cost_nano_usd)] {
            if let Some(least) = least {
                statement.and(&format!("{column} >="), least);
            }
            if let Some(greatest) = greatest {
                statement.and(&format!("{column} <="), greatest);
            }
        }
    }
}

/// By what sessions are ordered: an expression that both engines compute alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SortKey {
    /// The expression.
    pub expression: &'static str,
    /// Whether it may be null; nulls come last in both directions.
    pub nullable: bool,
    /// Whether an index holds the sessions in this order, beside the one by their start.
    pub indexed: bool,
}

/// Where a page begins or ends: the key and the id of a session.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// The key; none where it is null.
    pub key: Option<Key>,
    /// The session.
    pub session_id: SessionId,
}

/// A key as it is stored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Key {
    /// A whole number.
    Int(i64),
    /// A floating number, compared by its exact bits.
    Float(f64),
}

/// A page of a list of sessions.
#[derive(Clone, Debug)]
pub struct PageQuery {
    /// The order.
    pub sort: SortKey,
    /// Whether the greatest comes first.
    pub descending: bool,
    /// Only those after this position.
    pub after: Option<Position>,
    /// Only those before this position.
    pub before: Option<Position>,
    /// Whether the last ones are wanted rather than the first.
    pub from_the_end: bool,
    /// How many.
    pub limit: usize,
    /// Whether to walk the index of the order rather than that of the start.
    pub walk_order: bool,
}

/// The page in the order that was asked for, each session with its position.
pub async fn load(
    reader: &Reader,
    scope: &OrgScope,
    filter: &SessionFilter,
    page: &PageQuery,
) -> Result<Vec<(Position, SessionRow)>, QueryError> {
    let expression = page.sort.expression;
    let mut statement =
        Statement::of(scope, &format!("SELECT {COLUMNS}, {expression} FROM session_stats WHERE org_id = $1"));
    // A sign keeps SQLite from walking the index by start, and so on that of the order. PostgreSQL
    // knows how many sessions the conditions leave and decides well, unless a sign hides the column.
    let hide_start = page.walk_order && reader.engine() == Engine::Sqlite;
    filter.add(&mut statement, scope, if hide_start { "+started_at" } else { "started_at" });
    if let Some(after) = &page.after {
        beyond(&mut statement, page.sort, after, Way { falling: page.descending, ahead: true }, false);
    }
    if let Some(before) = &page.before {
        beyond(&mut statement, page.sort, before, Way { falling: !page.descending, ahead: false }, false);
    }
    let (order, limit) = (order_by(page), page.limit);
    statement.push(&format!(" ORDER BY {order} LIMIT {limit}"));
    let rows = reader.fetch(scope, statement.into_sql()).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        found.push(placed(row, page.sort)?);
    }
    if page.from_the_end {
        found.reverse();
    }
    Ok(found)
}

/// How the rows of a page are ordered; turned round where the last ones are wanted.
pub(crate) fn order_by(page: &PageQuery) -> String {
    let SortKey { expression, nullable, .. } = page.sort;
    let way = if page.descending == page.from_the_end { "ASC" } else { "DESC" };
    let nulls = match (nullable, page.from_the_end) {
        (false, _) => String::new(),
        (true, false) => format!("({expression}) IS NULL, "),
        (true, true) => format!("({expression}) IS NOT NULL, "),
    };
    format!("{nulls}{expression} {way}, session_id {way}")
}

/// A session with its position, whose key stands in the column after its own.
pub(crate) fn placed(row: &Row, sort: SortKey) -> Result<(Position, SessionRow), QueryError> {
    let session = session_row(row)?;
    let key = if sort.nullable { row.float_or_null(16)?.map(Key::Float) } else { Some(Key::Int(row.int(16)?)) };
    Ok((Position { key, session_id: session.session_id.clone() }, session))
}

/// Whether the list has a session at this position or beyond it: ahead, or back towards its beginning.
pub async fn reaches(
    reader: &Reader,
    scope: &OrgScope,
    filter: &SessionFilter,
    page: &PageQuery,
    (position, ahead): (&Position, bool),
) -> Result<bool, QueryError> {
    let mut statement = Statement::of(scope, "SELECT 1 FROM session_stats WHERE org_id = $1");
    filter.add_to(&mut statement, scope);
    let way = Way { falling: page.descending == ahead, ahead };
    beyond(&mut statement, page.sort, position, way, true);
    statement.push(" LIMIT 1");
    Ok(!reader.fetch(scope, statement.into_sql()).await?.is_empty())
}

/// In which way one looks from a position.
#[derive(Clone, Copy)]
struct Way {
    /// Keys fall in this way.
    falling: bool,
    /// The way leads towards the end of the list, where the nulls are.
    ahead: bool,
}

/// Adds that the session lies beyond a position, or at it where that counts.
fn beyond(statement: &mut Statement, sort: SortKey, position: &Position, way: Way, or_at: bool) {
    let expression = sort.expression;
    let sign = match (way.falling, or_at) {
        (true, false) => "<",
        (true, true) => "<=",
        (false, false) => ">",
        (false, true) => ">=",
    };
    let id = statement.bind(position.session_id.shared());
    let condition = match position.key {
        Some(key) => {
            let key = statement.bind(match key {
                Key::Int(number) => Value::Int(number),
                Key::Float(number) => Value::Float(number),
            });
            let ahead = format!("({expression}, session_id) {sign} ({key}, {id})");
            if sort.nullable && way.ahead { format!("({ahead} OR ({expression}) IS NULL)") } else { ahead }
        }
        None if way.ahead => format!("(({expression}) IS NULL AND session_id {sign} {id})"),
        None => format!("(({expression}) IS NOT NULL OR session_id {sign} {id})"),
    };
    statement.push(&format!(" AND {condition}"));
}
