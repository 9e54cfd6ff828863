//! The building blocks of statements.
use domain::SessionId;
use sea_orm::sea_query::{
    Asterisk, CommonTableExpression, Condition, Expr, ExprTrait as _, Func, IntoCondition as _, IntoIden, Query,
    SelectStatement, SubQueryStatement, UnionType, WithClause,
};
use sea_orm::{
    DbBackend, EntityTrait, FromQueryResult, IntoSimpleExpr, PartialModelTrait, QuerySelect as _, Select, Statement,
    StatementBuilder, Value,
};
use std::collections::HashMap;
use std::sync::Arc;

/// The maximum number of values in one list, so that the parameters of a statement stay within every engine's
/// limit.
pub const MAX_LIST: usize = 1_000;

/// A select of the columns of `M` only, from the table of `E`.
pub(crate) fn columns<E: EntityTrait, M: PartialModelTrait>() -> Select<E> {
    M::select_cols(E::find().select_only())
}

/// A select that only says whether there is a row.
pub(crate) fn any<E: EntityTrait>() -> Select<E> {
    E::find().select_only().expr(literal(1))
}

/// A literal in the statement's text, for values that query planning depends on: the condition of a partial
/// index, or a limit.
pub(crate) fn literal(value: impl Into<Value>) -> Expr {
    Expr::Constant(value.into())
}

/// Whether the column has one of these values. The list is padded to a power of two with its last value, so
/// that the database sees few different statements. An empty list matches nothing.
pub(crate) fn is_one_of(column: impl IntoSimpleExpr, ids: &[Arc<str>]) -> Expr {
    let Some(last) = ids.last() else { return literal(1).eq(literal(0)) };
    let filled = (0..ids.len().next_power_of_two()).map(|position| &**ids.get(position).unwrap_or(last));
    column.into_simple_expr().is_in(filled)
}

/// A statement that returns one value, as an expression.
pub(crate) fn value_of(select: impl Into<SelectStatement>) -> Expr {
    Expr::from(SubQueryStatement::from(select.into()))
}

/// The number of rows.
pub(crate) fn count() -> Expr {
    Func::count(Expr::col(Asterisk)).into()
}

/// An integer sum that does not exceed 64 bits; 0 over no rows. PostgreSQL sums BIGINT to NUMERIC.
pub(crate) fn whole(sum: impl Into<Expr>) -> Expr {
    Func::cast_as(Func::coalesce([sum.into(), literal(0)]), "BIGINT").into()
}

/// UNION ALL of several selects with the same columns; `None` if there are none.
pub(crate) fn union(parts: impl IntoIterator<Item = SelectStatement>) -> Option<SelectStatement> {
    let mut parts = parts.into_iter();
    let mut first = parts.next()?;
    first.unions(parts.map(|part| (UnionType::All, part)));
    Some(first)
}

/// A select of all columns of another one.
pub(crate) fn all_of(select: SelectStatement, name: impl IntoIden) -> SelectStatement {
    Query::select().column(Asterisk).from_subquery(select, name).to_owned()
}

/// The name of the numbered rows, and of the column with their numbers.
pub(crate) const NUMBERED: &str = "numbered";
/// See [`NUMBERED`].
pub(crate) const NUMBER: &str = "number";

/// A statement's rows as a CTE, for a statement that uses them more than once.
pub(crate) fn numbered(rows: SelectStatement) -> WithClause {
    let rows = CommonTableExpression::new().query(rows).table_name(NUMBERED).to_owned();
    WithClause::new().cte(rows).to_owned()
}

/// Whether a numbered row is one of the first, or one of those after the row that has the value in the
/// column; if there is no such row, nothing matches.
pub(crate) fn numbers(after: Option<(&'static str, &str)>, limit: usize) -> Condition {
    let number = || Expr::col((NUMBERED, NUMBER));
    let limit = || literal(i64::try_from(limit).unwrap_or(i64::MAX));
    let Some((column, value)) = after else { return number().lte(limit()).into_condition() };
    let start = || {
        let own = |name| Expr::col(("after", name));
        let row =
            Query::select().expr(own(NUMBER)).from_as(NUMBERED, "after").and_where(own(column).eq(value)).to_owned();
        value_of(row)
    };
    Condition::all().add(number().gt(start())).add(number().lte(start().add(limit())))
}

/// The first rows of a select. The number is a literal in the text: as a parameter, `SQLite` would replan the
/// statement whenever it changed, and `PostgreSQL` would not know it when it makes a generic plan.
pub(crate) struct Limited<'a>(pub &'a SelectStatement, pub usize);

impl StatementBuilder for Limited<'_> {
    fn build(&self, backend: &DbBackend) -> Statement {
        let mut statement = StatementBuilder::build(self.0, backend);
        statement.sql.push_str(&format!(" LIMIT {}", self.1));
        statement
    }
}

/// A single number.
#[derive(FromQueryResult)]
pub(crate) struct Number {
    pub number: i64,
}

/// A count for a session.
#[derive(FromQueryResult)]
pub(crate) struct OfSession {
    session_id: String,
    number: i64,
}

/// The counts by session.
pub(crate) fn by_session(rows: Vec<OfSession>) -> HashMap<SessionId, i64> {
    rows.into_iter().map(|row| (SessionId::from(row.session_id), row.number)).collect()
}
