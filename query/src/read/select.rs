//! What statements are put together from.
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

/// The most values of one list, so that the values of a statement stay within every engine's limit.
pub const MAX_LIST: usize = 1_000;

/// A selection of the columns of `M` alone from the table of `E`.
pub(crate) fn columns<E: EntityTrait, M: PartialModelTrait>() -> Select<E> {
    M::select_cols(E::find().select_only())
}

/// A selection from a table that tells nothing but that there is a row.
pub(crate) fn any<E: EntityTrait>() -> Select<E> {
    E::find().select_only().expr(literal(1))
}

/// A value that stands in the text of the statement, for what engines plan by: what an index says of its rows,
/// or how many are wanted.
pub(crate) fn literal(value: impl Into<Value>) -> Expr {
    Expr::Constant(value.into())
}

/// That the column has one of these values. The list is filled up to a power of two with its last value, so that
/// the database meets few different statements. Nothing is in an empty list.
pub(crate) fn is_one_of(column: impl IntoSimpleExpr, ids: &[Arc<str>]) -> Expr {
    let Some(last) = ids.last() else { return literal(1).eq(literal(0)) };
    let filled = (0..ids.len().next_power_of_two()).map(|position| &**ids.get(position).unwrap_or(last));
    column.into_simple_expr().is_in(filled)
}

/// A statement that answers one value, as a value.
pub(crate) fn value_of(select: impl Into<SelectStatement>) -> Expr {
    Expr::from(SubQueryStatement::from(select.into()))
}

/// How many rows there are.
pub(crate) fn count() -> Expr {
    Func::count(Expr::col(Asterisk)).into()
}

/// The sum of whole numbers that does not leave 64 bits; 0 over nothing. PostgreSQL sums BIGINT to NUMERIC.
pub(crate) fn whole(sum: impl Into<Expr>) -> Expr {
    Func::cast_as(Func::coalesce([sum.into(), literal(0)]), "BIGINT").into()
}

/// A selection from several that have the same columns, one after another; none of none.
pub(crate) fn union(parts: impl IntoIterator<Item = SelectStatement>) -> Option<SelectStatement> {
    let mut parts = parts.into_iter();
    let mut first = parts.next()?;
    first.unions(parts.map(|part| (UnionType::All, part)));
    Some(first)
}

/// A selection of all columns of another one.
pub(crate) fn all_of(select: SelectStatement, name: impl IntoIden) -> SelectStatement {
    Query::select().column(Asterisk).from_subquery(select, name).to_owned()
}

/// What the rows that were numbered are called, and their numbers.
pub(crate) const NUMBERED: &str = "numbered";
/// See [`NUMBERED`].
pub(crate) const NUMBER: &str = "number";

/// The rows of a statement, for one that looks at them more than once.
pub(crate) fn numbered(rows: SelectStatement) -> WithClause {
    let rows = CommonTableExpression::new().query(rows).table_name(NUMBERED).to_owned();
    WithClause::new().cte(rows).to_owned()
}

/// That a numbered row is one of the first ones, or of those after the row that has the value in the column; none
/// where there is no such row.
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

/// The first rows of a selection. The number stands in the text: `SQLite` would plan the statement anew whenever
/// it was given another one, and `PostgreSQL` would not know it when it plans for all values.
pub(crate) struct Limited<'a>(pub &'a SelectStatement, pub usize);

impl StatementBuilder for Limited<'_> {
    fn build(&self, backend: &DbBackend) -> Statement {
        let mut statement = StatementBuilder::build(self.0, backend);
        statement.sql.push_str(&format!(" LIMIT {}", self.1));
        statement
    }
}

/// A number by itself.
#[derive(FromQueryResult)]
pub(crate) struct Number {
    pub number: i64,
}

/// How many of something a session has.
#[derive(FromQueryResult)]
pub(crate) struct OfSession {
    session_id: String,
    number: i64,
}

/// The numbers by session.
pub(crate) fn by_session(rows: Vec<OfSession>) -> HashMap<SessionId, i64> {
    rows.into_iter().map(|row| (SessionId::from(row.session_id), row.number)).collect()
}
